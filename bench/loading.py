"""The load generator from Python's side: compiled when its source has changed, run on a core of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
OUT = HERE / "out"

Result = dict[str, Any]


class NoCompiler(Exception):
    """There is no C compiler on this machine."""


def compiled(source: Path) -> Path:
    """The program made from a C file. Raises NoCompiler, or CalledProcessError where it does not compile."""
    OUT.mkdir(exist_ok=True)
    program = OUT / source.stem
    if not program.exists() or program.stat().st_mtime < source.stat().st_mtime:
        compiler = next((name for name in ("cc", "gcc", "clang") if shutil.which(name)), None)
        if compiler is None:
            raise NoCompiler("a C compiler is needed (cc, gcc or clang)")
        subprocess.run([compiler, "-O2", "-o", program, source], check=True)
    return program


def on_core(core: int) -> list[str]:
    """The words before a command that keep it on one core, where there are several."""
    cores = sorted(os.sched_getaffinity(0))
    return ["taskset", "-c", str(cores[core])] if len(cores) > 1 else []


def command(port: int, pid: int, **options: Any) -> list[str]:
    words = [*on_core(1), str(compiled(HERE / "load.c")), "--port", str(port), "--pid", str(pid)]
    for name, value in options.items():
        if value is not None:
            words += [f"--{name}", str(value)]
    return words


def run(port: int, pid: int, **options: Any) -> Result:
    """One run of the generator. Raises CalledProcessError."""
    printed = subprocess.run(command(port, pid, **options), check=True, capture_output=True, text=True)
    result: Result = json.loads(printed.stdout)
    result["complaints"] = printed.stderr.strip()
    return result


def is_clean(result: Result) -> bool:
    """Whether everything that was sent arrived once, in order, at everybody."""
    wrong = ("lost", "doubled", "late", "gaps", "unreadable", "refused", "failed", "closed_early")
    return not any(result.get(name) for name in wrong)
