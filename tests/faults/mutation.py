"""Frames as nobody's browser sends them, from a seed."""

from __future__ import annotations

import json
from random import Random
from typing import Any

from server.hub.frames import Opcode
from tests.faults.bare import masked

_POISON: list[Any] = [
    None, True, -1, 2**63, 10**400, 1e308, "", "\x00", "\ud800", "\u202e", "x" * 5000, "🙂" * 900, [], {}, [[]] * 50,
    {"a": {"b": {"c": []}}}, {"type": "message.post"}, "../../etc", "' OR 1=1 --", "%s%n", float("nan"), float("inf"),
]  # fmt: skip
_NAMES = [
    "type",
    "id",
    "room",
    "client_id",
    "text",
    "insisted",
    "after",
    "before",
    "limit",
    "reply_to",
    "__class__",
    "",
]


class Mutator:
    """`frames()` of well-meant commands in `room`, each changed somewhere."""

    def __init__(self, random: Random, room: str) -> None:
        self._random = random
        number = {"id": "1", "room": room}
        self._good: list[dict[str, Any]] = [
            {"type": "room.follow", **number},
            {"type": "room.resume", "after": 0, **number},
            {"type": "room.page", "before": 9, "limit": 5, **number},
            {"type": "room.unfollow", **number},
            {"type": "message.post", "client_id": "0" * 32, "text": "a word", "insisted": True, **number},
        ]

    def frame(self) -> bytes:
        """One of seven: three keep the frame whole and change what is in it."""
        kind = self._random.randrange(7)
        if kind < 3:
            return masked(self._text())
        whole = bytearray(masked(self._text()))
        if kind == 3:
            for _ in range(self._random.randint(1, 8)):
                whole[self._random.randrange(len(whole))] ^= 1 << self._random.randrange(8)
        elif kind == 4:
            del whole[self._random.randrange(len(whole)) :]
        elif kind == 5:
            whole[: self._random.randint(1, 10)] = self._random.randbytes(self._random.randint(0, 14))
        else:
            opcode = self._random.choice([*Opcode, 3, 7, 11, 15])
            whole = bytearray(masked(self._text(), opcode, is_final=self._random.random() < 0.5))
        return bytes(whole)

    def _text(self) -> bytes:
        command = dict(self._random.choice(self._good))
        for _ in range(self._random.randint(0, 3)):
            command[self._random.choice(_NAMES)] = self._random.choice(_POISON)
        text = bytearray(json.dumps(command).encode())
        kind = self._random.randrange(6)
        if kind == 0:
            text[self._random.randrange(len(text))] = self._random.randrange(256)
        elif kind == 1:
            del text[self._random.randrange(len(text)) :]
        elif kind == 2:
            text = bytearray(b"[" * self._random.randint(1, 9000)) + text
        return bytes(text[:32_000])
