"""What an open connection that says nothing holds in the hub. `python -m bench V5` measures what the loop's transport holds
beside it, and what the system's allocator leaves unused."""

import tracemalloc
from pathlib import Path

from server import hub
from tests.faults.bare import Bare, many
from tests.hub.house import Served, serve_house

_HUB = str(Path(hub.__file__).parent / "*")
_PEOPLE = 100
_MOST = 1_500  # bytes; it was 1,110-1,200 when this was written, and 1,940-1,990 before that


async def follow(served: Served, people: list[tuple[str, str]]) -> list[Bare]:
    """Everybody in their room, after whatever a first one causes."""
    bares = await many(served.house.settings.port, [cookie for cookie, _ in people])
    for bare, (_, room) in zip(bares, people, strict=True):
        bare.send(type="room.follow", id="follow", room=room)
        while b'"id":"follow"' not in bare.received:
            bare.news.clear()
            await bare.news.wait()
    return bares


def held() -> int:
    """Bytes that the hub has asked for and not given back."""
    snapshot = tracemalloc.take_snapshot().filter_traces([tracemalloc.Filter(True, _HUB)])
    return sum(trace.size for trace in snapshot.traces)


async def test_an_idle_connection_holds_little(empty_sqlite_url: str, tmp_path: Path) -> None:
    async with serve_house(empty_sqlite_url, tmp_path, rooms=10, people=20) as served:
        early = await follow(served, served.people[:_PEOPLE])
        tracemalloc.start()
        try:
            before = held()
            late = await follow(served, served.people[_PEOPLE:])
            each = (held() - before) / len(late)
        finally:
            tracemalloc.stop()
        actors = [connection.actor for connection in served.house.hub.admission.connections]
        assert len(actors) == len(early) + len(late)
        assert each < _MOST
        assert len({id(actor.roles) for actor in actors}) == len({id(actor.language) for actor in actors}) == 1
