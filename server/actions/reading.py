"""Reading the log of actions: a case's lines, for whoever has the case on their desk."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from server.actions.kinds import ActionKind, ActorKind
from server.actions.tables import Action
from server.actor import Actor
from server.storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the log, opened."""

    n: int
    at: datetime
    kind: ActionKind
    actor_kind: ActorKind
    actor: str | None
    reason: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def lines_of(tx: Tx, case_id: str) -> list[Told]:
    """What was done in a case, the first first."""
    found = tx.session.exec(select(Action).where(Action.case_id == case_id).order_by(col(Action.n)))
    return [_told(tx, line) for line in found]


def was_recorded(tx: Tx, actor: Actor, kind: ActionKind, case_id: str, since: datetime) -> bool:
    """Whether the log says that this actor has done this in a case since then."""
    done = select(Action.id).where(
        Action.case_id == case_id, Action.kind == kind, Action.actor == actor.account_id, col(Action.at) > since
    )
    return tx.session.exec(done).first() is not None


def first_done(tx: Tx, kind: ActionKind, case_ids: Collection[str]) -> dict[str, datetime]:
    """When something was first done in each of these cases; those in which it was not are left out."""
    done = select(Action.case_id, Action.at).where(col(Action.case_id).in_(case_ids), Action.kind == kind)
    first: dict[str, datetime] = {}
    for case_id, at in tx.session.exec(done.order_by(col(Action.n))):
        first.setdefault(str(case_id), at)
    return first


def _told(tx: Tx, line: Action) -> Told:
    sealed = line.sealed_details
    details = json.loads(tx.sealer.open(bytes(sealed), "action", line.id)) if sealed else {}
    return Told(
        n=line.n,
        at=line.at,
        kind=line.kind,
        actor_kind=line.actor_kind,
        actor=line.actor,
        reason=details.get("reason", ""),
        before=details.get("before"),
        after=details.get("after"),
    )
