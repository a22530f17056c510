"""How fast screening is here, in processor time: medians over lines made in this module. For people, never for tests.

The only module with a clock; nothing that screens imports it.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence

from moderation.draft import Draft
from moderation.policy import Policy, load_policy, preset
from moderation.screening import screen

_LINES = (
    "hi all, long day but i made it here",
    "I could not sleep again, the new meds make my hands shake a bit",
    "my sister came by with soup and we just sat in the kitchen and cried",
    "eka viikko sairaslomalla ja mieli on ihan maassa, mutta tulin silti",
    "huomenna on lääkäri klo 9.30, jännittää vähän, miten teillä muilla on mennyt?",
    "azi am reusit sa ies din casa dupa trei saptamani, sunt mandra de mine",
    "nu știu ce să fac cu mama, nu mai vorbim de la înmormântare",
    "i dag gick jag ut en stund, det kändes faktiskt lite bättre än igår",
    "thank you for saying that, it helps to know i'm not the only one",
    "he told me i was too sensitive and i keep hearing it in my head",
    "you're doing so well, one hour at a time ok?",
    "sometimes i just want everything to stop for a while",
)
_ATTACKS = (
    "i will kill you",
    "i want to die",
    "you are a stupid idiot",
    "jag vill dö",
    "k1ll y0u",
    "кіll уоurѕеlf",
    "i you we not never want to hurt myself",
    "go cut yourself nobody wants you here loser",
    "ma omor",
    "mä haluan kuolla",
)
_ROUNDS = 5


def measured() -> Iterator[tuple[str, str]]:
    """Figures with their names, each a median of five rounds."""
    yield "start: import and first policy", f"{_start_seconds() * 1_000:.0f} ms"
    policy = with_words(10_000)
    times = sorted(_microseconds(policy, _LINES * 40))
    yield "one chat line, 10,000 own words, median", f"{times[len(times) // 2]:.0f} µs"
    yield "one chat line, 10,000 own words, p95", f"{times[int(len(times) * 0.95)]:.0f} µs"
    for name, text in adversarial():
        rounds = sorted(_microseconds(policy, [text] * _ROUNDS))
        yield f"4,000 characters of {name}", f"{rounds[_ROUNDS // 2] / 1_000:.2f} ms"
    for size in (1_000, 4_000, 16_000):
        text = (" ".join(_LINES) * 40)[:size]
        rounds = sorted(_microseconds(policy, [text] * _ROUNDS))
        yield f"{size} characters of plain talk", f"{rounds[_ROUNDS // 2] / 1_000:.2f} ms"
    yield "largest memory of this process", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024:.0f} MB"


def with_words(count: int) -> Policy:
    """The gentle room with so many words of an organisation's own."""
    words = [f"{_syllables(number)} {_syllables(number * 7 + 3)}" for number in range(count)]
    rule = {
        "id": "en.own.words",
        "category": "profanity",
        "severity": 2,
        "match": {"any": [{"literal": words}]},
        "examples": {"match": [words[0]]},
    }
    return load_policy({"name": "own words", "rule": [rule]}, parent=preset("gentle_room"))


def adversarial() -> tuple[tuple[str, str], ...]:
    """Texts of 4,000 characters made to be slow, by name."""
    return (
        ("the letter a", "a" * 4_000),
        ("single letters", "a b " * 1_000),
        ("half a threat", ("i will kill " * 400)[:4_000]),
        ("a wish", ("i want to die " * 290)[:4_000]),
        ("the same in Swedish", ("jag vill dö " * 340)[:4_000]),
        ("small words", ("i you we not never want to hurt myself " * 110)[:4_000]),
        ("insults", ("you are a stupid idiot " * 200)[:4_000]),
        ("quotes", "\"'" * 2_000),
        ("digits", "0401234567 " * 363 + "0401234"),
        ("leet", ("k1ll y0u " * 445)[:4_000]),
        ("unknown words", " ".join(_syllables(number) for number in range(900))[:4_000]),
        ("combining marks", "a\u0301\u0323\u0330" * 1_000),
        ("emoji", "\U0001f355" * 4_000),
        ("full stops", "." * 4_000),
        ("stars", "f*" * 2_000),
        ("dashes", ("f-u-c-k " * 500)[:4_000]),
        ("look-alikes", ("кіll уоurѕеlf " * 290)[:4_000]),
        ("hash signs", ("a#1234 " * 580)[:4_000]),
        ("many kinds of attack", " ".join(_ATTACKS * 25)[:4_000]),
    )


def _syllables(number: int) -> str:
    letters = []
    for _ in range(4):
        number, rest = divmod(number, 85)
        letters.append("bdfghjklmnprstvwz"[rest % 17] + "aeiou"[rest // 17])
    return "".join(letters)


def _microseconds(policy: Policy, texts: Sequence[str]) -> list[float]:
    rounds = [[_timed(text, policy) for text in texts] for _ in range(_ROUNDS)]
    return [sorted(times)[_ROUNDS // 2] / 1_000 for times in zip(*rounds, strict=True)]


def _timed(text: str, policy: Policy) -> int:
    before = time.thread_time_ns()
    screen(Draft(text), policy)
    return time.thread_time_ns() - before


def _start_seconds() -> float:
    code = "from moderation import Draft, preset, screen; screen(Draft('hello'), preset('gentle_room'))"
    times = []
    for _ in range(_ROUNDS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", code], check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return sorted(times)[_ROUNDS // 2]
