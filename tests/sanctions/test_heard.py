"""Whoever may be in danger is heard by a human, whatever keeps them from writing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from moderation.verdict import Risk
from server.distress.desk import TheDesk
from server.errors import ErrorCode
from server.messages import bodies, caution
from tests.distress.desk import cases
from tests.review.working import desk
from tests.rooms.cast import House, refused, unhurried
from tests.sanctions.dealing import circle, decided, sanction
from tests.sanctions.despair import DESPAIR, despairing


async def barred(house: House, how: str) -> str:
    room = await circle(house, "Kuusi", "Meri")
    if how == "locked":
        house.clock.move(timedelta(hours=25))
        await house.reopen(room)
        await house.seat("Tammi", room)
        lock = bodies.SetLockdown(room=room, is_on=True, reason="Many strangers at once")
        await house.do(caution.set_lockdown, house["Aino"], lock)
    else:
        await house.seat("Tammi", room)
        await sanction(house, room, "Tammi", how)
    house.policy = unhurried(screening=despairing, desk=TheDesk())
    return room


@pytest.mark.parametrize(
    ("how", "code"),
    [("locked", ErrorCode.ROOM_LOCKED), ("mute", ErrorCode.MUTED), ("warning", ErrorCode.WARNING_UNREAD)],
)
async def test_who_may_not_write_is_heard_where_they_are_in_danger(house: House, how: str, code: ErrorCode) -> None:
    room = await barred(house, how)
    async with refused(code):
        await house.post("Tammi", room, "nobody listens to me here")
    posted = await house.post("Tammi", room, DESPAIR)
    assert (posted.held, posted.seq, posted.support) == (True, None, True)
    assert DESPAIR not in str(await house.rendered(room))
    [distress] = [one for one in await cases(house) if one.kind == "distress"]
    assert distress.level == Risk.ACTIVE.value
    assert [one.kind for one in (await desk(house, "Aino")).cases] == ["distress", "hold"]
    await decided(house, "Aino", "hold", outcome="released")
    assert (await house.rendered(room))[-1]["message"]["text"] == DESPAIR


async def test_closed_room_takes_no_words_of_anybody(small_house: House) -> None:
    room = await barred(small_house, "mute")
    await small_house.end(room)
    async with refused(ErrorCode.ROOM_ENDED):
        await small_house.post("Tammi", room, DESPAIR)
