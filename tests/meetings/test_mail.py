"""Reminders by mail: only for who left an address, once, in their language, and saying nothing of any group."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from sqlmodel import select

from server.accounts.service import set_language
from server.accounts.wire import Language
from server.actor import ANYONE, OPERATOR
from server.i18n import texts
from server.meetings import bodies, mailing, reminders
from server.meetings.tables import MailAddress, Reminder
from server.settings import read_settings
from server.web.services import Services
from tests.distress.mailbox import Mailbox, mailbox
from tests.meetings.sessions import cancel, plan_one, sign_up, time_passes, told, withdraw
from tests.rooms.cast import House

ADDRESS = "kuusi@mail.example"


@pytest.fixture
async def box() -> AsyncIterator[Mailbox]:
    async with mailbox() as box:
        yield box


def services(house: House, box: Mailbox, folder: Path) -> Services:
    way: dict[str, Any] = {
        "smtp_host": "localhost",
        "smtp_port": box.port,
        "smtp_security": "none",
        "smtp_from": "sohva@toivo.example",
    }
    settings = read_settings(data=folder, public_url="https://toivo.example", **way)
    unused: dict[str, Any] = dict.fromkeys(("hub", "passwords", "limits", "authenticate"))
    return Services(settings=settings, clock=house.clock, lane=house.lanes, readers=house.readers, **unused)


async def send(house: House, box: Mailbox, folder: Path) -> None:
    due = await house.read(mailing.mails_due, OPERATOR)
    await mailing.send_all(services(house, box, folder), due)


async def leave(house: House, name: str, address: str = ADDRESS) -> None:
    await house.do(reminders.leave_address, house[name], reminders.LeaveAddress(address=address))


async def evening(house: House) -> bodies.MeetingCard:
    """Kuusi, who left an address, and Meri, who did not, have signed up."""
    room = await house.room("Circle for the bereaved")
    for name in ("Kuusi", "Meri"):
        await house.seat(name, room)
    await leave(house, "Kuusi")
    card = await plan_one(house, room, title="Grief in winter")
    for name in ("Kuusi", "Meri"):
        await sign_up(house, name, card.id)
    return card


async def test_mail_goes_once_to_who_asked_for_it_and_names_no_group(
    house: House, box: Mailbox, tmp_path: Path
) -> None:
    card = await evening(house)
    await house.do(set_language, house["Kuusi"], Language(language="fi"))
    await time_passes(house, card.starts_at - timedelta(hours=23))
    for _ in range(2):
        await send(house, box, tmp_path)
    ((people, mail),) = box.taken
    assert people == [ADDRESS]
    assert mail["Subject"] == "Jokin, mihin ilmoittauduit, alkaa huomenna."
    assert "https://toivo.example" in mail.get_content()
    whole = mail.as_string() + mail.get_content()
    assert not [word for word in ("Grief", "bereaved", "Kuusi quietly", "Toivo", card.id, card.room) if word in whole]
    assert await told(house, "Meri") == ["tomorrow"]


async def test_server_that_turns_mail_away_is_asked_again_later_and_not_for_ever(
    house: House, box: Mailbox, tmp_path: Path
) -> None:
    card = await evening(house)
    await time_passes(house, card.starts_at - timedelta(hours=23))
    box.refuses = True
    tries = 0
    for _ in range(200):
        if await house.read(mailing.mails_due, OPERATOR):
            tries += 1
        await send(house, box, tmp_path)
        house.clock.move(timedelta(minutes=5))
    assert tries == 6  # the last finds that it has been tried often enough
    box.refuses = False
    await send(house, box, tmp_path)
    assert box.taken == []


async def test_address_taken_back_is_gone_and_so_is_what_waited(house: House, box: Mailbox, tmp_path: Path) -> None:
    card = await evening(house)
    await time_passes(house, card.starts_at - timedelta(hours=23))
    await house.do(reminders.take_address_back, house["Kuusi"])
    await send(house, box, tmp_path)
    assert box.taken == []
    assert (await house.read(reminders.read_address, house["Kuusi"])).address is None
    rows = await house.read(lambda tx, actor, _: tx.session.exec(select(MailAddress)).all(), ANYONE)
    due = await house.read(lambda tx, actor, _: tx.session.exec(select(Reminder.mail_due_at)).all(), ANYONE)
    assert (list(rows), {*due}) == ([], {None})


async def test_what_is_over_is_not_written_about(small_house: House, box: Mailbox, tmp_path: Path) -> None:
    card = await evening(small_house)
    await time_passes(small_house, card.starts_at)
    small_house.clock.move(timedelta(hours=2))
    await send(small_house, box, tmp_path)
    assert box.taken == []


async def test_mail_that_waited_is_not_sent_where_it_is_so_no_more(
    small_house: House, box: Mailbox, tmp_path: Path
) -> None:
    house, box.refuses = small_house, True
    card = await evening(house)
    await leave(house, "Meri", "meri@mail.example")
    await time_passes(house, card.starts_at - timedelta(hours=23))
    await send(house, box, tmp_path)
    await withdraw(house, "Meri", card.id)
    await cancel(house, card)
    box.refuses = False
    house.clock.move(timedelta(minutes=5))
    await send(house, box, tmp_path)
    assert [(people, mail["Subject"]) for people, mail in box.taken] == [
        ([ADDRESS], texts("en")["meeting.mail.cancelled"])
    ]


async def test_address_is_sealed_and_ones_own(small_house: House) -> None:
    await leave(small_house, "Kuusi")
    await leave(small_house, "Kuusi", "tammi@mail.example")
    assert (await small_house.read(reminders.read_address, small_house["Kuusi"])).address == "tammi@mail.example"
    assert (await small_house.read(reminders.read_address, small_house["Meri"])).address is None
    (row,) = await small_house.read(lambda tx, actor, _: tx.session.exec(select(MailAddress)).all(), ANYONE)
    assert b"mail.example" not in row.sealed_address


@pytest.mark.parametrize(
    "address", ["", "kuusi", "a@b", "a b@mail.example", "a@mail.example\nBcc: b@c.example", "x" * 250 + "@a.fi"]
)
def test_what_is_no_address_does_not_come_in(address: str) -> None:
    with pytest.raises(ValidationError):
        reminders.LeaveAddress(address=address)
