"""What waits for a moderator is shown to nobody but its author and the desk, and a disclosure does not wait."""

import asyncio
from uuid import uuid4

import pytest

from moderation import Draft, Verdict
from moderation.verdict import Category, Finding, Outcome, Risk, Side
from server.distress.desk import TheDesk
from server.errors import ErrorCode, Refusal
from server.messages import bodies, caution
from server.messages.wire import Posted
from server.review import withdrawing
from server.review.redress_bodies import OneHeld
from tests.review.working import claim, decide, desk, only_case, opened, told
from tests.rooms.cast import House, refused, unhurried
from tests.sanctions.dealing import A_NUMBER, circle, decided, held, sanctions, where_it_lies

BAD = "a bad thing about Tammi"


async def waiting(house: House, words: str = BAD, **about: object) -> tuple[str, Posted]:
    room = await circle(house, "Meri", "Tammi")
    return room, await house.post("Meri", room, words, **about)


async def test_held_message_reaches_only_its_author_and_the_desk(house: House) -> None:
    room, posted = await waiting(house)
    assert (posted.held, posted.seq, posted.why) == (True, None, "rule")
    assert posted.sentences == ({"code": "rule_matched", "params": {"rule": "en.harassment"}},)
    assert BAD not in str(await house.rendered(room)) + str(house.news(room))
    assert [(one.text, one.why) for one in await held(house, "Meri", room)] == [(BAD, "rule")]
    assert await held(house, "Tammi", room) == []
    case = await only_case(house, "Aino")
    shown = (await opened(house, "Aino", case.case)).message
    assert shown is not None
    assert (case.kind, shown.text, shown.is_held) == ("hold", BAD, True)
    assert (await desk(house, "Tammi")).cases == []


async def test_waiting_message_takes_no_number(house: House) -> None:
    room, _ = await waiting(house)
    before = (await house.standing("Meri", room)).head
    assert (await house.post("Tammi", room, "Hello")).seq == before + 1


async def test_released_message_gets_its_number_then(house: House) -> None:
    room, posted = await waiting(house)
    after = await house.post("Tammi", room, "Hello")
    await decided(house, "Aino", "hold", outcome="released")
    last = (await house.rendered(room))[-1]
    assert (last["message"]["id"], last["message"]["text"], last["seq"]) == (posted.message, BAD, (after.seq or 0) + 1)
    assert house.news(room)[-1] == last
    assert await held(house, "Meri", room) == []
    assert "held" in told(house, "Meri")


async def test_returned_message_comes_with_reasons_and_stays_with_its_author(house: House) -> None:
    room, _ = await waiting(house)
    await decided(
        house, "Aino", "hold", outcome="returned", reason="harassment", ground="3", explanation="Say it kindly."
    )
    (told_why,) = await sanctions(house, "Meri")
    assert (told_why.kind, told_why.what, told_why.rule) == ("message_held", BAD, "3")
    assert told_why.explanation.endswith("Say it kindly.")
    assert told_why.can_appeal
    assert not told_why.is_binding
    assert BAD not in str(await house.rendered(room))
    assert (await house.post("Meri", room, "I was angry.")).seq


async def test_retry_of_what_waits_tells_the_same_and_makes_no_second_case(house: House) -> None:
    client_id = str(uuid4())
    room, first = await waiting(house, client_id=client_id)
    again = await house.post("Meri", room, BAD, client_id=client_id)
    assert (again.message, again.seq, again.held) == (first.message, None, True)
    assert len((await desk(house, "Aino")).cases) == 1
    async with refused(ErrorCode.SAME_ID_OTHER_TEXT):
        await house.post("Meri", room, "something else", client_id=client_id)


async def test_retry_after_the_answer_gives_the_number_or_says_no(house: House) -> None:
    client_id, other = str(uuid4()), str(uuid4())
    room, first = await waiting(house, client_id=client_id)
    await decided(house, "Aino", "hold", outcome="released")
    again = await house.post("Meri", room, BAD, client_id=client_id)
    assert (again.message, again.held, again.seq is not None) == (first.message, False, True)
    await house.post("Meri", room, BAD, client_id=other)
    await decided(house, "Aino", "hold", outcome="returned", reason="harassment", ground="3")
    async with refused(ErrorCode.KEPT_BACK):
        await house.post("Meri", room, BAD, client_id=other)


async def test_withdrawn_message_is_nowhere_and_its_case_has_ended(house: House) -> None:
    _, posted = await waiting(house)
    async with refused(ErrorCode.MESSAGE_UNKNOWN):
        await house.do(withdrawing.withdraw_held, house["Tammi"], OneHeld(message=posted.message))
    await house.do(withdrawing.withdraw_held, house["Meri"], OneHeld(message=posted.message))
    assert (await desk(house, "Aino")).cases == []
    assert await where_it_lies(house, BAD) == set()
    async with refused(ErrorCode.ALREADY_ANSWERED):
        await house.do(withdrawing.withdraw_held, house["Meri"], OneHeld(message=posted.message))


