"""The chain: each line's keyed hash covers everything in it and the hash of the line before (HMAC-SHA-256, RFC 2104).

Who holds the database and not the key can change no line, drop none, add none and put none elsewhere without its
showing. That the end was cut off shows by the anchors, which lie outside the database.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime

from server.actions.kinds import ActionKind, ActorKind
from server.ids import new_id
from server.storage.columns import microseconds

Written = tuple[str | int | bytes | None, ...]

START = b""
"""What stands before the first line."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the log without its link. `n` is 0 until the commit gives it a number."""

    at: datetime
    actor_kind: ActorKind
    actor: str | None
    kind: ActionKind
    room_id: str | None
    case_id: str | None
    subject: str | None
    sealed_details: bytes | None
    id: str = field(default_factory=new_id)
    n: int = 0

    def written(self) -> Written:
        """The fields as they lie on disk, in the order in which a link covers them."""
        first = (self.id, self.n, microseconds(self.at), self.actor_kind.value, self.actor, self.kind.value)
        return (*first, self.room_id, self.case_id, self.subject, self.sealed_details)


def link_of(key: bytes, before: bytes, line: Written) -> bytes:
    """The link of a line that follows the one with the link `before`."""
    pieces = [*map(_packed, line), _packed(before)]
    # every piece with its length: no two lines can be read as the same words
    return hmac.digest(key, b"".join(len(piece).to_bytes(8, "big") + piece for piece in pieces), hashlib.sha256)


def _packed(field: object) -> bytes:
    if field is None:
        return b"-"
    return b"b" + field if isinstance(field, bytes) else b"+" + str(field).encode()
