"""Mail leaves over TLS, both ways of it, and not at all where nobody can tell who takes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.distress.calling import Alarm, Called, Calling
from server.distress.tables import CallResult, ContactKind
from tests.distress.certificates import certificate_for
from tests.distress.mailbox import Mailbox, mailbox
from tests.hub.house import settings_for

ALARM = Alarm("distress_waiting", "d" * 26, "c" * 26, 61, 1_800_000_000)
SANNA = Called(ContactKind.MAIL, "sanna@toivo.example", language="en")


def by_mail(folder: Path, box: Mailbox, security: str) -> Calling:
    way = {
        "smtp_host": "localhost",
        "smtp_port": box.port,
        "smtp_security": security,
        "smtp_from": "sohva@toivo.example",
    }
    return Calling(settings_for(f"sqlite:///{folder}/mail.db", folder, **way))


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a certificate lies that this machine trusts from now on."""
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate"))
    return tmp_path


async def test_starttls_comes_before_anybody_is_named(trusted: Path) -> None:
    shown, _ = certificate_for("localhost", trusted)
    async with mailbox(shows=shown) as box:
        assert await by_mail(trusted, box, "starttls").call(SANNA, ALARM) is CallResult.REACHED
    assert box.heard == [b"EHLO", b"STAR"]
    assert [people for people, _ in box.taken] == [["sanna@toivo.example"]]


async def test_tls_from_the_first_byte(trusted: Path) -> None:
    shown, _ = certificate_for("localhost", trusted)
    async with mailbox(from_the_start=shown) as box:
        assert await by_mail(trusted, box, "tls").call(SANNA, ALARM) is CallResult.REACHED
    assert (box.heard, len(box.taken)) == ([], 1)


@pytest.mark.parametrize("name", ["localhost", "elsewhere.example"])
@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_certificate_must_be_trusted_and_for_this_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: str, name: str
) -> None:
    """Nobody trusts the one for this machine; the one for another name is trusted, and is another's."""
    shown, _ = certificate_for(name, tmp_path)
    if name != "localhost":
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate"))
    way = {"shows": shown} if security == "starttls" else {"from_the_start": shown}
    async with mailbox(**way) as box:
        assert await by_mail(tmp_path, box, security).call(SANNA, ALARM) is CallResult.MAIL_FAILED
    assert (box.taken, b"MAIL" in box.heard) == ([], False)


async def test_server_that_offers_no_tls_gets_no_mail_unless_the_operator_wants_it_so(tmp_path: Path) -> None:
    async with mailbox() as box:
        assert await by_mail(tmp_path, box, "starttls").call(SANNA, ALARM) is CallResult.MAIL_FAILED
        assert b"MAIL" not in box.heard
        assert await by_mail(tmp_path, box, "none").call(SANNA, ALARM) is CallResult.REACHED
    assert b"MAIL" in box.heard
