"""Writing the log of actions. Nothing edits it, and no address leads to a line of it but through its case."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlmodel import SQLModel

from server.actions import tables
from server.actions.chain import Line, link_of
from server.actions.kinds import ActionKind as ActionKind
from server.actions.kinds import ActorKind
from server.actions.tables import HEAD
from server.actor import Actor
from server.ids import new_id
from server.storage.prepared import Prepared
from server.storage.tx import Tx

_action = SQLModel.metadata.tables[str(tables.Action.__tablename__)]
_head = SQLModel.metadata.tables[str(tables.ActionHead.__tablename__)]

_LAST_OF_ALL = "~actions"  # sorts behind every room's id: the chain's lock is the last that a commit takes

_HOLD = Prepared(select(_head.c.n, _head.c.link).where(_head.c.id == bindparam("head")).with_for_update())
_MOVE = Prepared(
    update(_head).where(_head.c.id == bindparam("head")).values(n=bindparam("reached"), link=bindparam("last"))
)
_INSERT = Prepared(insert(_action))

SERVER = Actor()
"""Who acts where nobody does: what happens by a rule or at its time."""


@dataclass(frozen=True, slots=True)
class _Pending:
    """The lines of a commit: numbered and linked just before it, by one look at the head."""

    lines: tuple[Line, ...] = ()

    @classmethod
    def write_all(cls, tx: Tx, states: Mapping[str, _Pending]) -> None:
        for pending in states.values():
            pending._write(tx)

    def _write(self, tx: Tx) -> None:
        reached, link = tx.run(_HOLD, head=HEAD).fetchone()
        link = bytes(link)
        for number, line in enumerate(self.lines, reached + 1):
            numbered = replace(line, n=number)
            link = link_of(tx.sealer.log_key, link, numbered.written())
            tx.run(_INSERT, **asdict(numbered), link=link)
        tx.run(_MOVE, head=HEAD, reached=reached + len(self.lines), last=link)


def record(  # noqa: PLR0913  # each has its name at the call, and most are left out
    tx: Tx,
    actor: Actor,
    kind: ActionKind,
    *,
    room_id: str | None = None,
    case_id: str | None = None,
    subject: str | None = None,
    reason: str | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Adds a line to the log, in this transaction. `subject` is the participation that it happened to.

    `before` and `after` are plain JSON; they and the reason are sealed. Never a word of what was said in a room.
    """
    line_id = new_id()
    details = {"reason": reason, "before": before, "after": after}
    line = Line(
        at=tx.now,
        actor_kind=_kind_of(actor),
        actor=actor.account_id,
        kind=kind,
        room_id=room_id,
        case_id=case_id,
        subject=subject,
        sealed_details=_sealed(tx, line_id, details),
        id=line_id,
    )
    pending = tx.late(_LAST_OF_ALL)
    earlier = pending.lines if isinstance(pending, _Pending) else ()
    tx.write_late(_LAST_OF_ALL, _Pending((*earlier, line)))


def _kind_of(actor: Actor) -> ActorKind:
    if actor.account_id is not None:
        return ActorKind.ACCOUNT
    return ActorKind.OPERATOR if actor.is_operator else ActorKind.SERVER


def _sealed(tx: Tx, line_id: str, details: Mapping[str, Any]) -> bytes | None:
    told = {name: value for name, value in details.items() if value is not None}
    return tx.sealer.seal(json.dumps(told, ensure_ascii=False, default=str), "action", line_id) if told else None
