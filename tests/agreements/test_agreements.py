"""A comma and a clause (S17): versions, whom they ask again, and what those read who have not accepted."""

from datetime import date, timedelta
from hashlib import sha256
from uuid import uuid4

import pytest
from pydantic import ValidationError

from server.agreements import bodies, service
from server.errors import ErrorCode
from server.messages import wire
from server.messages.tables import ReactionKind
from server.rooms.agreeing import may_read
from server.rooms.roles import RoomRole
from server.storage.outbox import Ended, Eviction
from tests.agreements.promises import (
    CORRECTED,
    FIRST,
    WIDER,
    accept,
    acceptances,
    come_in,
    publish,
    receipts,
    sign_on_paper,
)
from tests.rooms.cast import TUESDAY, House, refused


async def versions(house: House, room: str) -> list[bodies.AgreementText]:
    found = await house.read(service.list_versions, house["Tammi"], bodies.AgreementOf(room=room))
    return list(found.versions)


async def door(house: House, room: str, name: str = "Tammi") -> bodies.AtTheDoor:
    found: bodies.AtTheDoor = await house.read(service.read_agreement, house[name], bodies.AgreementOf(room=room))
    return found


def evicted(house: House, room: str, *names: str) -> bool:
    expected = [Eviction(Ended.READING, str(house[name].account_id), room) for name in names]
    return sorted(house.evictions(), key=repr) == sorted(expected, key=repr)


async def test_room_without_an_agreement_asks_for_nothing(house: House) -> None:
    room = await house.room()
    await come_in(house, "Kuusi", room)
    await house.post("Kuusi", room, "hello")
    assert (await door(house, room)).agreement is None
    assert not (await door(house, room, "Kuusi")).is_asked


async def test_door_shows_the_agreement_to_anybody_and_asks_only_those_inside(house: House) -> None:
    room = await house.room()
    await publish(house, room)
    await come_in(house, "Kuusi", room)
    seen = await door(house, room)
    assert seen.agreement is not None
    assert (seen.agreement.version, seen.agreement.text, seen.agreement.language) == ("1.0", FIRST, "en")
    assert (seen.agreement.text_sha256, seen.is_asked) == (sha256(FIRST.encode()).hexdigest(), False)
    assert (await door(house, room, "Kuusi")).is_asked
    await accept(house, "Kuusi", room)
    assert not (await door(house, room, "Kuusi")).is_asked


async def test_newcomer_neither_reads_nor_writes_before_accepting(house: House) -> None:
    room = await house.room()
    await publish(house, room)
    await come_in(house, "Meri", room)
    await accept(house, "Meri", room)
    posted = await house.post("Meri", room, "hello")
    await come_in(house, "Kuusi", room)
    async with refused(ErrorCode.AGREEMENT_REQUIRED) as caught:
        await house.standing("Kuusi", room)
    assert caught.value.details == {"version": "1.0"}
    async with refused(ErrorCode.AGREEMENT_REQUIRED):
        await house.post("Kuusi", room, "hello")
    async with refused(ErrorCode.AGREEMENT_REQUIRED):
        reaction = wire.SetReaction(id="1", room=room, message=posted.message, kind=ReactionKind.HEART, is_on=True)
        await house.ask(house["Kuusi"], reaction)
    await accept(house, "Kuusi", room)
    assert (await house.standing("Kuusi", room)).snapshot["you"].display_name == "Kuusi"
    await house.post("Kuusi", room, "hello")


@pytest.mark.parametrize("role", [RoomRole.FACILITATOR, RoomRole.PROFESSIONAL])
async def test_staff_are_asked_like_everybody(small_house: House, role: RoomRole) -> None:
    room = await small_house.room()
    await publish(small_house, room)
    await come_in(small_house, "Aino", room, role)
    await accept(small_house, "Aino", room)
    await small_house.post("Aino", room, "hello")


async def test_editorial_change_asks_nobody_and_keeps_the_old_text(house: House) -> None:
    room = await house.room()
    await publish(house, room)
    await come_in(house, "Kuusi", room)
    await accept(house, "Kuusi", room)
    published = await publish(house, room, CORRECTED, is_material=False, what_changed="A comma.")
    assert published.version == "1.0.1"
    await house.post("Kuusi", room, "hello")
    assert house.evictions() == []
    assert [(one.version, one.text) for one in await versions(house, room)] == [("1.0.1", CORRECTED), ("1.0", FIRST)]
    assert [one.version for one in await receipts(house, "Kuusi")] == ["1.0"]


