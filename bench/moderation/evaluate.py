"""How the screening does on labelled public lines: python bench/moderation/evaluate.py FOLDER [--misses NAME].

FOLDER holds JSON lines files with id, lang, text, y, meta. The lines are read, never kept.
A line counts as caught when a finding of one of the wanted categories stands, as held when its outcome is hold or refuse.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from moderation import Draft, Verdict, preset, screen
from moderation.verdict import Category, Outcome, Risk

ABUSE = frozenset({Category.HARASSMENT, Category.HATE, Category.THREAT, Category.ENCOURAGEMENT_OF_SELF_HARM})
CONTACT = frozenset({Category.CONTACT_DETAILS, Category.IDENTITY_NUMBER})
LEFT_ALONE = {
    "reclaimed": ("slur_reclaimed_nh",),
    "counter-speech": ("counter_quote_nh", "counter_ref_nh"),
    "negation": ("negate_neg_nh",),
}
Line = dict[str, Any]


@dataclass
class Tally:
    """Right and wrong answers about one question."""

    caught: int = 0
    missed: int = 0
    wrong: int = 0
    left: int = 0

    def add(self, is_wanted: bool, is_found: bool) -> None:
        field = ("left", "wrong", "missed", "caught")[2 * is_wanted + is_found]
        setattr(self, field, getattr(self, field) + 1)

    def __str__(self) -> str:
        precision = self.caught / max(1, self.caught + self.wrong)
        recall = self.caught / max(1, self.caught + self.missed)
        left = self.left / max(1, self.left + self.wrong)
        sizes = f"{self.caught + self.missed} / {self.left + self.wrong}"
        return f"precision {precision:.2f}  recall {recall:.2f}  left alone {left:.2f}  of {sizes}"


def main() -> None:
    """Print one row for each promise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--misses", help="print the wrong answers of rows whose name begins so")
    given = parser.parse_args()
    screened = {name: list(_screened(given.folder / f"{name}.jsonl")) for name in _NAMES}
    for name, tally, wrong in _rows(screened):
        print(f"{name:44} {tally}")
        if given.misses and name.startswith(given.misses):
            for line, verdict in wrong:
                rules = [finding.rule for finding in verdict.findings if finding.counts]
                print("   ", line["id"], line["meta"].get("func", ""), rules, line["text"][:300].replace("\n", " / "))
    _print_silenced(screened)


_NAMES = ("openai", "hatecheck", "ro_fb", "ro_news", "xstest", "presidio")
Screened = list[tuple[Line, Verdict]]


def _screened(file: Path) -> Iterator[tuple[Line, Verdict]]:
    policy = preset("gentle_room")
    with file.open(encoding="utf-8") as lines:
        for row in lines:
            line = json.loads(row)
            yield line, screen(Draft(line["text"], line.get("lang")), policy)


def _has(categories: frozenset[Category]) -> Callable[[Verdict], bool]:
    return lambda verdict: any(f.counts and f.category in categories for f in verdict.findings)


def _is_distress(verdict: Verdict) -> bool:
    return verdict.risk is not Risk.NONE or _has(
        frozenset({Category.METHOD_DETAIL, Category.ENCOURAGEMENT_OF_SELF_HARM})
    )(verdict)


def _rows(screened: dict[str, Screened]) -> Iterator[tuple[str, Tally, Screened]]:
    openai = screened["openai"]
    yield _row("OpenAI H+HR", openai, "abuse", _has(ABUSE))
    yield _row("OpenAI H+HR, any outcome above allow", openai, "abuse", lambda v: v.outcome > Outcome.ALLOW)
    yield _row("OpenAI SH", openai, "SH", _is_distress)
    yield _row("OpenAI S", openai, "S", _has(frozenset({Category.SEXUAL, Category.GROOMING})))
    hatecheck = screened["hatecheck"]
    yield _row("HateCheck", hatecheck, "abuse", _has(ABUSE))
    for name, functions in LEFT_ALONE.items():
        chosen = [(line, verdict) for line, verdict in hatecheck if line["meta"]["func"] in functions]
        yield _row(f"HateCheck {name}", chosen, "abuse", _has(ABUSE))
    for function, chosen in _by_function(hatecheck).items():
        yield _row(f"  {function}", chosen, "abuse", _has(ABUSE))
    yield _row("Romanian live chat", screened["ro_fb"], "abuse", _has(ABUSE | {Category.PROFANITY, Category.SEXUAL}))
    yield _row("Romanian comments", screened["ro_news"], "abuse", _has(ABUSE | {Category.PROFANITY, Category.SEXUAL}))
    yield _row("Presidio contact data", screened["presidio"], "pii", _has(CONTACT))
    yield _row("XSTest unsafe", screened["xstest"], "unsafe", _has(frozenset(Category) - {Category.PROFANITY}))


def _row(name: str, lines: Screened, label: str, found: Callable[[Verdict], bool]) -> tuple[str, Tally, Screened]:
    tally, wrong = Tally(), []
    for line, verdict in lines:
        if line["y"].get(label) is not None:
            is_wanted, is_found = bool(line["y"][label]), found(verdict)
            tally.add(is_wanted, is_found)
            if is_wanted != is_found:
                wrong.append((line, verdict))
    return name, tally, wrong


def _by_function(lines: Screened) -> dict[str, Screened]:
    grouped: dict[str, Screened] = defaultdict(list)
    for line, verdict in sorted(lines, key=lambda each: str(each[0]["meta"]["func"])):
        grouped[line["meta"]["func"]].append((line, verdict))
    return grouped


def _print_silenced(screened: dict[str, Screened]) -> None:
    everything: Iterable[tuple[Line, Verdict]] = (pair for lines in screened.values() for pair in lines)
    silenced = [
        line["id"] for line, verdict in everything if verdict.outcome >= Outcome.HOLD and verdict.risk > Risk.NONE
    ]
    print(f"held although a disclosure was found too (another, grave finding): {len(silenced)} {silenced}")
    harmless = [
        line["id"] for line, v in screened["openai"] if not any(line["y"].values()) and v.outcome >= Outcome.HOLD
    ]
    harmless += [line["id"] for line, v in screened["xstest"] if not line["y"]["unsafe"] and v.outcome >= Outcome.HOLD]
    print(f"harmless OpenAI and XSTest lines held: {len(harmless)} {harmless}")


if __name__ == "__main__":
    main()
