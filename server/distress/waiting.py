"""What waits for one person beside a room: told with a follow, so that a client asks only where there is something."""

from __future__ import annotations

from sqlmodel import and_, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from moderation.reasons import Restriction
from server.actor import Actor
from server.distress.tables import SideRoom
from server.messages.holding import HeldMessage, HeldState
from server.messages.own import PersonalMute
from server.review.cases import Case
from server.review.standing import seen_by
from server.rooms.roles import RoomRole
from server.rooms.wire import You
from server.sanctions.giving import Sanction
from server.storage.tx import Tx

_UNTIL_READ = (Restriction.NOTE, Restriction.WARNING, Restriction.MESSAGE_HELD, Restriction.MESSAGE_REMOVED)
_GUIDES = {RoomRole.FACILITATOR, RoomRole.MODERATOR}


def show_waiting(tx: Tx, actor: Actor, room_id: str, you: You) -> list[str]:
    """`waiting` in the reply of a follow and of a resume: names that `account.changed` would give as `what`."""
    account_id = actor.account_id or ""
    asked = {
        "sanctions": _to_see(tx, account_id, room_id),
        "side_room": _conversations(account_id),
        "held": _held(you.participation),
    }
    if you.role in _GUIDES:
        asked["desk"] = _unclaimed(tx, actor)
    return [name for name, ask in asked.items() if tx.session.exec(ask.limit(1)).first() is not None]


def show_muted(tx: Tx, actor: Actor, room_id: str, you: You) -> list[str]:
    """`muted` in the same replies: whom this person does not want to read. Told to nobody else."""
    mine = select(PersonalMute.muted_id).where(PersonalMute.owner_id == you.participation)
    return sorted(tx.session.exec(mine))


def _to_see(tx: Tx, account_id: str, room_id: str) -> SelectOfScalar[str]:
    unread = and_(col(Sanction.kind).in_(_UNTIL_READ), col(Sanction.acknowledged_at).is_(None))
    return select(Sanction.id).where(
        Sanction.account_id == account_id,
        or_(col(Sanction.room_id).is_(None), Sanction.room_id == room_id),
        col(Sanction.reversed_at).is_(None),
        or_(unread, and_(Sanction.kind == Restriction.MUTE, col(Sanction.ends_at) > tx.now)),
    )


def _conversations(account_id: str) -> SelectOfScalar[str]:
    either = or_(SideRoom.person_account == account_id, SideRoom.staff_account == account_id)
    return select(SideRoom.id).where(either, col(SideRoom.closed_at).is_(None))


def _held(participation_id: str) -> SelectOfScalar[str]:
    waits = HeldMessage.state == HeldState.WAITING
    return select(HeldMessage.id).where(HeldMessage.participation_id == participation_id, waits)


def _unclaimed(tx: Tx, actor: Actor) -> SelectOfScalar[str]:
    is_free = or_(col(Case.claimed_by).is_(None), col(Case.claimed_until_at) <= tx.now)
    return select(Case.id).where(col(Case.closed_at).is_(None), is_free, seen_by(tx, actor))