async def test_material_change_asks_everybody_again_before_the_next_message(house: House) -> None:
    room = await house.room()
    for name in ("Kuusi", "Meri"):
        await come_in(house, name, room)
    await publish(house, room)
    assert evicted(house, room, "Kuusi", "Meri")
    for name in ("Kuusi", "Meri"):
        await accept(house, name, room)
    await house.post("Kuusi", room, "hello")
    house.told.clear()
    await publish(house, room, WIDER)
    assert evicted(house, room, "Kuusi", "Meri")
    for name in ("Kuusi", "Meri"):
        async with refused(ErrorCode.AGREEMENT_REQUIRED) as caught:
            await house.post(name, room, "hello again")
        assert caught.value.details == {"version": "2.0"}
    async with refused(ErrorCode.AGREEMENT_REQUIRED):
        await accept(house, "Kuusi", room, "1.0")
    await accept(house, "Kuusi", room, "2.0")
    await house.post("Kuusi", room, "hello again")
    async with refused(ErrorCode.AGREEMENT_REQUIRED):
        await house.standing("Meri", room)
    places = {name: one.participation for name, one in (await acceptances(house, room)).items()}
    reading = await house.read(lambda tx, actor, ids: may_read(tx, ids), house["Radu"], list(places.values()))
    assert reading == {places["Kuusi"], places["Eeva"]}


async def test_who_is_asked_again_hears_all_that_has_changed_since(small_house: House) -> None:
    room = await small_house.room()
    await come_in(small_house, "Kuusi", room)
    await come_in(small_house, "Meri", room)
    await publish(small_house, room)
    await accept(small_house, "Kuusi", room)
    await publish(small_house, room, CORRECTED, is_material=False, what_changed="A comma.")
    await publish(small_house, room, WIDER, what_changed="A professional may be present.")
    await publish(small_house, room, WIDER + " Sometimes.", is_material=False, what_changed="When.")
    assert (await door(small_house, room, "Kuusi")).changes == ["A professional may be present.", "When."]
    assert (await door(small_house, room, "Meri")).changes == []
    assert (await door(small_house, room, "Tammi")).changes == []


async def test_message_acknowledged_before_the_change_is_still_the_same_message(small_house: House) -> None:
    """A retry is answered; it says nothing new."""
    room = await small_house.room()
    await come_in(small_house, "Kuusi", room)
    client_id = str(uuid4())
    first = await small_house.post("Kuusi", room, "hello", client_id=client_id)
    await publish(small_house, room)
    assert await small_house.post("Kuusi", room, "hello", client_id=client_id) == first


async def test_own_words_can_be_taken_back_without_accepting(small_house: House) -> None:
    room = await small_house.room()
    await come_in(small_house, "Kuusi", room)
    posted = await small_house.post("Kuusi", room, "hello")
    await publish(small_house, room)
    await small_house.ask(small_house["Kuusi"], wire.RemoveMessage(id="1", room=room, message=posted.message))
    assert [event["type"] for event in await small_house.rendered(room)][-1] == "message.removed"


async def test_who_declines_leaves_and_is_asked_anew_on_coming_back(small_house: House) -> None:
    room = await small_house.room()
    await come_in(small_house, "Kuusi", room)
    await publish(small_house, room)
    await accept(small_house, "Kuusi", room)
    await publish(small_house, room, WIDER)
    await small_house.leave("Kuusi", room)
    async with refused(ErrorCode.NOT_IN_ROOM):
        await accept(small_house, "Kuusi", room, "2.0")
    await come_in(small_house, "Kuusi", room)
    async with refused(ErrorCode.AGREEMENT_REQUIRED):
        await small_house.standing("Kuusi", room)
    assert [one.version for one in await receipts(small_house, "Kuusi")] == ["1.0"]


async def test_version_read_before_an_editorial_change_can_still_be_accepted(small_house: House) -> None:
    room = await small_house.room()
    await come_in(small_house, "Kuusi", room)
    await publish(small_house, room)
    await publish(small_house, room, CORRECTED, is_material=False)
    assert (await accept(small_house, "Kuusi", room, "1.0")).text_sha256 == sha256(FIRST.encode()).hexdigest()
    await small_house.post("Kuusi", room, "hello")
    first = await accept(small_house, "Kuusi", room, "1.0.1")
    small_house.clock.move(timedelta(minutes=1))
    assert await accept(small_house, "Kuusi", room, "1.0.1") == first


