"""Anchors: how far the log had come at a moment, in a file outside the database.

Whoever cuts the end off the log, and sets its head back to match, would have to find every copy of this file as well.
Each line has a keyed hash of its own: number, link, time, hash, apart by spaces.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import select

from server.actions.tables import ActionHead
from server.actor import Actor
from server.storage.tx import Tx

FILE = "actions.anchors"
_LONGEST_LINE = 400


@dataclass(frozen=True, slots=True)
class Anchor:
    """The log had `n` lines, the last with this link."""

    n: int
    link: str
    at: str
    seal: str

    def spelled(self) -> str:
        return f"{self.n} {self.link} {self.at} {self.seal}\n"

    def is_genuine(self, key: bytes) -> bool:
        """Whether the line was written with the log's key."""
        return hmac.compare_digest(self.seal, _seal(key, self.n, self.link, self.at))


def anchor_now(tx: Tx, actor: Actor, command: None) -> Anchor | None:
    """The log as it stands; None while it is empty."""
    head = tx.session.exec(select(ActionHead)).one()
    if head.n == 0:
        return None
    link, at = bytes(head.link).hex(), tx.now.strftime("%Y-%m-%dT%H:%M:%SZ")
    return Anchor(head.n, link, at, _seal(tx.sealer.log_key, head.n, link, at))


def append(file: Path, anchor: Anchor) -> None:
    """Adds an anchor to the file, on disk when this returns. Nothing where the last one says the same."""
    if file.exists() and _last_number(file) == anchor.n:
        return
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, anchor.spelled().encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def set_aside(file: Path) -> Path | None:
    """Puts the anchors of a log that is no longer there beside the file, where nothing overwrites them; where they are."""
    if not file.exists():
        return None
    digest = hashlib.sha256(file.read_bytes()).hexdigest()[:12]
    return file.rename(file.with_name(f"{file.name}.{digest}"))


def read(file: Path) -> list[Anchor | None]:
    """The anchors in a file, None for each line that is none. Raises FileNotFoundError."""
    return [_read_line(line) for line in file.read_text("ascii", errors="replace").splitlines()]


def _read_line(line: str) -> Anchor | None:
    fields = line.split(" ")
    if len(fields) != 4 or not fields[0].isdecimal():
        return None
    return Anchor(int(fields[0]), *fields[1:])


def _last_number(file: Path) -> int | None:
    with file.open("rb") as content:
        content.seek(max(0, file.stat().st_size - _LONGEST_LINE))
        lines = content.read().decode("ascii", errors="replace").splitlines()
    last = _read_line(lines[-1]) if lines else None
    return None if last is None else last.n


def _seal(key: bytes, n: int, link: str, at: str) -> str:
    return hmac.digest(key, f"anchor {n} {link} {at}".encode(), hashlib.sha256).hex()
