"""What our socket class uses of uvicorn's beyond its public interface. A failure here means: read their changes first."""

import asyncio
import inspect

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import Server, ServerState


def test_handshake_is_where_we_expect_it() -> None:
    source = inspect.getsource(WebSocketsSansIOProtocol.handle_connect)
    assert source.index("self.scope: WebSocketScope = {") < source.index("self.loop.create_task(self.run_asgi())")
    assert '"extensions": {' in source


def test_http_protocol_has_what_a_handshake_begins_with() -> None:
    source = inspect.getsource(HttpToolsProtocol)
    for name in ("transport", "app", "loop", "connections", "tasks", "scope", "url", "headers", "scheme", "root_path"):
        assert f"self.{name} = " in source
    for name in ("asgi_version", "server_state", "parser"):
        assert f"self.{name} = " in source
    assert "self.headers.append((name, value))" in source  # the name is in small letters by then
    assert isinstance(ServerState().default_headers, list)


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
