"""Use cases of applications: asking to be let in, and the answer."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import col, select

from server.accounts import service as accounts
from server.actor import Actor
from server.errors import ErrorCode, Refusal
from server.ids import new_id
from server.rooms.bodies import ApplicationCard, Applications, Applied, OneApplication, OneRoom
from server.rooms.naming import name_for
from server.rooms.participations import Joining, join, require_absent
from server.rooms.rights import find_room, hold_room, require_guide
from server.rooms.roles import RoomRole
from server.rooms.tables import Answer, Application, JoinsBy, Room
from server.storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody asks to be let into a room: the actor, or, with `sign_up`, somebody who is about to exist."""

    room: str
    note: str = ""
    display_name: str | None = None
    sign_up: accounts.SignUp | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of it; `login` where an account was made."""

    applied: Applied
    login: accounts.StartedLogin | None = None


def apply(tx: Tx, actor: Actor, command: Request) -> Asked:
    """Asks to be let into a room, also into a full one. The note is sealed until it is answered.

    Refusals: not_found, not_permitted (by invitation only), already_in_room, already_applied, and those of names and of
    signing up.
    """
    room = require_takes_applications(tx, actor, command.room)
    hold_room(tx, room.id)
    signed_up = accounts.sign_up(tx, actor, command.sign_up) if command.sign_up else None
    person = signed_up.actor if signed_up else actor
    assert person.account_id is not None
    application_id = _write(tx, room, person.account_id, command)
    codes = signed_up.codes if signed_up else None
    return Asked(Applied(application=application_id, codes=codes), signed_up.login if signed_up else None)


def require_takes_applications(tx: Tx, actor: Actor, room_id: str) -> Room:
    """The room, where one can ask to be let in. Refusals: not_found, not_permitted."""
    room = find_room(tx, room_id)
    if room.joins_by is not JoinsBy.APPLICATION:
        raise Refusal(ErrorCode.NOT_PERMITTED)
    return room


def list_applications(tx: Tx, actor: Actor, command: OneRoom) -> Applications:
    """Who waits for an answer, the longest first. Organisers and guides here. Refusals: not_permitted, not_found."""
    require_guide(tx, actor, command.room)
    waiting = select(Application).where(
        Application.room_id == find_room(tx, command.room).id, Application.answer == Answer.WAITING
    )
    return Applications(
        applications=[
            ApplicationCard(id=one.id, display_name=one.display_name, note=_note(tx, one), created_at=one.created_at)
            for one in tx.session.exec(waiting.order_by(col(Application.created_at)))
        ]
    )


def accept_application(tx: Tx, actor: Actor, command: OneApplication) -> None:
    """Lets somebody in as a participant. Refusals: not_permitted, not_found, already_answered, room_full."""
    application, room = _held(tx, actor, command.application)
    _answer(tx, actor, application, Answer.ACCEPTED)
    tx.session.flush()
    name, bare = application.display_name, application.name_skeleton
    join(tx, room, Joining(application.account_id, RoomRole.PARTICIPANT, name, bare))


def decline_application(tx: Tx, actor: Actor, command: OneApplication) -> None:
    """Does not let somebody in; they may ask again. Refusals: not_permitted, not_found, already_answered."""
    application, _ = _held(tx, actor, command.application)
    _answer(tx, actor, application, Answer.DECLINED)


def _write(tx: Tx, room: Room, account_id: str, command: Request) -> str:
    require_absent(tx, room.id, account_id)
    _require_first(tx, room.id, account_id)
    typed = command.display_name
    if typed is None:
        typed = command.sign_up.account.pseudonym if command.sign_up else ""
    name, bare = name_for(tx, room.id, account_id, typed)
    application_id = new_id()
    sealed = tx.sealer.seal(command.note, "application", room.id, application_id) if command.note else None
    tx.session.add(
        Application(
            id=application_id,
            room_id=room.id,
            account_id=account_id,
            display_name=name,
            name_skeleton=bare,
            sealed_note=sealed,
            created_at=tx.now,
        )
    )
    return application_id


def _require_first(tx: Tx, room_id: str, account_id: str) -> None:
    waiting = select(Application.id).where(
        Application.room_id == room_id, Application.account_id == account_id, Application.answer == Answer.WAITING
    )
    if tx.session.exec(waiting).first() is not None:
        raise Refusal(ErrorCode.ALREADY_APPLIED)


def _note(tx: Tx, application: Application) -> str:
    if application.sealed_note is None:
        return ""
    return tx.sealer.open(application.sealed_note, "application", application.room_id, application.id)


def _held(tx: Tx, actor: Actor, application_id: str) -> tuple[Application, Room]:
    """An application that the actor may answer and nobody has, with its room held."""
    application = tx.session.get(Application, application_id)
    if application is None:
        raise Refusal(ErrorCode.NOT_FOUND)
    require_guide(tx, actor, application.room_id)
    room = hold_room(tx, application.room_id)
    tx.session.refresh(application)
    if application.answer is not Answer.WAITING:
        raise Refusal(ErrorCode.ALREADY_ANSWERED)
    return application, room


def _answer(tx: Tx, actor: Actor, application: Application, answer: Answer) -> None:
    """The note has been read: it goes."""
    application.answer, application.answered_at, application.answered_by = answer, tx.now, actor.account_id
    application.sealed_note = None
