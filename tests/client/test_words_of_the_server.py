"""Every word of the server's closed lists that a person comes to see has a sentence in each language."""

import pytest

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
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_a_closed_list_has_a_sentence(language: str) -> None:
    known = texts(language)
    wanted = {f"{family}.{word}" for family, words in SHOWN for word in words}
    assert wanted - known.keys() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_everybody_who_can_read_is_named_at_the_door(language: str) -> None:
    readers = {"people_in_room", "professionals_of_a_session"}
    assert {f"door.reader.{one}" for one in readers} - texts(language).keys() == set()
