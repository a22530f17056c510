"""What our socket class uses of uvicorn's beyond its public interface. A failure here means: read their changes first."""

import asyncio
import inspect

import pytest
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import Server, ServerState
from websockets.datastructures import Headers
from websockets.http11 import Request
from websockets.server import ServerProtocol

from server.hub.taken import _Handshake


def test_handshake_is_where_we_expect_it() -> None:
    source = inspect.getsource(WebSocketsSansIOProtocol.handle_connect)
    assert source.index("self.scope: WebSocketScope = {") < source.index("self.loop.create_task(self.run_asgi())")
    assert '"extensions": {' in source


def test_handshake_takes_the_class_we_give_it() -> None:
    made = "self.conn = ServerProtocol("
    assert made in inspect.getsource(WebSocketsSansIOProtocol.__init__)
    assert "self.process_request(request)" in inspect.getsource(ServerProtocol.accept)
    assert "self.response = self.conn.accept(event)" in inspect.getsource(WebSocketsSansIOProtocol.handle_connect)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"Connection": "keep-alive, Upgrade"},
        {"Connection": "Upgrade, x"},
        {"Upgrade": "WebSocket"},
        {"Upgrade": "h2c"},
        {"Connection": "close"},
        {"Sec-WebSocket-Version": "12"},
        {"Sec-WebSocket-Key": "short"},
        {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==="},
        {"Origin": "https://example.org"},
    ],
)
def test_quick_handshake_answers_as_the_library_does(change: dict[str, str]) -> None:
    asked = {
        "Host": "localhost",
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    request = Request("/socket", Headers(asked | change))
    quick, whole = _Handshake().accept(request), ServerProtocol().accept(request)
    assert quick.status_code == whole.status_code
    assert quick.headers.get("Sec-WebSocket-Accept") == whole.headers.get("Sec-WebSocket-Accept")
    assert quick.body == whole.body


def test_state_that_a_takeover_ends_is_there() -> None:
    source = inspect.getsource(WebSocketsSansIOProtocol.__init__)
    for name in ("transport", "queue", "connections", "conn", "read_paused", "close_timer"):
        assert f"self.{name}" in source
    assert callable(WebSocketsSansIOProtocol.stop_keepalive)
    assert "self.transport.close()" in inspect.getsource(WebSocketsSansIOProtocol.run_asgi)


def test_server_asks_every_connection_to_end() -> None:
    source = inspect.getsource(Server.shutdown)
    assert "connection.shutdown()" in source
    assert isinstance(ServerState().connections, set)
    assert asyncio.iscoroutinefunction(Server.shutdown)


def test_http_protocol_has_the_steps_we_time() -> None:
    for step in (
        "connection_made",
        "connection_lost",
        "on_message_begin",
        "on_headers_complete",
        "on_message_complete",
        "handle_websocket_upgrade",
    ):
        assert callable(getattr(HttpToolsProtocol, step))
