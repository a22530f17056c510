"""The house with its cast, where the lines of the log about professionals can be told."""

import pytest

from server.meetings.rendering import RENDERERS as MEETINGS
from server.meetings.rendering import show_professionals
from server.rooms.source import RoomSource
from server.seating.rendering import RENDERERS as SEATING
from tests.rooms.cast import RENDERERS, House


@pytest.fixture
def house(house: House) -> House:
    return showing_professionals(house)


@pytest.fixture
def small_house(small_house: House) -> House:
    return showing_professionals(small_house)


def showing_professionals(house: House) -> House:
    house.source = RoomSource({**RENDERERS, **SEATING, **MEETINGS}, {"professionals": show_professionals})
    return house
