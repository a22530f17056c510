"""Use cases of invitations: links that are made, looked at without being used, used, and taken back."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256

from sqlmodel import col, select, update

from server.accounts import service as accounts
from server.actor import OPERATOR, Actor, Role
from server.errors import ErrorCode, Refusal
from server.organisation.service import read_organisation
from server.rooms.bodies import (
    CreateInvitation,
    InvitationCard,
    Invitations,
    InvitationSeen,
    LookAtInvitation,
    NewInvitation,
    OneInvitation,
    OneRoom,
    Redeemed,
)
from server.rooms.cards import door_card
from server.rooms.naming import name_for
from server.rooms.participations import Joining, join, require_absent
from server.rooms.rights import find_room, hold_room, require_guide, require_lasting, require_organiser
from server.rooms.roles import RoomRole
from server.rooms.tables import Invitation, InvitedAs, Participation
from server.storage.tx import Tx

JOIN_PATH = "/join#"
_SECRET_BYTES = 24


@dataclass(frozen=True, slots=True)
class InviteOrganiser:
    """A link that makes an organiser of whoever uses it."""

    uses: int = 1
    valid_hours: int = 168


@dataclass(frozen=True, slots=True)
class Redemption:
    """An invitation about to be used: by the actor, or, with `sign_up`, by somebody who is about to exist."""

    secret: str = field(repr=False)
    display_name: str | None = None
    sign_up: accounts.SignUp | None = None


@dataclass(frozen=True, slots=True)
class Entered:
    """What came of it; `login` where an account was made."""

    redeemed: Redeemed
    login: accounts.StartedLogin | None = None


def invite(tx: Tx, actor: Actor, command: CreateInvitation) -> NewInvitation:
    """Makes a link into a room. Organisers for those who guide it, guides of the room for participants.

    Refusals: not_permitted, not_found, bad_request (professionals, whom `meetings` invites).
    """
    require_guide(tx, actor, command.room)
    require_lasting(command.role)
    if command.role is not RoomRole.PARTICIPANT:
        require_organiser(actor)
    room = find_room(tx, command.room)
    return _new(tx, actor, room.id, InvitedAs(command.role), InviteOrganiser(command.uses, command.valid_hours))


def invite_organiser(tx: Tx, actor: Actor, command: InviteOrganiser) -> NewInvitation:
    """Makes a link that belongs to no room. Organisers and the operator only: not_permitted."""
    require_organiser(actor)
    return _new(tx, actor, None, InvitedAs.ORGANISER, command)


def list_invitations(tx: Tx, actor: Actor, command: OneRoom) -> Invitations:
    """A room's links that still let somebody in, the newest first. Refusals: not_permitted, not_found."""
    require_guide(tx, actor, command.room)
    usable = select(Invitation).where(
        Invitation.room_id == find_room(tx, command.room).id,
        col(Invitation.revoked_at).is_(None),
        col(Invitation.expires_at) > tx.now,
        col(Invitation.used) < col(Invitation.uses),
    )
    found = tx.session.exec(usable.order_by(col(Invitation.created_at).desc()))
    return Invitations(invitations=[InvitationCard(**_described(one)) for one in found])


def revoke_invitation(tx: Tx, actor: Actor, command: OneInvitation) -> None:
    """Takes a link back; taken back already: nothing changes. Refusals: not_permitted, not_found."""
    invitation = tx.session.get(Invitation, command.invitation)
    if invitation is None:
        raise Refusal(ErrorCode.NOT_FOUND)
    require_guide(tx, actor, invitation.room_id)
    if invitation.role is not InvitedAs.PARTICIPANT:
        require_organiser(actor)
    invitation.revoked_at = invitation.revoked_at or tx.now


def look_at_invitation(tx: Tx, actor: Actor, command: LookAtInvitation) -> InvitationSeen:
    """What a link is for; looking uses nothing. Refusal: invitation_invalid, whatever is wrong with it."""
    invitation = _usable(tx, command.secret)
    return InvitationSeen(
        role=invitation.role,
        room=door_card(tx, find_room(tx, invitation.room_id)) if invitation.room_id else None,
        organisation=read_organisation(tx, actor, None).name,
        expires_at=invitation.expires_at,
    )


