"""Use cases of a side room: offered by whoever has the case, opened only by the person, ended by either or by time."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from server.actions.service import SERVER, ActionKind, record
from server.actor import Actor
from server.distress.side_bodies import Close, HandOver, OfferTo, OneSideRoom, SideRoomCard, SideRooms
from server.distress.tables import SideOutcome, SideRoom
from server.distress.talking import LASTS, OFFER_LASTS, SideState, state_at
from server.errors import ErrorCode, Refusal
from server.ids import new_id
from server.review.cases import Case, hand_to, hold_case, keep
from server.review.standing import desk_accounts, find_case, require_held
from server.rooms.guiding import Place, names_in, place_with
from server.rooms.rights import hold_room
from server.storage.tx import Tx

KEPT = timedelta(hours=24)
"""For so long both can read a side room that has ended."""

_MOST_SHOWN = 20
_OF_OTHERS = {SideOutcome.TIME_OVER, SideOutcome.NOT_ANSWERED, SideOutcome.CASE_ENDED, SideOutcome.LEFT}


def offer_side_room(tx: Tx, actor: Actor, command: OfferTo) -> SideRoomCard:
    """Offers whom a case is about to talk by themselves. Offered already, and open: the same one.

    One that somebody else has left open, who lost the case, ends: its words were for the two of them, and the person
    is asked anew. The group goes on, and nobody in it hears of this.

    Refusals: not_found, case_closed, claimed_by_another {by}, not_claimed_by_you.
    """
    case = find_case(tx, actor, command.case)
    require_held(tx, actor, case)
    person = place_with(tx, case.about_participation)
    if person is None or case.room_id is None:
        raise Refusal(ErrorCode.NOT_FOUND)
    _close_what_is_over(tx, actor, case)
    known = tx.session.exec(_open_of(case)).first()
    side = known or _offer(tx, actor, case, person)
    return shown(tx, actor, side)


def list_side_rooms(tx: Tx, actor: Actor, command: None) -> SideRooms:
    """My side rooms, the newest first: those that are open, and those that ended in the last 24 hours."""
    mine = or_(SideRoom.person_account == actor.account_id, SideRoom.staff_account == actor.account_id)
    fresh = or_(col(SideRoom.closed_at).is_(None), col(SideRoom.closed_at) > tx.now - KEPT)
    found = tx.session.exec(select(SideRoom).where(mine, fresh).order_by(col(SideRoom.offered_at).desc()))
    return SideRooms(side_rooms=[shown(tx, actor, side) for side in found.all()[:_MOST_SHOWN]])


def accept_side_room(tx: Tx, actor: Actor, command: OneSideRoom) -> SideRoomCard:
    """The person comes: both have half an hour from now. Accepted already: as it is.

    Refusals: not_found (not theirs to answer), side_room_not_open {state}.
    """
    side = _to_answer(tx, actor, command.side_room)
    if side.accepted_at is None:
        side.accepted_at, side.ends_at = tx.now, tx.now + LASTS
        _answered(tx, side, {"accepted": True})
    return shown(tx, actor, side)


def decline_side_room(tx: Tx, actor: Actor, command: OneSideRoom) -> SideRoomCard:
    """The person would rather not. Nobody asks why, and nothing follows. Refusals as for accepting."""
    side = _to_answer(tx, actor, command.side_room)
    if side.accepted_at is not None:
        raise Refusal(ErrorCode.SIDE_ROOM_NOT_OPEN, state=SideState.OPEN.value)
    side.declined_at = side.closed_at = tx.now
    side.closed_by = actor.account_id
    _answered(tx, side, {"accepted": False})
    return shown(tx, actor, side)


def stay_longer(tx: Tx, actor: Actor, command: OneSideRoom) -> SideRoomCard:
    """Half an hour from now: nobody is cut off in the middle. Staff only. Refusals: not_found, side_room_not_open."""
    side = find_side_room(tx, actor, command.side_room)
    require_open(tx, side)
    if side.staff_account != actor.account_id:
        raise Refusal(ErrorCode.NOT_FOUND)
    side.ends_at = tx.now + LASTS
    keep_case(tx, actor, side)
    tell_both(tx, side)
    return shown(tx, actor, side)


def close_side_room(tx: Tx, actor: Actor, command: Close) -> SideRoomCard:
    """Ends a side room. Staff say how it ended; the person just leaves. Ended already: as it is.

    Refusals: not_found, bad_request (staff, without an outcome or with one that only time or the other gives).
    """
    side = find_side_room(tx, actor, command.side_room)
    if state_at(side, tx.now) in {SideState.CLOSED, SideState.DECLINED}:
        return shown(tx, actor, side)
    outcome = command.outcome if side.staff_account == actor.account_id else SideOutcome.LEFT
    if outcome is None or (side.staff_account == actor.account_id and outcome in _OF_OTHERS):
        raise Refusal(ErrorCode.BAD_REQUEST, fields=["outcome"])
    end_side_room(tx, actor, side, outcome)
    return shown(tx, actor, side)


def hand_over_side_room(tx: Tx, actor: Actor, command: HandOver) -> SideRoomCard:
    """Somebody else of the staff goes on with the person and the case: a professional, or a colleague at the desk.

    Whoever hands over reads no further. Refusals: not_found (also: nobody who could see the case), side_room_not_open,
    case_closed, claimed_by_another, not_claimed_by_you.
    """
    side = find_side_room(tx, actor, command.side_room)
    require_open(tx, side)
    case = find_case(tx, actor, side.case_id)
    require_held(tx, actor, case)
    to = place_with(tx, command.participation)
    if to is None or to.room_id != case.room_id or to.left_at is not None or to.account_id == actor.account_id:
        raise Refusal(ErrorCode.NOT_FOUND)
    case.is_escalated = True
    if to.account_id not in desk_accounts(tx, case):
        raise Refusal(ErrorCode.NOT_FOUND)
    hand_to(tx, case, to.account_id)
    side.staff_account = to.account_id
    record(
        tx, actor, ActionKind.SIDE_ROOM_HANDED_OVER, room_id=side.room_id, case_id=side.case_id, after={"role": to.role}
    )
    tell_both(tx, side)
    tx.outbox.notice(actor.account_id or "", "side_room")
    return shown(tx, Actor(to.account_id), side).model_copy(update={"case": None})


def find_side_room(tx: Tx, actor: Actor, side_room_id: str, *, is_held: bool = True) -> SideRoom:
    """A side room of the actor's, held until the commit. Raises Refusal not_found, as for one that does not exist.

    Staff who no longer see the case do not see what was said either.
    """
    side = tx.session.get(SideRoom, side_room_id)
    if side is not None and is_held:
        side = _held(tx, side)
    if side is None or actor.account_id not in {side.person_account, side.staff_account}:
        raise Refusal(ErrorCode.NOT_FOUND)
    if side.closed_at is not None and side.closed_at <= tx.now - KEPT:
        raise Refusal(ErrorCode.NOT_FOUND)
    if actor.account_id == side.staff_account:
        find_case(tx, actor, side.case_id, is_held=False)
    return side


def keep_case(tx: Tx, actor: Actor, side: SideRoom) -> None:
    """Whoever talks with somebody is at work on the case: it is not taken from them in the middle of a sentence."""
    if actor.account_id == side.staff_account:
        keep(tx, hold_case(tx, side.case_id), side.staff_account)


def require_open(tx: Tx, side: SideRoom) -> None:
    """Raises Refusal side_room_not_open {state}."""
    state = state_at(side, tx.now)
    if state is not SideState.OPEN:
        raise Refusal(ErrorCode.SIDE_ROOM_NOT_OPEN, state=state.value)


def find_over(tx: Tx, actor: Actor, command: None) -> list[str]:
    """Side rooms whose time is over, or in which nobody of the staff reads any more; 100 at once."""
    open_ = select(SideRoom).where(col(SideRoom.closed_at).is_(None)).order_by(col(SideRoom.ends_at))
    return [side.id for side in tx.session.exec(open_.limit(100)) if side.ends_at <= tx.now or _is_deserted(tx, side)]


def end_over(tx: Tx, actor: Actor, command: str) -> None:
    """Writes down that a side room is over, and tells both: nobody goes on writing to nobody."""
    side = _held(tx, tx.session.get_one(SideRoom, command))
    if side.closed_at is not None:
        return
    if side.ends_at <= tx.now:
        _end_by_time(tx, side)
    elif _is_deserted(tx, side):
        end_side_room(tx, SERVER, side, SideOutcome.HANDED_ON)


def _is_deserted(tx: Tx, side: SideRoom) -> bool:
    """Whether whoever of the staff is in it has lost their place at the desk, and with it every word of this."""
    return side.staff_account not in desk_accounts(tx, tx.session.get_one(Case, side.case_id))


def end_with_case(tx: Tx, case: Case) -> None:
    """The case has ended, and with it the side room that was open on it."""
    for side in tx.session.exec(_open_of(case)).all():
        end_side_room(tx, SERVER, side, SideOutcome.CASE_ENDED)


def end_side_room(tx: Tx, actor: Actor, side: SideRoom, outcome: SideOutcome) -> None:
    side.closed_at, side.closed_by, side.outcome = tx.now, actor.account_id, outcome
    tx.session.add(side)
    told = {"outcome": outcome.value}
    record(tx, actor, ActionKind.SIDE_ROOM_CLOSED, room_id=side.room_id, case_id=side.case_id, after=told)
    tell_both(tx, side)


def shown(tx: Tx, actor: Actor, side: SideRoom) -> SideRoomCard:
    is_staff = actor.account_id == side.staff_account
    other = side.person_account if is_staff else side.staff_account
    return SideRoomCard(
        side_room=side.id,
        room=side.room_id,
        state=state_at(side, tx.now),
        is_staff=is_staff,
        with_name=names_in(tx, {side.room_id}, {other}).get((side.room_id, other)),
        offered_at=side.offered_at,
        ends_at=side.ends_at,
        closed_at=side.closed_at,
        said=side.said,
        case=side.case_id if is_staff else None,
        outcome=side.outcome if is_staff else None,
    )


def tell_both(tx: Tx, side: SideRoom) -> None:
    """Writes what is another now, and has both look again."""
    tx.session.add(side)
    for account_id in (side.person_account, side.staff_account):
        tx.outbox.notice(account_id, "side_room")


def _held(tx: Tx, side: SideRoom) -> SideRoom:
    """As it is now. Its room is held first, as by whoever moves its case."""
    hold_room(tx, side.room_id)
    tx.session.refresh(side, with_for_update=True)
    return side


def _open_of(case: Case) -> SelectOfScalar[SideRoom]:
    return select(SideRoom).where(SideRoom.case_id == case.id, col(SideRoom.closed_at).is_(None))


def _offer(tx: Tx, actor: Actor, case: Case, person: Place) -> SideRoom:
    side = SideRoom(
        id=new_id(),
        case_id=case.id,
        room_id=person.room_id,
        staff_account=actor.account_id or "",
        person_account=person.account_id,
        person_participation=person.id,
        offered_at=tx.now,
        ends_at=tx.now + OFFER_LASTS,
    )
    tx.session.add(side)
    tx.session.flush()
    record(tx, actor, ActionKind.SIDE_ROOM_OFFERED, room_id=side.room_id, case_id=case.id, subject=person.id)
    tell_both(tx, side)
    return side


def _to_answer(tx: Tx, actor: Actor, side_room_id: str) -> SideRoom:
    side = find_side_room(tx, actor, side_room_id)
    if side.person_account != actor.account_id:
        raise Refusal(ErrorCode.NOT_FOUND)
    state = state_at(side, tx.now)
    if state in {SideState.CLOSED, SideState.DECLINED}:
        raise Refusal(ErrorCode.SIDE_ROOM_NOT_OPEN, state=state.value)
    return side


def _answered(tx: Tx, side: SideRoom, told: dict[str, bool]) -> None:
    record(
        tx,
        SERVER,
        ActionKind.SIDE_ROOM_ANSWERED,
        room_id=side.room_id,
        case_id=side.case_id,
        subject=side.person_participation,
        after=told,
    )
    tell_both(tx, side)


def _close_what_is_over(tx: Tx, actor: Actor, case: Case) -> None:
    """What time alone has ended, though nobody has written that down yet; and what is with somebody who vanished."""
    for side in tx.session.exec(_open_of(case)).all():
        if side.ends_at <= tx.now:
            _end_by_time(tx, side)
        elif side.staff_account != actor.account_id:
            end_side_room(tx, actor, side, SideOutcome.HANDED_ON)
    tx.session.flush()


def _end_by_time(tx: Tx, side: SideRoom) -> None:
    outcome = SideOutcome.TIME_OVER if side.accepted_at else SideOutcome.NOT_ANSWERED
    end_side_room(tx, SERVER, side, outcome)
