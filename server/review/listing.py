"""Use case of the desk: one list, most pressing first, without a word of what anybody said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, func, select

from moderation import case as moves
from moderation.case import CaseKind, CaseState, state_at
from moderation.triage import in_order, is_overdue
from server.actor import Actor
from server.review.bodies import Desk, DeskCase, DeskOf
from server.review.claiming import MOST_CLAIMED
from server.review.pausing import paused_until
from server.review.standing import NOT_OF_THE_ROOM, pure, seen_by
from server.review.tables import Case, Report
from server.rooms.guiding import names_in, room_names
from server.storage.tx import Tx

_PAGE = 50

Both = tuple[Case, moves.Case]
"""A row, and the same as `moderation.case` knows it."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is told beside the rows: names by (room, account), rooms' names, how many reported, and who asks when."""

    names: dict[tuple[str, str], str]
    rooms: dict[str, str]
    reports: dict[str, int]
    asks: str | None
    at: datetime


def see_desk(tx: Tx, actor: Actor, command: DeskOf) -> Desk:
    """The cases on one's desk: people in distress first, then what has waited longest and nobody has.

    The first page has what one holds oneself as well, however much waits before it. Empty for whoever works at no desk.
    What one's own self is about is not among them.
    """
    cases = open_cases(tx, actor)
    paused = paused_until(tx, actor)
    shown = [case for case in cases if paused is None or _is_shown_in_pause(case, actor)]
    first = (command.page - 1) * _PAGE
    page = [case for case, _ in shown[first : first + _PAGE]]
    if command.page == 1:
        page += [case for case, one in shown[_PAGE:] if _is_held_by(one, actor, tx.now)]
    told = told_of(tx, actor, page)
    return Desk(
        now=tx.now,
        paused_until=paused,
        waiting=sum(state_at(one, tx.now) is not CaseState.CLAIMED for _, one in cases),
        overdue=sum(is_overdue(one, tx.now) for _, one in cases),
        mine=sum(_is_held_by(one, actor, tx.now) for _, one in cases),
        most_mine=MOST_CLAIMED,
        has_more=len(shown) > first + _PAGE,
        cases=[card(case, told) for case in page],
    )


def open_cases(tx: Tx, actor: Actor) -> list[Both]:
    """What is on the actor's desk, in the order in which it is shown; what is queued comes last."""
    rows = tx.session.exec(select(Case).where(col(Case.closed_at).is_(None), seen_by(tx, actor))).all()
    by_id = {case.id: (case, pure(case)) for case in rows}
    ordered = [by_id[one.id] for one in in_order([one for _, one in by_id.values()], tx.now)]
    return sorted(ordered, key=lambda both: both[0].is_queued)


def told_of(tx: Tx, actor: Actor, cases: list[Case]) -> Told:
    """What belongs to the cards of these cases."""
    rooms = {case.room_id for case in cases if case.room_id}
    claimers = {case.claimed_by for case in cases if case.claimed_by}
    counted = select(Report.case_id, func.count()).where(col(Report.case_id).in_([case.id for case in cases]))
    return Told(
        names=names_in(tx, rooms, claimers),
        rooms=room_names(tx, rooms),
        reports=dict(tx.session.exec(counted.group_by(col(Report.case_id))).all()),
        asks=actor.account_id,
        at=tx.now,
    )


def card(case: Case, told: Told) -> DeskCase:
    """A case as the list shows it."""
    state = state_at(pure(case), told.at)
    claimer = case.claimed_by if state is CaseState.CLAIMED else None
    return DeskCase(
        case=case.id,
        kind=case.kind,
        state=state,
        version=case.version,
        room=case.room_id,
        room_name=told.rooms.get(case.room_id or ""),
        waiting_since=case.opened_at,
        claimed_by=told.names.get((case.room_id or "", claimer), NOT_OF_THE_ROOM) if claimer else None,
        claimed_until=case.claimed_until_at if claimer else None,
        is_mine=claimer is not None and claimer == told.asks,
        is_escalated=case.is_escalated,
        is_overdue=is_overdue(pure(case), told.at),
        is_queued=case.is_queued,
        source=case.source,
        level=case.level,
        reports=told.reports.get(case.id, 0),
    )


def _is_held_by(case: moves.Case, actor: Actor, at: datetime) -> bool:
    return case.claimed_by == actor.account_id and state_at(case, at) is CaseState.CLAIMED


def _is_shown_in_pause(both: Both, actor: Actor) -> bool:
    case, _ = both
    return case.kind is CaseKind.DISTRESS or case.claimed_by == actor.account_id
