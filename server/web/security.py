"""What every response says to the browser: run nothing that is not ours, tell nobody where you were, keep nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# no form may go anywhere by itself: where scripts fail, a typed password would otherwise end up in an address
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; "
    "script-src 'self'; "
    "style-src 'self'; "
    "img-src 'self'; "
    "connect-src 'self'; "
    "base-uri 'none'; "
    "form-action 'none'; "
    "frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; "
    "trusted-types 'none'"
)

_DENIED = ("camera", "microphone", "geolocation", "payment", "usb", "serial", "midi", "display-capture")

_ALWAYS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": ", ".join(f"{feature}=()" for feature in _DENIED),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
# Scripts and styles are no documents: what governs a document would only make forty small files heavier.
_FOR_FILES = ("cross-origin-resource-policy", "x-content-type-options")
_FILES = (b"text/javascript", b"text/css")
_ONE_YEAR = "max-age=31536000"
_STARTS = {"http.response.start", "websocket.http.response.start"}


class SecurityHeaders:
    """Plain ASGI: adds the headers to every response, also to errors and refused sockets.

    Put it around everything else. What a handler says about caching stays; where it says nothing, nothing is kept.
    """

    def __init__(self, app: ASGIApp, is_https: bool) -> None:
        transport = {"strict-transport-security": _ONE_YEAR} if is_https else {}
        self._app = app
        self._headers = _raw(_ALWAYS | transport)
        self._for_files = _raw({name: _ALWAYS[name] for name in _FOR_FILES} | transport)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] in _STARTS:
                message["headers"] = self._complete(message.get("headers", ()))
            await send(message)

        await self._app(scope, receive, send_with_headers)

    def _complete(self, given: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        headers = list(given)
        kind = next((value for name, value in headers if name.lower() == b"content-type"), b"")
        headers += self._for_files if kind.startswith(_FILES) else self._headers
        if not any(name.lower() == b"cache-control" for name, _ in headers):
            headers.append((b"cache-control", b"no-store"))
        return headers


def _raw(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value.encode()) for name, value in headers.items()]
