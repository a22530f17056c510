"""Garbage collection that never holds the event loop for long.

A full collection visits everything that ever survived one: 70 ms for the rules and tables of the start, 12 ms for the
connections of a room of 5,000. So what has been visited and stays is put aside, and the next collection visits only
what came since. What lies aside is still freed at once when nobody refers to it any more; only a cycle among such
objects would stay, and connections and rooms part theirs themselves.
"""

from __future__ import annotations

import gc
import time

_THRESHOLDS = (700, 10, 4)  # some 40,000 new objects between two full collections: 4-5 ms
_LONG = 0.002  # seconds of CPU after which what stays is put aside


def keep_collections_short() -> None:
    """Begins with everything that is there now. Call it when all that stays for good has been made."""
    gc.collect()
    gc.freeze()
    gc.collect()  # nothing is left to visit: Python counts from here when the next one is worth its while
    gc.set_threshold(*_THRESHOLDS)
    if _put_aside not in gc.callbacks:
        gc.callbacks.append(_put_aside)


class _PutAside:
    """What Python calls before and after each collection, on whichever thread it happens."""

    def __init__(self) -> None:
        self._began = 0.0

    def __call__(self, phase: str, info: dict[str, int]) -> None:
        if info["generation"] < 2:
            return
        if phase == "start":
            self._began = time.thread_time()
        elif time.thread_time() - self._began > _LONG:
            gc.freeze()


_put_aside = _PutAside()
