"""The made-up community: something to see at once, labelled as what it is, and nobody one could sign in as."""

import asyncio

import pytest
from sqlmodel import func, select

from server import company, try_out
from server.accounts.service import NewAccount, SignUp
from server.accounts.tables import Account, Login
from server.actor import ANYONE, OPERATOR, Actor
from server.clock import SystemClock
from server.messages.tables import Message
from server.operating import own_lane
from server.organisation.service import read_organisation
from server.rooms.bodies import LookAtInvitation
from server.rooms.invitations import Redemption, look_at_invitation, redeem_invitation
from server.rooms.service import list_my_rooms
from server.rooms.tables import Participation, Room
from server.settings import Settings
from server.staffing.duty import Duty, Watch, go_on_duty, on_duty
from server.staffing.sittings import OpenRoom, open_room
from server.storage.database import Database
from server.storage.readers import Readers
from server.storage.sealing import Sealer, read_key
from server.storage.tx import Tx


def secret_of(links: try_out.Links, who: str) -> str:
    return links.paths[who].partition("#")[2]


def numbers(tx: Tx, actor: Actor, command: None) -> dict[str, int]:
    tables = {"accounts": Account, "rooms": Room, "messages": Message, "logins": Login, "people": Participation}
    return {name: tx.session.exec(select(func.count()).select_from(table)).one() for name, table in tables.items()}


async def test_there_is_a_room_with_people_and_a_talk(settings: Settings) -> None:
    await try_out.prepare(settings, is_empty=False)
    async with own_lane(settings) as lane:
        assert await lane.run(numbers, ANYONE) == {"accounts": 3, "rooms": 1, "messages": 4, "logins": 0, "people": 3}
        everybody = await lane.run(
            lambda tx, a, c: [one.is_made_up for one in tx.session.exec(select(Account))], ANYONE
        )
        card = await lane.run(read_organisation, ANYONE)
    assert all(everybody)
    assert card.is_set_up
    assert "made-up" in card.name
    assert all(line.is_made_up for lines in card.help.values() for line in lines)


async def test_it_is_made_once_and_links_each_time(settings: Settings) -> None:
    first = await try_out.prepare(settings, is_empty=False)
    second = await try_out.prepare(settings, is_empty=False)
    assert list(first.paths) == list(second.paths) == ["participant", "another participant", "facilitator", "organiser"]
    assert set(first.paths.values()).isdisjoint(second.paths.values())
    async with own_lane(settings) as lane:
        assert (await lane.run(numbers, ANYONE))["rooms"] == 1


async def test_empty_is_empty_but_for_the_organisers_link(settings: Settings) -> None:
    links = await try_out.prepare(settings, is_empty=True)
    assert list(links.paths) == ["organiser"]
    async with own_lane(settings) as lane:
        assert set((await lane.run(numbers, ANYONE)).values()) == {0}
        seen = await lane.run(look_at_invitation, ANYONE, LookAtInvitation(secret=secret_of(links, "organiser")))
    assert seen.role == "organiser"


async def test_links_make_what_they_say_and_work_today(settings: Settings) -> None:
    links = await try_out.prepare(settings, is_empty=False)
    async with own_lane(settings) as lane:
        for who in ("participant", "another participant", "facilitator", "organiser"):
            seen = await lane.run(look_at_invitation, ANYONE, LookAtInvitation(secret=secret_of(links, who)))
            assert seen.role == who.split()[-1]


def test_links_do_not_show_themselves() -> None:
    assert "secret" not in repr(try_out.Links({"participant": "/join#secret"}))


def open_as(tx: Tx, actor: Actor, name: str) -> None:
    """Goes on duty as whoever is called so, and opens their room: they are trained by now."""
    place = tx.session.exec(select(Participation).where(Participation.display_name == name)).one()
    who, present = Actor(place.account_id), frozenset({place.id})
    go_on_duty(tx, who, Duty(place.room_id, Watch(present)))
    open_room(tx, who, OpenRoom(place.room_id, None, present))


async def test_made_up_guide_is_not_on_duty_and_the_room_is_over(settings: Settings) -> None:
    await try_out.prepare(settings, is_empty=False)
    async with own_lane(settings) as lane:
        (room,) = (await lane.run(list_my_rooms, OPERATOR)).rooms
        assert room.state == "ended"
        assert await lane.run(lambda tx, a, c: on_duty(tx, room.id), ANYONE) == set()


async def test_company_greets_once_who_waits_together_when_the_room_opens(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(company, "_LOOK_EVERY", 0.02)
    monkeypatch.setattr(company, "_GREETING", tuple((0.0, name, text) for _, name, text in company._GREETING))
    links = await try_out.prepare(settings, is_empty=False)
    async with own_lane(settings) as lane:
        engine = Database(settings.database_url).reader()
        readers = Readers(engine, SystemClock(), Sealer(read_key(settings.key_file)))
        keeping = asyncio.create_task(company.Company(lane, readers).keep())
        await asyncio.sleep(0.1)
        for who, name in (("facilitator", "Tuovi"), ("participant", "Veikko")):
            newcomer = SignUp(NewAccount(name, "no hash at all"))
            await lane.run(redeem_invitation, ANYONE, Redemption(secret_of(links, who), name, newcomer))
        await asyncio.sleep(0.3)
        assert (await lane.run(numbers, ANYONE))["messages"] == 4
        await lane.run(open_as, ANYONE, "Tuovi")
        await asyncio.sleep(0.5)
        keeping.cancel()
        assert (await lane.run(numbers, ANYONE))["messages"] == 4 + len(company._GREETING)
        await readers.stop()
        engine.dispose()
