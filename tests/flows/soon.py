"""Within a second, also on a machine that has other things to do: measured against an ordinary command at that moment."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

TIMES = 20  # what is promised within a second takes a few times as long


async def soon(act: Callable[[], Awaitable[object]]) -> float:
    """A second, or twenty times as long as it takes now until one command is on disk, where that is more; in seconds."""
    begun = time.perf_counter()
    await act()
    return max(1.0, TIMES * (time.perf_counter() - begun))
