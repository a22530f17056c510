"""Sealed copies: what somebody wrote and others may no longer read, for a time, for whoever reviews a decision.

Each opening needs a reason and stands in the log of actions. Past its day a copy is destroyed, and where it was in a
statement of reasons it is missing there, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import col, delete, select

from server.actions.service import SERVER, ActionKind, record
from server.actor import Actor, Role
from server.errors import ErrorCode, Refusal
from server.sanctions.bodies import CopyCard, OpenCopy, OpenedCopy, SealedCopies
from server.sanctions.tables import Sanction, SealedCopy
from server.storage.tx import Tx

KEPT = timedelta(days=30)
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody wrote in a room."""

    message_id: str
    room_id: str
    account_id: str
    text: str


def keep_copy(tx: Tx, words: Words) -> str:
    """Seals a copy for 30 days, or keeps the one there is of this message for 30 days from now; its id."""
    known = tx.session.exec(select(SealedCopy).where(SealedCopy.message_id == words.message_id)).first()
    if known is not None:
        known.until_at = tx.now + KEPT
        tx.session.add(known)
        return known.id
    copy = SealedCopy(
        message_id=words.message_id,
        room_id=words.room_id,
        account_id=words.account_id,
        sealed_text=b"",
        made_at=tx.now,
        until_at=tx.now + KEPT,
    )
    copy.sealed_text = tx.sealer.seal(words.text, "sealed_copy", words.room_id, copy.id)
    tx.session.add(copy)
    tx.session.flush()
    return copy.id


def words_of(tx: Tx, copy_id: str | None) -> str | None:
    """What a copy holds, None once its day has come."""
    copy = tx.session.get(SealedCopy, copy_id) if copy_id else None
    if copy is None or copy.until_at <= tx.now:
        return None
    return tx.sealer.open(copy.sealed_text, "sealed_copy", copy.room_id, copy.id)


def list_copies(tx: Tx, actor: Actor, command: None) -> SealedCopies:
    """Which copies there are, without a word of them, the newest first. Reviewers only: not_permitted."""
    _require_reviewer(actor)
    kept = select(SealedCopy).where(SealedCopy.until_at > tx.now).order_by(col(SealedCopy.made_at).desc())
    cards = [
        CopyCard(
            sealed_copy=one.id, room=one.room_id, message=one.message_id, made_at=one.made_at, until_at=one.until_at
        )
        for one in tx.session.exec(kept)
    ]
    return SealedCopies(copies=cards)


def open_copy(tx: Tx, actor: Actor, command: OpenCopy) -> OpenedCopy:
    """Opens a copy, which stands in the log from then on. Reviewers only: not_permitted. Refusal: not_found."""
    _require_reviewer(actor)
    copy = tx.session.get(SealedCopy, command.sealed_copy)
    words = words_of(tx, command.sealed_copy)
    if copy is None or words is None:
        raise Refusal(ErrorCode.NOT_FOUND)
    record(
        tx,
        actor,
        ActionKind.COPY_OPENED,
        room_id=copy.room_id,
        reason=command.reason,
        after={"message": copy.message_id},
    )
    return OpenedCopy(text=words, until_at=copy.until_at)


def destroy_expired(tx: Tx, actor: Actor, command: None) -> int:
    """Destroys what is past its day; how many."""
    expired = select(SealedCopy).where(SealedCopy.until_at <= tx.now).limit(_AT_ONCE)
    gone = tx.session.exec(expired).all()
    for copy in gone:
        record(tx, SERVER, ActionKind.COPY_DESTROYED, room_id=copy.room_id, after={"message": copy.message_id})
    ids = [copy.id for copy in gone]
    for sanction in tx.session.exec(select(Sanction).where(col(Sanction.copy_id).in_(ids))):
        sanction.copy_id = None
    tx.session.exec(delete(SealedCopy).where(col(SealedCopy.id).in_(ids)))
    return len(gone)


def _require_reviewer(actor: Actor) -> None:
    if not actor.has(Role.REVIEWER):
        raise Refusal(ErrorCode.NOT_PERMITTED)
