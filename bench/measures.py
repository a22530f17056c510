"""V1 to V7 of the promises: what is measured, beside whom, and when it counts as kept."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from statistics import median

from bench import contenders as them
from bench import loading
from bench.coming_back import come_back
from bench.measuring import (
    Finding,
    Pace,
    Runs,
    Shape,
    Starts,
    deliveries,
    each,
    interleave,
    microseconds,
    per_second,
    side_by_side,
)
from bench.pages import first_page_costs

_FIRST_WORK = 6.0  # seconds: a server that has just begun reads and compiles what no connection asked for

ONE, MANY, ROOMS = "one by one", "saturated", "50 rooms of 20"
_ONE, _MANY, _ROOMS = Shape(1, 100, 1), Shape(1, 100, 20, 2), Shape(50, 20, 20)


def fan_out(pace: Pace) -> list[Finding]:
    """V1: our hub with nothing behind it against C."""
    more = [] if pace.is_quick else [them.WS, them.SOCKETIO, them.BROADCAST, them.PYTHON_SOCKETIO]
    starts: list[Starts] = [them.HUB, them.C_PLAIN, them.C_COALESCED, *more]
    runs = interleave(starts, {ONE: _ONE, MANY: _MANY}, pace)
    return [
        _against(runs, ONE, them.HUB, them.C_PLAIN, 0.75, "fan-out alone, room of 100, "),
        _against(runs, MANY, them.HUB, them.C_COALESCED, 0.85, "fan-out alone, room of 100, "),
    ]


@cache
def _whole_path(pace: Pace) -> Runs:
    starts: list[Starts] = [them.SOHVA, them.UNSCREENED, them.SOCKETIO]
    runs = interleave([*starts, them.NAIVE], {ONE: _ONE, MANY: _MANY}, pace)
    runs.add(interleave(starts if pace.is_quick else [*starts, them.NAIVE], {ROOMS: _ROOMS}, pace))
    return runs


def whole_path(pace: Pace) -> list[Finding]:
    """V2: everything that happens to a message, against servers that do less."""
    runs, what = _whole_path(pace), "whole path, "
    found = [
        _against(runs, ONE, them.SOHVA, them.SOCKETIO, 1.2, what),
        _against(runs, MANY, them.SOHVA, them.SOCKETIO, 10, what),
        _against(runs, ROOMS, them.SOHVA, them.SOCKETIO, 4, what),
        _against(runs, ONE, them.SOHVA, them.NAIVE, 2.5, what),
        _against(runs, MANY, them.SOHVA, them.NAIVE, 25, what),
    ]
    screening = runs.figure(them.SOHVA.name, MANY, microseconds), runs.figure(them.UNSCREENED.name, MANY, microseconds)
    if all(screening):
        found[1].notes.append("CPU a message: {:.0f} us, without screening {:.0f} us".format(*screening))
    return found


def throughput(pace: Pace) -> list[Finding]:
    """V3: acknowledged messages a second, from the same runs as V2."""
    runs = _whole_path(pace)
    runs.add(interleave([them.ON_POSTGRES], {ROOMS: _ROOMS}, pace))
    return [
        _at_least(runs, MANY, 5_000, "acknowledged durable, 20 senders into a room of 100"),
        _at_least(runs, ROOMS, 8_000, "acknowledged durable, 1,000 people in 50 rooms"),
        _at_least(runs, ROOMS, 4_000, "the same on PostgreSQL", them.ON_POSTGRES),
    ]


def latency(pace: Pace) -> list[Finding]:
    """V4: how long a delivery takes while 50 messages a second go into a room of 100."""
    flush = _flush_seconds() * 1000
    shape = Shape(1, 100, 20, rate=50)
    runs = interleave([them.SOHVA, them.SOCKETIO], {MANY: shape}, pace)
    p50, p99 = (_milliseconds(runs, them.SOHVA.name, name) for name in ("delivery_p50_us", "delivery_p99_us"))
    others = {
        f"socket.io {name}": figure
        for name in ("p50", "p99")
        if (figure := _milliseconds(runs, them.SOCKETIO.name, f"delivery_{name}_us"))
    }
    rested = _flush_seconds(50, pause=1 / 50) * 1000
    notes = [f"one disk flush takes {flush:.1f} ms here, {rested:.1f} ms 20 ms after the last", *runs.blemishes()]
    return [
        Finding("delivery at 50 messages/s, p50", p50, "ms", f"<= {flush + 1:.1f} ms", p50 <= flush + 1, others=others),
        Finding(
            "delivery at 50 messages/s, p99", p99, "ms", f"<= {2 * flush + 4:.1f} ms", p99 <= 2 * flush + 4, notes=notes
        ),
    ]


def memory(pace: Pace) -> list[Finding]:
    """V5: what 5,000 connections that say nothing hold, logged in and in their rooms."""
    more: list[Starts] = [] if pace.is_quick else [them.WS, them.SOCKETIO]
    held: dict[str, float] = {}
    for one in [them.SOHVA, *more]:
        with one.serve(250, 20) as served:
            if served is not None:
                time.sleep(_FIRST_WORK)
                found = served.load(senders=0, warmup=0, seconds=0.1, settle=3)
                held[one.name] = (found["kb_connected"] - found["kb_before"]) / max(1, found["ready"])
    ours = held.pop(them.SOHVA.name)
    return [Finding("memory of an idle connection, 5,000 of them", ours, "kB", "<= 8 kB", ours <= 8, others=held)]


def return_of_all(pace: Pace) -> list[Finding]:
    """V6: the server is killed under 5,000 people and started again; all come back at once."""
    results = [come_back(250, 20) for _ in range(1 if pace.is_quick else 3)]
    seconds = median(result["back_seconds"] for result in results)
    each = median(result["back_cpu"] / max(1, result["back"]) * 1000 for result in results)
    lost = sum(result["lost"] + result["gaps"] + result["connections"] - result["back"] for result in results)
    waited = median(result["waited"] for result in results)
    return [
        Finding("5,000 people back after a kill", seconds, "s", "<= 5 s", seconds <= 5),
        Finding("…CPU of each", each, "ms", "<= 0.6 ms", each <= 0.6, notes=[f"waited {waited:.1f} s for the core"]),
        Finding("…acknowledged messages lost, gaps, people not back", lost, "", "0", lost == 0),
    ]


def sizes(pace: Pace) -> list[Finding]:
    """V7: what grows with the size of things, and must not."""
    between = () if pace.is_quick else (10, 1_000)
    readers = {str(size): Shape(1, size, 1) for size in (*between, 100, 5_000)}
    rooms = {name: Shape(size, 10, 1, rate=500) for name, size in (("50 rooms", 50), ("1,000 rooms", 1_000))}
    runs, spread = side_by_side([them.HUB, them.C_PLAIN], readers, pace), side_by_side([them.HUB], rooms, pace)
    large = _as_flat(runs, "5000", "100", "CPU of a delivery in a room of 5,000", "that in a room of 100")
    large.others = {f"room of {size}": runs.figure(them.HUB.name, size, each) or 0 for size in map(str, between)}
    c = runs.ratio(them.C_PLAIN.name, "5000", "100", each)
    large.notes = [f"the C program: {c:.2f} x" if c else "no C program"]
    young, old = first_page_costs(20_000 if pace.is_quick else 1_000_000)
    return [
        large,
        _as_flat(spread, "1,000 rooms", "50 rooms", "CPU of a delivery, 1,000 rooms of 10", "that in 50 rooms"),
        _flat("first page of an old room", old, young, "that of one with 100 events", 1.2),
        *_held(pace),
    ]


def _held(pace: Pace) -> list[Finding]:
    with tempfile.NamedTemporaryFile() as told:
        os.environ["BENCH_WATCH"] = told.name
        try:
            with them.HUB.serve(1, 5_000) as served:
                assert served is not None
                served.load(senders=5, warmup=1, seconds=pace.seconds * 2)
                time.sleep(1)  # seconds in which all of them leave
        finally:
            del os.environ["BENCH_WATCH"]
        talking, leaving = (float(longest) * 1000 for longest in Path(told.name).read_text().split())
    return [
        Finding(f"longest hold of the loop, room of 5,000, {what}", longest, "ms", "<= 10 ms", longest <= 10)
        for what, longest in (("talking", talking), ("all leaving", leaving))
    ]


def _as_flat(runs: Runs, size: str, reference: str, what: str, beside: str) -> Finding:
    """Our hub under two loads that took turns."""
    ours, other = (runs.figure(them.HUB.name, name, each) or 0.0 for name in (size, reference))
    finding = _flat(what, ours, other, beside, 1.25)
    finding.ratio = runs.ratio(them.HUB.name, size, reference, each) or float("inf")
    finding.kept = finding.ratio <= 1.25
    return finding


def _flat(what: str, ours: float, reference: float, beside: str, most: float) -> Finding:
    ratio = ours / reference if reference else float("inf")
    return Finding(what, ours, "us", f"<= {most} x", ratio <= most, beside, reference, ratio)


def _against(runs: Runs, shape: str, ours: Starts, beside: Starts, wanted: float, what: str) -> Finding:
    figure = runs.figure(ours.name, shape, deliveries) or 0.0
    reference = runs.figure(beside.name, shape, deliveries)
    ratio = figure / reference if reference else None
    finding = Finding(
        f"{what}{shape}", figure, "k/CPU s", f">= {wanted} x", bool(ratio and ratio >= wanted), beside.name
    )
    finding.reference, finding.ratio = reference, ratio
    for who, name in runs.results:
        other = runs.figure(who, shape, deliveries)
        if name == shape and who != ours.name and other is not None:
            finding.others[who] = other
    finding.notes += runs.blemishes()
    return finding


def _at_least(runs: Runs, shape: str, wanted: float, what: str, ours: Starts = them.SOHVA) -> Finding:
    figure = runs.figure(ours.name, shape, per_second) or 0.0
    finding = Finding(what, figure, "/s", f">= {wanted:.0f}/s", figure >= wanted)
    for who in (them.UNSCREENED.name, them.NAIVE.name):
        other = runs.figure(who, shape, per_second)
        if other is not None:
            finding.others[who] = other
    waited = runs.figure(ours.name, shape, lambda result: result["waited"] / result["seconds"])
    finding.notes.append(f"its threads waited {waited:.2f} s a second for the core")
    return finding


def _milliseconds(runs: Runs, who: str, name: str) -> float:
    return (runs.figure(who, MANY, lambda result: result[name]) or 0.0) / 1000


def _flush_seconds(times: int = 200, pause: float = 0.0) -> float:
    """The median of flushes of one page at the place where the databases of the runs lie, seconds of `pause` before each."""
    loading.OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryFile(dir=loading.OUT) as file:
        took = []
        for _ in range(times):
            time.sleep(pause)
            file.write(bytes(4096))
            file.flush()
            begun = time.perf_counter()
            os.fdatasync(file.fileno())
            took.append(time.perf_counter() - begun)
    return median(took)


MEASURES: dict[str, Callable[[Pace], list[Finding]]] = {
    "V1": fan_out,
    "V2": whole_path,
    "V3": throughput,
    "V4": latency,
    "V5": memory,
    "V6": return_of_all,
    "V7": sizes,
}
