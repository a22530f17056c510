"""How often somebody may come: as a bucket of tokens says, however little of it is remembered."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.actor import Actor
from server.errors import Refusal
from server.hub.admission import Admission, HubLimits
from server.hub.bucket import Bucket
from server.hub.connection import Connection


class Clock:
    """The monotonic one, stopped."""

    def __init__(self) -> None:
        self.now = 1_000_000.0


@contextmanager
def stopped() -> Iterator[Clock]:
    clock = Clock()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "monotonic", lambda: clock.now)
        yield clock


class Counted:
    """The same, with tokens that are counted."""

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self.rate, self.burst, self.tokens, self.at = rate, burst, burst, now

    def take(self, now: float) -> float:
        self.tokens, self.at = min(self.burst, self.tokens + (now - self.at) * self.rate), now
        if self.tokens < 1 - 1e-6:
            return (1 - self.tokens) / self.rate
        self.tokens -= 1
        return 0.0


def is_let_in(admission: Admission, account_id: str) -> bool:
    try:
        admission.check(account_id)
    except Refusal:
        return False
    return True


@given(
    steps=st.lists(st.integers(0, 40), max_size=60),
    burst=st.integers(1, 12),
    rate=st.sampled_from([1 / 16, 0.5, 1.0, 4.0]),
)
def test_bucket_is_one_of_tokens(steps: list[int], burst: int, rate: float) -> None:
    with stopped() as clock:
        bucket, counted = Bucket(rate, burst), Counted(rate, burst, clock.now)
        for step in steps:
            clock.now += step / 4
            assert bucket.take() == pytest.approx(counted.take(clock.now), abs=1e-5)


@given(burst=st.integers(1, 60), rate=st.floats(0.01, 1_000))
def test_who_waits_as_told_may_go_on(burst: int, rate: float) -> None:
    with stopped() as clock:
        bucket = Bucket(rate, burst)
        assert [bucket.take() for _ in range(burst)] == [0.0] * burst
        wait = bucket.take()
        assert wait == pytest.approx(1 / rate, rel=1e-3)
        clock.now += wait
        assert bucket.take() == 0.0


def test_who_came_too_often_waits_although_thousands_came_meanwhile() -> None:
    with stopped():
        admission = Admission(HubLimits(handshakes_per_minute=2))
        assert [is_let_in(admission, "meri") for _ in range(3)] == [True, True, False]
        assert all(is_let_in(admission, f"person {number}") for number in range(20_001))
        assert not is_let_in(admission, "meri")


def test_comings_are_forgotten_once_they_do_not_count() -> None:
    with stopped() as clock:
        admission = Admission(HubLimits(handshakes_per_minute=2))
        for number in range(100):
            admission.check(f"person {number}")
        for _ in range(2):
            clock.now += 61
            assert [is_let_in(admission, "meri") for _ in range(3)] == [True, True, False]
        assert len(admission._handshakes) + len(admission._before) == 2


def test_an_account_is_known_as_long_as_one_of_its_connections() -> None:
    admission = Admission(HubLimits())
    first, second = (Connection(None, Actor("kuusi"), Bucket(1, 1)) for _ in range(2))  # type: ignore[arg-type]
    admission.add(first)
    admission.add(second)
    assert admission.of_account("kuusi") == (first, second)
    admission.remove(first)
    admission.remove(first)
    assert admission.of_account("kuusi") == (second,)
    admission.remove(second)
    assert admission._by_account == {}
