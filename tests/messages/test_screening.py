"""What a verdict does to a message: posted, blanked, veiled, sent back to look again, or kept back."""

from uuid import uuid4

import pytest

from moderation import Draft, Verdict, preset
from moderation.deciding import decide
from moderation.verdict import Category, Finding, Outcome, Risk, Sentence, SentenceCode, Side
from server.errors import ErrorCode
from server.messages.policy import MessagesPolicy, screened_by
from server.protocol.masking import BLANK, blank_out
from server.rooms.roles import RoomRole
from tests.rooms.cast import House, refused, unhurried

SPAN = (8, 18)
TEXT = "Call me 0401234567 tonight\nplease"
FOUND = Finding("en.contact.phone", Category.CONTACT_DETAILS, 3, (SPAN,))
TOLD = Sentence(SentenceCode.RULE_MATCHED, {"rule": "en.contact.phone"})


def ruled(outcome: Outcome, **about: object) -> MessagesPolicy:
    """Every draft gets this verdict."""
    verdict = Verdict(outcome, findings=(FOUND,), sentences=(TOLD,), **about)  # type: ignore[arg-type]
    return unhurried(screening=lambda draft: verdict)


async def ready(house: House, policy: MessagesPolicy) -> str:
    house.policy = policy
    room = await house.room()
    await house.seat("Meri", room)
    return room


async def test_masked_words_never_leave_the_server(house: House) -> None:
    method = Finding("en.method.named", Category.METHOD_DETAIL, 4, (SPAN,))
    verdict = Verdict(Outcome.MASK, findings=(method,), masks=(SPAN,))
    room = await ready(house, unhurried(screening=lambda draft: verdict))
    await house.post("Meri", room, TEXT)
    message = (await house.rendered(room))[-1]["message"]
    assert (message["text"], message["masks"]) == (f"Call me {BLANK * 10} tonight\nplease", [list(SPAN)])
    assert house.news(room)[-1]["message"] == message


async def test_author_hears_what_others_could_learn_before_anybody_learns_it(small_house: House) -> None:
    room = await ready(small_house, ruled(Outcome.MASK, masks=(SPAN,)))
    async with refused(ErrorCode.LOOK_AGAIN) as caught:
        await small_house.post("Meri", room, TEXT)
    assert caught.value.details["findings"][0]["spans"] == [list(SPAN)]
    assert caught.value.details["hides"]


async def test_hidden_method_is_hidden_at_once_and_the_rest_delivered(small_house: House) -> None:
    method = Finding("en.method.named", Category.METHOD_DETAIL, 4, (SPAN,))
    verdict = Verdict(Outcome.MASK, findings=(method,), masks=(SPAN,), sides=frozenset({Side.SUPPORT}))
    room = await ready(small_house, unhurried(screening=lambda draft: verdict))
    assert (await small_house.post("Meri", room, TEXT)).support


async def test_veiled_message_says_so(house: House) -> None:
    room = await ready(house, ruled(Outcome.VEIL))
    await house.post("Meri", room, TEXT)
    message = (await house.rendered(room))[-1]["message"]
    assert (message["is_veiled"], message["text"]) == (True, TEXT)
    assert house.news(room)[-1]["message"] == message


async def test_nudged_author_hears_what_to_look_at_and_may_insist(small_house: House) -> None:
    room = await ready(small_house, ruled(Outcome.NUDGE))
    client_id = str(uuid4())
    async with refused(ErrorCode.LOOK_AGAIN) as caught:
        await small_house.post("Meri", room, TEXT, client_id=client_id)
    assert caught.value.details == {
        "hides": False,
        "findings": [{"rule": "en.contact.phone", "category": "contact_details", "spans": [list(SPAN)]}],
        "sentences": [{"code": "rule_matched", "params": {"rule": "en.contact.phone"}}],
    }
    await small_house.post("Meri", room, TEXT, client_id=client_id, insisted=True)


async def test_kept_back_draft_stays_with_its_author_however_they_insist(small_house: House) -> None:
    room = await ready(small_house, ruled(Outcome.REFUSE))
    for insisted in (False, True):
        async with refused(ErrorCode.KEPT_BACK) as caught:
            await small_house.post("Meri", room, TEXT, insisted=insisted)
        assert "0401234567" not in str(caught.value.details)
    assert small_house.news(room)[-1]["type"] == "participation.joined"


