"""Headers: what every response tells the browser."""

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import WebSocketDenialResponse
from starlette.websockets import WebSocket


async def plain(request: Request) -> Response:
    return PlainTextResponse("hello")


async def kept(request: Request) -> Response:
    return PlainTextResponse("hello", headers={"Cache-Control": "no-cache"})


async def refusing(socket: WebSocket) -> None:
    await socket.send_denial_response(PlainTextResponse("no", 401))


async def script(request: Request) -> Response:
    return Response("export {}", media_type="text/javascript")


ROUTES = [Route("/", plain), Route("/kept", kept), Route("/script", script), WebSocketRoute("/socket", refusing)]


@pytest.mark.parametrize("path", ["/", "/kept", "/nothing-here"])
def test_every_response_forbids_all_that_is_not_needed(client_for, path: str) -> None:
    headers = client_for(ROUTES).get(path).headers
    policy = headers["content-security-policy"].split("; ")
    assert "default-src 'none'" in policy
    assert "require-trusted-types-for 'script'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'none'" in policy
    assert not any("unsafe" in rule or "http" in rule or "*" in rule or "data:" in rule for rule in policy)
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]


def test_scripts_and_styles_carry_only_what_concerns_them(client_for) -> None:
    headers = client_for(ROUTES).get("/script").headers
    assert "content-security-policy" not in headers
    assert (headers["x-content-type-options"], headers["cross-origin-resource-policy"]) == ("nosniff", "same-origin")


def test_nothing_is_kept_unless_the_handler_says_so(client_for) -> None:
    client = client_for(ROUTES)
    assert client.get("/").headers.get_list("cache-control") == ["no-store"]
    assert client.get("/kept").headers.get_list("cache-control") == ["no-cache"]


def test_browsers_are_told_to_stay_on_https_only_where_there_is_https(client_for) -> None:
    assert "strict-transport-security" not in client_for(ROUTES).get("/").headers
    assert "strict-transport-security" in client_for(ROUTES, is_https=True).get("/").headers


def test_a_refused_socket_has_the_headers_too(client_for) -> None:
    with pytest.raises(WebSocketDenialResponse) as denied, client_for(ROUTES).websocket_connect("/socket"):
        pass
    assert denied.value.headers["referrer-policy"] == "no-referrer"
