"""What a machine carries: so many rooms, so many people, on a database that is gone afterwards."""

from __future__ import annotations

from collections.abc import Iterator

from bench import servers
from bench.loading import Result, is_clean


def carry(rooms: int, people: int, rate: float | None, seconds: float) -> Iterator[str]:
    """Lines about a server with `people` in each of `rooms`, all connected, five of each room writing.

    `rate` is in messages a second over all rooms; without one everybody writes as fast as they are answered.
    """
    with servers.sohva(rooms, people) as served:
        given = {"senders": min(5, people), "rate": rate, "seconds": seconds, "warmup": 1.0, "settle": 2.0}
        result = served.load(**given)
    yield from _told(result)


def _told(result: Result) -> Iterator[str]:
    ready, seconds, cpu = result["ready"], result["seconds"], result["cpu"]
    yield f"{ready} of {result['connections']} people came in within {result['connect_seconds']:.1f} s"
    yield f"{(result['kb_connected'] - result['kb_before']) / max(1, ready):.1f} kB of memory for each of them"
    yield f"{result['acked'] / seconds:.0f} messages and {result['delivered'] / seconds:.0f} deliveries a second"
    yield f"{cpu / seconds:.0%} of one core, {cpu / max(1, result['acked']) * 1e6:.0f} us a message"
    for name, told in (("ack", "acknowledged"), ("delivery", "delivered")):
        half, most = result[f"{name}_p50_us"] / 1000, result[f"{name}_p99_us"] / 1000
        yield f"{told} after {half:.1f} ms, 99 of 100 within {most:.1f} ms"
    yield (
        "nothing lost, doubled or out of order" if is_clean(result) else f"not clean: {result['complaints'] or result}"
    )
