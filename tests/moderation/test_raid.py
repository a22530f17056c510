"""A raid stands out from what is usual in a room; an evening that is merely lively does not."""

from hypothesis import given
from hypothesis import strategies as st

from moderation.raid import Minute, Tempo, after

QUIET = Tempo(usual_joins=0.2, usual_messages=4, minutes=200)
LIVELY = Tempo(usual_joins=1, usual_messages=40, minutes=200)
minutes = st.builds(Minute, joins=st.integers(0, 50), messages=st.integers(0, 500))


def test_many_newcomers_at_once_are_a_raid_in_a_quiet_room() -> None:
    assert after(QUIET, Minute(joins=8, messages=5)).is_raided


def test_flood_of_messages_is_a_raid_where_few_are_usual_and_an_evening_where_many_are() -> None:
    flood = Minute(joins=0, messages=60)
    assert after(QUIET, flood).is_raided
    assert not after(LIVELY, flood).is_raided


def test_group_that_arrives_for_its_first_evening_is_no_raid() -> None:
    assert not after(Tempo(), Minute(joins=4, messages=6)).is_raided


def test_raid_does_not_end_at_the_line_where_it_began() -> None:
    raided = after(QUIET, Minute(joins=0, messages=40))
    assert after(raided, Minute(joins=0, messages=31)).is_raided
    assert not after(raided, Minute(joins=0, messages=6)).is_raided


@given(tempo=st.just(QUIET), seen=st.lists(minutes, max_size=60))
def test_what_stands_out_never_becomes_the_usual(tempo: Tempo, seen: list[Minute]) -> None:
    for minute in seen:
        then = after(tempo, minute)
        if then.is_raided:
            assert (then.usual_joins, then.usual_messages) == (tempo.usual_joins, tempo.usual_messages)
        tempo = then


@given(st.lists(minutes, max_size=60))
def test_silence_ends_every_raid_and_teaches_nothing(seen: list[Minute]) -> None:
    tempo = Tempo()
    for minute in seen:
        tempo = after(tempo, minute)
    then = after(tempo, Minute(0, 0))
    assert not then.is_raided
    assert (then.usual_joins, then.minutes) == (tempo.usual_joins, tempo.minutes)
