"""The house with its cast, the house rules and a desk, for each engine in turn."""

import pytest

from moderation import preset
from moderation.case import CaseKind
from server.distress.desk import TheDesk
from server.distress.ending import case_closed
from server.messages.policy import screened_by
from server.review.closing import CLOSED
from tests.rooms.cast import House, unhurried


@pytest.fixture(autouse=True)
def _wired(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CLOSED, CaseKind.DISTRESS, [case_closed])


@pytest.fixture
def house(house: House) -> House:
    return with_desk(house)


@pytest.fixture
def small_house(small_house: House) -> House:
    return with_desk(small_house)


def with_desk(house: House) -> House:
    house.policy = unhurried(screening=screened_by(preset("gentle_room")), desk=TheDesk())
    return house
