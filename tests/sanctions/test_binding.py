"""What binds somebody begins at once, ends by time alone, and binds nobody else, nowhere else."""

from datetime import timedelta

import pytest

from server.accounts.service import NewAccount, create_account
from server.actor import ANYONE, Actor
from server.errors import ErrorCode
from server.rooms import invitations
from server.rooms.agreeing import may_read
from server.storage.outbox import Ended
from tests.review.working import report
from tests.rooms.cast import House, refused
from tests.sanctions.dealing import WORDS, circle, decided, read_it, sanction, sanctions


async def test_warned_person_writes_again_once_they_have_read_it(house: House) -> None:
    room = await circle(house, "Tammi", "Kuusi")
    warning = await sanction(house, room, "Tammi", "warning")
    async with refused(ErrorCode.WARNING_UNREAD) as caught:
        await house.post("Tammi", room, "What?")
    assert caught.value.details == {"until": None, "sanction": warning.sanction}
    await read_it(house, "Tammi", warning)
    assert (await house.post("Tammi", room, "I see.")).seq


async def test_muted_person_reads_on_and_writes_again_at_the_end_without_anything_having_run(house: House) -> None:
    room = await circle(house, "Tammi", "Kuusi")
    mute = await sanction(house, room, "Tammi", "mute", hours=2)
    assert mute.until == house.clock.now() + timedelta(hours=2)
    async with refused(ErrorCode.MUTED) as caught:
        await house.post("Tammi", room, "What?")
    assert caught.value.details["until"] == mute.until.isoformat().replace("+00:00", "Z")
    assert (await house.standing("Tammi", room)).head > 0
    house.clock.move(timedelta(hours=2) - timedelta(microseconds=1))
    async with refused(ErrorCode.MUTED):
        await house.post("Tammi", room, "Now?")
    house.clock.move(timedelta(microseconds=1))
    assert (await house.post("Tammi", room, "I am back.")).seq


async def test_mute_binds_one_person_in_one_room(house: House) -> None:
    room, elsewhere = await circle(house, "Tammi", "Kuusi"), await circle(house, "Tammi", name="Elsewhere")
    await sanction(house, room, "Tammi", "mute")
    assert (await house.post("Kuusi", room, "Hello")).seq
    assert (await house.post("Tammi", elsewhere, "Hello")).seq


async def test_suspended_person_is_out_at_once_and_comes_back_at_the_end(house: House) -> None:
    room = await circle(house, "Tammi", "Kuusi")
    await sanction(house, room, "Tammi", "suspension", hours=3)
    (eviction,) = house.evictions()
    assert (eviction.what, eviction.subject_id, eviction.room_id) == (Ended.ENTRY, house["Tammi"].account_id, room)
    async with refused(ErrorCode.SUSPENDED):
        await house.standing("Tammi", room)
    async with refused(ErrorCode.SUSPENDED):
        await house.post("Tammi", room, "Hello?")
    house.clock.move(timedelta(hours=3))
    assert (await house.standing("Tammi", room)).head > 0


async def test_connection_that_heard_nothing_loses_a_suspended_persons_room_when_rights_are_looked_up(
    house: House,
) -> None:
    room = await circle(house, "Tammi", "Kuusi")
    tammi, kuusi = [(await house.standing(name, room)).participation_id for name in ("Tammi", "Kuusi")]
    await sanction(house, room, "Tammi", "suspension", hours=3)

    async def reading() -> set[str]:
        found: set[str] = await house.read(lambda tx, actor, _: may_read(tx, [tammi, kuusi]), ANYONE)
        return found

    assert await reading() == {kuusi}
    house.clock.move(timedelta(hours=3))
    assert await reading() == {tammi, kuusi}


async def test_excluded_person_is_out_and_no_invitation_lets_them_in_again(house: House) -> None:
    room = await circle(house, "Tammi", "Kuusi")
    await sanction(house, room, "Tammi", "exclusion")
    async with refused(ErrorCode.NOT_IN_ROOM):
        await house.standing("Tammi", room)
    house.clock.move(timedelta(minutes=1))
    secret = await house.link(room)
    async with refused(ErrorCode.EXCLUDED):
        await house.do(invitations.redeem_invitation, house["Tammi"], invitations.Redemption(secret, "Birch"))


async def test_gravest_of_what_binds_is_the_one_that_is_told(small_house: House) -> None:
    house = small_house
    room = await circle(house, "Tammi", "Kuusi")
    said = [await house.post("Tammi", room, words) for words in (WORDS, "and I mean it")]
    for kind, posted in zip(("mute", "warning"), said, strict=True):
        await report(house, "Kuusi", room, message=posted.message)
        chosen = {"kind": kind, "reason": "harassment", "ground": "3"}
        await decided(house, "Aino", "report", outcome="sanctioned", sanction=chosen)
    assert {one.kind for one in await sanctions(house, "Tammi")} == {"mute", "warning"}
    async with refused(ErrorCode.MUTED):
        await house.post("Tammi", room, "What?")


async def test_only_across_rooms_works_who_may_bind_somebody_everywhere(small_house: House) -> None:
    room = await circle(small_house, "Tammi", "Kuusi")
    posted = await small_house.post("Tammi", room, WORDS)
    await report(small_house, "Kuusi", room, message=posted.message)
    everywhere = {"kind": "mute", "reason": "harassment", "ground": "3", "room_only": False}
    async with refused(ErrorCode.NOT_PERMITTED):
        await decided(small_house, "Aino", "report", outcome="sanctioned", sanction=everywhere)


async def test_nobody_is_barred_by_an_address(small_house: House) -> None:
    """Somebody new at the same place writes: there is nothing but accounts to bind."""
    room = await circle(small_house, "Tammi", "Kuusi")
    await sanction(small_house, room, "Tammi", "exclusion")
    account = await small_house.do(create_account, ANYONE, NewAccount("Neighbour quietly", "no hash"))
    small_house.people["Neighbour"] = Actor(account)
    await small_house.seat("Neighbour", room)
    assert (await small_house.post("Neighbour", room, "Good evening")).seq


@pytest.mark.parametrize("name", ["Tammi", "Kuusi", "Petri"])
async def test_statement_is_read_by_the_person_alone(small_house: House, name: str) -> None:
    room = await circle(small_house, "Tammi", "Kuusi")
    given = await sanction(small_house, room, "Tammi", "note")
    assert bool(await sanctions(small_house, name)) is (name == "Tammi")
    if name != "Tammi":
        async with refused(ErrorCode.NOT_FOUND):
            await read_it(small_house, name, given)
