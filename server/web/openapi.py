"""The HTTP API described for machines (OpenAPI 3.1), drawn from the same table that serves it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from functools import cache
from typing import Any

import msgspec
from pydantic.json_schema import models_json_schema
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.errors import ErrorCode
from server.web.endpoints import Body, Endpoint, Result, Who

_PARAMETER = re.compile(r"{(\w+)(?::\w+)?}")
_REFUSED = {"$ref": "#/components/responses/Refused"}


def openapi_route(endpoints: Sequence[Endpoint]) -> Route:
    """`GET /api/openapi.json`, drawn when somebody first asks: few do, and every start would take half as long again."""
    table = tuple(endpoints)

    async def answer(_: Request) -> Response:
        content = await asyncio.to_thread(_drawn, table)
        return Response(content, media_type="application/json", headers={"cache-control": "no-cache"})

    return Route("/api/openapi.json", answer, methods=["GET"])


@cache
def _drawn(endpoints: tuple[Endpoint, ...]) -> bytes:
    return msgspec.json.encode(document(endpoints))


def document(endpoints: Sequence[Endpoint]) -> dict[str, Any]:
    """The whole description. Every endpoint stands in it, because it is made from the endpoints."""
    bodies = {endpoint.body for endpoint in endpoints if endpoint.body}
    results = {endpoint.result for endpoint in endpoints if endpoint.result}
    models = [(body, "validation") for body in bodies] + [(result, "serialization") for result in results]
    ordered = sorted(models, key=lambda model: model[0].__name__)
    refs, shared = models_json_schema(ordered, ref_template="#/components/schemas/{model}")  # type: ignore[arg-type]
    schemas: dict[type[Body] | type[Result], dict[str, Any]] = {kind: ref for (kind, _), ref in refs.items()}  # type: ignore[misc]
    definitions = shared.get("$defs", {})
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in endpoints:
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint, schemas, definitions)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Sohva", "version": "1", "license": {"name": "AGPL-3.0-or-later"}},
        "paths": paths,
        "components": {"schemas": definitions, "responses": {"Refused": _refused()}, "securitySchemes": _login()},
    }


def _operation(endpoint: Endpoint, schemas: dict[Any, dict[str, Any]], definitions: dict[str, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": endpoint.use_case.__name__,
        "summary": (endpoint.use_case.__doc__ or "").strip().split("\n")[0],
        "responses": {str(endpoint.status): _answer(endpoint, schemas), "default": _REFUSED},
        "security": [] if endpoint.who is Who.ANYONE else [{"login": []}],
    }
    own = _own_schema(endpoint, definitions)
    parameters = [_parameter(name, "path", own) for name in _PARAMETER.findall(endpoint.path)]
    if endpoint.method in {"GET", "DELETE"}:
        others = [name for name in own.get("properties", {}) if f"{{{name}}}" not in endpoint.path]
        parameters += [_parameter(name, "query", own) for name in others]
    elif endpoint.body is not None:
        operation["requestBody"] = _request_body(endpoint, own)
    if parameters:
        operation["parameters"] = parameters
    return operation


def _own_schema(endpoint: Endpoint, definitions: dict[str, Any]) -> dict[str, Any]:
    return definitions.get(endpoint.body.__name__, {}) if endpoint.body else {}


def _parameter(name: str, where: str, own: dict[str, Any]) -> dict[str, Any]:
    schema = own.get("properties", {}).get(name, {"type": "string"})
    return {"name": name, "in": where, "required": where == "path" or name in own.get("required", ()), "schema": schema}


def _request_body(endpoint: Endpoint, own: dict[str, Any]) -> dict[str, Any]:
    """The body without what stands in the path."""
    in_path = set(_PARAMETER.findall(endpoint.path))
    schema = {
        **own,
        "properties": {name: value for name, value in own.get("properties", {}).items() if name not in in_path},
        "required": [name for name in own.get("required", ()) if name not in in_path],
    }
    return {"required": bool(schema["required"]), "content": {"application/json": {"schema": schema}}}


def _answer(endpoint: Endpoint, schemas: dict[Any, dict[str, Any]]) -> dict[str, Any]:
    if endpoint.result is None:
        return {"description": "Done."}
    return {"description": "Done.", "content": {"application/json": {"schema": schemas[endpoint.result]}}}


def _refused() -> dict[str, Any]:
    error = {
        "type": "object",
        "required": ["code", "retry_after", "details"],
        "properties": {
            "code": {"type": "string", "enum": sorted(code.value for code in ErrorCode)},
            "retry_after": {"type": ["number", "null"], "description": "Seconds, where waiting helps."},
            "details": {"type": "object"},
        },
    }
    schema = {"type": "object", "required": ["error"], "properties": {"error": error}}
    return {"description": "Refused; nothing was changed.", "content": {"application/json": {"schema": schema}}}


def _login() -> dict[str, Any]:
    return {"login": {"type": "apiKey", "in": "cookie", "name": "__Host-sohva"}}
