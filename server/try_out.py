"""A small made-up community, so that there is something to see at once. Nobody in it exists; its numbers are dead."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

from argon2 import PasswordHasher

from server.accounts.service import NewAccount, create_account
from server.actor import OPERATOR, Actor
from server.clock import FixedClock, SystemClock
from server.door.bodies import WriteLetter
from server.door.service import write_letter
from server.meetings.promises import Influence
from server.messages.policy import MessagesPolicy
from server.messages.posting import post_message
from server.messages.wire import PostMessage
from server.operating import own_lane
from server.organisation.service import save_organisation
from server.organisation.wire import SaveOrganisation
from server.rooms.bodies import CreateInvitation, CreateRoom, NewInvitation
from server.rooms.invitations import InviteOrganiser, invite, invite_organiser
from server.rooms.naming import name_for
from server.rooms.participations import Joining, join
from server.rooms.rights import hold_room, place_of
from server.rooms.roles import RoomRole
from server.rooms.service import create_room, list_my_rooms
from server.rooms.tables import JoinsBy
from server.settings import Settings
from server.staffing.bodies import TurnTheRoom
from server.staffing.duty import Duty, Watch, go_on_duty
from server.staffing.sittings import OpenRoom, end_sitting, open_room
from server.staffing.tables import Skill
from server.staffing.training import train
from server.storage.lane import Lane
from server.storage.migrations import upgrade
from server.storage.tx import Tx

GUIDE, FIRST, SECOND = "Saimi", "Onni", "Ilona"

_MET = timedelta(hours=30)  # ago: long enough that nobody counts as a newcomer any more
_PAUSE = timedelta(minutes=3)
_VALID_HOURS = 24
_TALK = (
    (GUIDE, "Good evening, and welcome to our Tuesday circle. Everybody in here is made up, and so is every word."),
    (FIRST, "Evening. It was a long day. I cooked soup and sat on the balcony for a while, that helped."),
    (SECOND, "Soup always helps. I slept through four nights this week, that is one more than the week before."),
    (GUIDE, "Four is good to hear. Shall we each tell one small thing that went right?"),
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody made up, in a room."""

    room_id: str
    name: str
    role: RoomRole
    password_hash: str


@dataclass(frozen=True, slots=True)
class Links:
    """Paths that let somebody in, once each, by what they make of them."""

    paths: dict[str, str] = field(repr=False)


async def prepare(settings: Settings, *, is_empty: bool) -> Links:
    """Migrates, makes the community where there is no room yet (unless `is_empty`), and gives links to enter.

    Raises DatabaseLockedError where a server runs on the same file.
    """
    if not settings.is_sqlite:
        upgrade(settings.database_url)
    clock = FixedClock(SystemClock().now() - _MET)
    async with own_lane(settings, clock) as lane:
        rooms = (await lane.run(list_my_rooms, OPERATOR)).rooms
        room_id = rooms[0].id if rooms else None
        if room_id is None and not is_empty:
            room_id = await _settle(lane, clock)
        clock.move(SystemClock().now() - clock.now())
        return await _invite(lane, None if is_empty else room_id)


async def _settle(lane: Lane, clock: FixedClock) -> str:
    await lane.run(save_organisation, OPERATOR, _organisation())
    room = await lane.run(create_room, OPERATOR, _room())
    await lane.run(write_letter, OPERATOR, _letter(room.id))
    nobodys = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1).hash(secrets.token_urlsafe(32))
    actors = {}
    for name in (GUIDE, FIRST, SECOND):
        role = RoomRole.FACILITATOR if name == GUIDE else RoomRole.PARTICIPANT
        actors[name] = await lane.run(settle_person, OPERATOR, Person(room.id, name, role, nobodys))
    clock.move(SystemClock().now() - clock.now() - _PAUSE * len(_TALK))
    await _open(lane, actors[GUIDE], room.id)
    for name, text in _TALK:
        await lane.run(say, actors[name], (room.id, text))
        clock.move(_PAUSE)
    await lane.run(end_sitting, actors[GUIDE], TurnTheRoom(room=room.id))
    return str(room.id)


async def _open(lane: Lane, guide: Actor, room_id: str) -> None:
    """The guide's training is over when the talk is: today whoever tries out is the one on duty."""
    place = await lane.run(train_for, guide, (room_id, _PAUSE * len(_TALK)))
    present = frozenset({place})
    await lane.run(go_on_duty, guide, Duty(room_id, Watch(present)))
    await lane.run(open_room, guide, OpenRoom(room_id, None, present))


def train_for(tx: Tx, actor: Actor, command: tuple[str, timedelta]) -> str:
    """Counts somebody as trained in their room, for a while; their participation. Only where nothing is at stake."""
    room_id, while_ = command
    place = place_of(tx, actor, room_id)
    assert place is not None
    train(tx, OPERATOR, place, Skill(place.role), tx.now + while_)
    return place.id


def settle_person(tx: Tx, actor: Actor, person: Person) -> Actor:
    """Makes an account that nobody can sign in to, and seats it."""
    account = NewAccount(person.name, person.password_hash, is_made_up=True)
    account_id = create_account(tx, actor, account)
    room = hold_room(tx, person.room_id)
    name, bare = name_for(tx, room.id, account_id, person.name)
    join(tx, room, Joining(account_id, person.role, name, bare))
    return Actor(account_id)


def say(tx: Tx, actor: Actor, command: tuple[str, str]) -> None:
    """Posts a message of somebody made up: (room, text)."""
    room_id, text = command
    message = PostMessage(id="1", room=room_id, client_id=str(uuid4()), text=text, insisted=True)
    post_message(tx, actor, message, MessagesPolicy())


async def _invite(lane: Lane, room_id: str | None) -> Links:
    found: dict[str, NewInvitation] = {}
    if room_id is not None:
        for who in ("participant", "another participant", "facilitator"):
            command = CreateInvitation(room=room_id, role=RoomRole(who.split()[-1]), valid_hours=_VALID_HOURS)
            found[who] = await lane.run(invite, OPERATOR, command)
    found["organiser"] = await lane.run(invite_organiser, OPERATOR, InviteOrganiser(valid_hours=_VALID_HOURS))
    return Links({who: invitation.path for who, invitation in found.items()})


def _organisation() -> SaveOrganisation:
    lines = {
        "en": {"area": "Everywhere", "name": "Toivo helpline", "hours": "never"},
        "fi": {"area": "Kaikkialla", "name": "Toivo-puhelin", "hours": "ei koskaan"},
        "ro": {"area": "Peste tot", "name": "Telefonul Toivo", "hours": "niciodată"},
    }
    return SaveOrganisation.model_validate(
        {
            "name": "Toivo (made-up)",
            "languages": [*lines],
            "default_language": "en",
            "help": {language: [line | {"number": "000 0000", "is_made_up": True}] for language, line in lines.items()},
        }
    )


def _room() -> CreateRoom:
    return CreateRoom(
        name="Tuesday circle",
        purpose="Looking back at the week together, without hurry. Everybody in here is made up, to try Sohva out.",
        language="en",
        joins_by=JoinsBy.APPLICATION,
    )


def _letter(room_id: str) -> WriteLetter:
    return WriteLetter(
        room=room_id,
        influence=Influence.HEARD,
        decision_maker="Saimi, who is made up",
        what_you_get="A quiet look around.",
        expectations="Everybody gets a turn, nobody has to take it. What is said here stays here.",
    )
