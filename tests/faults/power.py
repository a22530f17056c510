"""A disk that loses power: recorded writes, replayed up to some moment, with what was not synced dropped or torn."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

_HEADER = struct.Struct("=BB2xIQ")
_SECTOR = 512
DATABASE, LOG, JOURNAL, ACKS = range(4)


@dataclass(frozen=True, slots=True)
class Op:
    """A write, a sync or a truncation of one file."""

    kind: str
    file: int
    offset: int
    data: bytes


def read(recording: bytes) -> Iterator[Op]:
    at = 0
    while at < len(recording):
        kind, file, length, offset = _HEADER.unpack_from(recording, at)
        at += _HEADER.size
        size = length if chr(kind) == "w" else 0
        yield Op(chr(kind), file, offset, recording[at : at + size])
        at += size


class Disk:
    """What is safe of each file, and what was done since it was last synced."""

    def __init__(self, database: bytes) -> None:
        self._safe = {DATABASE: bytearray(database), LOG: bytearray(), JOURNAL: bytearray()}
        self._unsynced: dict[int, list[Op]] = {DATABASE: [], LOG: [], JOURNAL: []}
        self.acks = b""

    def do(self, op: Op) -> None:
        if op.file == ACKS:
            self.acks += op.data
        elif op.kind == "s":
            for done in self._unsynced[op.file]:
                _apply(self._safe[op.file], done)
            self._unsynced[op.file] = []
        else:
            self._unsynced[op.file].append(op)

    def lose_power(self, random: Random) -> dict[int, bytes]:
        """The files as they may be found afterwards: unsynced writes kept, dropped or torn, each by itself."""
        found = {}
        for file, safe in self._safe.items():
            image = bytearray(safe)
            keep, tear = random.choice([(0.0, 0.0), (1.0, 0.0), (0.5, 0.2), (0.9, 0.1), (0.1, 0.1)])
            for op in self._unsynced[file]:
                fate = random.random()
                if fate < keep:
                    _apply(image, op)
                elif fate < keep + tear:
                    _tear(image, op, random)
            found[file] = bytes(image)
        return found


def _apply(image: bytearray, op: Op) -> None:
    if op.kind == "t":
        del image[op.offset :]
        image.extend(bytes(op.offset - len(image)))
        return
    if len(image) < op.offset:
        image.extend(bytes(op.offset - len(image)))
    image[op.offset : op.offset + len(op.data)] = op.data


def _tear(image: bytearray, op: Op, random: Random) -> None:
    """Some sectors reach the disk, others do not."""
    if op.kind == "t":
        return
    for start in range(0, len(op.data), _SECTOR):
        if random.random() < 0.5:
            _apply(image, Op("w", op.file, op.offset + start, op.data[start : start + _SECTOR]))
