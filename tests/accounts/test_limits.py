"""Limits on guessing: five, then waits that double; counted in this process or in Valkey, alike."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from redis import Redis

from server.accounts.limits import ACCOUNT, Limits, neighbourhood, new_limits
from server.accounts.windows import OwnWindows, Rung, SharedWindows, Windows
from server.errors import ErrorCode, Refusal
from tests.harness.valkey import ValkeyServer

MINUTE = 60.0
KEY = b"k" * 32


class Moment:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


async def guess(limits: Limits, *buckets, is_wrong: bool = True) -> float:
    """Seconds to wait, 0 where the guess was let through."""
    try:
        async with limits.guess(*buckets) as attempt:
            attempt.is_wrong = is_wrong
    except Refusal as refusal:
        return refusal.retry_after or 0.0
    return 0.0


@pytest.fixture
def moment() -> Moment:
    return Moment()


@pytest.fixture
def limits(moment: Moment) -> Limits:
    return Limits(KEY, OwnWindows(moment))


async def test_waits_double_from_fifteen_minutes_to_eight_hours(limits: Limits, moment: Moment) -> None:
    waits = []
    for _ in range(8):
        assert [await guess(limits, limits.account("liinu")) for _ in range(5)] == [0.0] * 5
        wait = await guess(limits, limits.account("liinu"))
        waits.append(wait / MINUTE)
        moment.seconds += wait - 1
        assert await guess(limits, limits.account("liinu")) == pytest.approx(1.0)
        moment.seconds += 1
    assert waits[:6] == [15, 30, 60, 120, 240, 480]
    assert max(waits) == 480


async def test_right_guesses_are_not_counted(limits: Limits) -> None:
    account = limits.account("liinu")
    assert [await guess(limits, account, is_wrong=False) for _ in range(50)] == [0.0] * 50


async def test_hundred_guesses_at_once_are_five(limits: Limits) -> None:
    async def slow_guess() -> bool:
        try:
            async with limits.guess(limits.account("liinu")) as attempt:
                await asyncio.sleep(0.01)
                attempt.is_wrong = True
        except Refusal:
            return False
        return True

    assert sum(await asyncio.gather(*(slow_guess() for _ in range(100)))) == 5
    assert await guess(limits, limits.account("liinu")) == 15 * MINUTE


async def test_interrupted_guess_leaves_its_place(limits: Limits) -> None:
    for _ in range(20):
        with pytest.raises(ZeroDivisionError):
            async with limits.guess(limits.account("liinu")):
                raise ZeroDivisionError
    assert await guess(limits, limits.account("liinu")) == 0.0


async def test_full_bucket_counts_nothing_in_the_others(limits: Limits) -> None:
    account, address = limits.account("liinu"), limits.address("sign-in", "192.0.2.1")
    for _ in range(30):
        await guess(limits, account, *address)
    assert [await guess(limits, *address) for _ in range(16)] == [0.0] * 15 + [5 * MINUTE]


async def test_buckets_are_apart(limits: Limits) -> None:
    for _ in range(5):
        await guess(limits, limits.account("liinu"))
    others = [limits.account("saga"), limits.device("liinu"), limits.login("liinu")]
    assert [await guess(limits, other) for other in others] == [0.0] * 3


async def test_thirty_sign_ups_an_hour_from_one_neighbourhood(limits: Limits, moment: Moment) -> None:
    for number in range(30):
        await limits.count_sign_up(f"192.0.2.{number}")
    with pytest.raises(Refusal) as refusal:
        await limits.count_sign_up("192.0.2.77")
    assert (refusal.value.code, refusal.value.retry_after) == (ErrorCode.TOO_MANY_ATTEMPTS, 3600)
    await limits.count_sign_up("203.0.113.1")
    await limits.count_sign_up(None)
    moment.seconds += 3600
    await limits.count_sign_up("192.0.2.77")


def test_keys_hold_neither_names_nor_addresses(limits: Limits) -> None:
    buckets = [limits.account("liinu"), *limits.address("sign-in", "192.0.2.1")]
    assert [
        bucket.key for bucket in buckets if "liinu" in bucket.key or "192" in bucket.key.partition(":")[2][:3]
    ] == []
    assert Limits(b"other" * 8, OwnWindows()).account("liinu").key != limits.account("liinu").key


def test_unknown_address_has_no_bucket(limits: Limits) -> None:
    assert limits.address("sign-in", None) == []


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2ff:3::1", "2001:db8:1:200::/56"),
        ("fe80::1%eth0", "fe80::/56"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("testclient", "testclient"),
    ],
)
def test_neighbours_share_a_prefix(address: str, network: str) -> None:
    assert neighbourhood(address) == network


async def test_memory_is_bounded_however_many_are_guessed_at() -> None:
    windows = OwnWindows(Moment())
    for number in range(21_000):
        await windows.add(str(number), ACCOUNT)
    full = (Rung(1, 60),)
    assert [await windows.wait(str(number), full, 0) for number in (999, 1_000, 20_999)] == [0, 60, 60]


async def test_a_neighbourhood_may_have_what_the_operator_says() -> None:
    limits = Limits(KEY, OwnWindows(Moment()), failures=2, sign_ups=1)
    (bucket,) = limits.address("sign-in", "203.0.113.9")
    assert [await guess(limits, bucket) > 0 for _ in range(3)] == [False, False, True]
    await limits.count_sign_up("203.0.113.9")
    with pytest.raises(Refusal):
        await limits.count_sign_up("203.0.113.77")
    await limits.count_sign_up("198.51.100.1")


@given(st.lists(st.floats(min_value=0, max_value=4000), max_size=60))
async def test_no_rung_ever_holds_more_than_it_may(pauses: list[float]) -> None:
    moment = Moment()
    limits = Limits(KEY, OwnWindows(moment))
    passed: list[float] = []
    for pause in pauses:
        moment.seconds += pause
        if await guess(limits, limits.account("liinu")) == 0.0:
            passed.append(moment.seconds)
    for rung in ACCOUNT:
        assert all(
            later - earlier >= rung.seconds for earlier, later in zip(passed, passed[rung.amount :], strict=False)
        )


# One contract, every place to count in.

RUNGS = (Rung(3, 10), Rung(5, 100))


@pytest.fixture(params=["own", "shared"])
async def counted(request: pytest.FixtureRequest) -> AsyncIterator[tuple[Windows, Callable[[float], None]]]:
    """Somewhere to count, and a way to let seconds pass."""
    moment = Moment()
    if request.param == "own":

        def pass_own(seconds: float) -> None:
            moment.seconds += seconds

        yield OwnWindows(moment), pass_own
        return
    shared = SharedWindows(request.getfixturevalue("valkey_url"), OwnWindows(moment))
    with time_machine.travel(datetime(2026, 11, 21, 18, tzinfo=UTC), tick=False) as traveller:
        yield shared, traveller.shift
    await shared.stop()


async def test_windows_hold_what_they_may_and_say_when_there_is_room(counted) -> None:
    windows, let_pass = counted
    waits = []
    for pause in (0, 1, 1, 1, 7, 1):
        let_pass(pause)
        waits.append(await windows.wait("key", RUNGS, 0))
        if not waits[-1]:
            await windows.add("key", RUNGS)
    assert waits == pytest.approx([0, 0, 0, 7, 0, 0])
    assert await windows.wait("key", RUNGS, 0) == pytest.approx(89)
    assert await windows.wait("another", RUNGS, 0) == 0
    let_pass(89.1)
    assert await windows.wait("key", RUNGS, 0) == 0


async def test_those_who_are_coming_take_places_too(counted) -> None:
    windows, _ = counted
    assert await windows.wait("key", RUNGS, 2) == 0
    assert await windows.wait("key", RUNGS, 3) == 1.0


async def test_processes_that_share_valkey_share_the_count(valkey_url: str) -> None:
    one, other = new_limits(KEY, valkey_url), new_limits(KEY, valkey_url)
    for limits in (one, other, one, other, one):
        assert await guess(limits, limits.account("liinu")) == 0.0
    assert await guess(other, other.account("liinu")) == pytest.approx(15 * MINUTE, abs=30)
    with Redis.from_url(valkey_url) as client:
        keys = [key.decode() for key in client.keys("*")]
        assert keys
        assert not [key for key in keys if "liinu" in key]
        assert 0 < client.ttl(keys[0]) <= ACCOUNT[-1].seconds
    await one.stop()
    await other.stop()


async def test_limits_hold_in_this_process_while_valkey_is_gone(own_valkey: ValkeyServer) -> None:
    limits = new_limits(KEY, own_valkey.url)
    for _ in range(3):
        await guess(limits, limits.account("liinu"))
    own_valkey.stop()
    assert [await guess(limits, limits.account("liinu")) for _ in range(2)] == [0.0, 0.0]
    assert await guess(limits, limits.account("liinu")) == pytest.approx(15 * MINUTE, abs=30)
    own_valkey.start()
    assert await guess(limits, limits.account("liinu")) == 0.0
    await limits.stop()
