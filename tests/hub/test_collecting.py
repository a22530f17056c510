"""What a long collection has visited is put aside, and what comes after it is collected as ever."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from server import collecting
from server.collecting import keep_collections_short


class Node:
    """Something that may be part of a ring."""

    def __init__(self) -> None:
        self.next: Node | None = None


def ring() -> Node:
    one, other = Node(), Node()
    one.next, other.next = other, one
    return one


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    thresholds, callbacks = gc.get_threshold(), list(gc.callbacks)
    yield
    gc.callbacks[:] = callbacks
    gc.set_threshold(*thresholds)
    gc.unfreeze()


def test_what_stays_is_put_aside_after_a_long_collection(monkeypatch: pytest.MonkeyPatch) -> None:
    keep_collections_short()
    monkeypatch.setattr(collecting, "_LONG", 0.0)
    aside, kept = gc.get_freeze_count(), [Node() for _ in range(1000)]
    gc.collect()
    assert gc.get_freeze_count() >= aside + len(kept)


def test_a_short_collection_puts_nothing_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    keep_collections_short()
    monkeypatch.setattr(collecting, "_LONG", 60.0)
    aside, kept = gc.get_freeze_count(), [Node() for _ in range(1000)]
    gc.collect()
    assert gc.get_freeze_count() <= aside
    assert kept


def test_rings_left_after_a_collection_are_still_collected(monkeypatch: pytest.MonkeyPatch) -> None:
    keep_collections_short()
    monkeypatch.setattr(collecting, "_LONG", 0.0)
    gc.collect()
    left = weakref.ref(ring())
    gc.collect()
    assert left() is None


def test_what_lies_aside_is_freed_when_nobody_refers_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    keep_collections_short()
    monkeypatch.setattr(collecting, "_LONG", 0.0)
    node = Node()
    gc.collect()
    freed = weakref.ref(node)
    del node
    assert freed() is None


def test_asking_twice_counts_once() -> None:
    keep_collections_short()
    keep_collections_short()
    assert gc.callbacks.count(collecting._put_aside) == 1
