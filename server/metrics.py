"""Metrics: how the machine fares, in numbers and closed lists of labels. None is about a person or a room."""

from __future__ import annotations

import asyncio
from bisect import bisect_left
from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric

from server.errors import ErrorCode

_SECONDS = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)
_COMMANDS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
_LOOK_EVERY = 0.25  # seconds between two looks at the event loop

_HUB = {
    "connections": (GaugeMetricFamily, "Connections that are open."),
    "rooms": (GaugeMetricFamily, "Rooms that somebody here follows."),
    "stalled": (GaugeMetricFamily, "Connections that do not take what is written to them."),
    "stalled_aborts": (CounterMetricFamily, "Connections ended because they stalled too long."),
    "ring_misses": (CounterMetricFamily, "Times the ring no longer reached back, and the database was read."),
    "resume_pages": (CounterMetricFamily, "Pages of events read from the database for those who were away."),
    "gaps": (CounterMetricFamily, "Times an event came while one before it was missing, and the database was read."),
    "behind": (GaugeMetricFamily, "Events between the head of a room and whoever of its readers is furthest behind."),
    "evictions": (CounterMetricFamily, "Logins, accounts and participations that ended, as far as heard of here."),
    "backplane_connected": (GaugeMetricFamily, "1 while the other processes are heard, or where there are none."),
    "backplane_losses": (CounterMetricFamily, "Times the other processes stopped being heard."),
    "backplane_dropped": (CounterMetricFamily, "Hints given up because too many waited."),
    "repairs": (CounterMetricFamily, "Times a room's head was compared with the database and had moved."),
}


class Metrics:
    """The figures of one process, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.commit = self._seconds("sohva_commit_seconds", "One commit, from the first command to the disk.")
        self.commands = Histogram(
            "sohva_commands_per_commit", "Commands that shared a commit.", registry=self.registry, buckets=_COMMANDS
        )
        self.ack = Durations("sohva_ack_seconds", "From the arrival of a command that writes to its reply.")
        self.fan_out = Durations("sohva_fan_out_seconds", "From the news of a commit to the last write of a tick.")
        for durations in (self.ack, self.fan_out):
            self.registry.register(durations)
        self.loop_lag = self._seconds("sohva_loop_lag_seconds", "How late the event loop comes to what is due.")
        self.refusals = Counter(
            "sohva_refusals", "Commands and requests refused, by code.", ["code"], registry=self.registry
        )
        self.alarms = Counter(
            "sohva_alarms", "What an operator must look at, by kind.", ["kind"], registry=self.registry
        )

    def observe_commit(self, commands: int, seconds: float) -> None:
        """What `Lane` calls after each commit, on its own thread."""
        self.commit.observe(seconds)
        self.commands.observe(commands)

    def count_refusal(self, code: ErrorCode) -> None:
        self.refusals.labels(code.value).inc()

    def count_alarm(self, kind: str) -> None:
        self.alarms.labels(kind).inc()

    def watch(self, name: str, meaning: str, read: Callable[[], float]) -> None:
        """A gauge that is read when somebody asks: the lane's queue, whether the backplane is connected."""
        Gauge(name, meaning, registry=self.registry).set_function(read)

    def watch_count(self, name: str, meaning: str, read: Callable[[], float]) -> None:
        """A counter kept elsewhere, read when somebody asks."""
        self.registry.register(_Figures(lambda: [CounterMetricFamily(name, meaning, value=read())]))

    def watch_hub(self, describe: Callable[[], dict[str, Any]]) -> None:
        """The hub's own figures, read when somebody asks."""

        def figures() -> list[Metric]:
            return [_HUB[n][0](f"sohva_{n}", _HUB[n][1], value=value) for n, value in describe().items() if n in _HUB]

        self.registry.register(_Figures(figures))

    async def watch_loop(self) -> None:
        """Measures the event loop until it is cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + _LOOK_EVERY
            await asyncio.sleep(_LOOK_EVERY)
            self.loop_lag.observe(max(0.0, loop.time() - due))

    def render(self) -> bytes:
        """Everything, as Prometheus reads it."""
        return generate_latest(self.registry)

    def _seconds(self, name: str, meaning: str) -> Histogram:
        return Histogram(name, meaning, registry=self.registry, buckets=_SECONDS)


class Durations:
    """A histogram for what happens with every message: a tenth of the cost of the library's. One thread observes."""

    def __init__(self, name: str, meaning: str) -> None:
        self._name, self._meaning = name, meaning
        self._counts = [0] * (len(_SECONDS) + 1)
        self._sum = 0.0

    def observe(self, seconds: float) -> None:
        self._counts[bisect_left(_SECONDS, seconds)] += 1
        self._sum += seconds

    def collect(self) -> Iterator[Metric]:
        bounds = [*map(str, _SECONDS), "+Inf"]
        buckets = list(zip(bounds, accumulate(self._counts), strict=True))
        yield HistogramMetricFamily(self._name, self._meaning, buckets=buckets, sum_value=self._sum)

    def describe(self) -> list[Metric]:
        return []


class _Figures:
    """A collector that asks at the moment of the scrape."""

    def __init__(self, read: Callable[[], list[Metric]]) -> None:
        self._read = read

    def collect(self) -> Iterator[Metric]:
        yield from self._read()

    def describe(self) -> list[Metric]:
        return []
