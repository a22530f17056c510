"""What people write is shown in the order in which the house rules have read it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from moderation import Draft, preset, screen
from moderation.verdict import Outcome
from server.messages.text import usable
from server.organisation.wire import HelpLine
from server.protocol.text import clean, one_line
from server.rooms.bodies import CreateRoom

TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
UNSEEN = "\u00ad\u180e\u200b\u2060\ufeff"
UNKIND = "you are a worthless idiot"


def room(name: str, purpose: str = "To talk.") -> CreateRoom:
    return CreateRoom(name=name, purpose=purpose, language="en")


@pytest.mark.parametrize(
    "disguised", ["\u202e" + UNKIND[::-1], "\u200f".join(UNKIND[::-1]), "\u2067" + "\u200f".join(UNKIND[::-1])]
)
def test_words_that_would_be_drawn_backwards_are_drawn_as_they_were_screened(disguised: str) -> None:
    kept = usable(disguised)
    assert kept == UNKIND[::-1]
    assert not set(kept) & set(TURNING)


def test_what_reads_as_unkind_is_still_found_when_signs_that_turn_stand_in_it() -> None:
    draft = Draft(text=usable("\u202d".join(UNKIND)), language="en")
    assert screen(draft, preset("gentle_room")).outcome is not Outcome.ALLOW


@given(st.text(st.characters(codec="utf-8") | st.sampled_from(TURNING), max_size=40))
def test_nothing_turns_the_line_and_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert not set(clean(text)) & set(TURNING)
    assert clean(clean(text)) == clean(text)
    assert one_line(one_line(text)) == one_line(text)


def test_words_of_every_script_and_families_of_signs_stay() -> None:
    for text in ["שלום לך", "مرحبا", "می\u200cخواهم", "👩\u200d👧", "två\nrader\tmed mellanrum"]:
        assert clean(text) == text


@pytest.mark.parametrize("name", [*UNSEEN, *TURNING, "\u3164", "\u2800", "\u115f \u1160", " \u200b "])
def test_a_name_that_nobody_can_see_is_no_name(name: str) -> None:
    with pytest.raises(ValidationError):
        room(name)
    with pytest.raises(ValidationError):
        room("Tuesday", name)
    with pytest.raises(ValidationError):
        HelpLine(area=name, name="A made-up line", number="000 111")


def test_signs_that_nobody_sees_are_left_out_of_names() -> None:
    assert room("Tues\u200bday\u202e circle").name == "Tuesday circle"
