"""The composition root: settings, database, backplane, hub, slices, Starlette. The only one that knows all of them."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, WebSocketRoute

from moderation import preset
from moderation.case import CaseKind
from server.accounts import http as accounts_http
from server.accounts.authentication import Authentication
from server.accounts.limits import new_limits
from server.accounts.logins import still_open
from server.accounts.passwords import Passwords
from server.accounts.service import HAS_DESK
from server.actions import http as actions_http
from server.actions import jobs as actions_jobs
from server.actor import ANYONE, OPERATOR
from server.agreements import http as agreements_http
from server.agreements import rendering as agreements_rendering
from server.clock import Clock, SystemClock
from server.distress import http as distress_http
from server.distress import jobs as distress_jobs
from server.distress import service as distress
from server.distress.calling import Calling
from server.distress.desk import TheDesk
from server.distress.ending import case_closed
from server.distress.noticing import Noticing, Read
from server.distress.waiting import show_muted, show_waiting
from server.door import http as door_http
from server.errors import ErrorCode, Refusal
from server.hub.admission import HubLimits
from server.hub.backplane import Backplane, LocalBackplane
from server.hub.endpoint import PATH, socket_endpoint
from server.hub.hub import Hub, HubParts
from server.hub.presence import LocalPresence, Presence
from server.i18n import LANGUAGES, is_later, texts
from server.jobs import Jobs
from server.meetings import http as meetings_http
from server.meetings import jobs as meetings_jobs
from server.meetings import rendering as meetings_rendering
from server.messages import http as messages_http
from server.messages import rendering as messages_rendering
from server.messages import service as messages
from server.messages.ahead import look_ahead
from server.messages.caution import show_caution
from server.messages.pace import Pace
from server.messages.policy import MessagesPolicy, screened_by
from server.metrics import Metrics
from server.organisation import http as organisation_http
from server.organisation.service import read_organisation
from server.review import http as review_http
from server.review import jobs as review_jobs
from server.review import raids, redress_http
from server.review import rendering as review_rendering
from server.review import service as review
from server.review.closing import CLOSED
from server.review.standing import works_at_desk
from server.rooms import http as rooms_http
from server.rooms import rendering as rooms_rendering
from server.rooms.agreeing import may_read
from server.rooms.participations import still_held
from server.rooms.source import RoomSource, Shown
from server.sanctions import http as sanctions_http
from server.sanctions import jobs as sanctions_jobs
from server.seating import floors as seating_floors
from server.seating import http as seating_http
from server.seating import jobs as seating_jobs
from server.seating import rendering as seating_rendering
from server.seating import service as seating
from server.seating.jobs import timing_of
from server.settings import Settings
from server.staffing import http as staffing_http
from server.staffing import jobs as staffing_jobs
from server.staffing import rendering as staffing_rendering
from server.staffing import service as staffing
from server.storage.database import Database
from server.storage.history import read_history
from server.storage.lane import Lane
from server.storage.lanes import Lanes
from server.storage.migrations import is_current, upgrade
from server.storage.outbox import Effect
from server.storage.probe import write_probe
from server.storage.readers import Readers
from server.storage.seal_check import open_key
from server.storage.sealing import Sealer
from server.web.auth import Authenticator
from server.web.endpoints import Endpoint, refused
from server.web.health import Health, Readiness
from server.web.openapi import openapi_route
from server.web.pages import Pages
from server.web.security import SecurityHeaders
from server.web.services import Job, Services
from server.web.static import Static, Texts

ENDPOINTS: list[Endpoint] = [
    *organisation_http.ENDPOINTS,
    *accounts_http.ENDPOINTS,
    *rooms_http.ENDPOINTS,
    *agreements_http.ENDPOINTS,
    *actions_http.ENDPOINTS,
    *sanctions_http.ENDPOINTS,
    *staffing_http.ENDPOINTS,
    *seating_http.ENDPOINTS,
    *messages_http.ENDPOINTS,
    *review_http.ENDPOINTS,
    *redress_http.ENDPOINTS,
    *distress_http.ENDPOINTS,
    *meetings_http.ENDPOINTS,
    *door_http.ENDPOINTS,
]
COMMANDS = {**staffing.COMMANDS, **seating.COMMANDS, **review.COMMANDS, **distress.COMMANDS}
COMMAND_TYPES = (*messages.COMMANDS, *COMMANDS)
JOBS: list[Job] = [
    *staffing_jobs.JOBS,
    *seating_jobs.JOBS,
    *distress_jobs.JOBS,
    *review_jobs.JOBS,
    *raids.JOBS,
    *sanctions_jobs.JOBS,
    *meetings_jobs.JOBS,
    *actions_jobs.JOBS,
]
RENDERERS = {
    **rooms_rendering.RENDERERS,
    **agreements_rendering.RENDERERS,
    **staffing_rendering.RENDERERS,
    **seating_rendering.RENDERERS,
    **messages_rendering.RENDERERS,
    **review_rendering.RENDERERS,
    **meetings_rendering.RENDERERS,
}
SHOWN: dict[str, Shown] = {"waiting": show_waiting, "muted": show_muted}  # what slices add to the reply of a follow
SHOWN_TO_ALL: dict[str, Shown] = {
    "life": staffing.show_life,
    "floor": seating_floors.show_floor,
    "professionals": meetings_rendering.show_professionals,
    "caution": show_caution,
}  # the same, where it does not matter who asks
CLOSED[CaseKind.DISTRESS] = [case_closed]
HAS_DESK[:] = [works_at_desk]


class SchemaBehind(Exception):
    """The database has an older schema; `sohva migrate` brings it up to date."""


class House:
    """A running server without its sockets: the application, and all that lives as long as it does."""

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self.settings = settings
        self.clock = clock or SystemClock()
        self.metrics = Metrics()
        self._database = Database(settings.database_url)
        self._engines: list[Engine] = []
        self.app = SecurityHeaders(
            Starlette(routes=self._routes(), lifespan=self._lifespan, exception_handlers=self._handlers()),
            settings.is_https,
        )

    hub: Hub
    services: Services
    readiness: Readiness
    _pages: Pages
    _noticing: Noticing

    @asynccontextmanager
    async def _lifespan(self, app: Starlette) -> AsyncIterator[Mapping[str, Any]]:
        try:
            await asyncio.to_thread(self._prepare)
        except BaseException:
            self._database.release()
            raise
        sealer = Sealer(self._key)
        readers = Readers(self._engine(self._database.reader()), self.clock, sealer)
        self.hub = Hub(self._hub_parts(readers))
        lanes = self.hub.lane = self._lanes(sealer)
        authentication = Authentication(readers, lanes)
        passwords = Passwords()
        limits = new_limits(
            hmac.digest(self._key, b"limits", "sha256"),
            self.settings.redis_url,
            self.settings.attempts_per_address,
            self.settings.sign_ups_per_address,
        )
        self.services = Services(
            settings=self.settings,
            clock=self.clock,
            lane=lanes,
            readers=readers,
            hub=self.hub,
            passwords=passwords,
            limits=limits,
            authenticate=Authenticator(authentication.actor),
            calling=Calling(self.settings),
            count_refusal=self.metrics.count_refusal,
            alarm=self.metrics.count_alarm,
        )
        jobs = Jobs(self.services, JOBS)
        self._watch(lanes, jobs)
        lanes.start()
        await self.hub.start()
        watching = asyncio.gather(self.metrics.watch_loop(), jobs.run(), *self._readings())
        try:
            yield {"services": self.services}
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
            await self.services.calling.stop()
            await self.hub.stop()
            await lanes.stop()
            await readers.stop()
            await passwords.stop()
            await limits.stop()
            for engine in self._engines:
                engine.dispose()
            self._database.release()

    def _prepare(self) -> None:
        """Claims the database, brings a SQLite file up to date, finds the key."""
        self._messages_policy = _messages_policy(self.settings)
        self._database.claim()
        if self._database.is_sqlite:
            upgrade(self.settings.database_url)
        elif not is_current(self.settings.database_url):
            raise SchemaBehind("the database has an older schema; run `sohva migrate`")
        engine = self._database.writer()
        with engine.begin() as connection:
            self._key = open_key(self.settings.key_file, connection)
            self._history = read_history(connection)
        engine.dispose()

    def _hub_parts(self, readers: Readers) -> HubParts:
        settings = self.settings
        backplane, presence = _between_processes(settings.redis_url)
        limits = HubLimits(
            connections=settings.sockets_per_process,
            connections_per_account=settings.sockets_per_account,
            handshakes_per_minute=settings.handshakes_per_minute,
            commands_per_second=settings.command_rate,
            commands_burst=settings.command_burst,
        )
        return HubParts(
            clock=self.clock,
            readers=readers,
            source=RoomSource(RENDERERS, SHOWN, SHOWN_TO_ALL),
            commands={**messages.commands(self._messages_policy), **COMMANDS, **seating.commands(timing_of(settings))},
            backplane=backplane,
            presence=presence,
            limits=limits,
            logins=still_open,
            participations=still_held,
            reading=may_read,
            history=self._history,
        )

    def _lanes(self, sealer: Sealer) -> Lanes:
        engine = self._engine(self._database.writer())
        count = 1 if self._database.is_sqlite else self.settings.lanes
        publish, observe = self._publish(), self.metrics.observe_commit
        return Lanes([Lane(engine, self.clock, sealer, publish, observe, look_ahead) for _ in range(count)])

    def _engine(self, engine: Engine) -> Engine:
        self._engines.append(engine)
        return engine

    def _readings(self) -> list[Coroutine[Any, Any, None]]:
        """What reads messages once more when they have been delivered; nothing where the setting is off."""
        noticing = self._noticing = Noticing(_likeness, self.services.lane.run, self.metrics.count_alarm)
        self.metrics.watch_count("sohva_unnoticed", "Messages not read for their likeness.", noticing.unread)
        return [noticing.run()] if self.settings.notices_likeness else []

    def _publish(self) -> Callable[[list[Effect]], None]:
        """What a lane does with the effects of a command."""
        publish = self.hub.publish
        if not self.settings.notices_likeness:
            return publish

        def publish_and_notice(effects: list[Effect]) -> None:
            publish(effects)
            self._noticing.hear(effects)

        return publish_and_notice

    def _watch(self, lanes: Lanes, jobs: Jobs) -> None:
        metrics, dispatch = self.metrics, self.hub.dispatch
        metrics.watch_hub(self.hub.describe)
        metrics.watch("sohva_lane_waiting", "Commands that wait for the lane.", lambda: lanes.waiting)
        metrics.watch_count("sohva_failed_commits", "Commits that failed.", lambda: lanes.failed_commits)
        metrics.watch("sohva_leads", "1 while this process does the timed work.", lambda: jobs.is_leading)
        calling = self.services.calling
        metrics.watch_count("sohva_calls_failed", "Steps of a distress clock that reached nobody.", calling.failures)
        metrics.watch("sohva_on_call_contacts", "People on call, as the leading process knows.", calling.on_call)
        metrics.watch("sohva_distress_waiting", "Distress cases that no human has, as above.", calling.unclaimed)
        database = self._database
        metrics.watch("sohva_wal_bytes", "Size of SQLite's log; grows while something holds it.", database.wal_bytes)
        metrics.watch("sohva_disk_free_bytes", "Space left where the SQLite file is.", database.disk_free_bytes)
        dispatch.refused, dispatch.answered = metrics.count_refusal, metrics.ack.observe
        self.hub.pump.delivered = metrics.fan_out.observe

    def _routes(self) -> list[BaseRoute]:
        token = self.settings.metrics_token
        self.readiness = Readiness(lambda: self.services.lane.run(write_probe, OPERATOR))
        health = Health(self.readiness, self.metrics.render, token.get_secret_value() if token else None)
        self._pages = Pages(self._read_front, texts, LANGUAGES, self._language_of)
        return [
            WebSocketRoute(PATH, socket_endpoint),
            *(endpoint.route() for endpoint in ENDPOINTS),
            openapi_route(ENDPOINTS),
            *Texts(LANGUAGES, texts, is_later).routes(),
            *Static().routes(),
            *health.routes(),
            *self._pages.routes(),
        ]

    def _handlers(self) -> dict[Any, Any]:
        return {404: self._pages.not_found, 500: _internal}

    async def _read_front(self) -> Any:
        return await self.services.readers.run(read_organisation, ANYONE)

    async def _language_of(self, request: Request) -> str | None:
        actor = await self.services.authenticate(request)
        return actor.language if actor.is_signed_in else None


def _messages_policy(settings: Settings) -> MessagesPolicy:
    return MessagesPolicy(
        screening=screened_by(preset(settings.policy)),
        pace=Pace(settings.message_rate, settings.message_burst),
        newcomer_pace=Pace(settings.newcomer_rate, settings.newcomer_burst),
        desk=TheDesk(),
    )


def _likeness() -> Read:
    from moderation.semantic import Reader  # noqa: PLC0415  # an optional extra

    return Reader().notice


def _between_processes(redis_url: str | None) -> tuple[Backplane, Presence]:
    if redis_url is None:
        return LocalBackplane(), LocalPresence()
    from server.hub.valkey import ValkeyBackplane  # noqa: PLC0415  # an optional extra
    from server.hub.valkey_presence import ValkeyPresence  # noqa: PLC0415

    return ValkeyBackplane(redis_url), ValkeyPresence(redis_url)


async def _internal(request: Request, error: Exception) -> Response:
    return refused(Refusal(ErrorCode.INTERNAL))