@pytest.mark.parametrize("version", ["", "1", "1.1", "v1.0", "1.0.0", "3.0", "１.0", "1.0.99999999999999"])
async def test_version_that_is_none_is_not_found(small_house: House, version: str) -> None:
    room = await small_house.room()
    await come_in(small_house, "Kuusi", room)
    await publish(small_house, room)
    async with refused(ErrorCode.NOT_FOUND):
        await accept(small_house, "Kuusi", room, version)


async def test_same_text_again_changes_nothing_and_a_change_must_say_what_it_is(house: House) -> None:
    room = await house.room()
    await publish(house, room)
    assert (await publish(house, room)).version == "1.0"
    async with refused(ErrorCode.BAD_REQUEST) as caught:
        await publish(house, room, WIDER, what_changed="")
    assert caught.value.details == {"fields": ["what_changed"]}
    assert len(await versions(house, room)) == 1


@pytest.mark.parametrize("text", ["", "  \n ", "\u2800", "x" * 15_001])
def test_agreement_without_words_or_without_end_is_none(text: str) -> None:
    with pytest.raises(ValidationError):
        bodies.Publish(room="x", text=text, is_material=True)


async def test_log_tells_every_version_now_and_later(house: House) -> None:
    room = await house.room()
    await publish(house, room)
    await publish(house, room, CORRECTED, is_material=False, what_changed="A comma.")
    await publish(house, room, WIDER, what_changed="A professional may be present.")
    told = [event for event in house.news(room) if event["type"] == "agreement.changed"]
    assert told == [event for event in await house.rendered(room) if event["type"] == "agreement.changed"]
    assert [(one["agreement"]["version"], one["agreement"]["is_material"]) for one in told] == [
        ("1.0", True),
        ("1.0.1", False),
        ("2.0", True),
    ]
    assert told[-1]["agreement"]["what_changed"] == "A professional may be present."


async def test_signature_on_paper_opens_the_room_and_is_told_as_such(house: House) -> None:
    room = await house.room()
    place = await come_in(house, "Kuusi", room)
    await publish(house, room)
    receipt = await sign_on_paper(house, place, date(2026, 3, 12))
    assert (receipt.how, receipt.signed_on, receipt.display_name) == ("on_paper", "2026-03-12", "Kuusi")
    await house.post("Kuusi", room, "hello")
    corrected = await sign_on_paper(house, place, date(2026, 3, 13))
    assert await receipts(house, "Kuusi") == [corrected]
    found = (await acceptances(house, room))["Kuusi"]
    assert (found.version, found.signed_on, found.is_asked) == ("1.0", date(2026, 3, 13), False)


async def test_nothing_is_signed_that_is_not_there_or_on_a_day_to_come(small_house: House) -> None:
    room = await small_house.room()
    place = await come_in(small_house, "Kuusi", room)
    async with refused(ErrorCode.NOT_FOUND):
        await sign_on_paper(small_house, place, TUESDAY.date())
    await publish(small_house, room)
    async with refused(ErrorCode.BAD_REQUEST):
        await sign_on_paper(small_house, place, date(2026, 11, 26))
    assert (await sign_on_paper(small_house, place, date(2026, 11, 25))).signed_on == "2026-11-25"
    await small_house.leave("Kuusi", room)
    async with refused(ErrorCode.NOT_FOUND):
        await sign_on_paper(small_house, place, TUESDAY.date())


async def test_organiser_sees_who_has_accepted_what(small_house: House) -> None:
    room = await small_house.room()
    await come_in(small_house, "Kuusi", room)
    await come_in(small_house, "Meri", room)
    await publish(small_house, room)
    await accept(small_house, "Kuusi", room)
    found = await acceptances(small_house, room)
    assert (found["Kuusi"].version, found["Kuusi"].is_asked, found["Kuusi"].accepted_at) == ("1.0", False, TUESDAY)
    assert (found["Meri"].version, found["Meri"].is_asked, found["Meri"].accepted_at) == (None, True, None)
