"""Every word of the server's closed lists that a person comes to see has a sentence in each language."""

from pathlib import Path

import pytest

from moderation.case import OUTCOMES, CaseKind, CaseOutcome
from moderation.reasons import ReasonCode, Restriction, Source
from server.actions.kinds import ActionKind
from server.distress.tables import CallResult
from server.door.bodies import Instead, Situation
from server.i18n import LANGUAGES, texts
from server.meetings.promises import Influence
from server.meetings.tables import MeetingKind, ReminderKind
from server.rooms.roles import Mode, RoomRole, RoomState
from server.seating.rounds import RoundKind

SHOWN = [
    ("room.state", RoomState),
    ("door.state", RoomState),
    ("notice.room", RoomState),
    ("door.situation", Situation),
    ("door.instead", Instead),
    ("door.influence", Influence),
    ("settings.level", Influence),
    ("door.sit", Mode),
    ("floor.seating", Mode),
    ("guide.sit", Mode),
    ("notice.floor.seating_changed", Mode),
    ("floor.round", RoundKind),
    ("guide.round", RoundKind),
    ("meeting.kind", MeetingKind),
    ("meeting.reminder", ReminderKind),
    ("role", RoomRole),
    ("desk.kind", CaseKind),
    ("desk.what", CaseKind),
    ("desk.called_result", CallResult),
    ("desk.step", Restriction),
    ("care.ground", ReasonCode),
    ("care.source", Source),
    ("care.sanction.title", Restriction),
    ("care.appeal", {"waiting", CaseOutcome.WITHDRAWN} | OUTCOMES[CaseKind.APPEAL]),
    *((f"desk.{what}.{kind}", outcomes) for kind, outcomes in OUTCOMES.items() for what in ("outcome", "does")),
]
OF_A_CASE = {"report", "case", "claim", "worry", "alert", "contact", "step", "side_room", "sanction", "appeal"} | {
    "complaint",
    "message",
    "copy",
    "criticism",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_a_closed_list_has_a_sentence(language: str) -> None:
    known = texts(language)
    wanted = {f"{family}.{word}" for family, words in SHOWN for word in words}
    assert wanted - known.keys() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_of_a_case_is_told_in_words(language: str) -> None:
    wanted = {f"desk.action.{one}" for one in ActionKind if one.partition(".")[0] in OF_A_CASE}
    assert wanted - texts(language).keys() == set()


def test_whoever_decides_may_choose_every_reason_there_is() -> None:
    source = Path("client_web/views/desk/grounds.js").read_text("utf-8")
    assert [one for one in ReasonCode if f'"{one}"' not in source] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_everybody_who_can_read_is_named_at_the_door(language: str) -> None:
    readers = {"people_in_room", "professionals_of_a_session"}
    assert {f"door.reader.{one}" for one in readers} - texts(language).keys() == set()
