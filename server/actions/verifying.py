"""Looking the whole log of actions over: line by line, against its head, and against the anchors outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, select, type_coerce
from sqlalchemy.types import NullType
from sqlmodel import SQLModel

from server.actions import anchors, tables
from server.actions.anchors import FILE, Anchor, Begun
from server.actions.chain import START, link_of

_action = SQLModel.metadata.tables[str(tables.Action.__tablename__)]

_head = SQLModel.metadata.tables[str(tables.ActionHead.__tablename__)]

_MOST_TOLD = 20
_FIELDS = ("id", "n", "at", "actor_kind", "actor", "kind", "room_id", "case_id", "subject", "sealed_details")
_LINES = select(*(type_coerce(_action.c[name], NullType()) for name in (*_FIELDS, "link"))).order_by(_action.c.n)
"""As they lie on disk: what somebody has altered may be no value of ours any more."""


@dataclass
class Findings:
    """How many lines there are, how many anchors held them, and a sentence each: what is wrong, what is only to know."""

    lines: int = 0
    anchors: int = 0
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, problem: str) -> None:
        if len(self.problems) < _MOST_TOLD:
            self.problems.append(problem)


def verify(connection: Connection, key: bytes, file: Path) -> Findings:
    """Everything that is wrong with the log, as far as 20 sentences tell it. Changes nothing.

    `key` is the sealer's `log_key`, `file` the one with the anchors: they are read first, so that a server that runs
    meanwhile can only add to what is compared with them.
    """
    found = Findings()
    anchored = _anchored(key, file, found)
    last = START
    for row in connection.execute(_LINES, execution_options={"yield_per": 1_000}):
        found.lines += 1
        if row.n != found.lines:
            found.add(f"line {found.lines} is missing, or stands elsewhere")
            return found
        expected = link_of(key, last, tuple(row[:-1]))
        if row.link != expected:
            found.add(f"line {found.lines} is not as it was written, or what stood before it is another")
            return found
        last = expected
        _compare(anchored.pop(found.lines, None), last, found)
    _look_at_the_end(connection, last, anchored, found)
    return found


def _anchored(key: bytes, file: Path, found: Findings) -> dict[int, list[Anchor]]:
    try:
        read = anchors.read(file)
    except FileNotFoundError:
        read = []
    by_number: dict[int, list[Anchor]] = {}
    for place, one in enumerate(read, 1):
        if isinstance(one, Begun):
            _look_at_begun(place, _latest(key, read[place:]) >= max(one.n, 1), found)
        elif one is not None and one.is_genuine(key):
            by_number.setdefault(one.n, []).append(one)
        else:
            found.add(f"line {place} of {FILE} was not written by this installation")
    return by_number


def _latest(key: bytes, lines: Sequence[Anchor | Begun | None]) -> int:
    return max((one.n for one in lines if isinstance(one, Anchor) and one.is_genuine(key)), default=0)


def _look_at_begun(place: int, is_covered: bool, found: Findings) -> None:
    """Links hold all that stood before them, so that an anchor shows whatever an earlier one would have shown."""
    begun = f"line {place} of {FILE} is only begun, as a crash leaves it"
    if is_covered:
        found.notes.append(f"{begun}; an anchor below it shows what it would have shown")
    else:
        found.add(f"{begun}, and no anchor below it covers it: let the server run for ten seconds, it writes the next")


def _compare(anchored: Sequence[Anchor] | None, link: bytes, found: Findings) -> None:
    for one in anchored or ():
        found.anchors += 1
        if one.link != link.hex():
            found.add(f"line {one.n} is not the one that was anchored at {one.at}")


def _look_at_the_end(connection: Connection, last: bytes, beyond: dict[int, list[Anchor]], found: Findings) -> None:
    heads = connection.execute(select(_head.c.n, _head.c.link)).all()
    if [tuple(head) for head in heads] != [(found.lines, last)]:
        found.add(f"the log ends at line {found.lines}, and its head says otherwise")
    for n in sorted(beyond):
        found.add(f"line {n} was anchored at {beyond[n][0].at} and is gone")
    if found.lines and not found.anchors and not beyond:
        found.add("there is no anchor: nothing shows whether the end was cut off")