async def test_contact_details_that_one_insists_on_wait_for_the_moderator(house: House) -> None:
    room = await circle(house, "Meri", "Tammi")
    async with refused(ErrorCode.LOOK_AGAIN):
        await house.post("Meri", room, A_NUMBER)
    assert (await house.post("Meri", room, A_NUMBER, insisted=True)).why == "contact_details"
    assert "0401234567" not in str(await house.rendered(room))  # ids have digits too, never so many in this order


@pytest.mark.parametrize(("is_masked", "text"), [(False, A_NUMBER), (True, "Call me ██████████ tonight")])
async def test_moderator_lets_contact_details_in_or_blanks_them_out(
    small_house: House, is_masked: bool, text: str
) -> None:
    room, _ = await waiting(small_house, A_NUMBER, insisted=True)
    await decided(small_house, "Aino", "hold", outcome="released", is_masked=is_masked)
    assert (await small_house.rendered(room))[-1]["message"]["text"] == text


async def test_first_two_messages_of_a_newcomer_wait_where_the_room_asks_for_it(house: House) -> None:
    room = await circle(house, "Meri")
    await house.do(caution.look_at_newcomers, house["Aino"], bodies.OfRoom(room=room))
    for words in ("Hello", "I am new here"):
        assert (await house.post("Meri", room, words)).why == "newcomer"
        await decided(house, "Aino", "hold", outcome="released")
    assert (await house.post("Meri", room, "Thank you")).seq
    assert (await house.post("Aino", room, "Welcome")).seq
    await house.do(caution.trust_newcomers, house["Aino"], bodies.OfRoom(room=room))
    await house.seat("Lumi", room)
    assert (await house.post("Lumi", room, "Hello")).seq


async def test_messages_of_a_named_person_wait_until_they_are_trusted_again(house: House) -> None:
    room = await circle(house, "Meri", "Tammi")
    meri = bodies.OnePerson(participation=(await house.standing("Meri", room)).participation_id)
    found = await house.do(caution.look_at_person, house["Aino"], meri)
    assert [one.display_name for one in found.people] == ["Meri"]
    assert (await house.post("Meri", room, "Hello")).why == "named_person"
    assert (await house.post("Tammi", room, "Hello")).seq
    await house.do(caution.trust_person, house["Aino"], meri)
    assert (await house.post("Meri", room, "Hello again")).seq


@pytest.mark.parametrize("risk", [Risk.PAST, Risk.PASSIVE, Risk.SELF_HARM, Risk.IMMINENT])
@pytest.mark.parametrize("where", ["newcomers", "named", "contact"])
async def test_disclosure_waits_for_nobody(small_house: House, risk: Risk, where: str) -> None:
    house = small_house
    room = await circle(house, "Meri")
    place = (await house.standing("Meri", room)).participation_id
    heard = Finding("en.disclosure", Category.DISCLOSURE, 3, ((0, 4),), risk=risk)
    found = Finding("en.contact.phone", Category.CONTACT_DETAILS, 3, ((5, 9),))

    def disclosed(draft: Draft) -> Verdict:
        findings = (heard, found) if where == "contact" else (heard,)
        outcome = Outcome.MASK if where == "contact" else Outcome.ALLOW
        sides = frozenset({Side.SUPPORT})
        return Verdict(outcome, risk=risk, findings=findings, masks=((5, 9),) * (where == "contact"), sides=sides)

    if where == "newcomers":
        await house.do(caution.look_at_newcomers, house["Aino"], bodies.OfRoom(room=room))
    if where == "named":
        await house.do(caution.look_at_person, house["Aino"], bodies.OnePerson(participation=place))
    house.policy = unhurried(screening=disclosed, desk=TheDesk())
    posted = await house.post("Meri", room, "I do not want to be here any more", insisted=True)
    assert (posted.held, posted.support) == (False, True)
    assert posted.seq is not None


async def test_author_and_moderator_at_the_same_moment_and_one_of_them_wins(house: House) -> None:
    room = await circle(house, "Meri")
    for turn in range(5):
        posted = await house.post("Meri", room, f"{BAD} {turn}")
        withdrawing_it = house.do(withdrawing.withdraw_held, house["Meri"], OneHeld(message=posted.message))
        case = await claim(house, "Aino", await only_case(house, "Aino"))
        both = await asyncio.gather(
            decide(house, "Aino", case, outcome="released"), withdrawing_it, return_exceptions=True
        )
        lost = [one.code for one in both if isinstance(one, Refusal)]
        assert len(lost) == 1
        assert lost[0] in {ErrorCode.ALREADY_ANSWERED, ErrorCode.CASE_CLOSED}
        is_read = f"{BAD} {turn}" in str(await house.rendered(room))
        assert is_read is (lost[0] is ErrorCode.ALREADY_ANSWERED)
        assert (await desk(house, "Aino")).cases == []