def redeem_invitation(tx: Tx, actor: Actor, command: Redemption) -> Entered:
    """Uses a link once: into its room, or into the organisation's staff; with a new account where there is none.

    Refusals: invitation_invalid, already_in_room, room_full, and those of names and of signing up.
    """
    invitation = _use(tx, command.secret)
    signed_up = accounts.sign_up(tx, actor, command.sign_up) if command.sign_up else None
    person = signed_up.actor if signed_up else actor
    assert person.account_id is not None
    room_id = _enter(tx, invitation, person.account_id, _name_of(command))
    room = door_card(tx, find_room(tx, room_id)) if room_id else None
    codes = signed_up.codes if signed_up else None
    return Entered(Redeemed(room=room, codes=codes), signed_up.login if signed_up else None)


def _new(tx: Tx, actor: Actor, room_id: str | None, role: InvitedAs, terms: InviteOrganiser) -> NewInvitation:
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    invitation = Invitation(
        secret_hash=_hash(secret),
        room_id=room_id,
        role=role,
        uses=terms.uses,
        created_at=tx.now,
        created_by=actor.account_id,
        expires_at=tx.now + timedelta(hours=terms.valid_hours),
    )
    tx.session.add(invitation)
    return NewInvitation(**_described(invitation), path=JOIN_PATH + secret)


def _hash(secret: str) -> str:
    """Plain, since nobody guesses 192 bits."""
    return sha256(f"invitation:{secret}".encode()).hexdigest()


def _described(invitation: Invitation) -> dict[str, object]:
    return invitation.model_dump(include=set(InvitationCard.model_fields))


def _usable(tx: Tx, secret: str) -> Invitation:
    found = tx.session.exec(select(Invitation).where(Invitation.secret_hash == _hash(secret))).first()
    if found is None or found.revoked_at or found.expires_at <= tx.now or found.used >= found.uses:
        raise Refusal(ErrorCode.INVITATION_INVALID)
    if found.role is InvitedAs.PROFESSIONAL:  # made before professionals came by their meetings alone
        raise Refusal(ErrorCode.INVITATION_INVALID)
    return found


def _use(tx: Tx, secret: str) -> Invitation:
    """Counts in the database, so that two who use the last place at once cannot both have it."""
    invitation = _usable(tx, secret)
    counted = tx.session.exec(
        update(Invitation)
        .where(
            col(Invitation.id) == invitation.id,
            col(Invitation.used) < col(Invitation.uses),
            col(Invitation.revoked_at).is_(None),
        )
        .values(used=col(Invitation.used) + 1)
    )
    if counted.rowcount != 1:
        raise Refusal(ErrorCode.INVITATION_INVALID)
    return invitation


def _require_newer_than_farewell(tx: Tx, invitation: Invitation, account_id: str) -> None:
    """A link from before somebody was shown out lets them in no more: Refusal invitation_invalid."""
    shown_out = select(Participation.id).where(
        Participation.room_id == invitation.room_id,
        Participation.account_id == account_id,
        col(Participation.left_at) >= invitation.created_at,
        col(Participation.ended_by).is_distinct_from(account_id),
    )
    if tx.session.exec(shown_out).first() is not None:
        raise Refusal(ErrorCode.INVITATION_INVALID)


def _name_of(command: Redemption) -> str:
    if command.display_name is not None:
        return command.display_name
    return command.sign_up.account.pseudonym if command.sign_up else ""


def _enter(tx: Tx, invitation: Invitation, account_id: str, typed: str) -> str | None:
    """Makes somebody what the invitation says, and gives the room, where it is one."""
    if invitation.room_id is None:
        accounts.grant_role(tx, OPERATOR, accounts.ChangeRole(account_id, Role.ORGANISER))
        return None
    room = hold_room(tx, invitation.room_id)
    require_absent(tx, room.id, account_id)
    _require_newer_than_farewell(tx, invitation, account_id)
    name, bare = name_for(tx, room.id, account_id, typed)
    join(tx, room, Joining(account_id, RoomRole(invitation.role), name, bare))
    return room.id
