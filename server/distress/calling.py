"""Calling somebody who is not at the desk: one alert to one contact, and what became of it. Never raises.

No alert holds a name, a word or a room. Calls are made beside everything else, so that one that hangs delays none.
"""

from __future__ import annotations

import asyncio
import json
import ssl
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import structlog

from server.distress.addresses import AddressRefused, Fault, look_up, parse_url
from server.distress.mail import Mail, MailNotSent, is_mail_address
from server.distress.tables import CallResult, ContactKind
from server.distress.webhook import NoAnswer, Post, send
from server.settings import Settings

log = structlog.get_logger(__name__)

PATIENCE = 5.0  # seconds for one try
_PAUSE = 1.0  # seconds between two tries
_TRIES = 2
_WORTH_ANOTHER_TRY = frozenset({CallResult.NO_ANSWER, CallResult.TOO_SLOW, CallResult.ANSWERED_NO})


@dataclass(frozen=True, slots=True)
class Called:
    """A contact with what is needed to reach it. Never logged."""

    kind: ContactKind
    address: str = field(repr=False)
    secret: str = field(default="", repr=False)
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Alarm:
    """What a contact is told: that somebody waits, or that this is a trial. `delivery` stays the same in each try."""

    event: str
    delivery: str
    case_id: str | None
    waiting_seconds: int
    timestamp: int


class Calling:
    """Makes calls and counts them. `context` is how a peer's certificate is judged."""

    def __init__(self, settings: Settings, context: ssl.SSLContext | None = None) -> None:
        self._allows_inside = settings.webhook_allow_private_networks
        self._url = f"{settings.public_url}/desk"
        self._mail = Mail(settings)
        self._context = context
        self._tasks: set[asyncio.Task[Any]] = set()
        self.counts: Counter[CallResult] = Counter()
        self._contacts, self._waiting = 0, 0

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Has something done that nobody waits for."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settled(self) -> None:
        """Returns when every call made so far has ended."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def stop(self) -> None:
        """Cancels the calls that are being made; their steps are taken again, by whoever leads then."""
        for task in list(self._tasks):
            task.cancel()
        await self.settled()

    def failures(self) -> int:
        """Calls that reached nobody, and steps for which there was nobody to call."""
        return sum(number for result, number in self.counts.items() if result is not CallResult.REACHED)

    def on_call(self) -> int:
        return self._contacts

    def unclaimed(self) -> int:
        return self._waiting

    def note(self, contacts: int, waiting: int) -> None:
        """What the leading process has just counted: people on call, and distress cases that no human has."""
        if waiting and not contacts:
            log.error("somebody in distress waits, and nobody is on call", cases=waiting)
        self._contacts, self._waiting = contacts, waiting

    async def check(self, kind: ContactKind, address: str) -> None:
        """Raises AddressRefused where nothing could be sent to an address as it stands."""
        if kind is ContactKind.WEBHOOK:
            target = parse_url(address, allows_plain=self._allows_inside)
            await look_up(target, allows_inside=self._allows_inside)
        elif not self._mail.is_set_up:
            raise AddressRefused(Fault.MAIL_NOT_SET_UP)
        elif not is_mail_address(address):
            raise AddressRefused(Fault.NOT_AN_ADDRESS)

    async def call(self, called: Called, alarm: Alarm) -> CallResult:
        """Tries to reach a contact, twice at most."""
        result = await self._try(called, alarm)
        for _ in range(_TRIES - 1):
            if result not in _WORTH_ANOTHER_TRY:
                break
            await asyncio.sleep(_PAUSE)
            result = await self._try(called, alarm)
        return result

    def count(self, result: CallResult) -> None:
        self.counts[result] += 1
        if result is not CallResult.REACHED:
            log.warning("nobody was reached who is on call", result=result.value)

    async def _try(self, called: Called, alarm: Alarm) -> CallResult:
        try:
            async with asyncio.timeout(PATIENCE):
                if called.kind is ContactKind.MAIL:
                    return await self._by_mail(called, alarm)
                return await self._by_webhook(called, alarm)
        except TimeoutError:
            return CallResult.TOO_SLOW
        except AddressRefused:
            return CallResult.ADDRESS_REFUSED
        except NoAnswer:
            return CallResult.NO_ANSWER
        except MailNotSent:
            return CallResult.MAIL_FAILED

    async def _by_webhook(self, called: Called, alarm: Alarm) -> CallResult:
        target = parse_url(called.address, allows_plain=self._allows_inside)
        target = await look_up(target, allows_inside=self._allows_inside)
        post = Post(self._body(alarm), called.secret, alarm.timestamp, alarm.delivery)
        return _meaning(await send(target, post, self._context or _trusting_whom_the_machine_trusts()))

    async def _by_mail(self, called: Called, alarm: Alarm) -> CallResult:
        if not self._mail.is_set_up:
            return CallResult.MAIL_NOT_SET_UP
        await self._mail.send(called.address, called.language, self._told(alarm))
        return CallResult.REACHED

    def _told(self, alarm: Alarm) -> dict[str, Any]:
        return {"event": alarm.event, "seconds": alarm.waiting_seconds, "url": self._url, "delivery": alarm.delivery}

    def _body(self, alarm: Alarm) -> bytes:
        told = {
            "event": alarm.event,
            "case": alarm.case_id,
            "waiting_seconds": alarm.waiting_seconds,
            "url": self._url,
        }
        return json.dumps(told, separators=(",", ":")).encode()


def _meaning(status: int) -> CallResult:
    if 200 <= status < 300:
        return CallResult.REACHED
    return CallResult.REDIRECTED if 300 <= status < 400 else CallResult.ANSWERED_NO


@cache
def _trusting_whom_the_machine_trusts() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
