"""Telling people, once, what they should know about a meeting that they signed up for."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import col, select, update

from server.meetings.tables import MailAddress, Registration, Reminder, ReminderKind
from server.storage.tx import Tx

MAILED = frozenset(ReminderKind) - {ReminderKind.MISSED}


def remind(tx: Tx, registration: Registration, kind: ReminderKind, occasion: int) -> bool:
    """Tells somebody, in the client and by mail where they left an address. False where they were told already."""
    known = select(Reminder.id).where(
        Reminder.registration_id == registration.id, Reminder.kind == kind, Reminder.occasion == occasion
    )
    if tx.session.exec(known).first() is not None:
        return False
    is_mailed = kind in MAILED and tx.session.get(MailAddress, registration.account_id) is not None
    tx.session.add(
        Reminder(
            registration_id=registration.id,
            account_id=registration.account_id,
            kind=kind,
            occasion=occasion,
            made_at=tx.now,
            mail_due_at=tx.now if is_mailed else None,
        )
    )
    tx.outbox.notice(registration.account_id, "meetings")
    return True


def remind_all(tx: Tx, people: Iterable[Registration], kind: ReminderKind, occasion: int) -> None:
    for one in people:
        remind(tx, one, kind, occasion)


def take_back(tx: Tx, registration: Registration, kind: ReminderKind) -> None:
    """Shows somebody no longer what has turned out not to be so."""
    told = update(Reminder).where(col(Reminder.registration_id) == registration.id, col(Reminder.kind) == kind)
    tx.session.exec(told.where(col(Reminder.seen_at).is_(None)).values(seen_at=tx.now))


def unseen(tx: Tx, account_id: str) -> list[Reminder]:
    """What somebody was told and has not put away, the newest first."""
    mine = select(Reminder).where(Reminder.account_id == account_id, col(Reminder.seen_at).is_(None))
    return list(tx.session.exec(mine.order_by(col(Reminder.made_at).desc(), col(Reminder.id)).limit(100)))
