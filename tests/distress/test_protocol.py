"""What the organisation wants done, what was done, and how somebody looks back on an evening."""

from datetime import timedelta

import pytest

from server.distress import looking, protocol, side_rooms
from server.distress.case_bodies import DistressShown, MarkStep, OneCase, SaveSteps, StepShown, StepToSave
from server.distress.protocol import AFTER_CARE
from server.distress.side_bodies import OfferTo, OneSideRoom
from server.errors import ErrorCode
from tests.distress.desk import FIRST, answered, claim, desk, end, looked_after, on_call, ring, worry
from tests.rooms.cast import House, refused


@pytest.fixture
async def room(house: House) -> str:
    room, lumi = await looked_after(house)
    said = await house.post("Lumi", room, "I slept badly")
    await worry(house, "Meri", room, lumi, message=said.message, note="She sounds so tired")
    return room


async def test_organisation_without_steps_of_its_own_has_ours(house: House, room: str) -> None:
    steps = await house.read(protocol.read_steps, house["Aino"])
    assert [one.step for one in steps.steps] == list(protocol.OURS)
    assert set(steps.after_care) == {"group", "moderator"}
    async with refused(ErrorCode.NOT_PERMITTED):
        await house.read(protocol.read_steps, house["Meri"])


async def test_organisation_writes_its_own_and_what_was_done_under_old_ones_stays(house: House, room: str) -> None:
    first = await save(house, {"en": "Say who you are"}, {"en": "Ask openly", "fi": "Kysy suoraan"})
    assert [one.texts["en"] for one in first] == ["Say who you are", "Ask openly"]
    [case] = await desk(house, "Aino")
    await claim(house, "Aino", case)
    await mark(house, "Aino", case.case, first[0].step)
    kept = StepToSave(id=first[1].step, texts={"en": "Ask"})
    saved = await house.do(protocol.save_steps, house["Radu"], SaveSteps(steps=[kept]))
    assert [(one.step, one.texts) for one in saved.steps] == [(first[1].step, {"en": "Ask"})]
    shown = await look(house, "Aino", case.case)
    assert [(one.step, one.by) for one in shown.steps] == [(first[1].step, None), (first[0].step, "Aino")]
    assert [one.step for one in await save(house)] == list(protocol.OURS)
    async with refused(ErrorCode.NOT_PERMITTED):
        await house.do(protocol.save_steps, house["Aino"], SaveSteps(steps=[]))
    async with refused(ErrorCode.NOT_FOUND):
        await house.do(
            protocol.save_steps, house["Radu"], SaveSteps(steps=[StepToSave(id="0" * 26, texts={"en": "x"})])
        )


async def test_steps_are_marked_by_whoever_has_the_case(house: House, room: str) -> None:
    [case] = await desk(house, "Aino")
    step = protocol.OURS[0]
    async with refused(ErrorCode.NOT_CLAIMED_BY_YOU):
        await mark(house, "Aino", case.case, step)
    await claim(house, "Aino", case)
    async with refused(ErrorCode.CLAIMED_BY_ANOTHER):
        await mark(house, "Petri", case.case, step)
    async with refused(ErrorCode.NOT_FOUND):
        await mark(house, "Aino", case.case, "no_such_step")
    await mark(house, "Aino", case.case, step)
    await mark(house, "Aino", case.case, step)
    assert [one.by for one in (await look(house, "Petri", case.case)).steps if one.done_at] == ["Aino"]
    await mark(house, "Aino", case.case, step, is_done=False)
    assert not any(one.done_at for one in (await look(house, "Petri", case.case)).steps)


async def test_desk_sees_notes_and_calls_but_never_who_worried(house: House, room: str) -> None:
    await on_call(house, FIRST)
    [call] = await ring(house, 60)
    await answered(house, call)
    [case] = await desk(house, "Aino")
    shown = await look(house, "Aino", case.case)
    assert [one.note for one in shown.worries] == ["She sounds so tired"]
    assert [(one.step, one.kind, one.result) for one in shown.calls] == [(1, "webhook", "reached"), (2, None, None)]
    meri = await house.standing("Meri", room)
    assert "Meri" not in shown.model_dump_json()
    assert meri.participation_id not in shown.model_dump_json()
    for name in ("Lumi", "Meri", "Tammi"):
        async with refused(ErrorCode.NOT_FOUND):
            await look(house, name, case.case)


async def test_evening_is_summed_up_for_oneself_alone(house: House, room: str) -> None:
    before = await house.read(looking.sum_up_shift, house["Aino"])
    assert (before.hard, before.still_mine, before.advice) == (0, 0, [])
    [case] = await desk(house, "Aino")
    version = await claim(house, "Aino", case)
    assert (await house.read(looking.sum_up_shift, house["Aino"])).advice == ["hand_on_what_is_open"]
    await end(house, "Aino", case.case, version)
    after = await house.read(looking.sum_up_shift, house["Aino"])
    assert (after.closed, after.hard, after.still_mine) == ({"distress": 1}, 1, 0)
    assert "take_a_pause" in after.advice
    house.clock.move(timedelta(hours=13))
    tomorrow = await house.read(looking.sum_up_shift, house["Aino"])
    assert (tomorrow.closed, tomorrow.hard, tomorrow.advice) == ({}, 0, [])
    assert (await house.read(looking.sum_up_shift, house["Petri"])).closed == {}


async def test_talk_by_themselves_is_hard_work_too_and_an_offer_is_none(house: House, room: str) -> None:
    [case] = await desk(house, "Aino")
    await claim(house, "Aino", case)
    side = await house.do(side_rooms.offer_side_room, house["Aino"], OfferTo(case=case.case))
    assert (await house.read(looking.sum_up_shift, house["Aino"])).side_rooms == 0
    await house.do(side_rooms.accept_side_room, house["Lumi"], OneSideRoom(side_room=side.side_room))
    found = await house.read(looking.sum_up_shift, house["Aino"])
    assert (found.side_rooms, found.advice) == (1, ["hand_on_what_is_open", *AFTER_CARE["moderator"]])


async def test_what_helps_afterwards_is_at_hand_in_the_case(house: House, room: str) -> None:
    [case] = await desk(house, "Aino")
    after_care = (await look(house, "Aino", case.case)).after_care
    assert after_care == {"group": list(AFTER_CARE["group"]), "moderator": list(AFTER_CARE["moderator"])}


async def save(house: House, *texts: dict[str, str]) -> list[StepShown]:
    steps = SaveSteps(steps=[StepToSave(texts=one) for one in texts])
    return list((await house.do(protocol.save_steps, house["Radu"], steps)).steps)


async def mark(house: House, name: str, case: str, step: str, *, is_done: bool = True) -> None:
    await house.do(protocol.mark_step, house[name], MarkStep(case=case, step=step, is_done=is_done))


async def look(house: House, name: str, case: str) -> DistressShown:
    shown: DistressShown = await house.do(looking.look_at_distress, house[name], OneCase(case=case))
    return shown
