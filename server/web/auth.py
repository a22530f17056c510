"""Who is asking, over HTTP and at the socket: one cookie with a token, looked up by whoever keeps the logins.

The login cookie lasts as long as the browser is open: on a shared computer the next person finds the door, not the
room. The device cookie only proves that this browser has signed in before, which is what the limits on guessing need;
signing out and quick exit take both.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import HTTPConnection
from starlette.responses import Response

from server.actor import ANYONE, Actor
from server.web.services import services_of

_DEVICE_DAYS = 180
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Cookies:
    """Names and flags. Over https the `__Host-` prefix binds them to this host and to encryption."""

    is_secure: bool

    @property
    def login(self) -> str:
        return "__Host-sohva" if self.is_secure else "sohva"

    @property
    def device(self) -> str:
        return f"{self.login}-device"

    def login_token(self, connection: HTTPConnection) -> str:
        """The login's token, empty where there is none."""
        return _value(connection, self.login)

    def device_token(self, connection: HTTPConnection) -> str:
        """The device's token, empty where there is none."""
        return _value(connection, self.device)

    def give(self, response: Response, login_token: str, device_token: str) -> None:
        """Puts both cookies into a response."""
        self._set(response, self.login, login_token, None)
        self._set(response, self.device, device_token, _DEVICE_DAYS * 86_400)

    def take(self, response: Response) -> None:
        """Takes both cookies from the browser."""
        self._set(response, self.login, "", 0)
        self._set(response, self.device, "", 0)

    def _set(self, response: Response, name: str, value: str, max_age: int | None) -> None:
        response.set_cookie(
            name, value, max_age=max_age, path="/", secure=self.is_secure, httponly=True, samesite="strict"
        )


class Authenticator:
    """Gives every connection its actor. `find` turns a token into one, ANYONE where it is nobody's."""

    def __init__(self, find: Callable[[str], Awaitable[Actor]]) -> None:
        self._find = find

    async def __call__(self, connection: HTTPConnection) -> Actor:
        token = cookies_of(connection).login_token(connection)
        return await self._find(token) if token else ANYONE


def cookies_of(connection: HTTPConnection) -> Cookies:
    """The cookies as the public address wants them."""
    return Cookies(is_secure=services_of(connection).settings.public_url.startswith("https:"))


def _value(connection: HTTPConnection, name: str) -> str:
    value = connection.cookies.get(name, "")
    return value if len(value) <= _LONGEST else ""
