"""What one writes first: Starlette, pydantic, one ORM transaction a message, and a loop that sends to everyone.

As durable as ours (SQLite with FULL); not screened, numbered, paced or sealed, and nobody can resume.
"""

from __future__ import annotations

import os
import sys
from collections import defaultdict
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import uvicorn
from pydantic import BaseModel, ConfigDict
from sqlalchemy import event
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import Field, SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

engine = create_async_engine(f"sqlite+aiosqlite:///{os.environ['BENCH_FOLDER']}/naive.db")
rooms: dict[str, set[WebSocket]] = defaultdict(set)


class Message(SQLModel, table=True):
    id: str = Field(default_factory=lambda: str(uuid4()), primary_key=True)
    room: str = Field(index=True)
    author: str
    text: str
    posted_at: datetime = Field(default_factory=lambda: datetime.now(UTC))


class Incoming(BaseModel):
    model_config = ConfigDict(extra="forbid")
    text: str


class Outgoing(BaseModel):
    text: str
    id: str
    author: str
    posted_at: datetime


@event.listens_for(engine.sync_engine, "connect")
def _configure(connection: Any, _: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.close()


async def talk(websocket: WebSocket) -> None:
    room, author = websocket.query_params["room"], str(uuid4())
    await websocket.accept()
    rooms[room].add(websocket)
    try:
        while True:
            incoming = Incoming(text=await websocket.receive_text())
            async with AsyncSession(engine, expire_on_commit=False) as session:
                message = Message(room=room, author=author, text=incoming.text)
                session.add(message)
                await session.commit()
            data = Outgoing(text=message.text, id=message.id, author=author, posted_at=message.posted_at)
            for one in list(rooms[room]):
                await one.send_text(data.model_dump_json())
    except WebSocketDisconnect:
        pass
    finally:
        rooms[room].discard(websocket)


async def prepare() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all)


class App:
    """Makes the table at the first start, then serves."""

    def __init__(self) -> None:
        self._app = Starlette(routes=[WebSocketRoute("/socket", talk)])

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await receive()
            await prepare()
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await send({"type": "lifespan.shutdown.complete"})
            return
        await self._app(scope, receive, send)


if __name__ == "__main__":
    uvicorn.run(App(), port=int(sys.argv[-1]), log_level="warning", ws_per_message_deflate=False)
