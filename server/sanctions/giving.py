"""Giving a sanction, changing it, taking it back. Whoever gives one moves the version of every room that it binds in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, select

from moderation import sanctions as ladder
from moderation.reasons import Restriction
from server.accounts.service import language_of
from server.actions.service import ActionKind, record
from server.actor import Actor
from server.errors import ErrorCode, Refusal
from server.sanctions.binding import LADDER
from server.sanctions.statements import Reasons, Scope, seal_statement, statement_for
from server.sanctions.tables import Sanction as Sanction
from server.storage.tx import Tx

TIMED = {Restriction.MUTE: ladder.Ladder().mute, Restriction.SUSPENSION: ladder.Ladder().suspension}
"""How long what has an end lasts, where nobody says otherwise."""


@dataclass(frozen=True, slots=True)
class About:
    """Whom it is about and in which matter. `copy_id`: where their words are kept."""

    account_id: str
    room_id: str | None
    participation_id: str | None = None
    case_id: str | None = None
    copy_id: str | None = None


def give(
    tx: Tx, actor: Actor, about: About, kind: Restriction, reasons: Reasons, lasts: timedelta | None = None
) -> str:
    """Gives a sanction with its statement of reasons; its id. The person's clients hear that there is something.

    `lasts` for those that have an end. Refusals: reasons_missing.
    """
    ends_at = tx.now + (lasts or TIMED[kind]) if kind in TIMED else None
    scope = Scope(kind, about.room_id, ends_at)
    statement = statement_for(tx, language_of(tx, about.account_id), scope, reasons)
    sanction = Sanction(
        account_id=about.account_id,
        room_id=about.room_id,
        participation_id=about.participation_id,
        case_id=about.case_id,
        copy_id=about.copy_id,
        kind=kind,
        starts_at=tx.now,
        ends_at=ends_at,
        given_by=actor.account_id,
        sealed_statement=b"",
    )
    sanction.sealed_statement = seal_statement(tx, sanction.id, statement, is_question=reasons.is_question)
    tx.session.add(sanction)
    tx.session.flush()
    after = {"kind": kind, "reason": reasons.reason, "rule": reasons.rule, "until": _spelled(ends_at)}
    _record(tx, actor, ActionKind.SANCTION_GIVEN, sanction, after=after)
    tx.outbox.notice(about.account_id, "sanctions")
    return sanction.id


def reverse(tx: Tx, actor: Actor, sanction_id: str) -> Sanction:
    """Takes a sanction back: from now on it counts as never given. Refusal: not_found."""
    sanction = find(tx, sanction_id)
    if sanction.reversed_at is None:
        sanction.reversed_at, sanction.reversed_by = tx.now, actor.account_id
        tx.session.add(sanction)
        _record(tx, actor, ActionKind.SANCTION_REVERSED, sanction, before={"kind": sanction.kind})
        tx.outbox.notice(sanction.account_id, "sanctions")
    return sanction


def shorten(tx: Tx, actor: Actor, sanction_id: str, lasts: timedelta) -> Sanction:
    """Has a sanction end earlier, counted from when it was given; never later. Refusals: not_found, bad_request."""
    sanction = find(tx, sanction_id)
    ends_at = sanction.starts_at + lasts
    if sanction.kind not in TIMED or sanction.ends_at is None or ends_at >= sanction.ends_at:
        raise Refusal(ErrorCode.BAD_REQUEST, fields=["hours"])
    before, sanction.ends_at = _spelled(sanction.ends_at), ends_at
    tx.session.add(sanction)
    after = {"until": _spelled(ends_at)}
    _record(tx, actor, ActionKind.SANCTION_CHANGED, sanction, before={"until": before}, after=after)
    tx.outbox.notice(sanction.account_id, "sanctions")
    return sanction


def find(tx: Tx, sanction_id: str | None) -> Sanction:
    """Raises Refusal not_found."""
    found = tx.session.get(Sanction, sanction_id) if sanction_id else None
    if found is None:
        raise Refusal(ErrorCode.NOT_FOUND)
    return found


def history_of(tx: Tx, account_id: str, room_id: str | None) -> list[ladder.Sanction]:
    """The steps of the ladder that somebody was given in a room, or everywhere, as `moderation.sanctions` knows them.

    Never those of another room: nobody learns at one desk what happened in another group.
    """
    given = select(Sanction).where(
        Sanction.account_id == account_id,
        col(Sanction.kind).in_(LADDER),
        (col(Sanction.room_id) == room_id) | col(Sanction.room_id).is_(None),
    )
    return [as_step(one) for one in tx.session.exec(given.order_by(col(Sanction.starts_at)))]


def given_in(tx: Tx, case_id: str) -> Sequence[Sanction]:
    """What was done in a case, the first first."""
    return tx.session.exec(select(Sanction).where(Sanction.case_id == case_id).order_by(col(Sanction.starts_at))).all()


def as_step(sanction: Sanction) -> ladder.Sanction:
    """A step of the ladder as `moderation.sanctions` knows it."""
    return ladder.Sanction(
        kind=LADDER[sanction.kind],
        starts_at=sanction.starts_at,
        ends_at=sanction.ends_at,
        room=sanction.room_id,
        acknowledged_at=sanction.acknowledged_at,
        reversed_at=sanction.reversed_at,
    )


def _record(tx: Tx, actor: Actor, kind: ActionKind, sanction: Sanction, **about: Mapping[str, object]) -> None:
    record(
        tx,
        actor,
        kind,
        room_id=sanction.room_id,
        case_id=sanction.case_id,
        subject=sanction.participation_id,
        before=about.get("before"),
        after=about.get("after"),
    )


def _spelled(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
