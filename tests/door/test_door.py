"""The door says what is so, and what can really be done instead."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from server.actor import ANYONE
from server.door import bodies, service
from server.door.bodies import Instead, Situation
from server.door.http import ENDPOINTS
from server.door.situations import alternatives, situations
from server.errors import ErrorCode
from server.messages.bodies import SetLockdown
from server.messages.caution import set_lockdown
from server.organisation.service import save_organisation
from server.organisation.wire import HelpLine, SaveOrganisation
from server.rooms.roles import RoomRole, RoomState
from server.web.endpoints import Who
from tests.agreements.promises import publish
from tests.meetings.sessions import FIRST, invite, plan_one, sign_up, time_passes
from tests.rooms.cast import House, refused
from tests.staffing.roster import Roster

LETTER = {"influence": "heard", "decision_maker": "Radu", "what_you_get": "Tea.", "expectations": "Come as you are."}
OPENS = datetime(2026, 12, 1, 16, tzinfo=UTC)
F, C, L = Situation.FULL, Situation.CLOSED, Situation.LOBBY
Z, N = Situation.PAUSED, Situation.NOBODY_ON_DUTY


async def look(house: House, room: str, name: str | None = None, **about: Any) -> bodies.DoorCard:
    who = ANYONE if name is None else house[name]
    card: bodies.DoorCard = await house.read(service.read_door, who, bodies.DoorOf(room=room, **about))
    return card


async def write(house: House, room: str, name: str = "Radu", **about: Any) -> bodies.Letter:
    letter: bodies.Letter = await house.do(
        service.write_letter, house[name], bodies.WriteLetter(room=room, **LETTER | about)
    )
    return letter


def test_whoever_is_new_is_told_that_the_room_is_locked_to_them() -> None:
    assert situations(0, RoomState.OPEN, is_staffed=True, is_locked=True) == [F, Situation.LOCKED]
    instead = alternatives([Situation.LOCKED], [], None, may_enter=False, takes_applications=True, has_others=False)
    assert instead == [Instead.APPLY, Instead.HELP]


@pytest.mark.parametrize("shut", [Situation.FULL, Situation.LOCKED])
@pytest.mark.parametrize("state", RoomState)
async def test_whoever_has_no_seat_and_cannot_get_one_is_sent_nowhere_inside(
    small_house: House, shut: Situation, state: RoomState
) -> None:
    """Whatever the room is doing: neither waiting there, nor coming when it opens, nor a seat in one of its sessions."""
    meeting = await plan_one(small_house, await small_house.room(is_open=False))
    found = [shut, *situations(1, state, is_staffed=False)]
    instead = alternatives(found, [meeting], OPENS, may_enter=False, takes_applications=False, has_others=True)
    assert instead == [Instead.LOOK_AGAIN, Instead.OTHER_ROOMS, Instead.HELP]


async def test_full_and_locked_are_no_matter_of_those_who_have_a_seat(house: House) -> None:
    room = await house.room(capacity=2, is_open=False)
    for name in ("Kuusi", "Meri"):
        await house.seat(name, room)
    await house.do(set_lockdown, house["Radu"], SetLockdown(room=room, is_on=True, reason="A raid."))
    await plan_one(house, room)
    outside, inside = await look(house, room), await look(house, room, "Kuusi")
    assert outside.situations == [F, Situation.LOCKED, C, N]
    assert outside.instead == [Instead.LOOK_AGAIN, Instead.HELP]
    assert inside.situations == [C, N]
    assert inside.instead == [Instead.COME_AT_OPENING, Instead.SIGN_UP, Instead.HELP]


async def test_lobby_of_a_full_room_is_for_those_who_have_a_seat(house: House) -> None:
    roster = Roster(house)
    room = await roster.room(capacity=2)
    await roster.staff("Aino", room)
    await roster.on("Aino", room)
    for name in ("Kuusi", "Meri"):
        await house.seat(name, room)
    for name in (None, "Tammi"):
        door = await look(house, room, name)
        assert (door.situations, door.instead) == ([F, L], [Instead.LOOK_AGAIN, Instead.HELP])
    door = await look(house, room, "Meri")
    assert (door.situations, door.instead) == ([L], [Instead.WAIT, Instead.HELP])


async def test_door_of_a_room_in_a_lockdown_says_so(house: House) -> None:
    room = await house.room()
    await house.do(set_lockdown, house["Radu"], SetLockdown(room=room, is_on=True, reason="A raid."))
    assert Situation.LOCKED in (await look(house, room)).situations


@pytest.mark.parametrize(
    ("free_seats", "state", "is_staffed", "found"),
    [
        (1, RoomState.OPEN, True, []),
        (1, RoomState.CLOSING, True, []),
        (1, RoomState.LOBBY, True, [L]),
        (0, RoomState.OPEN, True, [F]),
        (1, RoomState.PAUSED, True, [Z]),
        (1, RoomState.CLOSED, False, [C, N]),
        (0, RoomState.ENDED, False, [F, C, N]),
        (1, RoomState.LOBBY, False, [L, N]),
    ],
)
def test_what_keeps_one_out(free_seats: int, state: RoomState, is_staffed: bool, found: list[Situation]) -> None:
    assert situations(free_seats, state, is_staffed=is_staffed) == found


@pytest.mark.parametrize(
    ("found", "opens_at", "may_enter", "takes_applications", "has_others", "instead"),
    [
        ([], OPENS, True, True, True, []),
        ([F], None, False, True, False, [Instead.APPLY, Instead.HELP]),
        ([F], None, True, True, False, [Instead.APPLY, Instead.HELP]),
        ([F], None, False, False, True, [Instead.LOOK_AGAIN, Instead.OTHER_ROOMS, Instead.HELP]),
        ([F], None, True, False, False, [Instead.LOOK_AGAIN, Instead.HELP]),
        ([C, N], OPENS, True, True, False, [Instead.COME_AT_OPENING, Instead.HELP]),
        ([C, N], OPENS, False, True, False, [Instead.APPLY, Instead.HELP]),
        ([C, N], None, True, False, False, [Instead.HELP]),
        ([C, N], OPENS, False, False, True, [Instead.OTHER_ROOMS, Instead.HELP]),
        ([Z], OPENS, True, False, False, [Instead.WAIT, Instead.HELP]),
        ([L], OPENS, True, True, False, [Instead.WAIT, Instead.HELP]),
        ([L], OPENS, False, True, False, [Instead.APPLY, Instead.HELP]),
        ([L], OPENS, False, False, False, [Instead.HELP]),
        ([N], None, True, False, False, [Instead.HELP]),
    ],
)
def test_nothing_is_named_that_leads_nowhere(
    found: list[Situation],
    opens_at: datetime | None,
    may_enter: bool,
    takes_applications: bool,
    has_others: bool,
    instead: list[Instead],
) -> None:
    possible = {"may_enter": may_enter, "takes_applications": takes_applications, "has_others": has_others}
    assert alternatives(found, [], opens_at, **possible) == instead


async def test_next_session_speaks_for_the_room_and_the_letter_where_there_is_none(house: House) -> None:
    room = await house.room(is_open=False)
    assert (await look(house, room)).influence is None
    await write(house, room)
    letter = (await look(house, room)).influence
    assert letter is not None
    assert (letter.level, letter.meeting, letter.is_frozen) == ("heard", None, False)
    card = await plan_one(house, room, influence="consulted", decision_maker="The board")
    door = await look(house, room, invited=True)
    assert door.influence is not None
    assert (door.influence.level, door.influence.decision_maker, door.influence.meeting) == (
        "consulted",
        "The board",
        card.id,
    )
    assert (door.opens_at, door.next_opens_at) == (card.starts_at, card.starts_at)
    assert (door.instead, door.letter and door.letter.influence) == (
        [Instead.COME_AT_OPENING, Instead.SIGN_UP, Instead.HELP],
        "heard",
    )
    await time_passes(house, card.starts_at)
    begun = (await look(house, room)).influence
    assert begun is not None
    assert begun.is_frozen


async def test_professionals_are_named_at_the_door_and_count_among_the_readers(small_house: House) -> None:
    room = await small_house.room(is_open=False)
    card = await plan_one(small_house, room)
    assert (await look(small_house, room)).who_can_read == ["people_in_room"]
    await invite(small_house, card.id)
    door = await look(small_house, room)
    assert [(one.display_name, one.profession, one.starts_at) for one in door.professionals] == [
        ("Dr Ionescu", "Psychologist", card.starts_at)
    ]
    assert door.who_can_read == ["people_in_room", "professionals_of_a_session"]


async def test_door_shows_strangers_no_link_and_nobody_who_signed_up(small_house: House) -> None:
    room = await small_house.room(is_open=False)
    await small_house.seat("Kuusi", room)
    card = await plan_one(small_house, room, kind="webinar", link="https://video.example/7")
    await sign_up(small_house, "Kuusi", card.id)
    for name in (None, "Tammi"):
        door = await look(small_house, room, name)
        assert (door.meetings[0].link, door.meetings[0].mine, door.meetings[0].free_seats) == (None, None, 7)
        assert "Kuusi" not in door.model_dump_json()
        assert "video.example" not in door.model_dump_json()
    mine = (await look(small_house, room, "Kuusi")).meetings[0]
    assert (mine.link, mine.mine is not None) == ("https://video.example/7", True)


async def test_agreement_and_help_numbers_stand_there_in_a_language_people_have(small_house: House) -> None:
    await small_house.set_up()
    room = await small_house.room(is_open=False, language="fi")
    await publish(small_house, room)
    door = await look(small_house, room)
    assert door.agreement is not None
    assert (door.agreement.version, [line.number for line in door.help]) == ("1.0", ["000 111"])
    finnish = HelpLine(area="Kaikkialla", name="Keksitty linja", number="000 222", is_made_up=True)
    english = HelpLine(area="Everywhere", name="A made-up line", number="000 111", is_made_up=True)
    both = {"languages": ["en", "fi"], "default_language": "en", "help": {"en": [english], "fi": [finnish]}}
    await small_house.do(save_organisation, small_house["Radu"], SaveOrganisation(name="Toivo", **both))
    assert [line.number for line in (await look(small_house, room)).help] == ["000 222"]


async def test_staff_on_duty_are_named_and_only_they(small_house: House) -> None:
    room = await small_house.room()
    await small_house.seat("Aino", room, RoomRole.FACILITATOR)
    door = await look(small_house, room)
    assert [one.role for one in door.on_duty] == ["facilitator"]
    assert "Aino" not in {one.display_name for one in door.on_duty}
    assert "Aino" in door.staff
    await small_house.end(room)
    assert (await look(small_house, room)).on_duty == []


async def test_letter_is_the_organisers_and_its_promise_stands_still_while_people_sit_there(house: House) -> None:
    room = await house.room()
    await write(house, room)
    for change in ({"influence": "informed"}, {"decision_maker": "Petri"}, {"what_you_get": ""}):
        async with refused(ErrorCode.PROMISE_FROZEN):
            await write(house, room, **change)
    assert (await write(house, room, expectations="Be kind.")).expectations == "Be kind."
    await house.end(room)
    assert (await write(house, room, influence="informed")).influence == "informed"
    for name in ("Tammi", "Aino"):
        async with refused(ErrorCode.NOT_PERMITTED):
            await write(house, room, name)
    async with refused(ErrorCode.NOT_FOUND):
        await write(house, "0" * 26)
    async with refused(ErrorCode.NOT_FOUND):
        await look(house, "0" * 26)


@pytest.mark.parametrize("about", [{"decision_maker": "  "}, {"influence": "all"}, {"expectations": "x" * 1_001}])
def test_wrong_words_do_not_come_in(about: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        bodies.WriteLetter(room="room", **LETTER | about)


def test_only_reading_is_for_anyone() -> None:
    assert {row.use_case for row in ENDPOINTS if row.who is Who.ANYONE} == {service.read_door}
    assert all(row.reads for row in ENDPOINTS if row.who is Who.ANYONE)


async def test_other_rooms_are_offered_only_where_this_one_cannot_be_entered(small_house: House) -> None:
    room = await small_house.room(capacity=2)
    other = await small_house.room("Morning coffee", joins_by="application")
    assert (await look(small_house, room)).elsewhere == []
    for name in ("Kuusi", "Meri"):
        await small_house.seat(name, room)
    assert [one.id for one in (await look(small_house, room)).elsewhere] == [other]
    await small_house.end(room)
    await plan_one(small_house, room, starts=FIRST + timedelta(days=1))
    assert Instead.SIGN_UP in (await look(small_house, room, "Kuusi")).instead


async def test_before_it_begins_whoever_has_a_seat_or_an_invitation_can_come_in_and_wait(small_house: House) -> None:
    """Nobody is sent to another room for it: soon one can write here. Others are not told to do what they cannot."""
    roster = Roster(small_house)
    room = await roster.room()
    await roster.room("Morning coffee", joins_by="application")
    await roster.staff("Aino", room)
    await roster.on("Aino", room)
    await small_house.seat("Meri", room)
    for door in (await look(small_house, room, "Meri"), await look(small_house, room, invited=True)):
        assert (door.situations, door.instead, door.elsewhere) == ([L], [Instead.WAIT, Instead.HELP], [])
    door = await look(small_house, room)
    assert (door.situations, door.instead, door.elsewhere) == ([L], [Instead.HELP], [])
