"""A whole client of Sohva in a hundred lines, written from docs/protocol.md: signs in, follows a room, talks, resumes.

    python second_client.py http://localhost:8000 PSEUDONYM ROOM     (the password is asked for)

Needs `pip install websockets`. What it receives is printed; every line typed is posted.
"""

import asyncio
import contextlib
import getpass
import json
import random
import sys
import urllib.request
import uuid

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

SILENCE = 45  # seconds without a beat, after which a connection counts as lost


def sign_in(url: str, pseudonym: str, password: str) -> str:
    """The login cookie. Raises urllib.error.HTTPError when refused."""
    body = json.dumps({"pseudonym": pseudonym, "password": password}).encode()
    request = urllib.request.Request(f"{url}/api/logins", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        return "; ".join(cookie.partition(";")[0] for cookie in answer.headers.get_all("Set-Cookie"))


class Client:
    """One person in one room. `events` is the room's log as far as it is known, `unsent` what has no reply yet."""

    def __init__(self, url: str, cookie: str, room: str) -> None:
        self.url, self.cookie, self.room = url, cookie, room
        self.events: dict[int, dict] = {}
        self.last: int | None = None
        self.history = ""
        self.unsent: dict[str, str] = {}
        self.refused: list[dict] = []
        self.socket = None

    async def run(self) -> None:
        """Stays connected, resuming after every break, until the server says not to come back."""
        failures = 0
        while True:
            delay = min(30, 2**failures) * random.random()
            try:
                address = self.url.replace("http", "ws", 1) + "/socket"
                headers = {"Cookie": self.cookie}
                async with connect(
                    address, subprotocols=["sohva.v1"], additional_headers=headers, proxy=None
                ) as socket:
                    self.socket, failures = socket, 0
                    await self.listen()
            except ConnectionClosed as closed:
                if closed.rcvd and 4500 <= closed.rcvd.code < 5000:
                    return
                if closed.rcvd and closed.rcvd.code == 1012:
                    delay = int(closed.rcvd.reason.partition("retry=")[2] or 0) / 1000
            except InvalidStatus as refused:
                if refused.response.status_code in {401, 403}:
                    return
            except (OSError, TimeoutError):
                pass
            self.socket, failures = None, failures + 1
            await asyncio.sleep(delay)

    async def listen(self) -> None:
        hello = json.loads(await asyncio.wait_for(self.socket.recv(), SILENCE))
        if hello["history"] != self.history:  # a restored server: the numbers known so far mean other events there
            self.history, self.events, self.last = hello["history"], {}, None
        if self.last is None:
            await self.send({"type": "room.follow", "id": "follow", "room": self.room})
        else:
            await self.send({"type": "room.resume", "id": "follow", "room": self.room, "after": self.last})
        while True:
            await self.take(json.loads(await asyncio.wait_for(self.socket.recv(), SILENCE)))

    async def take(self, message: dict) -> None:
        if message["type"] == "reply" and message["id"] == "follow":
            await self.followed(message)
        elif message["type"] == "reply":
            self.unsent.pop(message["id"], None)
            if not message["ok"]:
                self.refused.append(message["error"])
        elif message.get("room") == self.room and "seq" in message:
            if self.last is not None and message["seq"] > self.last + 1:
                await self.send({"type": "room.resume", "id": "follow", "room": self.room, "after": self.last})
            else:
                self.apply(message)

    async def followed(self, reply: dict) -> None:
        if not reply["ok"]:
            if reply["error"]["code"] != "history_changed":
                raise SystemExit(f"refused: {reply['error']['code']}")
            self.events, self.last = {}, None
            await self.send({"type": "room.follow", "id": "follow", "room": self.room})
            return
        if self.last is None:
            for event in reply["result"]["events"]:
                self.apply(event)
            self.last = reply["result"]["head"]
        for client_id, text in self.unsent.items():
            await self.post(client_id, text)

    def apply(self, event: dict) -> None:
        self.events[event["seq"]] = event
        self.last = event["seq"] if self.last is None else max(self.last, event["seq"])
        if event["type"] == "message.posted":
            said = event["message"]
            print(f"{said['author']['display_name']}: {said['text'] or '(removed)'}", flush=True)

    async def say(self, text: str) -> None:
        """Posts a text; sent again with the same id after every break, until there is a reply."""
        client_id = str(uuid.uuid4())
        self.unsent[client_id] = text
        if self.socket is not None and self.last is not None:
            await self.post(client_id, text)

    async def post(self, client_id: str, text: str) -> None:
        await self.send(
            {"type": "message.post", "id": client_id, "room": self.room, "client_id": client_id, "text": text}
        )

    async def send(self, command: dict) -> None:
        with contextlib.suppress(ConnectionClosed):  # `listen` hears of it, and what had no reply is sent again
            await self.socket.send(json.dumps(command))


async def main(url: str, pseudonym: str, room: str) -> None:
    client = Client(url, sign_in(url, pseudonym, getpass.getpass()), room)
    running = asyncio.create_task(client.run())
    while not running.done() and (line := await asyncio.to_thread(sys.stdin.readline)):
        await client.say(line.strip())


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
