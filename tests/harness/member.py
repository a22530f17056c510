"""Somebody at a real socket: sends commands, gets replies, and keeps every event in the order in which it came."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any, Self
from uuid import uuid4

import websockets
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

PATIENCE = 20.0


class Refused(Exception):
    """The server said no."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(error["code"])
        self.error = error
        self.code: str = error["code"]


class Member:
    """One connection of one account. `log[room]` has the numbered events, `passing` the others."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.hello: dict[str, Any] = {}
        self.log: dict[str, list[dict[str, Any]]] = {}
        self.passing: list[dict[str, Any]] = []
        self.raw: list[str] = []
        self._replies: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._news = asyncio.Event()
        self._number = 0
        self.closed: ConnectionClosed | None = None
        self._reading = asyncio.create_task(self._read())

    @classmethod
    async def connect(cls, url: str, cookie: str, **options: Any) -> Self:
        """A member whose hello has come. `url` is the server's, http."""
        address = url.replace("http", "ws", 1) + "/socket"
        headers = {"Cookie": cookie} | options.pop("headers", {})
        socket = await websockets.connect(
            address,
            subprotocols=[websockets.Subprotocol("sohva.v1")],
            additional_headers=headers,
            proxy=None,
            max_queue=None,
            ping_interval=None,
            **options,
        )
        member = cls(socket)
        await member.until(lambda: bool(member.hello))
        return member

    async def ask(self, type_: str, **fields: Any) -> dict[str, Any]:
        """The result of a command. Raises Refused, or ConnectionClosed where no answer can come any more."""
        self._number += 1
        return await self.send({"type": type_, "id": str(self._number), **fields})

    async def send(self, command: dict[str, Any]) -> dict[str, Any]:
        future = self._replies[command["id"]] = asyncio.get_running_loop().create_future()
        await self.socket.send(json.dumps(command))
        reply = await asyncio.wait_for(future, PATIENCE)
        if reply["ok"]:
            result: dict[str, Any] = reply.get("result", {})
            return result
        raise Refused(reply["error"])

    async def follow(self, room: str) -> dict[str, Any]:
        return await self.ask("room.follow", room=room)

    async def say(self, room: str, text: str, **fields: Any) -> dict[str, Any]:
        return await self.ask(
            "message.post", room=room, text=text, **{"client_id": str(uuid4()), "insisted": True} | fields
        )

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Waits for news until something is so. Raises TimeoutError, or ConnectionClosed."""
        async with asyncio.timeout(PATIENCE):
            while not is_so():
                self._news.clear()
                if self.closed is not None:
                    raise self.closed
                await self._news.wait()

    def seqs(self, room: str) -> list[int]:
        return [event["seq"] for event in self.log.get(room, [])]

    async def close(self) -> None:
        await self.socket.close()
        await self._reading

    async def _read(self) -> None:
        try:
            while True:
                self._take(str(await self.socket.recv()))
                self._news.set()
        except ConnectionClosed as closed:
            for future in self._replies.values():
                if not future.done():
                    future.set_exception(closed)
                    future.exception()  # whoever does not wait for it has lost nothing
            self.closed = closed
            self._news.set()

    def _take(self, text: str) -> None:
        self.raw.append(text)
        message = json.loads(text)
        if message["type"] == "reply":
            future = self._replies.pop(message["id"], None)
            if future is not None and not future.done():
                future.set_result(message)
        elif message["type"] == "hello":
            self.hello = message
        elif "seq" in message:
            self.log.setdefault(message["room"], []).append(message)
        else:
            self.passing.append(message)
