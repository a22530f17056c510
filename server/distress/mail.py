"""Mail to somebody on call: that somebody waits, and where the desk is. Nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.message import EmailMessage
from email.utils import formatdate
from typing import Any

from server.i18n import LANGUAGES, texts
from server.settings import Settings

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)
_LONGEST = 254


class MailNotSent(Exception):
    """The mail server did not take it."""


def is_mail_address(address: str) -> bool:
    """Whether it is one plain address, and nothing that could become a second line or a second person."""
    return len(address) <= _LONGEST and _ADDRESS.fullmatch(address) is not None


class Mail:
    """The operator's mail server, where there is one."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @property
    def is_set_up(self) -> bool:
        return bool(self._settings.smtp_host and self._settings.smtp_from)

    async def send(self, address: str, language: str, told: Mapping[str, Any]) -> None:
        """Raises MailNotSent."""
        await self.deliver(self._message(address, language, told))

    async def deliver(self, message: EmailMessage) -> None:
        """Raises MailNotSent, also where the extra `mail` is not installed."""
        try:
            import aiosmtplib  # noqa: PLC0415  # an optional extra
        except ImportError:
            raise MailNotSent from None
        try:
            await aiosmtplib.send(message, **self._way())
        except (aiosmtplib.SMTPException, OSError, ValueError):
            raise MailNotSent from None

    def _way(self) -> dict[str, Any]:
        settings = self._settings
        password = settings.smtp_password
        return {
            "hostname": settings.smtp_host,
            "port": settings.smtp_port,
            "username": settings.smtp_user,
            "password": password.get_secret_value() if password else None,
            "use_tls": settings.smtp_security == "tls",
            "start_tls": settings.smtp_security == "starttls",
            "local_hostname": "sohva",
        }

    def _message(self, address: str, language: str, told: Mapping[str, Any]) -> EmailMessage:
        said = texts(language if language in LANGUAGES else LANGUAGES[0])
        kind = "trial" if told["event"] == "trial" else "waiting"
        sender = str(self._settings.smtp_from)
        message = EmailMessage()
        message["From"], message["To"] = sender, address
        message["Subject"] = said[f"oncall.mail.{kind}.subject"]
        message["Date"] = formatdate()
        message["Message-ID"] = f"<{told['delivery']}@{sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(said[f"oncall.mail.{kind}.body"].format(seconds=told["seconds"], url=told["url"]))
        return message
