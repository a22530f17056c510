"""Opening a case: whoever saw that something was received has a case on disk, and somebody has been told of it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import col, select

from moderation.case import CaseKind, CaseState
from moderation.reasons import Source
from server.actions.service import SERVER, ActionKind, record
from server.ids import new_id
from server.review.standing import desk_accounts, parties_of, tell_desk
from server.review.tables import Case, CaseParty
from server.rooms.rights import hold_room
from server.storage.tx import Tx


@dataclass(frozen=True, slots=True)
class NewCase:
    """What is brought to the desk. `about_participation`: whom it is about, who will never learn of it from us.

    `refers_to` is the row of the slice that brings it; `acted` are accounts that decided the matter before and may not
    decide it again; `brought_by` is the account of whoever brings it, if a person does. `level`: how grave a rule found
    it, by its name. `is_queued`: it waits behind everything else of its kind.
    """

    kind: CaseKind
    room_id: str | None
    about_participation: str | None = None
    message_id: str | None = None
    refers_to: str | None = None
    source: Source = Source.REPORT
    level: str = ""
    acted: frozenset[str] = frozenset()
    brought_by: str | None = None
    is_queued: bool = False


def open_case(tx: Tx, new: NewCase) -> Case:
    """The open case of this kind about this matter, or a new one, of which its desk hears after the commit.

    The matter of a distress is the person, of an appeal what it refers to, of a complaint itself; else the message, or
    the person where there is none. Where nobody at the room's desk may decide it, it goes on to the senior moderators.
    Holds the room until the commit. Refuses nothing where the room exists.
    """
    if new.room_id is not None:
        hold_room(tx, new.room_id)
    known = find_open(tx, new)
    if known is not None:
        if known.is_queued and not new.is_queued:
            known.is_queued = False
            tell_desk(tx, known)
        return known
    case = _insert(tx, new)
    reach_somebody(tx, case, but_not=new.acted | {new.brought_by or ""})
    record(tx, SERVER, ActionKind.CASE_OPENED, room_id=case.room_id, case_id=case.id, subject=case.about_participation)
    tell_desk(tx, case)
    return case


def find_open(tx: Tx, new: NewCase) -> Case | None:
    """The open case that `open_case` would give instead of a new one."""
    matter = _matter(new)
    if matter is None:
        return None
    open_ = select(Case).where(Case.kind == new.kind, Case.matter == matter, col(Case.closed_at).is_(None))
    return tx.session.exec(open_).first()


def reach_somebody(tx: Tx, case: Case, but_not: frozenset[str] | set[str] = frozenset()) -> bool:
    """Sees to it that somebody has the case on their desk who may decide it; whether it goes further than before.

    First the room's own desk, then the senior moderators, at last organisers and reviewers.
    """
    barred = but_not | parties_of(tx, case).acted
    before = (case.is_escalated, case.is_unattended)
    case.is_unattended = False
    if not desk_accounts(tx, case) - barred:
        _pass_on(case)
        case.is_unattended = not desk_accounts(tx, case) - barred
    tx.session.add(case)
    return (case.is_escalated, case.is_unattended) != before


def _pass_on(case: Case) -> None:
    if case.kind is not CaseKind.COMPLAINT:
        case.is_escalated = True
        case.state = CaseState.ESCALATED if case.state is CaseState.OPEN else case.state


def _insert(tx: Tx, new: NewCase) -> Case:
    case = Case(
        id=new_id(),
        kind=new.kind,
        matter="",
        room_id=new.room_id,
        about_participation=new.about_participation,
        message_id=new.message_id,
        refers_to=new.refers_to,
        source=new.source,
        level=new.level,
        opened_at=tx.now,
        is_queued=new.is_queued,
    )
    case.matter = _matter(new) or case.id
    tx.session.add(case)
    tx.session.flush()
    parties = set(new.acted)
    if new.kind is CaseKind.COMPLAINT and new.brought_by is not None:
        parties.add(new.brought_by)  # a reviewer may have reasons to complain as well
    tx.session.add_all(CaseParty(case_id=case.id, account_id=one) for one in sorted(parties))
    tx.session.flush()
    return case


def _matter(new: NewCase) -> str | None:
    if new.kind is CaseKind.COMPLAINT:
        return None
    if new.kind is CaseKind.DISTRESS:
        return new.about_participation
    if new.kind is CaseKind.APPEAL:
        return new.refers_to
    return new.message_id or new.about_participation
