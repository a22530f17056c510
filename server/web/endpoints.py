"""HTTP as a table: each row names a route, the use case behind it, and the shapes that go in and out.

One handler serves them all, and the OpenAPI document is drawn from the same rows, so neither can say something the
other does not do.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import msgspec
from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.actor import Actor
from server.errors import ErrorCode, Refusal, status_of
from server.protocol.text import unusable
from server.web.services import services_of

_LARGEST_BODY = 64 * 1024


class Who(StrEnum):
    """Who may knock. What they may do is the use case's to decide."""

    ANYONE = "anyone"
    SIGNED_IN = "signed_in"


class Body(BaseModel):
    """What comes in: nothing unknown, and never repeated in an error."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True, frozen=True)


class Result(BaseModel):
    """What goes out."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


@dataclass(frozen=True)
class Endpoint:
    """A row of the table.

    `reads` sends the use case to a reader instead of the lane. `before` runs on the event loop first, for what must
    not run in a transaction (passwords, limits), and returns the command to use. `respond` makes the response where
    a plain JSON body is not all of it. `key` names the field that keeps commands in order on one lane.
    """

    method: str
    path: str
    use_case: Callable[[Any, Actor, Any], Any]
    body: type[Body] | None = None
    result: type[Result] | None = None
    who: Who = Who.SIGNED_IN
    status: int = 200
    reads: bool = False
    before: Callable[[Request, Actor, Any], Awaitable[Any]] | None = None
    respond: Callable[[Request, Any], Response] | None = None
    key: str = ""
    tags: tuple[str, ...] = field(default=())

    def route(self) -> Route:
        return Route(self.path, _handler(self), methods=[self.method])


def _handler(endpoint: Endpoint) -> Callable[[Request], Awaitable[Response]]:
    async def handle(request: Request) -> Response:
        try:
            return _respond(endpoint, request, await _perform(endpoint, request))
        except Refusal as refusal:
            services_of(request).count_refusal(refusal.code)
            return refused(refusal)

    return handle


async def _perform(endpoint: Endpoint, request: Request) -> Any:
    services = services_of(request)
    if endpoint.method not in {"GET", "HEAD"}:
        _require_own_origin(request, services.settings.origins)
    actor = await services.authenticate(request)
    if endpoint.who is Who.SIGNED_IN and not actor.is_signed_in:
        raise Refusal(ErrorCode.NOT_SIGNED_IN)
    command = await _command(endpoint, request)
    if endpoint.before is not None:
        command = await endpoint.before(request, actor, command)
    if endpoint.reads:
        return await services.readers.run(endpoint.use_case, actor, command)
    key = getattr(command, endpoint.key) if endpoint.key else actor.account_id or ""
    return await services.lane.run(endpoint.use_case, actor, command, key=key)


def _respond(endpoint: Endpoint, request: Request, result: Any) -> Response:
    if endpoint.respond is not None:
        return endpoint.respond(request, result)
    return json_response(result, endpoint.status)


def json_response(result: Any, status: int = 200) -> Response:
    """A result as JSON that no cache keeps; 204 where there is none."""
    headers = {"cache-control": "no-store"}
    if result is None:
        return Response(status_code=204, headers=headers)
    content = result.model_dump_json() if isinstance(result, BaseModel) else msgspec.json.encode(result)
    return Response(content, status, headers, "application/json")


def refused(refusal: Refusal) -> Response:
    """A refusal as JSON, with its code's status and the seconds to wait where waiting helps."""
    headers = {"cache-control": "no-store"}
    if refusal.retry_after is not None:
        headers["retry-after"] = str(max(1, round(refusal.retry_after)))
    content = msgspec.json.encode({"error": refusal.as_dict()})
    return Response(content, status_of(refusal.code), headers, "application/json")


def _require_own_origin(request: Request, origins: frozenset[str]) -> None:
    origin = request.headers.get("origin")
    if origin is not None and origin not in origins:
        raise Refusal(ErrorCode.FOREIGN_ORIGIN)


async def _command(endpoint: Endpoint, request: Request) -> Any:
    if endpoint.body is None:
        return None
    fields: dict[str, Any] = {**request.query_params} if endpoint.method in {"GET", "DELETE"} else {}
    if endpoint.method in {"POST", "PUT", "PATCH"}:
        fields = await _json(request)
    clash = fields.keys() & request.path_params.keys()
    if clash:
        raise Refusal(ErrorCode.BAD_REQUEST, fields=sorted(clash))
    fields |= request.path_params
    if unusable(fields):
        raise Refusal(ErrorCode.TEXT_UNUSABLE)
    try:
        return endpoint.body.model_validate(fields)
    except ValidationError as error:
        wrong = sorted({".".join(map(str, found["loc"])) for found in _plain(error)})
        known = set(endpoint.body.model_fields)
        raise Refusal(ErrorCode.BAD_REQUEST, fields=[name for name in wrong if name.split(".")[0] in known]) from None


def _plain(error: ValidationError) -> list[Any]:
    return list(error.errors(include_input=False, include_url=False, include_context=False))


async def _body(request: Request) -> bytes:
    """The body, read no further than it may be long. Raises Refusal too_large."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > _LARGEST_BODY:
            raise Refusal(ErrorCode.TOO_LARGE, largest=_LARGEST_BODY)
    return bytes(body)


async def _json(request: Request) -> dict[str, Any]:
    raw = await _body(request)
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        if not raw:
            return {}
        raise Refusal(ErrorCode.BAD_REQUEST, expected="application/json")
    try:
        decoded = msgspec.json.decode(raw or b"{}")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Refusal(ErrorCode.BAD_REQUEST, expected="JSON") from None
    if not isinstance(decoded, dict):
        raise Refusal(ErrorCode.BAD_REQUEST, expected="an object")
    return decoded
