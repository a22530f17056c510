"""Turns to report: a flood of one person's waits on the event loop, where it holds up nobody, before it costs the lane."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from starlette.requests import Request

from server.actor import Actor
from server.errors import ErrorCode, Refusal
from server.messages.pace import Pace, Paces

PACE = Pace(per_second=10, burst=10)
"""Of one person. A report takes the lane about 8 ms, so whoever floods has a twelfth of it and not all."""

LONGEST = 30.0  # seconds that somebody waits for an answer; who would have to wait longer is told when to come back

_paces = Paces()


async def wait_for_turn(request: Request, actor: Actor, command: Any) -> Any:
    """The command, once it is this person's turn. Refusal: much_is_waiting, with the seconds to wait."""
    who, now = actor.account_id or "", time.monotonic()
    wait = _paces.wait(who, PACE, now)
    if wait > LONGEST:
        raise Refusal(ErrorCode.MUCH_IS_WAITING, retry_after=wait - LONGEST)
    _paces.take(who, PACE, now)
    if wait > 0:
        await asyncio.sleep(wait)
    return command
