"""All tests in two runs side by side: most of them wait for a disk, a clock or a browser, and a machine has two cores.

`python -m tests.harness.two_halves` takes what pytest takes, for both. What stands in no list is in the second half, so that
nothing is left out by being new. The first half is told when both are done.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence

FIRST = ("tests/faults", "tests/browser", "tests/harness", "tests/hub", "tests/web")


def main(given: Sequence[str]) -> int:
    """The exit code of whichever half went worse."""
    first = [*_pytest(given), *FIRST]
    second = [*_pytest(given), *(f"--ignore={folder}" for folder in FIRST)]
    with tempfile.TemporaryFile("w+") as told:
        aside = subprocess.Popen(first, stdout=told, stderr=subprocess.STDOUT)
        try:
            here = subprocess.run(second, check=False).returncode
            aside.wait()
        finally:
            aside.terminate()  # where somebody stops the run, the other half goes too
        told.seek(0)
        print(f"\nThe other half: {' '.join(FIRST)}", told.read(), sep="\n", flush=True)
    return max(abs(here), abs(aside.returncode))


def _pytest(given: Sequence[str]) -> list[str]:
    return [sys.executable, "-m", "pytest", *given]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
