"""Where an alert may be sent: to the outside, over https, and nowhere else.

An address is looked at when it is set and again at each call, and the call goes to the very addresses that were looked
at: a name that points inside the network by then is not followed there.
"""

from __future__ import annotations

import asyncio
import socket
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

_LONGEST = 500
_NAT64 = IPv6Network("64:ff9b::/96")


class Fault(StrEnum):
    """What is wrong with an address."""

    NOT_AN_ADDRESS = "not_an_address"
    NOT_HTTPS = "not_https"
    UNKNOWN_HOST = "unknown_host"
    INSIDE = "inside"
    MAIL_NOT_SET_UP = "mail_not_set_up"


class AddressRefused(Exception):
    """Nothing is sent there."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart. `hosts`: the network addresses that it stood for when it was looked at."""

    is_secure: bool
    name: str
    port: int
    path: str
    hosts: tuple[str, ...] = ()

    @property
    def host_header(self) -> str:
        name = f"[{self.name}]" if ":" in self.name else self.name
        return name if self.port == (443 if self.is_secure else 80) else f"{name}:{self.port}"


def parse_url(url: str, *, allows_plain: bool = False) -> Target:
    """An address of the web taken apart. Raises AddressRefused."""
    if len(url) > _LONGEST or not url.isascii() or not url.isprintable() or " " in url:
        raise AddressRefused(Fault.NOT_AN_ADDRESS)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise AddressRefused(Fault.NOT_AN_ADDRESS) from None
    if parts.scheme != "https" and not (allows_plain and parts.scheme == "http"):
        raise AddressRefused(Fault.NOT_HTTPS)
    if not parts.hostname or parts.username is not None or parts.password is not None or port == 0:
        raise AddressRefused(Fault.NOT_AN_ADDRESS)
    is_secure = parts.scheme == "https"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(is_secure, parts.hostname, port or (443 if is_secure else 80), path)


def is_outside(host: str) -> bool:
    """Whether a network address belongs to the open internet, also where it wraps another one."""
    address = ip_address(host)
    inner = _wrapped(address)
    if inner is not None:
        return is_outside(str(inner))
    is_special = address.is_multicast or address.is_reserved or address.is_loopback or address.is_link_local
    if isinstance(address, IPv6Address):
        is_special = is_special or address.is_site_local
    return address.is_global and not is_special and not address.is_private


def _wrapped(address: IPv4Address | IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address leads to."""
    if not isinstance(address, IPv6Address):
        return None
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


async def look_up(target: Target, *, allows_inside: bool = False) -> Target:
    """The target with the network addresses behind its name. Raises AddressRefused where any of them is inside."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(target.name, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise AddressRefused(Fault.UNKNOWN_HOST) from None
    hosts = tuple(dict.fromkeys(str(one[4][0]) for one in found))
    if not hosts:
        raise AddressRefused(Fault.UNKNOWN_HOST)
    if not allows_inside and not all(is_outside(host) for host in hosts):
        raise AddressRefused(Fault.INSIDE)
    return Target(target.is_secure, target.name, target.port, target.path, hosts)