def half_blind(findings: tuple[Finding, ...]) -> Verdict:
    """What the house rules make of these findings when one of their checks has failed."""
    return decide(findings, preset("gentle_room").terms, degraded=("links",))


async def test_draft_that_could_not_be_wholly_checked_waits_for_a_human(small_house: House) -> None:
    room = await ready(small_house, unhurried(screening=lambda draft: half_blind(())))
    assert (await small_house.post("Meri", room, TEXT)).held


async def test_despair_is_delivered_also_when_a_check_has_failed(small_house: House) -> None:
    heard = Finding("en.disclosure.passive", Category.DISCLOSURE, 3, (SPAN,), risk=Risk.PASSIVE)
    room = await ready(small_house, unhurried(screening=lambda draft: half_blind((heard,))))
    assert (await small_house.post("Meri", room, TEXT)).support


async def test_help_is_offered_also_where_a_draft_is_kept_back(small_house: House) -> None:
    sides = frozenset({Side.SUPPORT})
    room = await ready(small_house, ruled(Outcome.REFUSE, sides=sides))
    async with refused(ErrorCode.KEPT_BACK) as caught:
        await small_house.post("Meri", room, TEXT)
    assert caught.value.details["support"]
    small_house.policy = ruled(Outcome.HOLD, sides=sides)
    assert (await small_house.post("Meri", room, TEXT)).support


async def test_support_is_offered_to_the_author_alone_and_again_on_a_retry(house: House) -> None:
    room = await ready(house, ruled(Outcome.ALLOW, sides=frozenset({Side.SUPPORT})))
    client_id = str(uuid4())
    for _ in range(2):
        assert (await house.post("Meri", room, TEXT, client_id=client_id)).support
    assert "support" not in str(house.news(room))


async def test_rules_see_what_the_author_said_just_before(house: House) -> None:
    drafts: list[Draft] = []

    def watch(draft: Draft) -> Verdict:
        drafts.append(draft)
        return Verdict(Outcome.ALLOW)

    room = await ready(house, unhurried(screening=watch))
    await house.seat("Aino", room, RoomRole.FACILITATOR)
    for words in ("one", "two"):
        await house.post("Meri", room, words)
    await house.post("Aino", room, "good evening")
    async with refused(ErrorCode.TEXT_EMPTY):
        await house.post("Lumi", room, "")  # a refusal makes the lane forget, and the database remembers
    await house.post("Meri", room, "three")
    assert [draft.earlier for draft in drafts] == [(), ("one",), (), ("one", "two")]
    assert [draft.posted_last_minute for draft in drafts] == [0, 1, 0, 2]
    assert [draft.is_newcomer for draft in drafts] == [True, True, False, True]
    assert {draft.language for draft in drafts} == {"en"}
    # What a screening saw of a draft is kept with it, and is there when it is one of the earlier texts.
    assert drafts[1].earlier[0] is drafts[0].text


def test_blanks_keep_length_and_line_ends() -> None:
    assert blank_out("a🌲b\ncd", [[1, 5]]) == f"a{BLANK}{BLANK}\n{BLANK}d"


IN_DANGER = (
    "I want to end my life, call me on +358 40 123 4567",
    "I want to end my life. Write to lumi@mail.example",
    "I want to kill myself, look at http://somewhere.example/how",
)


@pytest.mark.parametrize("words", IN_DANGER)
async def test_who_is_in_danger_is_asked_nothing_first(small_house: House, words: str) -> None:
    """Their words reach a human the first time; what others could find them by is blanked out all the same."""
    room = await ready(small_house, unhurried(screening=screened_by(preset("gentle_room"))))
    posted = await small_house.post("Meri", room, words)
    assert posted.support
    assert posted.seq is not None
    shown = (await small_house.rendered(room))[-1]["message"]["text"]
    assert "123" not in shown
    assert "mail" not in shown


async def test_author_is_told_why_words_were_blanked_out(small_house: House) -> None:
    room = await ready(small_house, unhurried(screening=screened_by(preset("gentle_room"))))
    posted = await small_house.post("Meri", room, "I am going to jump off the bridge tonight")
    assert "words_masked" in [sentence["code"] for sentence in posted.sentences]
    plain = await small_house.post("Meri", room, "I slept badly")
    assert plain.sentences == ()
