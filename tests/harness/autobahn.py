"""The public test suite of the socket protocol, which only an interpreter runs that is no longer made.

`python -m tests.harness.autobahn` brings it to `.tools/autobahn` where a Python 2.7 can be found (in PYTHON2, on the
PATH, or pyenv's); `make autobahn` does that and runs it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.harness.server_process import ROOT

PACKAGE = "autobahntestsuite==25.10.1"
PLACE = ROOT / ".tools" / "autobahn"
_BEGIN = "import site, sys; site.addsitedir(sys.argv.pop(1)); from autobahntestsuite.wstest import run; run()"


def interpreter() -> str | None:
    """A Python 2.7, None where there is none."""
    pyenv = Path.home().glob(".pyenv/versions/2.7*/bin/python2.7")
    named = os.environ.get("PYTHON2"), shutil.which("python2.7"), *(str(path) for path in pyenv)
    return next((name for name in named if name and _runs(name)), None)


def _runs(python: str) -> bool:
    """A name on the PATH may be pyenv's, which tells that there is none."""
    return subprocess.run([python, "-V"], capture_output=True, check=False).returncode == 0


def command() -> list[str] | None:
    """The words that run it, None where it is not there."""
    python = interpreter()
    return [python, "-c", _BEGIN, str(PLACE)] if python and PLACE.is_dir() else None


def main() -> int:
    """Installs it, and tells what is missing; the exit code."""
    python = interpreter()
    if python is None:
        print("a Python 2.7 is needed: PYTHON2=… make autobahn", file=sys.stderr)
        return 1
    if PLACE.is_dir():
        return 0
    half = PLACE.with_name("autobahn.half")
    shutil.rmtree(half, ignore_errors=True)
    made = subprocess.run([python, "-m", "pip", "install", "--quiet", "--target", half, PACKAGE], check=False)
    if made.returncode == 0:
        half.rename(PLACE)
    return made.returncode


if __name__ == "__main__":
    sys.exit(main())
