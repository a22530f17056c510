"""What somebody has just said in a room, for the rules that look at more than one message."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import takewhile
from typing import Any

from sqlalchemy import bindparam, literal_column, select, union_all
from sqlmodel import SQLModel

from moderation.draft import Said
from server.messages import tables
from server.rooms.standing import Seat
from server.storage.columns import moment
from server.storage.prepared import Prepared, padded
from server.storage.tx import Tx

_message = SQLModel.metadata.tables[str(tables.Message.__tablename__)]

_MOST = 40
_MOST_TEXTS = 5
_MOST_TOGETHER = 16
_LOOKING_BACK = timedelta(minutes=10)
_MINUTE = timedelta(minutes=1)

_latest = (
    select(
        _message.c.participation_id,
        _message.c.seq,
        _message.c.id,
        _message.c.room_id,
        _message.c.posted_at,
        _message.c.sealed_text,
    )
    .where(_message.c.posted_at > bindparam("since"), _message.c.removed_at.is_(None))
    .order_by(_message.c.seq.desc())
    .limit(literal_column(str(_MOST)))
    .offset(literal_column("0"))
)


@dataclass(slots=True)
class Earlier:
    """One person's last messages, oldest first, and what they are about to say."""

    times: deque[datetime]
    texts: deque[Said]
    drafted: Said | None = None

    def draft(self, text: str) -> Said:
        """A text to be screened. What is seen of it then is not looked for again once it has been posted."""
        self.drafted = said = Said(text)
        return said

    def add(self, at: datetime, text: str) -> None:
        self.times.append(at)
        self.texts.append(self.drafted if self.drafted == text else Said(text))
        self.drafted = None

    def in_the_last_minute(self, now: datetime) -> int:
        since = now - _MINUTE
        if self.times and self.times[0] > since:
            return len(self.times)
        return sum(1 for _ in takewhile(since.__lt__, reversed(self.times)))


def earlier_of(tx: Tx, seat: Seat) -> Earlier:
    """What somebody has just said. Kept with the seat: it goes when the room's version moves, as it does when a message
    is removed."""
    if "earlier" not in seat.memory:
        remember_earlier(tx, [seat])
    found: Earlier = seat.memory["earlier"]
    return found


def remember_earlier(tx: Tx, seats: Sequence[Seat]) -> None:
    """Reads what people have just said, for `earlier_of`."""
    rows: dict[str, list[Sequence[Any]]] = {seat.person.participation: [] for seat in seats}
    people = list(rows)
    for at in range(0, len(people), _MOST_TOGETHER):
        asked = padded(people[at : at + _MOST_TOGETHER])
        who = {f"who{n}": one for n, one in enumerate(asked)}
        found = tx.run(_latest_of(len(asked)), since=tx.now - _LOOKING_BACK, **who).fetchall()
        for participation_id, _, *about in sorted(set(found), reverse=True):
            rows[participation_id].append(about)
    for seat in seats:
        seat.memory["earlier"] = _opened(tx, rows[seat.person.participation])


def last_written_at(tx: Tx, seat: Seat) -> datetime | None:
    """When somebody last wrote, in the last ten minutes and not taken back."""
    times = earlier_of(tx, seat).times
    return times[-1] if times else None


@cache
def _latest_of(people: int) -> Prepared:
    """Of each the latest, by the index that has them in this order."""
    some = (_latest.where(_message.c.participation_id == bindparam(f"who{n}")).subquery() for n in range(people))
    return Prepared(union_all(*(select(one) for one in some)))


def _opened(tx: Tx, rows: list[Sequence[Any]]) -> Earlier:
    texts = [Said(tx.sealer.open(bytes(sealed), "message", room, id_)) for id_, room, _, sealed in rows[:_MOST_TEXTS]]
    return Earlier(deque((moment(row[2]) for row in reversed(rows)), _MOST), deque(reversed(texts), _MOST_TEXTS))
