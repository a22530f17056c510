"""What a message's parts cost after a while of quiet: `python -m bench.quiet`.

At 50 messages a second a server sleeps for 20 ms before each. What it needs then is no longer in the processor's caches: the
same work is done here right after itself, and after pauses. Microseconds by the clock, medians, on one core.
"""

from __future__ import annotations

import os
import socket
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from bench import loading
from bench.lane import WORDS, lane_with_people
from moderation import Draft, preset, screen

_PAUSES = (0.0, 0.001, 0.005, 0.02)  # seconds
_TIMES = 150
_PEOPLE = 100
Part = Callable[[], object]


def _verdict() -> Part:
    policy, numbers = preset("gentle_room"), iter(range(10**9))
    return lambda: screen(Draft(text=f"{WORDS}{next(numbers)}", language="en"), policy)


def _flush(folder: Path, held: ExitStack) -> Part:
    file = held.enter_context((folder / "flushed").open("wb", buffering=0))

    def flush() -> None:
        file.write(bytes(4096))
        os.fdatasync(file.fileno())

    return flush


def _message(folder: Path, held: ExitStack) -> Part:
    """One message on the lane, without the screening: use case, commit and flush."""
    opened = lane_with_people(f"sqlite:///{folder}/sohva.db", folder, 1, _PEOPLE)
    lane, jobs, writers = held.enter_context(opened)
    lane._settle([next(jobs) for _ in range(writers)])  # what is read before a first message is not asked here
    return lambda: lane._settle([next(jobs)])


def _delivery(held: ExitStack) -> tuple[Part, Part]:
    """600 bytes to each of 100 sockets; and the reading of them, which is not counted."""
    listener = held.enter_context(socket.create_server(("127.0.0.1", 0), backlog=_PEOPLE))
    readers = [held.enter_context(socket.create_connection(listener.getsockname())) for _ in range(_PEOPLE)]
    writers = [held.enter_context(listener.accept()[0]).fileno() for _ in readers]
    piece = bytes(600)
    return (
        lambda: [os.write(writer, piece) for writer in writers],
        lambda: [reader.recv(4096) for reader in readers],
    )


def _median(part: Part, after: Part, pause: float) -> float:
    """Microseconds of the part. `after` is done behind each, and forgotten by the caches like the rest in the pause."""
    took = []
    for _ in range(_TIMES):
        if pause:
            time.sleep(pause)
        began = time.perf_counter()
        part()
        took.append(time.perf_counter() - began)
        after()
    return median(took) * 1e6


def _print(parts: Mapping[str, tuple[Part, Part]]) -> None:
    print(f"{'microseconds':<34}" + "".join(f"{f'after {pause * 1e3:g} ms':>14}" for pause in _PAUSES))
    for name, (part, after) in parts.items():
        found = [_median(part, after, pause) for pause in _PAUSES]
        print(f"{name:<34}" + "".join(f"{figure:>14.0f}" for figure in found), flush=True)


def main() -> None:
    """Prints a line for each part."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    loading.OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=loading.OUT) as place, ExitStack() as held:
        folder = Path(place)
        _print(
            {
                "a verdict": (_verdict(), int),
                "a message on the lane, unscreened": (_message(folder, held), int),
                "…of that a flush of one page": (_flush(folder, held), int),
                "100 writes": _delivery(held),
            }
        )


if __name__ == "__main__":
    main()
