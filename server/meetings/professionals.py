"""Use cases of professionals: invited to named meetings, announced, let in by a link of their own, and taken back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from sqlmodel import col, select

from server.accounts import service as accounts
from server.actions.service import ActionKind, record
from server.actor import Actor
from server.errors import ErrorCode, Refusal
from server.ids import new_id
from server.meetings.bodies import OneMeeting
from server.meetings.cards import cards_of
from server.meetings.links import hash_of, new_link
from server.meetings.professional_bodies import (
    InviteAgain,
    InviteProfessional,
    LinkSeen,
    LinkUsed,
    LookAtLink,
    NewProfessional,
    OneProfessional,
    ProfessionalCard,
    Professionals,
)
from server.meetings.rendering import RENDERERS
from server.meetings.rights import hold, see_meeting
from server.meetings.tables import Meeting, Professional, Visit
from server.meetings.visiting import end_visit, turn_visit
from server.rooms import log
from server.rooms.cards import door_card
from server.rooms.invitations import JOIN_PATH
from server.rooms.naming import name_for, reserve_name, settle_name
from server.rooms.participations import require_absent
from server.rooms.rights import find_room, hold_room, may_organise, require_guide, require_organiser
from server.storage.tx import Tx

_NAME_KEPT = timedelta(days=1)  # after the last meeting, so that nobody answers for them the same evening


@dataclass(frozen=True, slots=True)
class LinkUse:
    """A link about to be used: by the actor, or, with `sign_up`, by somebody who is about to exist."""

    secret: str = field(repr=False)
    sign_up: accounts.SignUp | None = None


@dataclass(frozen=True, slots=True)
class Arrived:
    """What came of it; `login` where an account was made."""

    used: LinkUsed
    login: accounts.StartedLogin | None = None


def invite_professional(tx: Tx, actor: Actor, command: InviteProfessional) -> NewProfessional:
    """Invites somebody whom the organiser has checked, and announces them to the room. Organisers only: not_permitted.

    From then on nobody else can look like them. Refusals: not_found, meeting_over, and those of names.
    """
    require_organiser(actor)
    meetings = _invited_to(tx, actor, command)
    name, bare = name_for(tx, meetings[0].room_id, "", command.display_name)
    return _invite(tx, actor, command, meetings, _Known(name, bare, command.profession, command.organisation))


def invite_again(tx: Tx, actor: Actor, command: InviteAgain) -> NewProfessional:
    """Invites somebody under the name that they were announced with before; where they have come, nobody else can use
    the new link. Organisers only: not_permitted. Refusals: not_found, meeting_over, name_taken.
    """
    require_organiser(actor)
    meetings = _invited_to(tx, actor, command)
    before = tx.session.get(Professional, command.professional)
    if before is None:
        raise Refusal(ErrorCode.NOT_FOUND)
    until = settle_name(tx, before.name_id, before.account_id, tx.now)  # nobody stands in their own way
    tx.session.flush()
    name, bare = name_for(tx, meetings[0].room_id, before.account_id or "", before.display_name)
    settle_name(tx, before.name_id, before.account_id, until)
    known = _Known(name, bare, before.profession, before.organisation, before.account_id)
    return _invite(tx, actor, command, meetings, known)


def list_professionals(tx: Tx, actor: Actor, command: OneMeeting) -> Professionals:
    """Who is or was invited to a meeting. Organisers and guides of the room. Refusals: not_found, not_permitted."""
    meeting = see_meeting(tx, actor, command.meeting)
    require_guide(tx, actor, meeting.room_id)
    invited = (
        select(Professional)
        .join(Visit, col(Visit.professional_id) == Professional.id)
        .where(Visit.meeting_id == meeting.id)
        .order_by(col(Professional.invited_at))
    )
    return Professionals(professionals=[_card(tx, actor, one) for one in tx.session.exec(invited)])


def revoke_professional(tx: Tx, actor: Actor, command: OneProfessional) -> None:
    """Takes an invitation back, also from somebody who is in the room: at once. Taken back already: nothing changes.

    Organisers only: not_permitted. Refusals: not_found, facilitator_needed (the last to guide an open room).
    """
    require_organiser(actor)
    professional = tx.session.get(Professional, command.professional)
    if professional is None:
        raise Refusal(ErrorCode.NOT_FOUND)
    hold_room(tx, professional.room_id)
    tx.session.refresh(professional)
    if professional.revoked_at is not None:
        return
    professional.revoked_at = tx.now
    after = {"professional": professional.id, "is_invited": False}
    record(tx, actor, ActionKind.PROFESSIONAL_VERIFIED, room_id=professional.room_id, after=after)
    settle_name(tx, professional.name_id, professional.account_id, tx.now + _NAME_KEPT)
    for visit in _visits(tx, professional):
        if visit.is_inside:
            end_visit(tx, visit)
    if professional.account_id is not None:
        tx.outbox.notice(professional.account_id, "meetings")
    _announce(tx, professional.room_id, "meeting.professional_withdrawn", professional.id)


def look_at_link(tx: Tx, actor: Actor, command: LookAtLink) -> LinkSeen:
    """What a link is for; looking uses nothing. Refusal: invitation_invalid, whatever is wrong with it."""
    professional = _usable(tx, command.secret)
    return LinkSeen(
        **professional.model_dump(include={"display_name", "profession", "organisation", "expires_at"}),
        room=door_card(tx, find_room(tx, professional.room_id)),
        meetings=cards_of(tx, actor, _meetings(tx, professional)),
    )


def use_link(tx: Tx, actor: Actor, command: LinkUse) -> Arrived:
    """Uses a link, once: whoever does is the professional from now on, with a new account where there is none.

    Refusals: invitation_invalid, already_in_room (nobody is in a room under two names), and those of signing up.
    """
    professional = _usable(tx, command.secret)
    hold_room(tx, professional.room_id)
    tx.session.refresh(professional)
    _require_usable(tx, professional)
    signed_up = accounts.sign_up(tx, actor, command.sign_up) if command.sign_up else None
    person = signed_up.actor if signed_up else actor
    assert person.account_id is not None
    if professional.meant_for not in {None, person.account_id}:
        raise Refusal(ErrorCode.INVITATION_INVALID)
    require_absent(tx, professional.room_id, person.account_id)
    professional.used_at, professional.account_id = tx.now, person.account_id
    last = max(meeting.ends_at for meeting in _meetings(tx, professional))
    settle_name(tx, professional.name_id, person.account_id, last + _NAME_KEPT)
    tx.session.flush()
    for visit in _visits(tx, professional):
        turn_visit(tx, actor, visit.id)
    used = LinkUsed(
        room=door_card(tx, find_room(tx, professional.room_id)),
        meetings=cards_of(tx, person, _meetings(tx, professional)),
        codes=signed_up.codes if signed_up else None,
    )
    return Arrived(used, signed_up.login if signed_up else None)


@dataclass(frozen=True, slots=True)
class _Known:
    """Who is invited, and the account they had the last time."""

    name: str
    bare: str
    profession: str
    organisation: str
    account_id: str | None = None


def _invite(
    tx: Tx, actor: Actor, command: InviteProfessional | InviteAgain, meetings: list[Meeting], known: _Known
) -> NewProfessional:
    room_id, last = meetings[0].room_id, max(meeting.ends_at for meeting in meetings)
    link, id_ = new_link(tx.sealer.signer), new_id()
    name_id = reserve_name(tx, room_id, known.bare, last + _NAME_KEPT)
    tx.session.flush()
    settle_name(tx, name_id, known.account_id, last + _NAME_KEPT)
    professional = Professional(
        id=id_,
        room_id=room_id,
        name_id=name_id,
        display_name=known.name,
        profession=known.profession,
        organisation=known.organisation,
        sealed_checked=tx.sealer.seal(command.checked, "professional", room_id, id_),
        can_guide=isinstance(command, InviteProfessional) and command.can_guide,
        link_hash=hash_of(link, tx.sealer.signer) or "",
        invited_at=tx.now,
        invited_by=actor.account_id,
        expires_at=min(last, tx.now + timedelta(hours=command.valid_hours)),
        meant_for=known.account_id,
    )
    after = {"professional": id_, "is_invited": True, "can_guide": professional.can_guide}
    record(tx, actor, ActionKind.PROFESSIONAL_VERIFIED, room_id=room_id, after=after)
    tx.session.add(professional)
    tx.session.flush()
    tx.session.add_all(Visit(professional_id=id_, meeting_id=meeting.id) for meeting in meetings)
    _announce(tx, room_id, "meeting.professional_announced", id_)
    return NewProfessional(professional=_card(tx, actor, professional), path=JOIN_PATH + link)


def _invited_to(tx: Tx, actor: Actor, command: InviteProfessional | InviteAgain) -> list[Meeting]:
    """The meetings named, all of one room that is held, and all ahead. Refusals: not_found, meeting_over."""
    first = hold(tx, see_meeting(tx, actor, command.meeting))
    others = [see_meeting(tx, actor, one) for one in dict.fromkeys(command.also) if one != first.id]
    if any(other.room_id != first.room_id for other in others):
        raise Refusal(ErrorCode.NOT_FOUND)
    meetings = [first, *others]
    if any(one.settled_at is not None or one.ends_at <= tx.now for one in meetings):
        raise Refusal(ErrorCode.MEETING_OVER)
    return meetings


def _usable(tx: Tx, link: str) -> Professional:
    hashed = hash_of(link, tx.sealer.signer)
    found = tx.session.exec(select(Professional).where(Professional.link_hash == (hashed or ""))).first()
    if found is None:
        raise Refusal(ErrorCode.INVITATION_INVALID)
    _require_usable(tx, found)
    return found


def _require_usable(tx: Tx, one: Professional) -> None:
    if one.revoked_at is not None or one.used_at is not None or one.expires_at <= tx.now:
        raise Refusal(ErrorCode.INVITATION_INVALID)
    if all(meeting.settled_at is not None for meeting in _meetings(tx, one)):
        raise Refusal(ErrorCode.INVITATION_INVALID)


def _visits(tx: Tx, professional: Professional) -> list[Visit]:
    return list(tx.session.exec(select(Visit).where(Visit.professional_id == professional.id)))


def _meetings(tx: Tx, professional: Professional) -> list[Meeting]:
    named = select(Meeting).join(Visit, col(Visit.meeting_id) == Meeting.id)
    named = named.where(Visit.professional_id == professional.id)
    return list(tx.session.exec(named.order_by(col(Meeting.starts_at))))


def _announce(tx: Tx, room_id: str, kind: str, professional_id: str) -> None:
    tx.session.flush()
    log.publish(tx, room_id, log.append(tx, room_id, kind, professional_id), RENDERERS[kind])


def _card(tx: Tx, actor: Actor, one: Professional) -> ProfessionalCard:
    plain = one.model_dump(include=set(ProfessionalCard.model_fields) & set(Professional.model_fields))
    checked = tx.sealer.open(one.sealed_checked, "professional", one.room_id, one.id) if may_organise(actor) else None
    return ProfessionalCard(**plain, checked=checked, meetings=[meeting.id for meeting in _meetings(tx, one)])
