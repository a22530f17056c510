"""A review is asked for in one press, decided by somebody else than who acted, and what is taken back is so at once."""

from datetime import timedelta
from typing import Any

from sqlalchemy import text

from server.actor import ANYONE, Actor, Role
from server.errors import ErrorCode
from server.review import appeals, complaints, watching
from server.review.bodies import OneCase
from server.review.redress_bodies import AskForReview, Complain, ComplaintShown
from server.sanctions.bodies import SanctionCard
from server.storage.tx import Tx
from tests.review.working import claim, decide, demote, desk, log_of, make, only_case, opened, report, told, watch
from tests.rooms.cast import House, refused
from tests.sanctions.dealing import WORDS, circle, decided, read_it, remove, reviewer, sanction, sanctions


async def ask(house: House, name: str, card: SanctionCard, words: str = "I meant somebody else.") -> SanctionCard:
    asked: SanctionCard = await house.do(
        appeals.ask_for_review, house[name], AskForReview(sanction=card.sanction, words=words)
    )
    return asked


async def muted(house: House) -> tuple[str, SanctionCard]:
    room = await circle(house, "Tammi", "Kuusi")
    return room, await sanction(house, room, "Tammi", "mute")


async def test_ladder_proposes_one_step_more_each_time(house: House) -> None:
    room = await circle(house, "Tammi", "Kuusi")
    for kind in ("note", "warning", "mute"):
        if kind == "mute":
            await read_it(house, "Tammi", (await sanctions(house, "Tammi"))[0])
        house.clock.move(timedelta(minutes=1))
        given = await sanction(house, room, "Tammi", kind)
        assert given.kind == kind
    shown = await _proposal(house, room)
    assert (shown["kind"], shown["hours"]) == ("suspension", 168)


async def _proposal(house: House, room: str) -> dict[str, Any]:
    participation = (await house.standing("Tammi", room)).participation_id
    await report(house, "Kuusi", room, participation=participation)
    case = await only_case(house, "Aino")
    proposal = (await opened(house, "Aino", case.case)).proposal
    assert proposal is not None
    return proposal.model_dump()


async def test_who_acted_cannot_decide_and_another_takes_it_back_at_once(house: House) -> None:
    room, mute = await muted(house)
    asked = await ask(house, "Tammi", mute)
    assert asked.appeal is not None
    assert (asked.can_appeal, asked.appeal.outcome) == (False, "waiting")
    case = await only_case(house, "Petri")
    assert case.kind == "appeal"
    async with refused(ErrorCode.CONFLICT_OF_INTEREST):
        await claim(house, "Aino", case)
    await decide(house, "Petri", await claim(house, "Petri", case), outcome="reversed", sentence="It was meant kindly.")
    assert (await house.post("Tammi", room, "Thank you")).seq
    (mine,) = await sanctions(house, "Tammi")
    assert mine.reversed_at is not None
    assert mine.appeal is not None
    assert (mine.appeal.outcome, mine.appeal.answer) == ("reversed", "It was meant kindly.")
    assert told(house, "Tammi")[-1] == "sanctions"
    assert "desk" in told(house, "Aino")


async def test_appeal_left_with_nobody_but_who_acted_goes_on_to_somebody_who_may_decide(house: House) -> None:
    room, mute = await muted(house)
    await ask(house, "Tammi", mute)
    await house.end(room)
    for place in (house.hosts[room], (await house.standing("Petri", room)).participation_id):
        await demote(house, place)
    assert (await desk(house, "Radu")).cases == []
    await watch(house)
    await decide(house, "Radu", await claim(house, "Radu", await only_case(house, "Radu")), outcome="reversed")


async def test_claim_of_somebody_from_outside_the_room_is_not_taken_for_lost(small_house: House) -> None:
    _, mute = await muted(small_house)
    await reviewer(small_house)
    await ask(small_house, "Tammi", mute)
    await claim(small_house, "Lumi", await only_case(small_house, "Lumi"))
    assert await small_house.read(watching.find_lost, ANYONE) == []


async def test_log_tells_who_gave_it_why_and_who_took_it_back(house: House) -> None:
    _, mute = await muted(house)
    await ask(house, "Tammi", mute)
    case = await only_case(house, "Petri")
    await decide(house, "Petri", await claim(house, "Petri", case), outcome="reversed")
    assert (await log_of(house, "Petri", case.case))[0].kind == "case.opened"
    lines = await _lines_about(house)
    assert [(who, kind) for who, kind in lines if kind.startswith("sanction.")] == [
        (house["Aino"].account_id, "sanction.given"),
        (house["Petri"].account_id, "sanction.reversed"),
    ]


async def _lines_about(house: House) -> list[tuple[str, str]]:
    def read(tx: Tx, actor: Actor, command: None) -> list[tuple[str, str]]:
        return [(who, kind) for who, kind in tx.connection.execute(text("SELECT actor, kind FROM action ORDER BY n"))]

    found: list[tuple[str, str]] = await house.read(read, ANYONE)
    return found


async def test_nobody_but_its_author_says_that_an_appeal_is_taken_back(small_house: House) -> None:
    _, mute = await muted(small_house)
    await ask(small_house, "Tammi", mute)
    case = await only_case(small_house, "Petri")
    assert "withdrawn" not in (await opened(small_house, "Petri", case.case)).outcomes
    async with refused(ErrorCode.OUTCOME_NOT_FOR_THIS_KIND):
        await decide(small_house, "Petri", await claim(small_house, "Petri", case), outcome="withdrawn")


