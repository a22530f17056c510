"""How contact data is found: python bench/moderation/contacts.py FOLDER.

FOLDER holds presidio.jsonl (lines with spans by kind) and other labelled lines. The lines are read, never kept.
Recall by kind counts a span as found when a match touches it; false alarms are lines without personal data that match.
Times are the best of five runs, in microseconds.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from moderation.detect.contacts import find_contacts

KINDS = ("EMAIL_ADDRESS", "PHONE_NUMBER", "STREET_ADDRESS", "IBAN_CODE", "US_SSN", "CREDIT_CARD")
ORDINARY = ("openai", "hatecheck", "ro_fb", "xstest")
HOSTILE = (
    "0401234567 ",
    "call 1234567 a ",
    "131052-308T ",
    "0 4 ",
    "1-",
    "x@x.co,",
    "fi21 ",
    "zero one ",
    "ä",
    "\u200b",
    "A 1 ",
)


def main() -> None:
    """Print recall by kind, false alarms, and times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    _print_recall(list(_lines(folder / "presidio.jsonl")))
    for name in ORDINARY:
        lines = list(_lines(folder / f"{name}.jsonl"))
        print(f"{name}: {sum(bool(find_contacts(line['text'])) for line in lines)} of {len(lines)} lines match")
    chat = [line["text"] for line in _lines(folder / "ro_fb.jsonl")]
    times = sorted(_best(text) for text in chat)
    print(f"chat lines: median {times[len(times) // 2]:.0f} us, p95 {times[int(len(times) * 0.95)]:.0f} us")
    for unit in HOSTILE:
        print(f"4,000 characters of {unit!r}: {_best((unit * 4000)[:4000]):.0f} us")


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as rows:
        yield from map(json.loads, rows)


def _print_recall(lines: list[dict[str, Any]]) -> None:
    spans, found = Counter[str](), Counter[str]()
    in_lines, found_lines = Counter[str](), Counter[str]()
    for line in lines:
        matched = [match.spans[0] for match in find_contacts(line["text"], line["lang"])]
        for start, end, kind in line["meta"]["spans"]:
            spans[kind] += 1
            found[kind] += any(a < end and start < b for a, b in matched)
        for kind in set(line["meta"]["types"]):
            in_lines[kind] += 1
            found_lines[kind] += bool(matched)
    for kind in KINDS:
        print(f"{kind}: spans {found[kind]} of {spans[kind]}, lines {found_lines[kind]} of {in_lines[kind]}")
    clean = [line for line in lines if not line["y"]["pii"]]
    print(
        f"without personal data: {sum(bool(find_contacts(line['text'])) for line in clean)} of {len(clean)} lines match"
    )


def _best(text: str) -> float:
    times = []
    for _ in range(5):
        start = time.perf_counter()
        find_contacts(text)
        times.append(time.perf_counter() - start)
    return min(times) * 1e6


if __name__ == "__main__":
    main()
