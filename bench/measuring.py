"""What a measurement is: interleaved runs, medians, and a finding held against its promise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from itertools import product
from statistics import median
from typing import Any, Protocol

from bench.loading import Result, is_clean


@dataclass(frozen=True)
class Pace:
    """How long and how often to measure."""

    runs: int
    seconds: float
    warmup: float
    is_quick: bool


@dataclass
class Finding:
    """One line of the table. `ratio` is ours to `beside`, where the promise is one."""

    what: str
    ours: float
    unit: str
    promise: str
    kept: bool
    beside: str = ""
    reference: float | None = None
    ratio: float | None = None
    others: dict[str, float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


class Starts(Protocol):
    """A contender: `Ours` or one of the peers."""

    @property
    def name(self) -> str: ...

    def serve(self, rooms: int, people: int) -> Any: ...


@dataclass(frozen=True)
class Shape:
    """A load: people in rooms, senders in each room, messages each has in flight, or messages a second in all."""

    rooms: int
    people: int
    senders: int
    inflight: int = 1
    rate: float | None = None

    @property
    def place(self) -> tuple[int, int]:
        """Rooms and people in each: loads of the same place can be put on one server."""
        return self.rooms, self.people

    def options(self, pace: Pace) -> dict[str, Any]:
        given = {"senders": self.senders, "inflight": self.inflight, "seconds": pace.seconds, "warmup": pace.warmup}
        return given | ({"rate": self.rate} if self.rate else {})


class Runs:
    """All results of some contenders under some loads."""

    def __init__(self) -> None:
        self.results: dict[tuple[str, str], list[Result]] = {}

    def add(self, more: Runs) -> None:
        self.results |= more.results

    def of(self, who: str, shape: str) -> list[Result]:
        return self.results.get((who, shape), [])

    def figure(self, who: str, shape: str, read: Any) -> float | None:
        found = [read(result) for result in self.of(who, shape)]
        return median(found) if found else None

    def ratio(self, who: str, shape: str, beside: str, read: Any) -> float | None:
        """The median of a contender's figures under one load, each held against the one of the same turn under another."""
        pairs = zip(self.of(who, shape), self.of(who, beside), strict=True)
        found = [read(result) / max(read(other), 1e-9) for result, other in pairs]
        return median(found) if found else None

    def blemishes(self) -> list[str]:
        """A line for whoever lost, doubled or disordered something, or could not be measured."""
        wrong = []
        for (who, shape), results in self.results.items():
            bad = [result for result in results if not is_clean(result)]
            if bad:
                wrong.append(
                    f"{who}, {shape}: {len(bad)} of {len(results)} runs not clean: {bad[0]['complaints'][:120]}"
                )
        return wrong


def interleave(starts: Sequence[Starts], shapes: Mapping[str, Shape], pace: Pace) -> Runs:
    """Starts everybody at once for each place and lets them take turns, so that the machine's moods hit all alike."""
    runs = Runs()
    by_place: dict[tuple[int, int], dict[str, Shape]] = {}
    for name, shape in shapes.items():
        by_place.setdefault(shape.place, {})[name] = shape
    for alike in by_place.values():
        runs.add(side_by_side(starts, alike, pace))
    return runs


def side_by_side(starts: Sequence[Starts], shapes: Mapping[str, Shape], pace: Pace) -> Runs:
    """The loads take turns as well, on servers that all run at once: for what is promised as a ratio between two loads."""
    runs = Runs()
    places = dict.fromkeys(shape.place for shape in shapes.values())
    with ExitStack() as stack:
        servers = {(one.name, place): stack.enter_context(one.serve(*place)) for place in places for one in starts}
        for _ in range(pace.runs):
            for (name, shape), one in product(shapes.items(), starts):
                served = servers[one.name, shape.place]
                if served is not None:
                    result = served.load(**shape.options(pace))
                    runs.results.setdefault((one.name, name), []).append(result)
    return runs


def deliveries(result: Result) -> float:
    """Thousand deliveries per second of the server's CPU time."""
    return float(result["delivered"]) / max(float(result["cpu"]), 1e-6) / 1000


def per_second(result: Result) -> float:
    """Acknowledged messages a second."""
    return float(result["acked"]) / float(result["seconds"])


def microseconds(result: Result) -> float:
    """CPU time of the server for each acknowledged message."""
    return float(result["cpu"]) / max(1, int(result["acked"])) * 1e6


def each(result: Result) -> float:
    """CPU time of the server for each delivery, in microseconds."""
    return float(result["cpu"]) / max(1, int(result["delivered"])) * 1e6
