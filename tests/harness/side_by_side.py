"""All tests in three runs side by side: most of them wait for a disk, a clock or a browser, and a machine has two cores.

`python -m tests.harness.side_by_side` takes what pytest takes, for each. What stands in no list is in the last part, so
that nothing is left out by being new. The other parts are told when all are done.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import IO

ASIDE = (
    ("tests/faults", "tests/browser", "tests/harness", "tests/hub", "tests/web"),
    ("tests/flows", "tests/review", "tests/rooms", "tests/seating"),
)


def main(given: Sequence[str]) -> int:
    """The exit code of whichever part went worst."""
    with ExitStack() as running:
        aside = [running.enter_context(_begun([*_pytest(given), *part])) for part in ASIDE]
        left = [f"--ignore={folder}" for part in ASIDE for folder in part]
        codes = [subprocess.run([*_pytest(given), *left], check=False).returncode]
        for part, (process, told) in zip(ASIDE, aside, strict=True):
            codes.append(process.wait())
            told.seek(0)
            print(f"\nAside: {' '.join(part)}", told.read(), sep="\n", flush=True)
    return max(abs(code) for code in codes)


@contextmanager
def _begun(command: Sequence[str]) -> Iterator[tuple[subprocess.Popen[str], IO[str]]]:
    with tempfile.TemporaryFile("w+") as told:
        process = subprocess.Popen(command, stdout=told, stderr=subprocess.STDOUT, text=True)
        try:
            yield process, told
        finally:
            process.terminate()  # where somebody stops the run, the other parts go too


def _pytest(given: Sequence[str]) -> list[str]:
    return [sys.executable, "-m", "pytest", *given]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
