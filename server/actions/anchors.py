"""Anchors: how far the log had come at a moment, in a file outside the database.

Whoever cuts the end off the log, and sets its head back to match, would have to find every copy of this file as well.
Each line has a keyed hash of its own: number, link, time, hash, apart by spaces. A line that a crash left half written
is left as it is, and the next one begins below it.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import select

from server.actions.tables import ActionHead
from server.actor import Actor
from server.storage.tx import Tx

FILE = "actions.anchors"
_LONGEST_LINE = 400
_WHOLE = re.compile(r"(\d+) ([0-9a-f]{64}) ([-0-9T:Z]{20}) ([0-9a-f]{64})")
_BEGUN = re.compile(
    r"(\d+)(?:( )(?:[0-9a-f]{0,63}|[0-9a-f]{64}(?: (?:[-0-9T:Z]{0,19}|[-0-9T:Z]{20}(?: [0-9a-f]{0,63})?))?))?"
)


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


@dataclass(frozen=True, slots=True)
class Begun:
    """The beginning of an anchor, as a crash leaves it while it is written; `n` is 0 where the number is not whole."""

    n: int


def anchor_now(tx: Tx, actor: Actor, command: None) -> Anchor | None:
    """The log as it stands; None while it is empty."""
    head = tx.session.exec(select(ActionHead)).one()
    if head.n == 0:
        return None
    link, at = bytes(head.link).hex(), tx.now.strftime("%Y-%m-%dT%H:%M:%SZ")
    return Anchor(head.n, link, at, _seal(tx.sealer.log_key, head.n, link, at))


def append(file: Path, anchor: Anchor) -> None:
    """Adds an anchor to the file, on disk when this returns. Nothing where the last one says the same."""
    end = _end_of(file)
    if _last_number(end) == anchor.n:
        return
    new_line = "" if end.endswith("\n") or not end else "\n"
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)  # with PostgreSQL nothing else need lie there
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, (new_line + anchor.spelled()).encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def set_aside(file: Path) -> Path | None:
    """Puts the anchors of a log that is no longer there beside the file, where nothing overwrites them; where they are."""
    if not file.exists():
        return None
    digest = hashlib.sha256(file.read_bytes()).hexdigest()[:12]
    return file.rename(file.with_name(f"{file.name}.{digest}"))


def read(file: Path) -> list[Anchor | Begun | None]:
    """What stands in a file line by line, None for what is no anchor. Raises FileNotFoundError."""
    return [_read_line(line) for line in file.read_text("ascii", errors="replace").splitlines()]


def _read_line(line: str) -> Anchor | Begun | None:
    if whole := _WHOLE.fullmatch(line):
        return Anchor(int(whole[1]), *whole.groups()[1:])
    begun = _BEGUN.fullmatch(line)
    return None if begun is None else Begun(int(begun[1]) if begun[2] else 0)


def _end_of(file: Path) -> str:
    if not file.exists():
        return ""
    with file.open("rb") as content:
        content.seek(max(0, file.stat().st_size - _LONGEST_LINE))
        return content.read().decode("ascii", errors="replace")


def _last_number(end: str) -> int | None:
    last = _read_line(end.splitlines()[-1]) if end.endswith("\n") else None
    return last.n if isinstance(last, Anchor) else None


def _seal(key: bytes, n: int, link: str, at: str) -> str:
    return hmac.digest(key, f"anchor {n} {link} {at}".encode(), hashlib.sha256).hex()
