"""The newest events of one room, framed and ready to send."""

from __future__ import annotations

from collections import deque

RING_SIZE = 512


class Ring:
    """Frames `head - len + 1 … head`, without gaps.

    A frame that comes before the ones it follows waits until they are there: on PostgreSQL several lanes commit side
    by side, and their news may reach the loop in another order than the numbers they took.
    """

    __slots__ = ("_early", "_frames", "_piece", "_piece_after", "_piece_head", "head")

    def __init__(self, head: int) -> None:
        self.head = head
        self._frames: deque[bytes] = deque(maxlen=RING_SIZE)
        self._early: dict[int, tuple[bytes, bool]] = {}
        self._piece = b""
        self._piece_after = self._piece_head = -1

    @property
    def is_waiting(self) -> bool:
        """Whether frames lie here whose predecessors are missing."""
        return bool(self._early)

    def offer(self, seq: int, framed: bytes, takes_back: bool = False) -> bool:
        """Takes a frame; whether the head moved. What is known already is ignored."""
        if seq <= self.head:
            return False
        if seq > self.head + 1:
            self._early[seq] = framed, takes_back
            return False
        self._push(framed, takes_back)
        while self._early and (following := self._early.pop(self.head + 1, None)) is not None:
            self._push(*following)
        return True

    def piece(self, after: int) -> bytes | None:
        """Everything after a cursor in one piece, the same object for all who ask the same; None if not all is here."""
        if self._piece_after == after and self._piece_head == self.head:
            return self._piece
        missing = self.head - after
        if missing > len(self._frames):
            return None
        frames = self._frames
        self._piece = frames[-1] if missing == 1 else b"".join([frames[index] for index in range(-missing, 0)])
        self._piece_after, self._piece_head = after, self.head
        return self._piece

    def skip_to(self, head: int) -> None:
        """Starts anew at a number, when too much is missing to be worth fetching."""
        self.head = head
        self._frames.clear()
        self._early = {seq: early for seq, early in self._early.items() if seq > head}

    def _push(self, framed: bytes, takes_back: bool) -> None:
        self.head += 1
        if takes_back:
            self._frames.clear()
            self._piece = b""
            self._piece_after = self._piece_head = -1
        self._frames.append(framed)
