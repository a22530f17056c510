"""The rooms as the hub sees them: who stands where, and what the log says today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from sqlalchemy import bindparam, select
from sqlmodel import SQLModel

from server.actor import Actor
from server.errors import ErrorCode, Refusal
from server.hub.source import Standing
from server.protocol.envelope import LogEvent
from server.rooms import log, tables
from server.rooms.agreeing import require_agreed
from server.rooms.log import Line, Renderer
from server.rooms.rendering import card_of
from server.rooms.roles import RoomRole
from server.rooms.wire import Person, You
from server.sanctions.binding import require_may_enter
from server.storage.columns import moment
from server.storage.prepared import Prepared
from server.storage.tx import Tx

_room = SQLModel.metadata.tables[str(tables.Room.__tablename__)]
_participation = SQLModel.metadata.tables[str(tables.Participation.__tablename__)]

_MOST_REMEMBERED = 1_000
_encode = msgspec.json.Encoder().encode

_STANDING = Prepared(
    select(
        _participation.c.id,
        _participation.c.display_name,
        _participation.c.role,
        _participation.c.joined_seq,
        _participation.c.joined_at,
        _participation.c.agreed,
        _room.c.agreement,
        _room.c.head_seq,
        _room.c.version,
        _room.c.name,
        _room.c.purpose,
        _room.c.language,
        _room.c.state,
        _room.c.capacity,
    )
    .join_from(_participation, _room, _participation.c.room_id == _room.c.id)
    .where(
        _participation.c.account_id == bindparam("account"),
        _participation.c.room_id == bindparam("room"),
        _participation.c.left_at.is_(None),
    )
)
_PEOPLE = Prepared(
    select(_participation.c.id, _participation.c.display_name, _participation.c.role)
    .where(_participation.c.room_id == bindparam("room"), _participation.c.left_at.is_(None))
    .order_by(_participation.c.joined_seq)
)


Shown = Callable[[Tx, Actor, str, You], Any]
"""What a slice adds to the reply of a follow and of a resume: (tx, actor, room id, who asks)."""


class RoomSource:
    """Answers the hub (see `server.hub.source.RoomSource`).

    `renderers`: one a kind of line; `shown`: what slices add for whoever asks; `of_room`: what is the same for everybody.
    """

    def __init__(
        self,
        renderers: Mapping[str, Renderer],
        shown: Mapping[str, Shown] | None = None,
        of_room: Mapping[str, Shown] | None = None,
    ) -> None:
        self._renderers, self._shown, self._of_room = renderers, shown or {}, of_room or {}
        self._people: dict[str, tuple[int, msgspec.Raw]] = {}

    def standing(self, tx: Tx, actor: Actor, room_id: str) -> Standing:
        found = tx.run(_STANDING, account=actor.account_id or "", room=room_id).fetchone()
        if found is None:
            raise Refusal(ErrorCode.NOT_IN_ROOM)
        participation, display_name, role, joined_seq, joined_at, agreed, asked, head, version, *described = found
        require_may_enter(tx, actor.account_id or "", room_id)
        require_agreed(agreed, asked)
        you = You(
            participation=participation,
            display_name=display_name,
            role=RoomRole(role),
            joined_seq=joined_seq,
            joined_at=moment(joined_at),
        )
        people = self._people_of(tx, room_id, version)
        snapshot = {"room": card_of(room_id, *described), "you": you, "people": people}
        snapshot |= self._shown_to_all(tx, actor, room_id, you)
        snapshot |= {name: show(tx, actor, room_id, you) for name, show in self._shown.items()}
        return Standing(participation, joined_seq, head, snapshot)

    def _shown_to_all(self, tx: Tx, actor: Actor, room_id: str, you: You) -> dict[str, Any]:
        """Read once for all who ask about a room in the same moment: a reader's cache lasts no longer."""
        shown: dict[str, Any] | None = tx.cache.get((RoomSource, room_id))
        if shown is None:
            shown = {name: show(tx, actor, room_id, you) for name, show in self._of_room.items()}
            tx.cache[RoomSource, room_id] = shown
        return shown

    def after(self, tx: Tx, room_id: str, seq: int, limit: int) -> list[LogEvent]:
        return self._render(tx, room_id, log.lines_after(tx, room_id, seq, limit))

    def before(self, tx: Tx, room_id: str, seq: int, limit: int) -> list[LogEvent]:
        return self._render(tx, room_id, log.lines_before(tx, room_id, seq, limit))

    def heads(self, tx: Tx, room_ids: list[str]) -> dict[str, int]:
        rows = tx.connection.execute(select(_room.c.id, _room.c.head_seq).where(_room.c.id.in_(room_ids)))
        return {row.id: row.head_seq for row in rows}

    def _render(self, tx: Tx, room_id: str, lines: list[Line]) -> list[LogEvent]:
        by_kind: defaultdict[str, list[Line]] = defaultdict(list)
        for line in lines:
            by_kind[line.kind].append(line)
        events: dict[int, LogEvent] = {}
        for kind, some in by_kind.items():
            events |= self._renderers[kind](tx, room_id, some)
        return [events[line.seq] for line in lines]

    def _people_of(self, tx: Tx, room_id: str, version: int) -> msgspec.Raw:
        """Everybody in the room, in the order in which they came, as JSON: it goes into every reply of a follow as it is,
        and is half of what the objects would hold. The version says whether it is still so."""
        remembered = self._people.get(room_id)
        if remembered is not None and remembered[0] == version:
            return remembered[1]
        rows = tx.run(_PEOPLE, room=room_id).fetchall()
        people = [Person(participation=id_, display_name=name, role=RoomRole(role)) for id_, name, role in rows]
        encoded = msgspec.Raw(_encode(people))
        if len(self._people) >= _MOST_REMEMBERED:
            self._people.clear()
        self._people[room_id] = (version, encoded)
        return encoded
