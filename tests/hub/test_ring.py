"""The ring: every number once, in order, whatever order they come in; and a plain list as its model."""

from hypothesis import given
from hypothesis import strategies as st

from server.hub.ring import RING_SIZE, Ring


def framed(seq: int) -> bytes:
    return f"<{seq}>".encode()


def everything(after: int, head: int) -> bytes:
    return b"".join(framed(seq) for seq in range(after + 1, head + 1))


@given(st.permutations(range(11, 31)), st.integers(0, 25))
def test_frames_in_any_order_come_out_in_theirs(order: list[int], back: int) -> None:
    ring = Ring(10)
    for seq in order:
        ring.offer(seq, framed(seq))
    assert ring.head == 30
    assert not ring.is_waiting
    cursor = max(10, 30 - back)
    assert ring.piece(cursor) == everything(cursor, 30)


@given(st.lists(st.integers(1, 40), max_size=120))
def test_head_is_where_the_first_gap_is(offered: list[int]) -> None:
    ring = Ring(0)
    for seq in offered:
        ring.offer(seq, framed(seq))
    known = set(offered)
    head = next(number for number in range(60) if number + 1 not in known)
    assert ring.head == head
    assert ring.piece(0) == everything(0, head) or head == 0
    assert ring.is_waiting == any(seq > head for seq in known)


def test_all_who_stand_at_the_same_place_get_the_same_object() -> None:
    ring = Ring(0)
    for seq in range(1, 6):
        ring.offer(seq, framed(seq))
    assert ring.piece(2) is ring.piece(2)
    assert ring.piece(2) == everything(2, 5)


def test_what_has_left_the_ring_is_not_made_up() -> None:
    ring = Ring(0)
    for seq in range(1, RING_SIZE + 11):
        ring.offer(seq, framed(seq))
    assert ring.piece(9) is None
    assert ring.piece(10) == everything(10, RING_SIZE + 10)


def test_nothing_from_before_is_kept_once_something_was_taken_back() -> None:
    ring = Ring(0)
    for seq in (1, 2, 3, 5):
        ring.offer(seq, framed(seq), takes_back=seq == 5)
    assert ring.piece(1) == everything(1, 3)
    ring.offer(4, framed(4))
    assert [ring.piece(after) for after in range(4)] == [None] * 4
    assert ring.piece(4) == everything(4, 5)
    ring.offer(6, framed(6))
    assert ring.piece(4) == everything(4, 6)


def test_skipping_keeps_only_what_comes_after() -> None:
    ring = Ring(0)
    ring.offer(8, framed(8))
    ring.offer(12, framed(12))
    ring.skip_to(10)
    assert ring.piece(9) is None
    ring.offer(11, framed(11))
    assert ring.piece(10) == everything(10, 12)
