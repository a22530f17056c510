"""Pace: a burst, then a rate, and everyone is told how long to wait."""

from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.errors import ErrorCode
from server.messages.pace import Pace, Paces
from server.messages.policy import MessagesPolicy
from server.messages.tables import ReactionKind
from server.messages.wire import SetReaction
from server.rooms.roles import RoomRole
from tests.rooms.cast import House, let_all_pass, refused


class Bucket:
    """A bucket of tokens as one would count them out by hand."""

    def __init__(self, pace: Pace) -> None:
        self.pace, self.tokens, self.at = pace, float(pace.burst), 0.0

    def take(self, now: float) -> bool:
        self.tokens = min(self.pace.burst, self.tokens + (now - self.at) * self.pace.per_second)
        self.at = now
        if self.tokens < 1 - 1e-9:
            return False
        self.tokens -= 1
        return True


@given(
    steps=st.lists(st.integers(0, 40), max_size=60),
    burst=st.integers(1, 12),
    rate=st.sampled_from([0.05, 0.5, 1.0, 4.0]),
)
def test_pace_is_a_bucket_of_tokens(steps: list[int], burst: int, rate: float) -> None:
    pace, paces, bucket, now = Pace(rate, burst), Paces(), Bucket(Pace(rate, burst)), 0.0
    for step in steps:
        now += step / 4
        is_allowed = paces.wait("Meri", pace, now) == 0
        assert is_allowed == bucket.take(now)
        if is_allowed:
            paces.take("Meri", pace, now)


@given(burst=st.integers(1, 20), rate=st.floats(0.01, 100))
def test_who_waits_as_told_may_go_on(burst: int, rate: float) -> None:
    pace, paces = Pace(rate, burst), Paces()
    for _ in range(burst):
        assert paces.wait("Meri", pace, 0.0) == 0
        paces.take("Meri", pace, 0.0)
    wait = paces.wait("Meri", pace, 0.0)
    assert wait == pytest.approx(1 / rate)
    assert paces.wait("Meri", pace, wait) == 0


def test_full_buckets_are_forgotten_before_there_are_too_many() -> None:
    pace, paces = Pace(1.0, 2), Paces(most=100)
    for number in range(1_000):
        paces.take(f"person {number}", pace, float(number))
    assert len(paces._full_at) <= 100


class Seconds:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


async def paced(house: House, name: str = "Meri", role: RoomRole = RoomRole.PARTICIPANT) -> tuple[str, Seconds]:
    seconds = Seconds()
    house.policy = MessagesPolicy(screening=let_all_pass, seconds=seconds)
    room = await house.room()
    await house.seat(name, room, role)
    return room, seconds


async def test_newcomer_writes_three_at_once_and_then_one_in_twenty_seconds(small_house: House) -> None:
    room, seconds = await paced(small_house)
    for turn in range(3):
        await small_house.post("Meri", room, f"Hello {turn}")
    async with refused(ErrorCode.TOO_FAST) as caught:
        await small_house.post("Meri", room, "Hello 3")
    assert caught.value.retry_after == pytest.approx(20)
    seconds.now += 20
    await small_house.post("Meri", room, "Hello 3")


async def test_day_later_one_is_no_newcomer(small_house: House) -> None:
    room, _ = await paced(small_house)
    small_house.clock.move(timedelta(hours=24))
    for turn in range(10):
        await small_house.post("Meri", room, f"Hello {turn}")
    async with refused(ErrorCode.TOO_FAST) as caught:
        await small_house.post("Meri", room, "Hello 10")
    assert caught.value.retry_after == pytest.approx(2)


async def test_facilitator_is_never_a_newcomer(small_house: House) -> None:
    room, _ = await paced(small_house, "Aino", RoomRole.FACILITATOR)
    for turn in range(10):
        await small_house.post("Aino", room, f"Hello {turn}")


async def test_retry_of_what_is_posted_is_never_too_fast_and_costs_nothing(small_house: House) -> None:
    room, _ = await paced(small_house)
    client_id = str(uuid4())
    for _ in range(50):
        await small_house.post("Meri", room, "Hello", client_id=client_id)
    for turn in range(2):
        await small_house.post("Meri", room, f"Hello {turn}")


async def test_refusals_do_not_fill_the_bucket(small_house: House) -> None:
    room, _ = await paced(small_house)
    for turn in range(3):
        await small_house.post("Meri", room, f"Hello {turn}")
    for _ in range(5):
        async with refused(ErrorCode.TOO_FAST):
            await small_house.post("Meri", room, "And again")


async def test_reactions_have_a_pace_of_their_own(small_house: House) -> None:
    room, _ = await paced(small_house)
    posted = await small_house.post("Meri", room, "Hello")
    switch = [
        SetReaction(id="1", room=room, message=posted.message, kind=ReactionKind.HEART, is_on=on) for on in (1, 0)
    ]
    for turn in range(20):
        await small_house.ask(small_house["Meri"], switch[turn % 2])
    async with refused(ErrorCode.TOO_FAST):
        await small_house.ask(small_house["Meri"], switch[0])
    await small_house.ask(small_house["Meri"], switch[1])  # it is so already
