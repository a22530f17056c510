"""Use cases of a pause at the desk: nothing new is proposed to whoever takes one, but people in distress."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import col, select

from server.actions.service import ActionKind, record
from server.actor import Actor
from server.ids import new_id
from server.review.bodies import Pause, Paused
from server.review.tables import DeskPause
from server.storage.tx import Tx


def take_pause(tx: Tx, actor: Actor, command: Pause) -> Paused:
    """Pauses for some minutes from now, instead of a pause that there is. Nobody asks why, and nobody is told."""
    end_pause(tx, actor, None)
    until = tx.now + timedelta(minutes=command.minutes)
    account_id = actor.account_id or ""
    tx.session.add(DeskPause(id=new_id(), account_id=account_id, started_at=tx.now, until_at=until))
    record(tx, actor, ActionKind.DESK_PAUSED, after={"minutes": command.minutes})
    return Paused(paused_until=until)


def end_pause(tx: Tx, actor: Actor, command: None) -> Paused:
    """Ends a pause before its time. Where there is none, nothing changes."""
    pause = _pause(tx, actor)
    if pause is not None:
        pause.ended_at = tx.now
        tx.session.add(pause)
        tx.session.flush()
    return Paused(paused_until=None)


def paused_until(tx: Tx, actor: Actor) -> datetime | None:
    """Until when somebody pauses; None where they do not."""
    pause = _pause(tx, actor)
    return None if pause is None else pause.until_at


def _pause(tx: Tx, actor: Actor) -> DeskPause | None:
    now_on = select(DeskPause).where(
        DeskPause.account_id == (actor.account_id or ""),
        col(DeskPause.ended_at).is_(None),
        col(DeskPause.until_at) > tx.now,
    )
    return tx.session.exec(now_on).first()
