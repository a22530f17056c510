"""Pages written by the server: the client's one page and the plain page of help numbers.

The help numbers are part of the page itself, before any script. They are there without a login, without a working
client, and also while the database cannot be reached: what was last read of the organisation is kept.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from html import escape
from pathlib import Path
from typing import Protocol

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from server.errors import ErrorCode, Refusal
from server.web.endpoints import refused
from server.web.languages import best_language
from server.web.static import CLIENT

PATHS = (
    "/",
    "/join",
    "/sign-in",
    "/recover",
    "/rooms",
    "/rooms/{room}",
    "/rooms/{room}/door",
    "/rooms/{room}/settings",
    "/directory",
    "/verify",
    "/rooms/{room}/meetings",
    "/meetings",
    "/me",
    "/me/reports",
    "/me/decisions",
    "/complaint",
    "/side-rooms/{side}",
    "/desk",
    "/desk/shift",
    "/desk/arrangements",
    "/desk/outside",
    "/organisation",
)

_PATIENCE = 2.0  # seconds that a page waits for the database before it shows what it last knew
_TEXT = re.compile(r"<!--text:([a-z0-9_.]+)-->")
_DIALLED = re.compile(r"\+?[0-9 ()\-]+")
_HELP_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title><!--text:help.now--></title>
<link rel="icon" href="/static/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/static/styles/tokens.css">
<link rel="stylesheet" href="/static/styles/base.css">
</head>
<body>
<main id="main">
<h1><!--text:help.now--></h1>
<p><!--text:help.intro--></p>
<ul class="numbers"><!--help--></ul>
<p class="soft"><!--text:help.not_emergency--></p>
<p><a href="/"><!--text:help.back--></a></p>
</main>
</body>
</html>
"""


class Line(Protocol):
    """Whom to call."""

    @property
    def area(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def hours(self) -> str: ...
    @property
    def is_made_up(self) -> bool: ...


class Front(Protocol):
    """What a page shows of the organisation."""

    @property
    def name(self) -> str: ...
    @property
    def default_language(self) -> str: ...
    @property
    def help(self) -> Mapping[str, Sequence[Line]]: ...


class Pages:
    """Fills the organisation's name and help numbers into the pages.

    `read` looks the organisation up and may raise Refusal; `texts` gives the sentences of one of `languages`.
    `account_language` gives the language of whoever is signed in, or None.
    """

    def __init__(
        self,
        read: Callable[[], Awaitable[Front]],
        texts: Callable[[str], Mapping[str, str]],
        languages: Sequence[str],
        account_language: Callable[[Request], Awaitable[str | None]],
        folder: Path = CLIENT,
    ) -> None:
        self._read, self._languages = read, languages
        self._texts = {language: texts(language) for language in languages}
        self._account_language = account_language
        self._folder = folder
        self._front: Front | None = None

    def routes(self) -> list[BaseRoute]:
        client = [Route(path, self.client, methods=["GET"]) for path in PATHS]
        return [*client, Route("/help", self.help, methods=["GET"])]

    async def client(self, request: Request) -> Response:
        """The client's page, on every address that the client knows."""
        return await self._page(request, 200)

    async def help(self, request: Request) -> Response:
        """The help numbers alone: no script, no login."""
        front = await self._organisation()
        language = self._language(request, front, None)
        return _html(self._fill(_HELP_PAGE, language, front))

    async def not_found(self, request: Request, error: Exception) -> Response:
        """For an address that nobody knows: JSON to programs, and to people the page, with its help numbers."""
        if request.url.path.startswith(("/api/", "/static/")) or "text/html" not in request.headers.get("accept", ""):
            return refused(Refusal(ErrorCode.NOT_FOUND))
        return await self._page(request, 404)

    async def _page(self, request: Request, status: int) -> Response:
        front = await self._organisation()
        language = self._language(request, front, await self._own_language(request))
        page = (self._folder / "index.html").read_text("utf-8")
        return _html(self._fill(page, language, front), status)

    def _language(self, request: Request, front: Front | None, own: str | None) -> str:
        asked = request.query_params.get("lang")
        chosen = asked if asked in self._languages else own
        default = front.default_language if front is not None else self._languages[0]
        return best_language(chosen, request.headers.get("accept-language", ""), self._languages, default)

    def _fill(self, page: str, language: str, front: Front | None) -> str:
        texts = self._texts[language]
        page = page.replace('<html lang="en">', f'<html lang="{escape(language)}">')
        page = _TEXT.sub(lambda found: escape(texts[found[1]]), page)
        page = page.replace("<!--help-->", _help_items(_numbers(front, language), texts))
        return page.replace("<!--organisation-->", escape((front.name if front else "") or "Sohva"))

    async def _organisation(self) -> Front | None:
        with suppress(Refusal, TimeoutError):  # the last one known is better than no page
            self._front = await asyncio.wait_for(self._read(), _PATIENCE)
        return self._front

    async def _own_language(self, request: Request) -> str | None:
        try:
            return await asyncio.wait_for(self._account_language(request), _PATIENCE)
        except (Refusal, TimeoutError):
            return None


def _numbers(front: Front | None, language: str) -> Sequence[Line]:
    """The numbers for readers of a language; where it has none, a number in another one is better than none."""
    if front is None:
        return ()
    return front.help.get(language) or front.help.get(front.default_language) or ()


def _help_items(lines: Sequence[Line], texts: Mapping[str, str]) -> str:
    if not lines:
        return f'<li class="help-none">{escape(texts["help.none_yet"])}</li>'
    return "".join(_help_item(line, texts["help.made_up"]) for line in lines)


def _help_item(line: Line, made_up: str) -> str:
    mark = f' <span class="help-made-up">{escape(made_up)}</span>' if line.is_made_up else ""
    return (
        f'<li><span class="help-area">{escape(line.area)}</span> <span class="help-name">{escape(line.name)}</span> '
        f'{_number(line.number)} <span class="help-hours">{escape(line.hours)}</span>{mark}</li>'
    )


def _number(number: str) -> str:
    if not _DIALLED.fullmatch(number):
        return f'<span class="help-number">{escape(number)}</span>'
    return f'<a class="help-number" href="tel:{"".join(number.split())}">{escape(number)}</a>'


def _html(content: str, status: int = 200) -> Response:
    headers = {"cache-control": "no-store", "vary": "accept-language, cookie"}
    return HTMLResponse(content, status, headers)
