"""Text of any kind gets a verdict, patterns of any kind a reason, and nothing here reaches outside."""

import random
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation import Draft, Policy, load_policy, preset, screen
from moderation.detect.patterns import PatternError, PatternFilter
from moderation.measuring import adversarial
from moderation.verdict import Outcome, Side

TEXTS = {
    **dict(adversarial()),
    "nothing": "",
    "a space": " ",
    "lone surrogates": "\ud800 kill \udfff you \ud83d",
    "only marks": "\u0301" * 4_000,
    "only invisible": "\u200b" * 4_000,
    "mixed directions": "\u202eabc \u0627\u0644\u0633 \u05e9\u05dc\u05d5\u05dd\u2069 def",
    "10,000 emoji": "\U0001f62d" * 10_000,
    "a million letters": "word " * 200_000,
    "noughts": "\x00\x02sentinel\x02\x00",
    "every plane": "".join(chr(code) for code in range(0, 0x11_0000, 977)),
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_any_text_gets_a_whole_verdict(text: str) -> None:
    verdict = screen(Draft(text), preset("gentle_room"))
    assert verdict.degraded == ()
    for finding in verdict.findings:
        assert all(0 <= start <= end <= len(text) for start, end in finding.spans)


@given(st.text(max_size=200), st.sampled_from(["en", "fi", "ro", "sv", None, "xx", ""]))
@settings(max_examples=300, deadline=None)
def test_any_text_in_any_language_is_never_degraded(text: str, language: str | None) -> None:
    assert screen(Draft(text, language), preset("gentle_room")).degraded == ()


def test_what_is_no_text_is_for_a_human_and_not_an_error() -> None:
    verdict = screen(Draft(None), preset("gentle_room"))  # type: ignore[arg-type]
    assert verdict.degraded
    assert verdict.outcome is Outcome.HOLD
    assert Side.ALERT in verdict.sides


def test_failing_detector_is_named_and_the_others_still_decide() -> None:
    policy = preset("gentle_room")
    broken: Policy = replace(policy, messages_a_minute=None)  # type: ignore[arg-type]
    verdict = screen(Draft("I will kill you", "en"), broken)
    assert verdict.degraded == ("flood",)
    assert verdict.outcome is Outcome.HOLD
    assert any(finding.rule == "en.threat.direct" for finding in verdict.findings)


def test_thousand_fuzzed_patterns_are_refused_or_run() -> None:
    chance = random.Random(4)
    pieces = [
        *"abcäö(|)*+?.[]{}^$\\ ",
        "(?:",
        "{b}",
        "{w}",
        "{gap3}",
        "[^a]",
        "a{2,9}",
        r"\d",
        r"\pL",
        "(?i)",
        r"\1",
        "(?=",
    ]
    text = "".join(chance.choice("abcäö (.") for _ in range(4_096))
    usable = 0
    for _ in range(1_000):
        patterns = PatternFilter()
        try:
            patterns.add("".join(chance.choice(pieces) for _ in range(chance.randint(1, 30))))
        except PatternError:
            continue
        patterns.close()
        usable += 1
        assert all(0 <= start < end <= len(text) for _, (start, end) in patterns.hits(text))
    assert usable > 50


def test_prefilter_finds_exactly_what_each_pattern_finds_alone() -> None:
    chance = random.Random(5)
    words = ["kill", "hurt", "äiti", "moi", "you", "tu", "ești", "sluta", "leave"]
    triples = [chance.choices(words, k=3) for _ in range(60)]
    sources = [f"{{b}}(?:{one}|{two}){{gap2}}{three}{{b}}" for one, two, three in triples]
    together = PatternFilter()
    alone = []
    for source in sources:
        together.add(source)
        single = PatternFilter()
        single.add(source)
        single.close()
        alone.append(single)
    together.close()
    for _ in range(300):
        text = " ".join(chance.choice(words) for _ in range(8)).replace("ș", "s").replace("ț", "t")
        expected = {(n, span) for n, single in enumerate(alone) for _, span in single.hits(text)}
        assert set(together.hits(text)) == expected


def test_own_hostile_pattern_stays_linear() -> None:
    rule = {
        "id": "en.own.slow",
        "category": "spam",
        "severity": 2,
        "match": {"any": [{"pattern": "(?:a+)+b"}]},
        "examples": {"match": ["aab"]},
    }
    policy = load_policy({"rule": [rule]}, parent=preset("gentle_room"))
    assert screen(Draft("a" * 50_000), policy).degraded == ()


GUARD = """
import sys
from pathlib import Path
import moderation.policy, moderation.screening, moderation.replay
import importlib.util
allowed = [str(Path(moderation.__file__).parent), *(str(Path(p)) for p in sys.path if p)]
own = str(Path(moderation.__file__).parent)
seen = []
def watch(event, arguments):
    if event.startswith("socket.") or event.startswith("subprocess.") or event == "os.system":
        seen.append(event)
    if event == "open" and isinstance(arguments[0], str):
        path = arguments[0]
        is_module = path.endswith((".py", ".pyc", ".so")) or "__pycache__" in path
        if not path.startswith(own) and not is_module:
            seen.append(path)
sys.addaudithook(watch)
from moderation import Draft, preset, screen
for name in ("gentle_room", "young_people"):
    for text, language in (("kill yourself", "en"), ("call 040 123 4567", "fi"), ("esti prost", "ro"), ("hej du", "sv")):
        screen(Draft(text, language), preset(name))
print(seen)
"""


def test_screening_opens_no_socket_and_no_file_outside_its_package() -> None:
    done = subprocess.run([sys.executable, "-c", GUARD], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]", done.stdout
