"""Use cases of an opened case: what was said with as little around it as will do, and the log of what was done."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import col, select

from moderation.case import OUTCOMES, has_conflict_of_interest, may_sanction_from
from moderation.reasons import Restriction
from moderation.sanctions import Sanction, propose
from server.actions.reading import Told, lines_of, was_recorded
from server.actions.service import ActionKind, record
from server.actor import Actor
from server.messages.around import Said, around, said_or_asked
from server.review.bodies import (
    CaseLog,
    CaseShown,
    Line,
    MessageShown,
    NoteShown,
    OneCase,
    Past,
    PersonShown,
    Proposal,
    ReportShown,
)
from server.review.listing import card, told_of
from server.review.standing import NOT_OF_THE_ROOM, find_case, parties_of
from server.review.tables import Case, CaseNote, Report
from server.rooms.guiding import Place, names_in, place_with, roles_in
from server.rooms.roles import RoomRole
from server.sanctions.giving import history_of
from server.storage.tx import Tx

AROUND = 3  # messages before, and as many after
_OPENING = timedelta(minutes=10)  # within which looking again is the same opening


def open_the_case(tx: Tx, actor: Actor, command: OneCase) -> CaseShown:
    """A case on one's desk with all that belongs to it. That it was opened, and by whom, stands in the log.

    Refusal: not_found.
    """
    case = find_case(tx, actor, command.case, is_held=False)
    record_seen(tx, actor, case)
    return _shown(tx, actor, case)


def record_seen(tx: Tx, actor: Actor, case: Case, reason: str | None = None) -> None:
    """Somebody reads words that a case is about; looking again within ten minutes is the same look."""
    if not was_recorded(tx, actor, ActionKind.CASE_SEEN, case.id, tx.now - _OPENING):
        record(tx, actor, ActionKind.CASE_SEEN, room_id=case.room_id, case_id=case.id, reason=reason)


def read_log(tx: Tx, actor: Actor, command: OneCase) -> CaseLog:
    """What was done in a case, the first first. Only staff are named. Refusal: not_found."""
    case = find_case(tx, actor, command.case, is_held=False)
    lines = lines_of(tx, case.id)
    roles = roles_in(tx, case.room_id, {line.actor for line in lines if line.actor})
    staff = {account for account, role in roles.items() if role is not RoomRole.PARTICIPANT}
    names = {account: name for (_, account), name in names_in(tx, {case.room_id or ""}, staff).items()}
    return CaseLog(lines=[_line(one, roles, names) for one in lines])


def _line(line: Told, roles: dict[str, RoomRole], names: dict[str, str]) -> Line:
    return Line(
        n=line.n,
        at=line.at,
        kind=line.kind,
        role=roles.get(line.actor or "", line.actor_kind),
        by=names.get(line.actor or "", NOT_OF_THE_ROOM),
        reason=line.reason,
        before=line.before,
        after=line.after,
    )


def _shown(tx: Tx, actor: Actor, case: Case) -> CaseShown:
    about, message = place_with(tx, case.about_participation), case.message_id
    before, after = around(tx, case.room_id, message, AROUND) if message and case.room_id else ([], [])
    history = history_of(tx, about.account_id, case.room_id) if about else []
    may_sanction = about is not None and may_sanction_from(case.kind)
    return CaseShown(
        **card(case, told_of(tx, actor, [case])).model_dump(),
        about=_person(about) if about else None,
        message=_message(said_or_asked(tx, message)) if message else None,
        before=[one for one in map(_message, before) if one],
        after=[one for one in map(_message, after) if one],
        what_was_reported=_reports(tx, case),
        notes=_notes(tx, actor, case),
        outcomes=sorted(OUTCOMES[case.kind]),
        outcome=case.outcome,
        closed_at=case.closed_at,
        has_conflict=has_conflict_of_interest(actor.account_id or "", parties_of(tx, case)),
        may_sanction=may_sanction,
        proposal=_proposal(tx, history) if may_sanction else None,
        history=[_past(one) for one in history] if may_sanction else [],
    )


def _reports(tx: Tx, case: Case) -> list[ReportShown]:
    theirs = select(Report).where(Report.case_id == case.id).order_by(col(Report.at), col(Report.id))
    return [
        ReportShown(
            reason=one.reason,
            note=tx.sealer.open(bytes(one.sealed_note), "report", one.room_id, one.id) if one.sealed_note else "",
            at=one.at,
        )
        for one in tx.session.exec(theirs)
    ]


def _notes(tx: Tx, actor: Actor, case: Case) -> list[NoteShown]:
    noted = select(CaseNote).where(CaseNote.case_id == case.id).order_by(col(CaseNote.at), col(CaseNote.id))
    notes = tx.session.exec(noted).all()
    names = names_in(tx, {case.room_id or ""}, {note.account_id for note in notes})
    return [
        NoteShown(
            by=names.get((case.room_id or "", note.account_id), NOT_OF_THE_ROOM),
            is_mine=note.account_id == actor.account_id,
            text=tx.sealer.open(bytes(note.sealed_text), "case_note", case.id, note.id),
            at=note.at,
        )
        for note in notes
    ]


def _proposal(tx: Tx, history: Sequence[Sanction]) -> Proposal:
    proposed = propose(history, tx.now)
    hours = None if proposed.lasts is None else math.ceil(proposed.lasts / timedelta(hours=1))
    return Proposal(kind=Restriction(proposed.kind.name.lower()), hours=hours)


def _past(given: Sanction) -> Past:
    return Past(
        kind=Restriction(given.kind.name.lower()),
        starts_at=given.starts_at,
        ends_at=given.ends_at,
        is_reversed=given.reversed_at is not None,
    )


def _person(place: Place) -> PersonShown:
    return PersonShown(participation=place.id, display_name=place.display_name, role=place.role)


def _message(one: Said | None) -> MessageShown | None:
    if one is None:
        return None
    return MessageShown(
        message=one.id,
        author=PersonShown(participation=one.participation_id, display_name=one.display_name, role=one.role),
        text=one.text,
        at=one.at,
        is_removed=one.removed_by is not None,
        is_veiled=one.is_veiled,
        is_hidden=one.is_hidden,
        is_held=one.is_held,
    )
