"""The timed work itself: done once however many do it, and stopped by nothing that fails beside it."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

from server.actor import OPERATOR
from server.hub.presence import LocalPresence, PresenceUnknown
from server.meetings import jobs, running, visiting
from server.meetings.mailing import Postman
from server.meetings.tables import Reminder
from server.settings import read_settings
from server.web.services import Services
from tests.distress.mailbox import Mailbox, mailbox
from tests.meetings.sessions import coming, count, invite, plan, plan_one, sign_up, time_passes, told, use
from tests.meetings.test_mail import evening
from tests.rooms.cast import House


class Absent(LocalPresence):
    """A presence store that cannot be asked."""

    async def people(self, room_id: str) -> set[str]:
        raise PresenceUnknown


class Hub:
    def __init__(self, presence: LocalPresence) -> None:
        self.presence = presence


def services(house: House, folder: Path, presence: LocalPresence | None = None, **given: Any) -> Services:
    unused: dict[str, Any] = dict.fromkeys(("passwords", "limits", "authenticate"))
    return Services(
        settings=read_settings(data=folder, **given),
        clock=house.clock,
        lane=house.lanes,
        readers=house.readers,
        hub=Hub(presence or LocalPresence()),
        **unused,
    )


async def test_two_leaders_remind_and_settle_once(house: House, tmp_path: Path) -> None:
    room = await house.room(is_open=False)
    for name in ("Kuusi", "Meri"):
        await house.seat(name, room)
    card = await plan_one(house, room)
    for name in ("Kuusi", "Meri"):
        await sign_up(house, name, card.id)
    given = services(house, tmp_path)
    for at in (card.starts_at - timedelta(hours=20), card.starts_at, card.ends_at):
        house.clock.move(at - house.clock.now())
        await asyncio.gather(*(jobs.run_meetings(given) for _ in range(4)))
    assert await told(house, "Kuusi") == ["tomorrow", "starting", "missed"]
    assert await count(house, Reminder) == [6]


async def test_two_leaders_let_a_professional_in_once_and_out_once(house: House, tmp_path: Path) -> None:
    room = await house.room(is_open=False)
    card = await plan_one(house, room)
    await use(house, "Petri", await invite(house, card.id, valid_hours=720))
    given = services(house, tmp_path)
    for at in (card.starts_at, card.ends_at):
        house.clock.move(at - house.clock.now())
        await asyncio.gather(*(jobs.turn_visits(given) for _ in range(4)))
    kinds = [event["type"] for event in house.news(room)]
    assert (kinds.count("participation.joined"), kinds.count("participation.left")) == (1, 1)
    assert await house.read(visiting.visits_due, OPERATOR) == []


async def test_who_is_seen_in_the_open_room_was_there(house: House, tmp_path: Path) -> None:
    room = await house.room()
    places = {name: await house.seat(name, room) for name in ("Kuusi", "Meri")}
    soon = house.clock.now().replace(tzinfo=None) + timedelta(minutes=20)
    card = await plan_one(house, room, starts=soon, ends=soon + timedelta(hours=1), time_zone="UTC")
    for name in places:
        await sign_up(house, name, card.id)
    presence = LocalPresence()
    await presence.enter((room, places["Kuusi"]))
    await jobs.run_meetings(services(house, tmp_path, presence))
    assert (await coming(house, card.id))["Kuusi"] == ("registered", None)
    await time_passes(house, card.starts_at)
    await jobs.run_meetings(services(house, tmp_path, Absent()))
    assert (await coming(house, card.id))["Kuusi"] == ("registered", None)
    await jobs.run_meetings(services(house, tmp_path, presence))
    assert await coming(house, card.id) == {"Kuusi": ("attended", None), "Meri": ("registered", None)}


async def test_all_that_is_over_is_settled_in_one_turn(small_house: House, tmp_path: Path) -> None:
    rooms = [await small_house.room(f"Circle {name}", is_open=False) for name in ("one", "two", "three")]
    cards = [await plan_one(small_house, room) for room in rooms]
    small_house.clock.move(cards[0].ends_at - small_house.clock.now())
    assert {*(await small_house.read(running.find_due, OPERATOR)).settled} == {card.id for card in cards}
    await jobs.run_meetings(services(small_house, tmp_path))
    assert (await small_house.read(running.find_due, OPERATOR)).settled == []


async def test_leaving_the_room_frees_the_seats_of_all_sessions_ahead(small_house: House, tmp_path: Path) -> None:
    room = await small_house.room()
    for name in ("Kuusi", "Meri"):
        await small_house.seat(name, room)
    cards = await plan(small_house, room, capacity=1, series={"count": 3})
    for name in ("Kuusi", "Meri"):
        await sign_up(small_house, name, cards[0].id, whole_series=True)
    await small_house.leave("Kuusi", room)
    await jobs.free_places(services(small_house, tmp_path))
    for card in cards:
        assert await coming(small_house, card.id) == {"Meri": ("registered", None)}
    assert await told(small_house, "Meri") == ["moved_up"] * 3


async def test_postman_goes_by_himself_and_not_where_no_mail_is_sent(small_house: House, tmp_path: Path) -> None:
    async with mailbox() as box:
        card = await evening(small_house)
        await time_passes(small_house, card.starts_at - timedelta(hours=23))
        await Postman().work(services(small_house, tmp_path))
        await asyncio.sleep(0.1)
        assert box.taken == []
        await _all_posted(small_house, tmp_path, box)
        assert [people for people, _ in box.taken] == [["kuusi@mail.example"]]


async def _all_posted(house: House, folder: Path, box: Mailbox) -> None:
    way = {"smtp_host": "localhost", "smtp_port": box.port, "smtp_security": "none", "smtp_from": "sohva@toivo.example"}
    postman, given = Postman(), services(house, folder, **way)
    async with asyncio.timeout(5):
        while not box.taken:
            await postman.work(given)
            await asyncio.sleep(0.05)
