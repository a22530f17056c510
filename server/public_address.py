"""The address that people type to reach this server, and the origins that follow from it."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_PORTS = {"http": 80, "https": 443}


def public_address(value: str) -> str:
    """The address in one spelling: lower case, no default port, no path. Raises ValueError, never quoting it."""
    try:
        parts = urlsplit(value.strip())
        port, host = parts.port, _host(parts)
    except ValueError:
        raise ValueError("must be an address such as https://chat.example.org") from None
    if parts.scheme not in _PORTS or not host:
        raise ValueError("must be an address such as https://chat.example.org")
    if parts.username is not None or parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise ValueError("must be an address alone, without a path, a name or a question mark")
    if parts.scheme == "http" and not _is_loopback(host):
        raise ValueError("must be https: without it, passwords and words would travel in the open")
    shown = "" if port is None or port == _PORTS[parts.scheme] else f":{port}"
    return f"{parts.scheme}://{host}{shown}"


def origins_of(address: str) -> frozenset[str]:
    """The origins that count as our own: the address itself, and on this machine all its names for itself."""
    parts = urlsplit(address)
    host = _host(parts)
    names = _LOOPBACK if host in _LOOPBACK else (host,)
    port = "" if parts.port is None else f":{parts.port}"
    return frozenset(f"{parts.scheme}://{name}{port}" for name in names)


def _host(parts: SplitResult) -> str:
    name = parts.hostname or ""
    return f"[{name}]" if ":" in name else name.encode("idna").decode()


def _is_loopback(host: str) -> bool:
    return host in _LOOPBACK or host.endswith(".localhost")
