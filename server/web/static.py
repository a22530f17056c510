"""The client's files, as they lie in `client_web/`: no build step, no names with versions in them.

A browser asks each time whether its copy is still right and is told so in a few bytes; that way an upgrade is whole
at once. Scripts lose their comments; everything is compressed once and kept in memory.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from server.errors import ErrorCode, Refusal
from server.web.endpoints import refused
from server.web.slim import without_comments

CLIENT = Path(__file__).resolve().parents[2] / "client_web"

_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}
_TOO_SMALL_TO_COMPRESS = 400  # bytes


@dataclass(frozen=True, slots=True)
class Content:
    """Bytes, their compressed form where that is shorter, and what they are."""

    plain: bytes
    packed: bytes | None
    media_type: str
    tag: str

    @classmethod
    def of(cls, plain: bytes, media_type: str) -> Content:
        packed = gzip.compress(plain, 9, mtime=0) if len(plain) >= _TOO_SMALL_TO_COMPRESS else None
        if packed is not None and len(packed) >= len(plain):
            packed = None
        return cls(plain, packed, media_type, hashlib.sha256(plain).hexdigest()[:20])


def respond(request: Request, content: Content) -> Response:
    """The content, or 304 where the browser's copy is still right."""
    is_packed = content.packed is not None and _takes_gzip(request.headers.get("accept-encoding", ""))
    tag = f'"{content.tag}-gz"' if is_packed else f'"{content.tag}"'
    headers = {"etag": tag, "cache-control": "no-cache", "vary": "accept-encoding"}
    if _has(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    if is_packed:
        headers["content-encoding"] = "gzip"
    return Response(content.packed if is_packed else content.plain, 200, headers, content.media_type)


class Static:
    """The files of a folder. What was not there at the start is not served, so no path can lead out of it."""

    def __init__(self, folder: Path = CLIENT) -> None:
        self._folder = folder
        self._files = {
            path.relative_to(folder).as_posix(): path
            for path in folder.rglob("*")
            if path.suffix in _TYPES and path.is_file() and not path.is_symlink()
        }
        self._read: dict[str, tuple[int, Content]] = {}

    async def answer(self, request: Request) -> Response:
        """`GET /static/{path}`."""
        content = self._content(request.path_params["path"])
        return refused(Refusal(ErrorCode.NOT_FOUND)) if content is None else respond(request, content)

    def routes(self) -> list[BaseRoute]:
        return [Route("/static/{path:path}", self.answer, methods=["GET"])]

    def _content(self, name: str) -> Content | None:
        path = self._files.get(name)
        if path is None:
            return None
        try:
            changed_at = path.stat().st_mtime_ns
            if name not in self._read or self._read[name][0] != changed_at:
                self._read[name] = (changed_at, Content.of(_served(path), _TYPES[path.suffix]))
        except FileNotFoundError:
            return None
        return self._read[name][1]


class Texts:
    """`GET /api/texts/{lang}.json`: the sentences of one language that a door and a room need; `…/later.json` the rest."""

    def __init__(
        self,
        languages: tuple[str, ...],
        texts: Callable[[str], dict[str, str]],
        is_later: Callable[[str], bool] = lambda _: False,
    ) -> None:
        parts = {language: _parted(texts(language), is_later) for language in languages}
        self._first = {language: _as_json(first) for language, (first, _) in parts.items()}
        self._later = {language: _as_json(later) for language, (_, later) in parts.items()}

    async def first(self, request: Request) -> Response:
        return self._answer(request, self._first)

    async def later(self, request: Request) -> Response:
        return self._answer(request, self._later)

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/api/texts/{language}.json", self.first, methods=["GET"]),
            Route("/api/texts/{language}/later.json", self.later, methods=["GET"]),
        ]

    def _answer(self, request: Request, contents: dict[str, Content]) -> Response:
        content = contents.get(request.path_params["language"])
        return refused(Refusal(ErrorCode.NOT_FOUND)) if content is None else respond(request, content)


def _parted(texts: dict[str, str], is_later: Callable[[str], bool]) -> tuple[dict[str, str], dict[str, str]]:
    first = {key: text for key, text in texts.items() if not is_later(key)}
    return first, {key: text for key, text in texts.items() if key not in first}


def _served(path: Path) -> bytes:
    return without_comments(path.read_text("utf-8")).encode() if path.suffix == ".js" else path.read_bytes()


def _as_json(texts: dict[str, str]) -> Content:
    return Content.of(msgspec.json.encode(texts), "application/json")


def _takes_gzip(accepted: str) -> bool:
    for offer in accepted.lower().split(","):
        name, _, quality = offer.partition(";")
        if name.strip() == "gzip":
            return quality.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False


def _has(candidates: str, tag: str) -> bool:
    found = {candidate.strip().removeprefix("W/") for candidate in candidates.split(",")}
    return tag in found or "*" in found
