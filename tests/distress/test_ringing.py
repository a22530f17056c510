"""The clock as the timed work rings it: what reached nobody is heard by the operator, and holds up no other case."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from server.distress import jobs, side_rooms
from server.distress.bodies import ContactToCall, SaveOnCall
from server.distress.calling import Calling
from server.distress.contacts import save_on_call
from server.distress.side_bodies import OfferTo
from server.distress.tables import CallResult, ContactKind
from server.distress.talking import OFFER_LASTS
from server.rooms.roles import RoomRole
from server.settings import read_settings
from server.web.services import Services
from tests.distress.desk import claim, desk, steps, worry
from tests.distress.listener import Listener, listening, status
from tests.rooms.cast import House


@pytest.fixture
def alarms() -> list[str]:
    return []


@pytest.fixture
def services(house: House, tmp_path: Path, alarms: list[str]) -> Services:
    settings = read_settings(data=tmp_path, webhook_allow_private_networks=True)
    unused: dict[str, Any] = dict.fromkeys(("hub", "passwords", "limits", "authenticate"))
    parts = {"clock": house.clock, "lane": house.lanes, "readers": house.readers, "calling": Calling(settings)}
    return Services(settings=settings, alarm=alarms.append, **parts, **unused)


async def worried(house: House, *listeners: Listener) -> None:
    """Meri is worried about Lumi and about Tammi; the listeners are on call."""
    room = await house.room()
    await house.seat("Aino", room, RoomRole.FACILITATOR)
    await house.seat("Meri", room)
    people = [ContactToCall(kind=ContactKind.WEBHOOK, address=listener.url) for listener in listeners]
    await house.do(save_on_call, house["Radu"], SaveOnCall(contacts=people))
    for name in ("Lumi", "Tammi"):
        await worry(house, "Meri", room, await house.seat(name, room))


async def ring(house: House, services: Services, seconds: int) -> None:
    house.clock.move(timedelta(seconds=seconds))
    await jobs.ring(services)
    await services.calling.settled()


async def results(house: House) -> list[CallResult | None]:
    return [step.result for step in await steps(house) if step.step == 1]


async def test_call_that_reaches_somebody_is_written_down_and_alarms_nobody(
    house: House, services: Services, alarms: list[str]
) -> None:
    async with listening() as listener:
        await worried(house, listener)
        await ring(house, services, 59)
        assert listener.heard == []
        await ring(house, services, 1)
    assert len({heard.told["case"] for heard in listener.heard}) == 2
    assert (await results(house), alarms) == ([CallResult.REACHED] * 2, [])


async def test_call_that_reaches_nobody_alarms_the_operator(
    house: House, services: Services, alarms: list[str]
) -> None:
    async with listening(status(302, "Location: /")) as listener:
        await worried(house, listener)
        await ring(house, services, 60)
    assert await results(house) == [CallResult.REDIRECTED] * 2
    assert alarms == ["contact_not_reached"] * 2
    assert services.calling.failures() == 2


async def test_step_with_nobody_to_call_alarms_the_operator_and_so_does_waiting(
    house: House, services: Services, alarms: list[str]
) -> None:
    await worried(house)
    await ring(house, services, 60)
    assert (await results(house), alarms) == ([CallResult.NOBODY_ON_CALL] * 2, ["nobody_on_call"] * 2)
    with capture_logs() as lines:
        await jobs.count(services)
    assert [(line["log_level"], line["cases"]) for line in lines] == [("error", 2)]
    assert (services.calling.on_call(), services.calling.unclaimed()) == (0, 2)


async def test_step_that_cannot_be_written_alarms_the_operator_and_stays_due(
    house: House, services: Services, alarms: list[str]
) -> None:
    await worried(house)
    await house.lanes.stop()
    await ring(house, services, 60)
    assert (await results(house), alarms) == ([None] * 2, ["clock_stuck"] * 2)


async def test_talk_that_cannot_be_ended_keeps_no_other_open(house: House, services: Services) -> None:
    await worried(house)
    for case in await desk(house, "Aino"):
        await claim(house, "Aino", case)
        await house.do(side_rooms.offer_side_room, house["Aino"], OfferTo(case=case.case))
    house.clock.move(OFFER_LASTS)
    await house.lanes.stop()
    with capture_logs() as lines:
        await jobs.end_side_rooms(services)
    assert [line["what"] for line in lines] == ["end_over"] * 2
