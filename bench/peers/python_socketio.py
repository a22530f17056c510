"""python-socketio on uvicorn: a message goes to its room and is acknowledged. Nothing is stored."""

from __future__ import annotations

import sys
from typing import Any

import socketio
import uvicorn

server = socketio.AsyncServer(async_mode="asgi", transports=["websocket"])


@server.on("join")
async def join(sid: str, room: str) -> None:
    await server.enter_room(sid, room)


@server.on("m")
async def post(sid: str, message: dict[str, Any]) -> bool:
    await server.emit("m", message, room=message["room"])
    return True


if __name__ == "__main__":
    app = socketio.ASGIApp(server, socketio_path="/socket.io")
    uvicorn.run(app, port=int(sys.argv[-1]), log_level="warning", ws_per_message_deflate=False)
