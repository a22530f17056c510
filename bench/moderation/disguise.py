"""How much is still caught when letters are disguised: python bench/moderation/disguise.py FILE.jsonl…

Takes labelled lines (text, lang), keeps those that are caught as they are, disguises the matched words (or with --whole
the whole line) in nine ways, and prints the share that is still caught. Seeded, so that two runs agree.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path

from moderation import Draft, preset, screen
from moderation.verdict import Category, Finding

CAUGHT = frozenset(
    {
        Category.HARASSMENT,
        Category.HATE,
        Category.THREAT,
        Category.SEXUAL,
        Category.GROOMING,
        Category.ENCOURAGEMENT_OF_SELF_HARM,
    }
)
_LOOKS = dict(zip("aceopxyisjhkmtbn", "асеорхуіѕјһкмтЬп", strict=True))
_FIGURES = dict(zip("aeiost", "431057", strict=True))
_CHANCE = random.Random(7)


def look_alike(word: str) -> str:
    """Every letter that has a Cyrillic twin, by its twin."""
    return "".join(_LOOKS.get(letter, letter) for letter in word)


def zero_width(word: str) -> str:
    """An invisible sign after each letter."""
    return "\u200b".join(word)


def leet(word: str) -> str:
    """Figures for letters."""
    return "".join(_FIGURES.get(letter.lower(), letter) for letter in word)


def spaced(word: str) -> str:
    """A space after each letter."""
    return " ".join(word) if len(word) > 2 else word


def dotted(word: str) -> str:
    """A full stop after each letter."""
    return ".".join(word) if len(word) > 2 else word


def stretched(word: str) -> str:
    """One letter held down."""
    letters = [place for place, letter in enumerate(word) if letter.isalpha()]
    if len(letters) < 3:
        return word
    place = letters[len(letters) // 2]
    return word[:place] + word[place] * 4 + word[place + 1 :]


def typo(word: str) -> str:
    """Two inner letters swapped, or one left out or doubled."""
    if len(word) < 4:
        return word
    place = _CHANCE.randrange(1, len(word) - 2)
    kind = _CHANCE.randrange(3)
    if kind == 0:
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return word[:place] + word[place + 1 :] if kind == 1 else word[:place] + word[place] + word[place:]


def starred(word: str) -> str:
    """The second letter by a star."""
    return word[0] + "*" + word[2:] if len(word) > 3 else word


DISGUISES = (look_alike, zero_width, leet, spaced, dotted, stretched, typo, starred)


def main() -> None:
    """Print a row for each disguise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="+", type=Path)
    parser.add_argument("--whole", action="store_true", help="disguise every word, not only the longest matched one")
    parser.add_argument("--misses", help="print what is missed by this disguise")
    given = parser.parse_args()
    caught = [line for line in _lines(given.file) if _findings(*line)]
    print(f"{len(caught)} lines are caught as they are")
    for disguise in DISGUISES:
        _report(disguise, caught, given)
    _report(None, caught, given)


def _report(
    disguise: Callable[[str], str] | None, caught: list[tuple[str, str | None]], given: argparse.Namespace
) -> None:
    name = disguise.__name__ if disguise else "joined"
    changed = [(_changed(text, language, disguise, given.whole), language) for text, language in caught]
    missed = [text for text, language in changed if not _findings(text, language)]
    print(f"{name:12} still caught {1 - len(missed) / max(1, len(changed)):.3f}")
    if given.misses == name:
        print("\n".join(f"    {text}" for text in missed[:60]))


def _changed(text: str, language: str | None, disguise: Callable[[str], str] | None, is_whole: bool) -> str:
    if is_whole and disguise:
        return " ".join(disguise(word) for word in text.split())
    start, end = _longest_word(text, _findings(text, language))
    if disguise:
        return text[:start] + disguise(text[start:end]) + text[end:]
    return text[:start].rstrip() + text[start:] if start else text[:end] + text[end:].lstrip()


def _longest_word(text: str, findings: list[Finding]) -> tuple[int, int]:
    words = []
    for start, end in findings[0].spans:
        at = start
        for word in text[start:end].split():
            at = text.index(word, at)
            words.append((len(word), at, at + len(word)))
            at += len(word)
    _, start, end = max(words)
    return start, end


def _lines(files: list[Path]) -> Iterator[tuple[str, str | None]]:
    for file in files:
        for row in file.read_text("utf-8").splitlines():
            line = json.loads(row)
            if len(line["text"]) < 300:
                yield line["text"], line.get("lang")


def _findings(text: str, language: str | None) -> list[Finding]:
    verdict = screen(Draft(text, language), preset("gentle_room"))
    return [finding for finding in verdict.findings if finding.counts and finding.category in CAUGHT]


if __name__ == "__main__":
    main()
