"""Reminders by mail, for those who left an address: that something begins, and nothing of what, where or with whom."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from email.utils import formatdate

import structlog
from sqlmodel import col, select

from server.accounts.service import language_of
from server.actor import OPERATOR, Actor
from server.distress.mail import Mail, MailNotSent
from server.hub.background import Background
from server.i18n import LANGUAGES, texts
from server.meetings.reminders import address_of
from server.meetings.seats import ACTIVE
from server.meetings.tables import Meeting, Registration, Reminder, ReminderKind
from server.storage.tx import Tx
from server.web.services import Services

log = structlog.get_logger(__name__)

_MOST_TRIES = 5
_FIRST_WAIT = timedelta(minutes=5)
_AT_ONCE = 50
_PATIENCE = 20.0  # seconds for one mail


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail that is about to be sent."""

    reminder: str
    kind: str
    language: str
    address: str = field(repr=False)


def mails_due(tx: Tx, actor: Actor, command: None) -> list[str]:
    """The reminders that wait to be sent by mail, the oldest first."""
    due = select(Reminder.id).where(col(Reminder.mail_due_at) <= tx.now)
    return list(tx.session.exec(due.order_by(col(Reminder.mail_due_at)).limit(_AT_ONCE)))


def claim_mail(tx: Tx, actor: Actor, reminder_id: str) -> Letter | None:
    """Takes a mail to be sent; nobody else does for some minutes. None where it is not to be sent any more."""
    reminder = tx.session.get_one(Reminder, reminder_id, with_for_update=True)
    if reminder.mail_due_at is None or reminder.mail_due_at > tx.now:
        return None
    registration = tx.session.get_one(Registration, reminder.registration_id)
    meeting = tx.session.get_one(Meeting, registration.meeting_id)
    address = address_of(tx, reminder.account_id)
    is_so = _is_so_still(reminder, registration, meeting) and meeting.ends_at > tx.now
    if address is None or not is_so or reminder.mail_tries >= _MOST_TRIES:
        reminder.mail_due_at = None
        return None
    reminder.mail_tries += 1
    reminder.mail_due_at = tx.now + _FIRST_WAIT * 2 ** (reminder.mail_tries - 1)
    return Letter(reminder.id, reminder.kind, language_of(tx, reminder.account_id), address)


def _is_so_still(reminder: Reminder, registration: Registration, meeting: Meeting) -> bool:
    """Nobody is told of a beginning that was called off, or that they gave their place back for, while the mail waited."""
    if reminder.kind is ReminderKind.CANCELLED:
        return True
    return meeting.cancelled_at is None and registration.state in ACTIVE


def mail_sent(tx: Tx, actor: Actor, reminder_id: str) -> None:
    """Nothing more is to be sent."""
    tx.session.get_one(Reminder, reminder_id).mail_due_at = None


def message_of(letter: Letter, sender: str, url: str) -> EmailMessage:
    """The mail in its reader's language. It names neither the group nor the meeting: mail is read over shoulders."""
    said = texts(letter.language if letter.language in LANGUAGES else LANGUAGES[0])
    message = EmailMessage()
    message["From"], message["To"] = sender, letter.address
    message["Subject"] = said[f"meeting.mail.{letter.kind}"]
    message["Date"] = formatdate()
    message["Message-ID"] = f"<{letter.reminder}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("\n\n".join([said[f"meeting.mail.{letter.kind}"], url, said["meeting.mail.why"]]) + "\n")
    return message


class Postman:
    """Sends what waits, beside the other timed work: a slow mail server keeps nobody from theirs."""

    def __init__(self) -> None:
        self._background = Background()

    async def work(self, services: Services) -> None:
        if not Mail(services.settings).is_set_up or len(self._background):
            return
        due = await services.readers.run(mails_due, OPERATOR)
        if due:
            self._background.spawn(send_all(services, due))


async def send_all(services: Services, due: list[str]) -> None:
    """Sends the mails that can be sent; the others wait longer each time."""
    mail, settings = Mail(services.settings), services.settings
    failed = 0
    for reminder_id in due:
        letter = await services.lane.run(claim_mail, OPERATOR, reminder_id)
        if letter is None:
            continue
        try:
            async with asyncio.timeout(_PATIENCE):
                await mail.deliver(message_of(letter, str(settings.smtp_from), settings.public_url))
        except (MailNotSent, TimeoutError):
            failed += 1
        else:
            await services.lane.run(mail_sent, OPERATOR, reminder_id)
    if failed:
        log.warning("reminders not mailed", count=failed)
