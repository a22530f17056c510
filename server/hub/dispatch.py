"""Text becomes a command, and a command finds its place in the lane. Nothing here waits.

A connection survives everything that is wrong with a command: it gets a refusal that names what is wrong and never
repeats what was typed. Only a flood ends it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from time import perf_counter
from typing import TYPE_CHECKING, Any, Union

import msgspec

from server.errors import ErrorCode, Refusal
from server.hub.commands import HUB_COMMANDS
from server.hub.connection import Connection
from server.hub.frames import frame
from server.protocol.closing import Close
from server.protocol.envelope import Command, Error, Reply, RoomCommand
from server.protocol.text import unusable
from server.storage.lane import UseCase

if TYPE_CHECKING:
    from server.hub.hub import Hub

_MOST_REFUSED = 100  # messages beyond the pace, after which a connection is a flood
_PLACE = re.compile(r"`\$\.?([a-z_.\[\]0-9]{1,80})`")
_encode = msgspec.json.Encoder().encode


class _Start(msgspec.Struct):
    """As much of a command as can be read when the whole cannot."""

    id: Any = ""
    type: Any = ""


class Dispatch:
    """`commands` maps every slice's command types to their use cases."""

    def __init__(self, hub: Hub, commands: Mapping[type[Command], UseCase]) -> None:
        self._hub = hub
        self._commands = dict(commands)
        types: tuple[Any, ...] = (*HUB_COMMANDS, *commands)
        self._names = frozenset(str(kind.__struct_config__.tag) for kind in types)
        self._decode = msgspec.json.Decoder(Union[types]).decode  # noqa: UP007
        self._flood: dict[Connection, int] = {}
        self.refused: Callable[[ErrorCode], None] = lambda code: None
        self.answered: Callable[[float], None] = lambda seconds: None

    def take(self, connection: Connection, payload: bytes) -> None:
        """One text message of a connection. Always answered, unless the connection ends."""
        wait = connection.pace.take()  # first: what is no command costs as much to read as what is one
        if wait:
            if not self._is_flood(connection):
                self.refuse(connection, _id_of(payload), Refusal(ErrorCode.TOO_FAST, retry_after=round(wait, 2)))
            return
        try:
            command = self._command(payload)
        except Refusal as refusal:
            self.refuse(connection, _id_of(payload), refusal)
            return
        connection.unanswered += 1
        connection.hold()
        use_case = self._commands.get(type(command))
        try:
            if use_case is None:
                self._hub.following.take(connection, command)
            else:
                self._submit(connection, command, use_case)
        except Refusal as refusal:
            self.answer(connection, command.id, None, refusal)

    def _command(self, payload: bytes) -> Any:
        try:
            command = self._decode(payload)
        except msgspec.ValidationError as error:
            raise self._invalid(payload, error) from None
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise Refusal(ErrorCode.BAD_REQUEST, expected="JSON") from None
        # only an escape can spell what UTF-8 and JSON forbid to be written plainly
        if b"\\u" in payload and unusable(msgspec.to_builtins(command)):
            raise Refusal(ErrorCode.TEXT_UNUSABLE)
        return command

    def _invalid(self, payload: bytes, error: msgspec.ValidationError) -> Refusal:
        start = _start_of(payload)
        if not isinstance(start.type, str) or start.type not in self._names:
            return Refusal(ErrorCode.UNKNOWN_COMMAND)
        place = _PLACE.search(str(error))
        return Refusal(ErrorCode.BAD_REQUEST, fields=[place[1]] if place else [])

    def _submit(self, connection: Connection, command: Command, use_case: UseCase) -> None:
        began = perf_counter()

        def done(result: Any, error: BaseException | None) -> None:
            self.answer(connection, command.id, result, error)
            self.answered(perf_counter() - began)

        key = command.room if isinstance(command, RoomCommand) else connection.actor.account_id or ""
        self._hub.lane.submit(use_case, connection.actor, command, done, key)

    def answer(self, connection: Connection, command_id: str, result: Any, error: BaseException | None) -> None:
        """The reply to a command that was counted as unanswered."""
        connection.unanswered -= 1
        if error is None:
            reply = Reply(id=command_id, ok=True, result={} if result is None else result)
            connection.send(frame(_encode(reply)))
        else:
            self.refuse(connection, command_id, error)
        connection.hold()

    def refuse(self, connection: Connection, command_id: str, error: BaseException) -> None:
        refusal = error if isinstance(error, Refusal) else Refusal(ErrorCode.INTERNAL)
        self.refused(refusal.code)
        reply = Reply(id=command_id, ok=False, error=Error(**refusal.as_dict()))
        connection.send(frame(_encode(reply)))

    def control(self, connection: Connection, answer: bytes) -> None:
        """A ping, with its answer, or a pong, which needs none. RFC 6455, 5.5.3, lets a ping go unanswered."""
        if connection.pace.take():
            self._is_flood(connection)
        elif answer:
            connection.send(answer)

    def _is_flood(self, connection: Connection) -> bool:
        """Counts what came too fast; ends the connection, and is true, where it was too much."""
        refused = self._flood[connection] = self._flood.get(connection, 0) + 1
        if refused > _MOST_REFUSED:
            connection.close(Close.TOO_MANY_COMMANDS)
        return refused > _MOST_REFUSED

    def forget(self, connection: Connection) -> None:
        self._flood.pop(connection, None)


def _start_of(payload: bytes) -> _Start:
    try:
        return msgspec.json.decode(payload, type=_Start)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _Start()


def _id_of(payload: bytes) -> str:
    """The id a refusal can be addressed to; empty where none can be read."""
    found = _start_of(payload).id
    return found if isinstance(found, str) and 0 < len(found) <= 64 and not unusable(found) else ""
