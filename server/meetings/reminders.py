"""Use cases of reminders: what I was told, putting it away, and the address to which it also goes, if I want that."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field
from sqlmodel import col, delete, select, update

from server.actor import Actor
from server.distress.mail import is_mail_address
from server.errors import ErrorCode, Refusal
from server.meetings.bodies import OneReminder, ReminderCard, Reminders
from server.meetings.cards import cards_of
from server.meetings.reminding import unseen
from server.meetings.tables import MailAddress, Meeting, Registration, Reminder
from server.storage.tx import Tx
from server.web.endpoints import Body, Result


def _plain(address: str) -> str:
    if not is_mail_address(address):
        raise ValueError("must be a mail address")
    return address


class LeaveAddress(Body):
    address: Annotated[str, Field(max_length=254, repr=False), AfterValidator(_plain)]


class MyAddress(Result):
    """`address` is null where I have left none."""

    address: str | None


def list_reminders(tx: Tx, actor: Actor, command: None) -> Reminders:
    """What I was told about meetings and have not put away, the newest first."""
    mine = unseen(tx, actor.account_id or "")
    about = (
        select(Registration.id, Meeting)
        .join(Meeting, col(Meeting.id) == Registration.meeting_id)
        .where(col(Registration.id).in_({one.registration_id for one in mine}))
    )
    meetings = dict(tx.session.exec(about).all())
    cards = {card.id: card for card in cards_of(tx, actor, list({one.id: one for one in meetings.values()}.values()))}
    return Reminders(
        reminders=[
            ReminderCard(id=one.id, kind=one.kind, at=one.made_at, meeting=cards[meetings[one.registration_id].id])
            for one in mine
        ]
    )


def put_away(tx: Tx, actor: Actor, command: OneReminder) -> None:
    """Has a reminder shown no more; put away already: nothing changes. Refusal: not_found."""
    reminder = tx.session.get(Reminder, command.reminder)
    if reminder is None or reminder.account_id != actor.account_id:
        raise Refusal(ErrorCode.NOT_FOUND)
    reminder.seen_at = reminder.seen_at or tx.now
    tx.outbox.notice(reminder.account_id, "meetings")


def leave_address(tx: Tx, actor: Actor, command: LeaveAddress) -> MyAddress:
    """Keeps an address for reminders, sealed, and for nothing else. Refusal: mail_unavailable."""
    account_id = actor.account_id or ""
    row = tx.session.get(MailAddress, account_id) or MailAddress(
        account_id=account_id, sealed_address=b"", left_at=tx.now
    )
    row.sealed_address = tx.sealer.seal(command.address, "mail_address", account_id)
    row.left_at = tx.now
    tx.session.add(row)
    return MyAddress(address=command.address)


def read_address(tx: Tx, actor: Actor, command: None) -> MyAddress:
    """The address that I have left for reminders."""
    return MyAddress(address=address_of(tx, actor.account_id or ""))


def take_address_back(tx: Tx, actor: Actor, command: None) -> None:
    """Forgets the address, and sends nothing that was still to be sent."""
    tx.session.exec(delete(MailAddress).where(col(MailAddress.account_id) == actor.account_id))
    tx.session.exec(update(Reminder).where(col(Reminder.account_id) == actor.account_id).values(mail_due_at=None))


def address_of(tx: Tx, account_id: str) -> str | None:
    """Where somebody wants to be reminded by mail; None where they do not."""
    row = tx.session.get(MailAddress, account_id)
    return None if row is None else tx.sealer.open(row.sealed_address, "mail_address", account_id)