async def test_asking_twice_makes_one_case(house: House) -> None:
    _, mute = await muted(house)
    for _ in range(3):
        await ask(house, "Tammi", mute)
    assert len((await desk(house, "Petri")).cases) == 1


async def test_desk_reads_the_appeal_with_the_statement_it_is_against(small_house: House) -> None:
    house = small_house
    _, mute = await muted(house)
    await ask(house, "Tammi", mute)
    case = await only_case(house, "Petri")
    shown = await house.do(appeals.see_appeal, house["Petri"], OneCase(case=case.case))
    assert (shown.words, shown.what, shown.rule, shown.kind) == ("I meant somebody else.", None, "3", "mute")
    assert [line.kind for line in await log_of(house, "Petri", case.case)].count("case.seen") == 1
    for name in ("Tammi", "Kuusi"):
        async with refused(ErrorCode.NOT_FOUND):
            await house.do(appeals.see_appeal, house[name], OneCase(case=case.case))


async def test_sealed_words_are_read_by_who_has_claimed_the_appeal_and_the_log_tells(house: House) -> None:
    _, mute = await muted(house)
    await ask(house, "Tammi", mute)
    case = await only_case(house, "Petri")
    await claim(house, "Petri", case)
    for _ in range(2):
        shown = await house.do(appeals.see_appeal, house["Petri"], OneCase(case=case.case))
        assert shown.what == WORDS
    shown = await house.do(appeals.see_appeal, house["Aino"], OneCase(case=case.case))
    assert shown.what is None
    opened_by = [line.by for line in await log_of(house, "Petri", case.case) if line.kind == "copy.opened"]
    assert opened_by == ["Petri"]


async def test_upheld_sanction_binds_on_and_a_changed_one_ends_earlier(house: House) -> None:
    room, mute = await muted(house)
    await ask(house, "Tammi", mute)
    changed = {"kind": "mute", "reason": "harassment", "ground": "3", "hours": 1}
    await decided(house, "Petri", "appeal", outcome="changed", sanction=changed)
    (mine,) = await sanctions(house, "Tammi")
    assert mine.until is not None
    assert mute.until is not None
    assert (mine.until < mute.until, mine.is_binding) == (True, True)
    async with refused(ErrorCode.MUTED):
        await house.post("Tammi", room, "Now?")


async def test_appeal_never_makes_it_worse(small_house: House) -> None:
    _, mute = await muted(small_house)
    await ask(small_house, "Tammi", mute)
    longer = {"kind": "mute", "reason": "harassment", "ground": "3", "hours": 48}
    async with refused(ErrorCode.BAD_REQUEST):
        await decided(small_house, "Petri", "appeal", outcome="changed", sanction=longer)


async def test_message_taken_out_at_the_window_can_be_appealed_too(small_house: House) -> None:
    house = small_house
    room = await circle(house, "Tammi")
    posted = await house.post("Tammi", room, WORDS)
    await remove(house, "Aino", room, posted.message)
    (given,) = await sanctions(house, "Tammi")
    await ask(house, "Tammi", given, "")
    case = await only_case(house, "Aino")
    async with refused(ErrorCode.CONFLICT_OF_INTEREST):
        await claim(house, "Aino", case)


async def test_nobody_appeals_for_another(small_house: House) -> None:
    _, mute = await muted(small_house)
    async with refused(ErrorCode.NOT_FOUND):
        await ask(small_house, "Kuusi", mute)


async def test_reviewer_decides_where_everybody_of_the_room_has_acted(small_house: House) -> None:
    house = small_house
    _, mute = await muted(house)
    await reviewer(house)
    await ask(house, "Tammi", mute)
    await decided(house, "Lumi", "appeal", outcome="upheld", sentence="It stands.")
    (mine,) = await sanctions(house, "Tammi")
    assert mine.appeal is not None
    assert (mine.appeal.outcome, mine.is_binding) == ("upheld", True)


async def test_complaint_passes_the_team_and_is_answered(house: House) -> None:
    room = await circle(house, "Tammi")
    await reviewer(house)
    command = Complain(room=room, words="Nobody of the team listens to me.")
    await house.do(complaints.complain, house["Tammi"], command)
    for name in ("Aino", "Petri", "Radu"):
        assert (await desk(house, name)).cases == []
    case = await only_case(house, "Lumi")
    shown: ComplaintShown = await house.do(complaints.see_complaint, house["Lumi"], OneCase(case=case.case))
    assert (shown.words, shown.room_name) == ("Nobody of the team listens to me.", "Tuesday circle")
    assert "Tammi" not in shown.model_dump_json()
    assert [line.kind for line in await log_of(house, "Lumi", case.case)].count("case.seen") == 1
    await decided(house, "Lumi", "complaint", outcome="answered", sentence="I have talked with them.")
    (mine,) = (await house.read(complaints.list_complaints, house["Tammi"])).complaints
    assert mine.answer == "I have talked with them."
    assert (await house.read(complaints.list_complaints, house["Aino"])).complaints == []
    assert "complaints" in told(house, "Tammi")


async def test_excluded_person_can_appeal_and_complain_and_a_stranger_cannot(small_house: House) -> None:
    house = small_house
    room = await circle(house, "Tammi", "Kuusi")
    await make(house, "Lumi", Role.REVIEWER)
    given = await sanction(house, room, "Tammi", "exclusion")
    await ask(house, "Tammi", given)
    await house.do(complaints.complain, house["Tammi"], Complain(room=room, words="This is not fair."))
    async with refused(ErrorCode.NOT_IN_ROOM):
        await house.do(complaints.complain, house["Meri"], Complain(room=room, words="This is not fair."))
