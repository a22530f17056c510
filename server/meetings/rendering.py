"""Lines of the log about professionals, made into events from rows as they are now; and the banner of a room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import SQLModel

from server.actor import Actor
from server.meetings import tables, wire
from server.protocol.envelope import LogEvent
from server.rooms.log import Line, Renderer, behind, rows_behind
from server.rooms.wire import You
from server.storage.columns import moment
from server.storage.prepared import Prepared
from server.storage.tx import Tx

_meeting = SQLModel.metadata.tables[str(tables.Meeting.__tablename__)]
_professional = SQLModel.metadata.tables[str(tables.Professional.__tablename__)]
_visit = SQLModel.metadata.tables[str(tables.Visit.__tablename__)]

_named = (_professional.c.id, _professional.c.display_name, _professional.c.profession, _professional.c.organisation)
_times = (_meeting.c.id, _meeting.c.title, _meeting.c.starts_at, _meeting.c.ends_at)
_ANNOUNCED = Prepared(behind(_professional, *_named, _professional.c.revoked_at))
_MEETINGS = Prepared(
    select(_visit.c.professional_id, *_times)
    .join_from(_visit, _meeting, _visit.c.meeting_id == _meeting.c.id)
    .join(_professional, _visit.c.professional_id == _professional.c.id)
    .where(_professional.c.room_id == bindparam("room"))
    .order_by(_meeting.c.starts_at)
)
_AHEAD = Prepared(
    select(*_named, *_times, _visit.c.participation_id, _visit.c.is_inside)
    .join_from(_visit, _meeting, _visit.c.meeting_id == _meeting.c.id)
    .join(_professional, _visit.c.professional_id == _professional.c.id)
    .where(
        _meeting.c.room_id == bindparam("room"),
        _meeting.c.settled_at.is_(None),
        _professional.c.revoked_at.is_(None),
    )
    .order_by(_meeting.c.starts_at, _professional.c.invited_at)
)


def _time(row: Sequence[Any]) -> wire.MeetingTime:
    meeting_id, title, starts, ends = row
    return wire.MeetingTime(meeting=meeting_id, title=title, starts_at=moment(starts), ends_at=moment(ends))


def render_announced(tx: Tx, room_id: str, lines: Sequence[Line]) -> dict[int, LogEvent]:
    meetings: defaultdict[str, list[wire.MeetingTime]] = defaultdict(list)
    for professional_id, *time in tx.run(_MEETINGS, room=room_id).fetchall():
        meetings[professional_id].append(_time(time))
    return {
        line.seq: wire.ProfessionalAnnounced(
            room=room_id,
            seq=line.seq,
            at=line.at,
            professional=wire.Announced(
                professional=id_,
                display_name=name,
                profession=profession,
                organisation=organisation,
                meetings=meetings[id_],
                is_withdrawn=revoked is not None,
            ),
        )
        for line, (id_, name, profession, organisation, revoked) in zip(
            lines, rows_behind(tx, _ANNOUNCED, room_id, lines), strict=True
        )
    }


def render_withdrawn(tx: Tx, room_id: str, lines: Sequence[Line]) -> dict[int, LogEvent]:
    return {
        line.seq: wire.ProfessionalWithdrawn(room=room_id, seq=line.seq, at=line.at, professional=line.subject_id)
        for line in lines
    }


def show_professionals(tx: Tx, actor: Actor, room_id: str, you: You) -> list[wire.ShownProfessional]:
    """Who was invited to the meetings that go on or lie ahead, and who of them is here."""
    return [
        wire.ShownProfessional(
            professional=row[0],
            display_name=row[1],
            profession=row[2],
            organisation=row[3],
            meeting=_time(row[4:8]),
            participation=row[8] if row[9] else None,
        )
        for row in tx.run(_AHEAD, room=room_id).fetchall()
    ]


RENDERERS: dict[str, Renderer] = {
    "meeting.professional_announced": render_announced,
    "meeting.professional_withdrawn": render_withdrawn,
}
