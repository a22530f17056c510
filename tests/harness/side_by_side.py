"""All tests in parts, three at a time: most of them wait for a disk, a clock or a browser, and a machine has two cores.

`python -m tests.harness.side_by_side` takes what pytest takes, for each. The longest begin, and whoever is done takes the
next, so that nobody has to weigh them again. What stands in no list is a part as well: nothing is left out by being new.
A part is told as a whole, when it is done.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

PARTS: tuple[tuple[str, ...], ...] = (
    ("tests/faults",),
    ("tests/browser",),
    (),  # everything else
    ("tests/flows",),
    ("tests/rooms", "tests/seating"),
    ("tests/distress", "tests/review"),
    ("tests/harness", "tests/hub", "tests/web"),
)
AT_ONCE = 3


@dataclass(frozen=True)
class Running:
    """A part that is being tested, and what it says."""

    name: str
    process: subprocess.Popen[str]
    told: IO[str]
    began: float


def main(given: Sequence[str], parts: Sequence[tuple[str, ...]] = PARTS) -> int:
    """The exit code of whichever part went worst."""
    waiting, running, codes = list(parts), list[Running](), [0]
    try:
        while waiting or running:
            while waiting and len(running) < AT_ONCE:
                running.append(begin(given, waiting.pop(0), parts))
            time.sleep(0.1)
            for part in [part for part in running if part.process.poll() is not None]:
                running.remove(part)
                codes.append(abs(tell(part)))
    finally:
        for part in running:
            part.process.terminate()  # where somebody stops the run, the other parts go too
    return max(codes)


def begin(given: Sequence[str], part: tuple[str, ...], parts: Sequence[tuple[str, ...]]) -> Running:
    """An empty part is everything that stands in no other."""
    words = part or [f"--ignore={folder}" for other in parts for folder in other]
    told = tempfile.TemporaryFile("w+")  # noqa: SIM115 (it is read when the part is done)
    command = [sys.executable, "-m", "pytest", *given, *words]
    process = subprocess.Popen(command, stdout=told, stderr=subprocess.STDOUT, text=True)
    return Running(" ".join(part) or "everything else", process, told, time.monotonic())


def tell(part: Running) -> int:
    """Prints what a part has said; its exit code."""
    with part.told:
        part.told.seek(0)
        print(f"\n{part.name}, {time.monotonic() - part.began:.0f} s", part.told.read(), sep="\n", flush=True)
    return part.process.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
