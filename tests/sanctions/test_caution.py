"""A raid is seen and suggested to the desk, and a locked room keeps out newcomers, never help and reports."""

from datetime import timedelta

from server.actor import OPERATOR
from server.errors import ErrorCode
from server.messages import bodies, caution
from server.messages.caution import show_caution
from server.messages.wire import SetReaction
from server.review.raids import find_moved, look_at_tempo
from tests.review.working import report, told
from tests.rooms.cast import House, refused
from tests.sanctions.dealing import circle


async def lock(house: House, room: str, *, is_on: bool = True, who: str = "Aino") -> bodies.Caution:
    command = bodies.SetLockdown(room=room, is_on=is_on, reason="Many strangers at once")
    found: bodies.Caution = await house.do(caution.set_lockdown, house[who], command)
    return found


async def test_locked_room_lets_nobody_new_in_and_newcomers_only_read(house: House) -> None:
    room = await circle(house, "Meri")
    house.clock.move(timedelta(hours=25))
    await house.reopen(room)
    await house.seat("Tammi", room)
    said = await house.post("Meri", room, "Hello")
    assert (await lock(house, room)).is_locked
    async with refused(ErrorCode.ROOM_LOCKED):
        await house.seat("Lumi", room)
    async with refused(ErrorCode.ROOM_LOCKED):
        await house.post("Tammi", room, "Hello")
    heart = SetReaction(id="1", room=room, message=said.message, kind="heart", is_on=True)  # type: ignore[arg-type]
    async with refused(ErrorCode.ROOM_LOCKED):
        await house.ask(house["Tammi"], heart)
    assert (await house.standing("Tammi", room)).head > 0
    await report(house, "Tammi", room, message=said.message)
    assert (await house.post("Aino", room, "One moment")).seq


async def test_everybody_hears_of_a_lock_and_of_its_end_and_it_is_as_before(house: House) -> None:
    room = await circle(house, "Meri")
    await lock(house, room)
    await lock(house, room)
    house.clock.move(timedelta(minutes=5))
    await lock(house, room, is_on=False)
    heard = [event["is_on"] for event in await house.rendered(room) if event["type"] == "room.locked"]
    assert heard == [True, False]
    assert [event["is_on"] for event in house.news(room) if event["type"] == "room.locked"] == [True, False]
    assert (await house.post("Meri", room, "Hello")).seq
    await house.seat("Lumi", room)


async def test_first_messages_wait_while_a_room_is_locked(small_house: House) -> None:
    room = await circle(small_house, "Meri")
    small_house.clock.move(timedelta(hours=25))
    await small_house.reopen(room)
    await lock(small_house, room)
    assert (await small_house.post("Meri", room, "My first words here")).why == "newcomer"


async def test_who_follows_a_locked_room_is_told(small_house: House) -> None:
    small_house.source._shown = {"caution": show_caution}
    room = await circle(small_house, "Meri")
    assert (await small_house.standing("Meri", room)).snapshot["caution"] == {"is_locked": False}
    await lock(small_house, room)
    assert (await small_house.standing("Meri", room)).snapshot["caution"] == {"is_locked": True}


async def test_only_who_guides_the_room_locks_it(small_house: House) -> None:
    room = await circle(small_house, "Meri")
    async with refused(ErrorCode.NOT_PERMITTED):
        await lock(small_house, room, who="Meri")
    async with refused(ErrorCode.NOT_FOUND):
        await lock(small_house, room, who="Tammi")
    await lock(small_house, room, who="Radu")


async def test_flood_is_suggested_to_the_desk_once_and_ends_by_itself(house: House) -> None:
    room = await circle(house, "Meri", "Tammi")
    house.clock.move(timedelta(minutes=2))
    assert room not in await house.read(find_moved, OPERATOR)
    for turn in range(40):
        await house.post("Meri", room, f"look at me {turn}")
    for _ in range(2):
        await house.do(look_at_tempo, OPERATOR, room)
    seen = await house.read(caution.see_caution, house["Aino"], bodies.OfRoom(room=room))
    assert seen.raided_since == house.clock.now()
    assert told(house, "Aino").count("raid") == 1
    assert "raid" not in told(house, "Meri")
    house.clock.move(timedelta(minutes=2))
    await house.do(look_at_tempo, OPERATOR, room)
    seen = await house.read(caution.see_caution, house["Aino"], bodies.OfRoom(room=room))
    assert (seen.raided_since, seen.is_locked) == (None, False)
