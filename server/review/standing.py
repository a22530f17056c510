"""Who works at which desk, who sees a case, and who holds it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import and_, col, false, or_, select

from moderation import case as moves
from moderation.case import CaseKind, CaseMoveRefused, CaseRefusal, Parties
from server.accounts.roles import accounts_with
from server.actor import Actor, Role
from server.errors import ErrorCode, Refusal
from server.review.tables import Case, CaseParty, Report
from server.review.unnamed import account_behind, is_about_another
from server.rooms.guiding import accounts_in, guided_rooms, names_in, rooms_as
from server.rooms.rights import hold_room
from server.rooms.roles import RoomRole
from server.storage.tx import Tx

REVIEWED = frozenset({CaseKind.COMPLAINT, CaseKind.APPEAL})
"""What reviewers see; a complaint is theirs alone."""

_STAFF = frozenset({Role.MODERATOR, Role.REVIEWER, Role.ORGANISER})

NOT_OF_THE_ROOM = ""
"""Instead of a name: somebody who has none in the room, as a senior moderator."""


def desk_rooms(tx: Tx, actor: Actor) -> set[str]:
    """The rooms at whose desk the actor works: where they facilitate or moderate now."""
    return guided_rooms(tx, actor.account_id)


def works_at_desk(tx: Tx, actor: Actor) -> bool:
    """Whether the actor guides a room, has a role to which cases come, or has a case on their desk for another reason."""
    if actor.roles & _STAFF or desk_rooms(tx, actor):
        return True
    here = select(Case.id).where(col(Case.closed_at).is_(None), seen_by(tx, actor))
    return tx.session.exec(here.limit(1)).first() is not None


def desk_accounts(tx: Tx, case: Case) -> set[str]:
    """Everybody who sees a case on their desk now. Never the person whom it is about."""
    if case.kind is CaseKind.COMPLAINT:
        seeing = accounts_with(tx, Role.REVIEWER)
    else:
        seeing = accounts_in(tx, case.room_id) if case.room_id else set()
        seeing |= _called_in(tx, case)
    if case.is_unattended:
        seeing |= accounts_with(tx, Role.ORGANISER) | accounts_with(tx, Role.REVIEWER)
    return seeing - {account_behind(tx, case)}


def tell_desk(tx: Tx, case: Case, what: str = "desk") -> None:
    """Has everybody who sees the case look again."""
    for account_id in sorted(desk_accounts(tx, case)):
        tx.outbox.notice(account_id, what)


def seen_by(tx: Tx, actor: Actor) -> ColumnElement[bool]:
    """The condition under which a case is on somebody's desk. What is about themselves never is."""
    escalated, room = col(Case.is_escalated), col(Case.room_id)
    ways: list[ColumnElement[bool]] = [false()]
    if rooms := desk_rooms(tx, actor):
        ways.append(and_(room.in_(rooms), col(Case.kind) != CaseKind.COMPLAINT))
    if actor.has(Role.MODERATOR):
        ways.append(and_(escalated, col(Case.kind) != CaseKind.COMPLAINT))
    if treated := rooms_as(tx, actor.account_id, RoomRole.PROFESSIONAL):
        ways.append(and_(escalated, room.in_(treated), col(Case.kind) == CaseKind.DISTRESS))
    if actor.has(Role.REVIEWER):
        ways.append(col(Case.kind).in_(REVIEWED))
    if actor.has(Role.ORGANISER) or actor.has(Role.REVIEWER):
        ways.append(col(Case.is_unattended).is_(True))
    return and_(or_(*ways), is_about_another(tx, actor.account_id))


def find_case(tx: Tx, actor: Actor, case_id: str, *, is_held: bool = True) -> Case:
    """A case on the actor's desk, held until the commit. Raises Refusal not_found, as for one that does not exist."""
    found = tx.session.exec(select(Case).where(Case.id == case_id, seen_by(tx, actor))).first()
    if found is None:
        raise Refusal(ErrorCode.NOT_FOUND)
    return hold_case(tx, found) if is_held else found


def hold_case(tx: Tx, case: Case) -> Case:
    """A case as it is now; until the commit nobody else moves it. Its room is held first, as by whoever opens one."""
    if case.room_id is not None:
        hold_room(tx, case.room_id)
    tx.session.refresh(case, with_for_update=True)
    return case


