"""What somebody has just said in a room, for the rules that look at more than one message."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile

from sqlalchemy import bindparam, literal_column, select
from sqlmodel import SQLModel

from moderation.draft import Said
from server.messages import tables
from server.rooms.standing import Seat
from server.storage.columns import moment
from server.storage.prepared import Prepared
from server.storage.tx import Tx

_message = SQLModel.metadata.tables[str(tables.Message.__tablename__)]

_MOST = 40
_MOST_TEXTS = 5
_LOOKING_BACK = timedelta(minutes=10)
_MINUTE = timedelta(minutes=1)

_LATEST = Prepared(
    select(_message.c.id, _message.c.room_id, _message.c.posted_at, _message.c.sealed_text)
    .where(
        _message.c.participation_id == bindparam("participation"),
        _message.c.posted_at > bindparam("since"),
        _message.c.removed_at.is_(None),
    )
    .order_by(_message.c.seq.desc())
    .limit(bindparam("most"))
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
    """Kept with the seat, so it goes when the room's version moves, as it does when a message is removed."""
    found: Earlier | None = seat.memory.get("earlier")
    if found is None:
        found = seat.memory["earlier"] = _read(tx, seat.person.participation)
    return found


def last_written_at(tx: Tx, seat: Seat) -> datetime | None:
    """When somebody last wrote, in the last ten minutes and not taken back."""
    times = earlier_of(tx, seat).times
    return times[-1] if times else None


def _read(tx: Tx, participation_id: str) -> Earlier:
    since = tx.now - _LOOKING_BACK
    rows = tx.run(_LATEST, participation=participation_id, since=since, most=_MOST).fetchall()
    texts = [Said(tx.sealer.open(bytes(sealed), "message", room, id_)) for id_, room, _, sealed in rows[:_MOST_TEXTS]]
    return Earlier(deque((moment(row[2]) for row in reversed(rows)), _MOST), deque(reversed(texts), _MOST_TEXTS))
