"""One case, one pair of hands: claims, leases, handing on, escalating, and who may not decide."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from moderation.case import CaseKind, CaseState
from server.actor import Role
from server.errors import ErrorCode, Refusal
from server.review import bodies, claiming
from server.review.opening import NewCase, open_case
from server.rooms.roles import RoomRole
from tests.review.test_reporting import scene
from tests.review.working import claim, decide, demote, desk, log_of, make, only_case, opened, report, told, watch
from tests.rooms.cast import House, refused


def at(case: bodies.DeskCase | bodies.Claimed | bodies.Moved) -> bodies.AtVersion:
    return bodies.AtVersion(case=case.case, version=case.version)


async def reported(house: House) -> bodies.DeskCase:
    room, message = await scene(house)
    await report(house, "Kuusi", room, message=message)
    return await only_case(house, "Aino")


async def distress(house: House, participation: str, room: str) -> None:
    """A worry about somebody, as the slice above brings it."""
    await house.do(
        lambda tx, actor, new: open_case(tx, new).id, house["Meri"], NewCase(CaseKind.DISTRESS, room, participation)
    )


async def test_of_two_who_claim_at_once_one_gets_it_and_the_other_sees_who(house: House) -> None:
    case = await reported(house)
    tried = await asyncio.gather(*(claim(house, name, case) for name in ("Aino", "Petri")), return_exceptions=True)
    (won,) = [one for one in tried if isinstance(one, bodies.Claimed)]
    (lost,) = [one for one in tried if isinstance(one, Refusal)]
    assert lost.code is ErrorCode.CLAIMED_BY_ANOTHER
    winner = {"Aino": "Petri", "Petri": "Aino"}["Petri" if lost.details["by"] == "Aino" else "Aino"]
    shown = await only_case(house, winner)
    assert (shown.is_mine, shown.claimed_by, shown.claimed_until) == (True, winner, won.claimed_until)


async def test_claim_runs_out_after_ten_minutes_and_the_desk_hears_of_it(house: House) -> None:
    case = await reported(house)
    claimed = await claim(house, "Aino", case)
    house.clock.move(timedelta(minutes=9))
    kept = await house.do(claiming.keep_claim, house["Aino"], bodies.OneCase(case=case.case))
    assert (kept.version, kept.claimed_until) == (claimed.version, claimed.claimed_until + timedelta(minutes=9))
    house.clock.move(timedelta(minutes=10))
    house.told.clear()
    assert (await only_case(house, "Petri")).state is CaseState.OPEN  # by time alone, whether or not anything ran
    async with refused(ErrorCode.NOT_CLAIMED_BY_YOU):
        await decide(house, "Aino", claimed)
    async with refused(ErrorCode.NOT_CLAIMED_BY_YOU):
        await house.do(claiming.keep_claim, house["Aino"], bodies.OneCase(case=case.case))
    await watch(house)
    assert told(house, "Petri") == ["desk"]
    assert (await claim(house, "Petri", await only_case(house, "Petri"))).case == case.case


async def test_claiming_ones_own_again_keeps_it(house: House) -> None:
    claimed = await claim(house, "Aino", await reported(house))
    house.clock.move(timedelta(minutes=5))
    again = await claim(house, "Aino", await only_case(house, "Aino"))
    assert (again.version, again.claimed_until) == (claimed.version, claimed.claimed_until + timedelta(minutes=5))


async def test_case_handed_on_waits_for_the_others_and_nobody_asks_why(house: House) -> None:
    claimed = await claim(house, "Aino", await reported(house))
    house.told.clear()
    moved = await house.do(claiming.hand_on, house["Aino"], at(claimed))
    assert (moved.state, moved.version) == (CaseState.OPEN, claimed.version + 1)
    assert told(house, "Petri") == ["desk"]
    assert (await claim(house, "Petri", await only_case(house, "Petri"))).version == moved.version + 1


async def test_only_the_holder_at_the_version_they_saw_decides(house: House) -> None:
    case = await reported(house)
    unclaimed = bodies.Claimed(case=case.case, version=case.version, claimed_until=case.waiting_since)
    async with refused(ErrorCode.NOT_CLAIMED_BY_YOU):
        await decide(house, "Aino", unclaimed)
    claimed = await claim(house, "Aino", case)
    async with refused(ErrorCode.CLAIMED_BY_ANOTHER) as caught:
        await decide(house, "Petri", claimed)
    assert caught.value.details == {"by": "Aino"}
    stale = claimed.model_copy(update={"version": case.version})
    async with refused(ErrorCode.STALE_VERSION):
        await decide(house, "Aino", stale)
    assert (await decide(house, "Aino", claimed)).state is CaseState.CLOSED
    async with refused(ErrorCode.CASE_CLOSED):
        await decide(house, "Aino", claimed)
    async with refused(ErrorCode.CASE_CLOSED):
        await claim(house, "Petri", case)


async def test_case_looked_at_before_it_moved_is_looked_at_again(house: House) -> None:
    case = await reported(house)
    claimed = await claim(house, "Aino", case)
    await house.do(claiming.release_case, house["Aino"], at(claimed))
    async with refused(ErrorCode.STALE_VERSION):
        await claim(house, "Petri", case)


async def test_escalated_case_is_on_the_senior_moderators_desk_and_once_is_enough(house: House) -> None:
    await make(house, "Lumi", Role.MODERATOR)
    case = await reported(house)
    assert (await desk(house, "Lumi")).cases == []
    command = bodies.Escalate(case=case.case, version=case.version, reason="I know them both")
    await house.do(claiming.escalate_case, house["Aino"], command)
    assert told(house, "Lumi") == ["desk"]
    passed = await only_case(house, "Lumi")
    assert (passed.state, passed.is_escalated) == (CaseState.ESCALATED, True)
    async with refused(ErrorCode.ALREADY_ESCALATED):
        again = bodies.Escalate(case=passed.case, version=passed.version)
        await house.do(claiming.escalate_case, house["Petri"], again)
    claimed = await claim(house, "Lumi", passed)
    async with refused(ErrorCode.CLAIMED_BY_ANOTHER) as caught:
        await claim(house, "Aino", passed)
    assert caught.value.details == {"by": ""}  # who has no name in the room gets none there
    await decide(house, "Lumi", claimed)


async def test_professional_of_the_room_sees_escalated_distress_and_nothing_else(house: House) -> None:
    room, message = await scene(house)
    await house.seat("Lumi", room, RoomRole.PROFESSIONAL)
    await report(house, "Kuusi", room, message=message)
    await distress(house, (await house.standing("Tammi", room)).participation_id, room)
    assert (await desk(house, "Lumi")).cases == []
    for case in (await desk(house, "Aino")).cases:
        await house.do(claiming.escalate_case, house["Aino"], bodies.Escalate(case=case.case, version=case.version))
    assert (await only_case(house, "Lumi")).kind is CaseKind.DISTRESS


async def test_demoted_in_mid_case_they_lose_it_at_once(house: House) -> None:
    case = await reported(house)
    claimed = await claim(house, "Aino", case)
    house.told.clear()
    await demote(house, (await house.standing("Aino", str(case.room))).participation_id)
    assert told(house, "Aino") == ["desk"]  # what lies open on their screen goes
    async with refused(ErrorCode.NOT_FOUND):
        await decide(house, "Aino", claimed)
    house.told.clear()
    await watch(house)
    assert told(house, "Petri") == ["desk"]
    assert told(house, "Aino") == []
    await decide(house, "Petri", await claim(house, "Petri", await only_case(house, "Petri")))


async def test_case_of_somebody_demoted_can_be_claimed_before_any_clock_has_run(house: House) -> None:
    case = await reported(house)
    await claim(house, "Aino", case)
    await demote(house, (await house.standing("Aino", str(case.room))).participation_id)
    await claim(house, "Petri", await only_case(house, "Petri"))
    assert (await only_case(house, "Petri")).claimed_by == "Petri"


async def test_whoever_reported_reads_the_case_and_cannot_decide_it(house: House) -> None:
    room, message = await scene(house)
    await report(house, "Aino", room, message=message)
    case = await only_case(house, "Aino")
    assert (await opened(house, "Aino", case.case)).has_conflict
    async with refused(ErrorCode.CONFLICT_OF_INTEREST):
        await claim(house, "Aino", case)
    assert not (await opened(house, "Petri", case.case)).has_conflict
    await decide(house, "Petri", await claim(house, "Petri", case))


async def test_five_cases_are_enough_for_one_person_and_distress_is_never_too_many(house: House) -> None:
    room, _ = await scene(house)
    for n in range(6):
        await report(house, "Kuusi", room, message=(await house.post("Tammi", room, f"number {n}")).message)
    cases = (await desk(house, "Aino")).cases
    for case in cases[:5]:
        await claim(house, "Aino", case)
    async with refused(ErrorCode.ENOUGH_CASES):
        await claim(house, "Aino", cases[5])
    await distress(house, (await house.standing("Meri", room)).participation_id, room)
    first = (await desk(house, "Aino")).cases[0]
    assert first.kind is CaseKind.DISTRESS
    await claim(house, "Aino", first)
    await house.do(claiming.release_case, house["Aino"], at(await claim(house, "Aino", cases[0])))


async def test_from_a_worry_nobody_is_sanctioned_and_no_message_taken(house: House) -> None:
    room, _ = await scene(house)
    await distress(house, (await house.standing("Tammi", room)).participation_id, room)
    claimed = await claim(house, "Aino", await only_case(house, "Aino"))
    sanction = {"kind": "mute", "reason": "harassment", "ground": "1"}
    for more in ({"sanction": sanction}, {"hide": True}):
        async with refused(ErrorCode.NO_SANCTION_HERE):
            await decide(house, "Aino", claimed, outcome="talked", **more)
    async with refused(ErrorCode.OUTCOME_NOT_FOR_THIS_KIND):
        await decide(house, "Aino", claimed, outcome="sanctioned")
    shown = await opened(house, "Aino", claimed.case)
    assert (shown.may_sanction, shown.proposal, shown.history) == (False, None, [])


async def test_every_move_is_in_the_log_of_the_case_with_who_made_it(house: House) -> None:
    case = await reported(house)
    await opened(house, "Petri", case.case)
    await opened(house, "Petri", case.case)
    claimed = await claim(house, "Aino", case)
    await house.do(claiming.write_note, house["Petri"], bodies.WriteNote(case=case.case, text="I was there"))
    await decide(house, "Aino", claimed, sentence="Seen, thank you")
    lines = await log_of(house, "Petri", case.case)
    assert [(line.kind, line.by) for line in lines] == [
        ("case.opened", ""),
        ("report.filed", ""),
        ("case.seen", "Petri"),
        ("case.claimed", "Aino"),
        ("case.noted", "Petri"),
        ("case.closed", "Aino"),
    ]
    assert lines[-1].reason == "Seen, thank you"
    assert lines[-1].after == {"outcome": "no_breach"}
    (note,) = (await opened(house, "Aino", case.case)).notes
    assert (note.by, note.text, note.is_mine) == ("Petri", "I was there", False)