def require_claim(tx: Tx, actor: Actor, case_id: str, version: int) -> Case:
    """A case that the actor holds and may decide, at the version they looked at; held until the commit.

    Refusals: not_found (not on their desk), case_closed, claimed_by_another {by}, not_claimed_by_you, stale_version,
    conflict_of_interest.
    """
    case = held_case(tx, actor, case_id, version)
    if moves.has_conflict_of_interest(actor.account_id or "", parties_of(tx, case)):
        raise Refusal(ErrorCode.CONFLICT_OF_INTEREST)
    return case


def held_case(tx: Tx, actor: Actor, case_id: str, version: int) -> Case:
    """As `require_claim`, also where the actor may not decide it."""
    case = find_case(tx, actor, case_id)
    require_held(tx, actor, case)
    if case.version != version:
        raise Refusal(ErrorCode.STALE_VERSION, version=case.version)
    return case


def require_held(tx: Tx, actor: Actor, case: Case) -> None:
    """Refusals: case_closed, claimed_by_another {by}, not_claimed_by_you."""
    state = moves.state_at(pure(case), tx.now)
    if state is moves.CaseState.CLOSED:
        raise Refusal(ErrorCode.CASE_CLOSED)
    if state is not moves.CaseState.CLAIMED:
        raise Refusal(ErrorCode.NOT_CLAIMED_BY_YOU)
    if case.claimed_by != actor.account_id:
        raise Refusal(ErrorCode.CLAIMED_BY_ANOTHER, **claimer(tx, case))


def parties_of(tx: Tx, case: Case) -> Parties:
    """Who may not decide: whom it is about, who reported it, who acted before. To help, everybody else is free."""
    about = account_behind(tx, case)
    if case.kind is CaseKind.DISTRESS:
        return Parties(subject=about)
    reporters = tx.session.exec(select(Report.account_id).where(Report.case_id == case.id))
    acted = tx.session.exec(select(CaseParty.account_id).where(CaseParty.case_id == case.id))
    return Parties(subject=about, acted=frozenset(reporters) | frozenset(acted))


def claimer(tx: Tx, case: Case) -> dict[str, Any]:
    """By what name the person who works on a case is known in its room."""
    if case.claimed_by is None:
        return {}
    names = names_in(tx, {case.room_id or ""}, {case.claimed_by})
    return {"by": names.get((case.room_id or "", case.claimed_by), NOT_OF_THE_ROOM)}


def pure(case: Case) -> moves.Case:
    """The row as `moderation.case` knows it."""
    return moves.Case(
        id=case.id,
        kind=case.kind,
        opened_at=case.opened_at,
        version=case.version,
        state=case.state,
        claimed_by=case.claimed_by,
        claimed_until=case.claimed_until_at,
        is_escalated=case.is_escalated,
        outcome=case.outcome,
    )


def move(tx: Tx, case: Case, moved: moves.Case) -> None:
    """Writes what a move has made of a case."""
    case.version, case.state, case.is_escalated = moved.version, moved.state, moved.is_escalated
    case.claimed_by, case.claimed_until_at, case.outcome = moved.claimed_by, moved.claimed_until, moved.outcome
    tx.session.add(case)


def as_refusal(tx: Tx, case: Case, refused: CaseMoveRefused) -> Refusal:
    """What the person is told where `moderation.case` refuses a move."""
    details = claimer(tx, case) if refused.reason is CaseRefusal.CLAIMED_BY_ANOTHER else {}
    return Refusal(_CODES[refused.reason], **details)


def _called_in(tx: Tx, case: Case) -> set[str]:
    called = accounts_with(tx, Role.REVIEWER) if case.kind in REVIEWED else set()
    if not case.is_escalated:
        return called
    called |= accounts_with(tx, Role.MODERATOR)
    if case.kind is CaseKind.DISTRESS and case.room_id:
        called |= accounts_in(tx, case.room_id, {RoomRole.PROFESSIONAL})
    return called


_CODES = {
    CaseRefusal.STALE_VERSION: ErrorCode.STALE_VERSION,
    CaseRefusal.CASE_CLOSED: ErrorCode.CASE_CLOSED,
    CaseRefusal.CLAIMED_BY_ANOTHER: ErrorCode.CLAIMED_BY_ANOTHER,
    CaseRefusal.NOT_CLAIMED_BY_YOU: ErrorCode.NOT_CLAIMED_BY_YOU,
    CaseRefusal.ALREADY_ESCALATED: ErrorCode.ALREADY_ESCALATED,
    CaseRefusal.OUTCOME_NOT_FOR_THIS_KIND: ErrorCode.OUTCOME_NOT_FOR_THIS_KIND,
    CaseRefusal.CONFLICT_OF_INTEREST: ErrorCode.CONFLICT_OF_INTEREST,
}
