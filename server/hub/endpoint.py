"""Where a socket comes in: origin, login, room for one more; then the connection is the hub's."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Protocol

from starlette.responses import Response
from starlette.websockets import WebSocket, WebSocketDisconnect

from server.errors import ErrorCode, Refusal, status_of
from server.hub.connection import Writer
from server.hub.frames import LARGEST_MESSAGE, Opcode, payloads
from server.protocol.closing import Close
from server.protocol.envelope import SUBPROTOCOL
from server.web.endpoints import refused
from server.web.services import services_of

if TYPE_CHECKING:
    from server.hub.hub import Hub


PATH = "/socket"
TAKE = "sohva.take"  # the ASGI extension by which a connection is taken over


class Receiver(Protocol):
    """What a connection's bytes are for. Every method returns at once: none may wait for the database."""

    def opened(self, writer: Writer) -> None:
        """The handshake is done."""

    def text(self, payload: bytes) -> None:
        """A whole text message, valid UTF-8."""

    def control(self, answer: bytes) -> None:
        """A ping came, with the framed pong that answers it; or a pong came, and nothing answers that."""

    def heard(self) -> None:
        """The peer is alive."""

    def leaves(self, last: bytes) -> None:
        """The peer says goodbye or breaks the protocol: `last` is the framed answer to that."""

    def resumed(self) -> None:
        """Everything written has been taken by the peer."""

    def closed(self) -> None:
        """The connection is gone."""


async def socket_endpoint(websocket: WebSocket) -> None:
    """`GET /socket`. Refused before accept: foreign origin 403, no login 401, too many 429 or 503."""
    services = services_of(websocket)
    try:
        origin = websocket.headers.get("origin")
        if origin is not None and origin not in services.settings.origins:
            raise Refusal(ErrorCode.FOREIGN_ORIGIN)
        hub: Hub = services.hub
        evictions = hub.evictions
        actor = await services.authenticate(websocket)
        if not actor.is_signed_in:
            raise Refusal(ErrorCode.NOT_SIGNED_IN)
        if SUBPROTOCOL not in websocket.scope["subprotocols"]:
            raise Refusal(ErrorCode.BAD_REQUEST, expected=SUBPROTOCOL)
        receiver = hub.admit(actor)
    except Refusal as refusal:
        services.count_refusal(refusal.code)
        await _refuse(websocket, refused(refusal), status_of(refusal.code))
        return
    await websocket.accept(subprotocol=SUBPROTOCOL)
    while evictions != hub.evictions:  # a login that ended since it was looked up has nothing here to close yet
        evictions = hub.evictions
        ended = await _ended(websocket)
        if ended is not None:
            await websocket.close(ended, ended.reason)
            return
    extension = websocket.scope.get("extensions", {}).get(TAKE)
    if extension is not None:
        extension["take"](receiver)
    else:
        await _PlainAsgi(websocket, receiver).live()


async def _ended(websocket: WebSocket) -> Close | None:
    """Why a connection that was let in may not begin after all."""
    try:
        actor = await services_of(websocket).authenticate(websocket)
    except Refusal:
        return Close.SERVER_BUSY
    return None if actor.is_signed_in else Close.LOGIN_ENDED


async def _refuse(websocket: WebSocket, response: Response, status: int) -> None:
    if "websocket.http.response" in websocket.scope.get("extensions", {}):
        await websocket.send_denial_response(response)
    else:
        await websocket.close(1008, f"refused {status}")


class _PlainAsgi:
    """The same connection over plain ASGI messages, where nothing can be taken over: slower, and no less correct."""

    def __init__(self, websocket: WebSocket, receiver: Receiver) -> None:
        self._websocket, self._receiver = websocket, receiver
        self._unsent = b""
        self._wake = asyncio.Event()
        self._may_read = asyncio.Event()
        self._may_read.set()
        self._is_ending = False

    async def live(self) -> None:
        self._receiver.opened(self)
        sending = asyncio.create_task(self._send())
        try:
            while True:
                await self._may_read.wait()
                await self._receive(await self._websocket.receive())
        except WebSocketDisconnect:
            pass  # what follows is the same for every end
        finally:
            sending.cancel()
            self._receiver.closed()

    async def _receive(self, message: Any) -> None:
        if message["type"] == "websocket.disconnect" or self._is_ending:
            raise WebSocketDisconnect(message.get("code", 1005))
        text = message.get("text")
        if text is None:
            await self._websocket.close(1003)
            raise WebSocketDisconnect(1003)
        payload = text.encode("utf-8", "surrogatepass")
        if len(payload) > LARGEST_MESSAGE:
            await self._websocket.close(1009)
            raise WebSocketDisconnect(1009)
        self._receiver.heard()
        self._receiver.text(payload)

    async def _send(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            unsent, self._unsent = self._unsent, b""
            for opcode, payload in payloads(unsent):
                if opcode == Opcode.TEXT:
                    await self._websocket.send_text(payload.decode())
                elif opcode == Opcode.CLOSE:
                    await self._websocket.close(int.from_bytes(payload[:2], "big"), payload[2:].decode())
            if not self._is_ending:
                self._receiver.resumed()

    def write(self, data: bytes) -> bool:
        self._unsent += data
        self._wake.set()
        return False

    def hold_reading(self, is_held: bool) -> None:
        if is_held:
            self._may_read.clear()
        else:
            self._may_read.set()

    def finish(self, last: bytes) -> None:
        self._is_ending = True
        self.write(last)

    def abort(self) -> None:
        self.finish(b"\x88\x02\x03\xee")
