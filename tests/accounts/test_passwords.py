"""Hashing: two at once, fifty waiting, the next told to come back; nobody learns who exists from the time it took."""

import asyncio
import os
import threading

import pytest
from argon2 import PasswordHasher, extract_parameters
from hypothesis import given
from hypothesis import strategies as st

from server.accounts.password_rules import LONGEST, SHORTEST, usable_password
from server.accounts.passwords import AT_ONCE, WAITING, Passwords
from server.errors import ErrorCode, Refusal
from tests.accounts.conftest import CHEAP

PASSWORD = "seven quiet lamps by the lake"


class Watched(PasswordHasher):
    """A real hasher that tells what it was asked, on which thread, and waits at a gate."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=16, parallelism=1)
        self.gate = threading.Event()
        self.gate.set()
        self.asked: list[str] = []
        self.niceness: set[int] = set()
        self.now = self.most = 0
        self._lock = threading.Lock()

    def verify(self, hash, password):  # noqa: A002  # the library's own name
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
        self.asked.append(hash)
        self.niceness.add(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
        self.gate.wait(20)
        try:
            return super().verify(hash, password)
        finally:
            with self._lock:
                self.now -= 1


@pytest.fixture
async def watched():
    hasher = Watched()
    passwords = Passwords(hasher)
    yield hasher, passwords
    hasher.gate.set()
    await passwords.stop()


async def test_hash_has_the_parameters_that_were_promised() -> None:
    passwords = Passwords()
    parameters = extract_parameters(await passwords.hash(PASSWORD))
    assert (parameters.type.name, parameters.time_cost, parameters.memory_cost, parameters.parallelism) == (
        "ID",
        2,
        19 * 1024,
        1,
    )
    await passwords.stop()


async def test_right_password_is_right_and_another_is_not(watched) -> None:
    _, passwords = watched
    stored = await passwords.hash(PASSWORD)
    assert (await passwords.verify(stored, PASSWORD)).is_right
    assert not (await passwords.verify(stored, PASSWORD + " ")).is_right


async def test_unknown_account_is_checked_against_a_hash_as_costly_as_any(watched) -> None:
    hasher, passwords = watched
    stored = await passwords.hash(PASSWORD)
    assert not (await passwords.verify(None, PASSWORD)).is_right
    assert extract_parameters(hasher.asked[0]) == extract_parameters(stored)


async def test_outdated_hash_is_made_anew_once_proved(watched) -> None:
    _, passwords = watched
    stored = CHEAP.hash(PASSWORD)
    assert extract_parameters(stored) != extract_parameters(await passwords.hash(PASSWORD))
    verdict = await passwords.verify(stored, PASSWORD)
    assert verdict.new_hash is not None
    assert (await passwords.verify(verdict.new_hash, PASSWORD)).new_hash is None
    assert (await passwords.verify(stored, "something else")).new_hash is None


async def test_two_hash_at_once_fifty_wait_and_the_next_is_told_to_come_back(watched) -> None:
    hasher, passwords = watched
    hasher.gate.clear()
    under_way = [asyncio.create_task(passwords.verify(None, PASSWORD)) for _ in range(AT_ONCE + WAITING)]
    await asyncio.sleep(0)
    with pytest.raises(Refusal) as refusal:
        await passwords.verify(None, PASSWORD)
    assert (refusal.value.code, refusal.value.retry_after) == (ErrorCode.SERVER_BUSY, 3.0)
    hasher.gate.set()
    assert [verdict.is_right for verdict in await asyncio.gather(*under_way)] == [False] * (AT_ONCE + WAITING)
    assert hasher.most == AT_ONCE
    assert not (await passwords.verify(None, PASSWORD)).is_right


async def test_places_of_those_who_left_are_free_again(watched) -> None:
    hasher, passwords = watched
    hasher.gate.clear()
    leaving = [asyncio.create_task(passwords.verify(None, PASSWORD)) for _ in range(AT_ONCE + WAITING)]
    await asyncio.sleep(0)
    for task in leaving:
        task.cancel()
    await asyncio.gather(*leaving, return_exceptions=True)
    hasher.gate.set()
    staying = [passwords.verify(None, PASSWORD) for _ in range(WAITING)]
    assert len(await asyncio.gather(*staying)) == WAITING


async def test_hashing_gives_way_to_people_who_talk(watched) -> None:
    hasher, passwords = watched
    await passwords.verify(None, PASSWORD)
    own = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    assert hasher.niceness == {min(19, own + 10)}


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("a" * 14, ErrorCode.PASSWORD_TOO_SHORT),
        ("é" * 14, ErrorCode.PASSWORD_TOO_SHORT),
        ("e\u0301" * 14, ErrorCode.PASSWORD_TOO_SHORT),
        ("lamp " * 26, ErrorCode.PASSWORD_TOO_LONG),
        ("a" * 15, ErrorCode.PASSWORD_TOO_EASY),
        ("passwordpassword", ErrorCode.PASSWORD_TOO_EASY),
        ("salasanasalasana", ErrorCode.PASSWORD_TOO_EASY),
        ("abcdefghijklmnopq", ErrorCode.PASSWORD_TOO_EASY),
        ("098765432109876", ErrorCode.PASSWORD_TOO_EASY),
        ("QWERTYUIOPåasdfghjkl", ErrorCode.PASSWORD_TOO_EASY),
        ("1q2w3e4r5t6y7u8i", ErrorCode.PASSWORD_TOO_EASY),
        ("liinuliinu12345", ErrorCode.PASSWORD_TOO_EASY),
    ],
)
def test_weak_password_is_refused(password: str, code: ErrorCode) -> None:
    with pytest.raises(Refusal) as refusal:
        usable_password(password, "Liinu")
    assert refusal.value.code == code


@pytest.mark.parametrize(
    "password",
    [PASSWORD, "kolme kivaa kissaa", "🪑🛋🌙🕯☕📚🧶🍞🌲🦊🌧🎈🪴🧦🥣", "o seară liniștită", "x" * 3 + "correct horse" * 2],
)
def test_long_odd_password_is_usable_in_any_letters(password: str) -> None:
    assert usable_password(password, "Liinu") == password


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=140), st.text(max_size=20))
def test_usable_password_keeps_its_length(text: str, pseudonym: str) -> None:
    try:
        password = usable_password(text, pseudonym)
    except Refusal:
        return
    assert SHORTEST <= len(password) <= LONGEST
    assert usable_password(password, pseudonym) == password
