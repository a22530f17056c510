"""What waits for one person is named when they follow a room: to them, and as long as it waits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from moderation.case import CaseKind
from server.distress import side_rooms, waiting
from server.distress.side_bodies import Close, OfferTo
from server.distress.tables import SideOutcome
from server.messages import bodies, own
from server.rooms.roles import RoomRole
from tests.distress.desk import claim, desk, ring, worry
from tests.rooms.cast import House
from tests.sanctions.dealing import circle, decided, held, read_it, sanction, sanctions

EVERYBODY = ("Kuusi", "Meri", "Tammi", "Aino", "Petri")


async def shown(house: House, name: str, room: str, show: Any = waiting.show_waiting) -> list[str]:
    """As the reply of a follow has it."""
    you = (await house.standing(name, room)).snapshot["you"]
    found: list[str] = await house.read(lambda tx, actor, _: show(tx, actor, room, you), house[name])
    return found


async def waits_for(house: House, room: str, *names: str) -> dict[str, list[str]]:
    found = {name: await shown(house, name, room) for name in names or EVERYBODY}
    return {name: one for name, one in found.items() if one}


async def test_what_is_to_be_read_waits_for_its_reader_until_they_have_read_it(house: House) -> None:
    room = await circle(house, "Kuusi", "Meri", "Tammi")
    assert await waits_for(house, room) == {}
    note = await sanction(house, room, "Tammi", "note")
    assert await waits_for(house, room) == {"Tammi": ["sanctions"]}
    elsewhere = await house.room("Elsewhere")
    await house.seat("Tammi", elsewhere)
    assert await waits_for(house, elsewhere, "Tammi") == {}
    await read_it(house, "Tammi", note)
    assert await waits_for(house, room) == {}


async def test_mute_is_named_while_it_binds(house: House) -> None:
    room = await circle(house, "Kuusi", "Meri", "Tammi")
    mute = await sanction(house, room, "Tammi", "mute", hours=1)
    await read_it(house, "Tammi", mute)
    house.clock.move(timedelta(minutes=59))
    assert await waits_for(house, room) == {"Tammi": ["sanctions"]}
    house.clock.move(timedelta(minutes=1))
    assert await waits_for(house, room) == {}


async def test_message_that_is_held_waits_for_its_author_and_for_the_desk(house: House) -> None:
    room = await circle(house, "Kuusi", "Meri", "Tammi")
    await house.post("Meri", room, "something bad")
    assert await waits_for(house, room) == {"Meri": ["held"], "Aino": ["desk"], "Petri": ["desk"]}
    (kept,) = await held(house, "Meri", room)
    assert kept.message
    await decided(house, "Aino", CaseKind.HOLD, outcome="released")
    assert await waits_for(house, room) == {}


async def test_talk_by_themselves_waits_for_the_two_until_it_is_over(house: House) -> None:
    room = await circle(house, "Kuusi", "Meri", "Tammi")
    await worry(house, "Meri", room, (await house.standing("Tammi", room)).participation_id)
    [case] = await desk(house, "Aino")
    await claim(house, "Aino", case)
    side = await house.do(side_rooms.offer_side_room, house["Aino"], OfferTo(case=case.case))
    assert await waits_for(house, room) == {"Tammi": ["side_room"], "Aino": ["side_room"]}
    close = Close(side_room=side.side_room, outcome=SideOutcome.CALMER)
    await house.do(side_rooms.close_side_room, house["Aino"], close)
    assert await waits_for(house, room) == {}


async def test_desk_waits_for_who_works_at_it_while_nobody_has_the_case(house: House) -> None:
    room = await circle(house, "Kuusi", "Meri", "Tammi")
    await house.seat("Lumi", room, RoomRole.PROFESSIONAL)
    names = (*EVERYBODY, "Lumi")
    await worry(house, "Meri", room, (await house.standing("Tammi", room)).participation_id)
    assert await waits_for(house, room, *names) == {"Aino": ["desk"], "Petri": ["desk"]}
    await ring(house, 60)
    assert await waits_for(house, room, *names) == {"Aino": ["desk"], "Petri": ["desk"], "Lumi": ["desk"]}
    [case] = await desk(house, "Aino")
    await claim(house, "Aino", case)
    assert await waits_for(house, room, *names) == {}
    house.clock.move(timedelta(minutes=10))
    assert set(await waits_for(house, room, *names)) == {"Aino", "Petri", "Lumi"}


async def test_worry_about_somebody_at_the_desk_waits_for_the_others_there(house: House) -> None:
    room = await circle(house, "Meri")
    await worry(house, "Meri", room, (await house.standing("Aino", room)).participation_id)
    assert await waits_for(house, room, "Meri", "Aino", "Petri") == {"Petri": ["desk"]}


async def test_whom_somebody_does_not_want_to_read_is_told_to_them_alone(house: House) -> None:
    room = await circle(house, "Kuusi", "Meri", "Tammi")
    tammi = (await house.standing("Tammi", room)).participation_id
    await house.do(own.mute_person, house["Meri"], bodies.MutePerson(room=room, participation=tammi))
    assert await shown(house, "Meri", room, waiting.show_muted) == [tammi]
    assert [await shown(house, name, room, waiting.show_muted) for name in ("Tammi", "Kuusi", "Aino")] == [[], [], []]
    assert await sanctions(house, "Tammi") == []
