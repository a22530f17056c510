"""Meetings are announced, changed and called off: whole or not at all, and those who come are told."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from server.errors import ErrorCode
from server.meetings import bodies, planning, professionals
from server.meetings import professional_bodies as invited
from server.meetings.tables import Meeting
from server.rooms.life import read_life
from server.rooms.roles import RoomRole
from tests.actions.test_recorded import recorded
from tests.meetings.sessions import (
    FIRST,
    cancel,
    change,
    count,
    invite,
    plan,
    plan_of,
    plan_one,
    see,
    sign_up,
    time_passes,
    told,
)
from tests.rooms.cast import House, refused

SERIES = bodies.Series(count=6)


async def hours(house: House, room: str) -> tuple[datetime | None, ...]:
    life = await house.read(lambda tx, actor, _: read_life(tx, room), house["Radu"])
    return life.opens_at, life.ends_at, life.next_opens_at


async def test_series_of_six_is_announced_in_one_go_and_opens_the_room_at_its_hours(house: House) -> None:
    room = await house.room()
    cards = await plan(house, room, series=SERIES)
    assert [card.number for card in cards] == [1, 2, 3, 4, 5, 6]
    assert len({card.series for card in cards}) == 1
    assert [card.starts_at for card in cards] == [
        datetime(2026, 12, 1, 16, tzinfo=UTC) + timedelta(weeks=number) for number in range(6)
    ]
    assert await hours(house, room) == (cards[0].starts_at, cards[0].ends_at, cards[1].starts_at)
    await time_passes(house, cards[0].ends_at)
    await house.end(room)
    await time_passes(house, cards[0].ends_at)
    assert await hours(house, room) == (cards[1].starts_at, cards[1].ends_at, cards[2].starts_at)


async def test_workshop_asks_for_registration_and_a_support_group_does_not(small_house: House) -> None:
    room = await small_house.room()
    workshop = await plan_one(small_house, room)
    group = await plan_one(small_house, room, kind="support_group", starts=FIRST + timedelta(days=1))
    asked = await plan_one(
        small_house, room, kind="support_group", by_registration=True, starts=FIRST + timedelta(days=2)
    )
    assert [one.by_registration for one in (workshop, group, asked)] == [True, False, True]


@pytest.mark.parametrize(
    ("about", "code", "number"),
    [
        ({"ends": FIRST - timedelta(hours=1)}, ErrorCode.MEETING_TIMES_WRONG, 1),
        ({"starts": datetime(2026, 11, 24, 19, 59)}, ErrorCode.MEETING_TIMES_WRONG, 1),
        ({"time_zone": "Europe/Atlantis"}, ErrorCode.MEETING_TIMES_WRONG, 1),
        ({"starts": datetime(2027, 3, 28, 2, 30)}, ErrorCode.MEETING_TIMES_WRONG, 1),
        ({"starts": datetime(2027, 3, 14, 2, 30), "series": SERIES}, ErrorCode.MEETING_TIMES_WRONG, 3),
        ({"starts": FIRST - timedelta(minutes=89)}, ErrorCode.MEETINGS_OVERLAP, 1),
        ({"starts": FIRST - timedelta(minutes=90), "series": SERIES}, None, None),
        ({"starts": FIRST + timedelta(minutes=90), "series": SERIES}, None, None),
        ({"starts": FIRST + timedelta(minutes=30)}, ErrorCode.MEETINGS_OVERLAP, 1),
    ],
)
async def test_what_cannot_be_is_refused_and_nothing_is_half_done(
    small_house: House, about: dict[str, Any], code: ErrorCode | None, number: int | None
) -> None:
    room = await small_house.room()
    await plan(small_house, room, series=SERIES)
    small_house.told.clear()
    if code is None:
        await plan(small_house, room, **about)
        return
    async with refused(code) as caught:
        await plan(small_house, room, **about)
    assert caught.value.details["number"] == number
    assert await count(small_house, Meeting) == [6]
    assert small_house.told == []


async def test_overlap_anywhere_in_a_series_refuses_all_of_it(small_house: House) -> None:
    room = await small_house.room()
    await plan(small_house, room, starts=FIRST + timedelta(weeks=2, minutes=30))
    async with refused(ErrorCode.MEETINGS_OVERLAP) as caught:
        await plan(small_house, room, series=SERIES)
    assert caught.value.details["number"] == 3
    assert await count(small_house, Meeting) == [1]
    elsewhere = await small_house.room("Elsewhere")
    assert len(await plan(small_house, elsewhere, series=SERIES)) == 6


WRONG = [
    {"title": "  "},
    {"title": "x" * 81},
    {"starts": "2026-12-01T18:00+02:00"},
    {"capacity": 0},
    {"kind": "party"},
    {"influence": "a lot"},
    {"decision_maker": ""},
    {"series": {"count": 53}},
    {"series": {"count": 1}},
    {"series": {"count": 2, "every_weeks": 0}},
    {"link": "http://video.example/room"},
    {"link": "https://"},
    {"link": "https://who:knows@video.example/"},
    {"link": "javascript:alert(1)"},
    {"link": "https://video.example/a b"},
    {"link": "https://video.example:99999/"},
    {"link": "https://" + "x" * 500},
]


@pytest.mark.parametrize("about", WRONG, ids=range(len(WRONG)))
def test_wrong_words_do_not_come_in(about: dict[str, Any]) -> None:
    fields = plan_of("room").model_dump(exclude={"room"}) | about
    with pytest.raises(ValidationError):
        bodies.PlanMeeting(room="room", **fields)


async def test_link_belongs_to_webinars_and_is_told_to_who_has_a_place(small_house: House) -> None:
    room = await small_house.room()
    for name in ("Kuusi", "Meri", "Lumi"):
        await small_house.seat(name, room)
    link = "https://video.example/room-7"
    async with refused(ErrorCode.BAD_REQUEST) as caught:
        await plan(small_house, room, link=link)
    assert caught.value.details == {"fields": ["link"]}
    webinar = await plan_one(small_house, room, kind="webinar", link=link, capacity=1)
    assert (webinar.has_link, webinar.link) == (True, link)
    assert (await sign_up(small_house, "Kuusi", webinar.id)).link == link
    assert (await sign_up(small_house, "Meri", webinar.id)).link is None
    assert (await see(small_house, "Lumi", webinar.id)).link is None
    await small_house.seat("Aino", room, RoomRole.FACILITATOR)
    assert (await see(small_house, "Aino", webinar.id)).link == link  # who guides them need not sign up
    async with refused(ErrorCode.BAD_REQUEST):
        await change(small_house, webinar, kind="workshop")
    gone = await change(small_house, webinar, link="")
    assert (gone.has_link, gone.link) == (False, None)


async def test_change_is_told_once_to_those_who_come_and_an_old_version_changes_nothing(house: House) -> None:
    room = await house.room()
    await house.seat("Kuusi", room)
    card = await plan_one(house, room)
    await sign_up(house, "Kuusi", card.id)
    later = {
        "starts": FIRST + timedelta(days=1),
        "ends": FIRST + timedelta(days=1, hours=1),
        "time_zone": card.time_zone,
    }
    moved = await change(house, card, **later)
    assert (moved.starts_at, moved.version) == (card.starts_at + timedelta(days=1), 2)
    assert moved.registration_closes_at == moved.ends_at
    assert await told(house, "Kuusi") == ["changed"]
    async with refused(ErrorCode.STALE_VERSION):
        await change(house, card, title="Another")
    quiet = await change(house, moved, capacity=9, **later)
    assert (quiet.capacity, await told(house, "Kuusi")) == (9, ["changed"])
    async with refused(ErrorCode.BAD_REQUEST) as caught:
        await change(house, quiet, starts=FIRST)
    assert caught.value.details == {"fields": ["ends", "time_zone"]}


async def test_meeting_is_not_moved_onto_another_and_never_below_the_seats_taken(small_house: House) -> None:
    room = await small_house.room()
    for name in ("Kuusi", "Meri"):
        await small_house.seat(name, room)
    first, second = await plan(small_house, room, series=bodies.Series(count=2))
    onto = {"starts": FIRST + timedelta(weeks=1), "ends": FIRST + timedelta(weeks=1, hours=1), "time_zone": "UTC"}
    async with refused(ErrorCode.MEETINGS_OVERLAP):
        await change(small_house, first, **onto | {"time_zone": first.time_zone})
    for name in ("Kuusi", "Meri"):
        await sign_up(small_house, name, first.id)
    async with refused(ErrorCode.SEATS_TAKEN) as caught:
        await change(small_house, first, capacity=1)
    assert caught.value.details == {"registered": 2}
    assert (await see(small_house, "Radu", first.id)).capacity == 8
    assert (await see(small_house, "Radu", second.id)).version == 1


async def test_promise_stands_still_once_it_has_begun(small_house: House) -> None:
    room = await small_house.room()
    card = await change(small_house, await plan_one(small_house, room), influence="consulted")
    small_house.clock.move(card.starts_at - small_house.clock.now())
    for promise in ({"influence": "informed"}, {"decision_maker": "Petri"}, {"what_you_get": "Coffee"}):
        async with refused(ErrorCode.PROMISE_FROZEN):
            await change(small_house, card, **promise)
    about = await change(small_house, card, about="Bring a blanket.", influence="consulted")
    assert (about.about, about.influence) == ("Bring a blanket.", "consulted")
    async with refused(ErrorCode.MEETING_OVER):
        await change(
            small_house, about, starts=FIRST + timedelta(days=3), ends=FIRST + timedelta(days=4), time_zone="UTC"
        )


async def test_calling_off_the_rest_of_a_series_frees_its_hours_and_tells_everybody(house: House) -> None:
    room = await house.room()
    await house.seat("Kuusi", room)
    cards = await plan(house, room, series=SERIES)
    await sign_up(house, "Kuusi", cards[0].id, whole_series=True)
    await cancel(house, cards[2], rest_of_series=True)
    assert await told(house, "Kuusi") == ["cancelled"] * 4
    listed = await house.read(planning.list_meetings, house["Kuusi"], bodies.MeetingsOf(room=room))
    assert [card.is_cancelled for card in listed.meetings] == [False, False, True, True, True, True]
    assert await hours(house, room) == (cards[0].starts_at, cards[0].ends_at, cards[1].starts_at)
    async with refused(ErrorCode.STALE_VERSION):
        await cancel(house, cards[3])
    async with refused(ErrorCode.MEETING_OVER):
        await cancel(house, cards[3].model_copy(update={"version": 2}))
    async with refused(ErrorCode.REGISTRATION_CLOSED):
        await sign_up(house, "Kuusi", (await plan_cancelled(house, room)).id)
    await plan(house, room, starts=FIRST + timedelta(weeks=3))


async def plan_cancelled(house: House, room: str) -> bodies.MeetingCard:
    card = await plan_one(house, room, starts=FIRST + timedelta(weeks=9))
    await cancel(house, card)
    return card


async def test_what_is_over_is_listed_among_the_past_the_newest_first(small_house: House) -> None:
    room = await small_house.room(is_open=False)
    cards = await plan(small_house, room, series=SERIES)
    for card in cards[:2]:
        await time_passes(small_house, card.ends_at)
    past = await small_house.read(planning.list_meetings, small_house["Radu"], bodies.MeetingsOf(room=room, past=True))
    ahead = await small_house.read(planning.list_meetings, small_house["Radu"], bodies.MeetingsOf(room=room))
    assert [card.number for card in past.meetings] == [2, 1]
    assert [card.number for card in ahead.meetings] == [3, 4, 5, 6]


async def test_what_is_planned_changed_and_called_off_is_in_the_log_with_who_did_it(small_house: House) -> None:
    room = await small_house.room()
    cards = await plan(small_house, room, series=bodies.Series(count=2))
    changed = await change(small_house, cards[0], title="Sleep")
    made = await invite(small_house, changed.id)
    revoked = invited.OneProfessional(professional=made.professional.id)
    for _ in range(2):
        await small_house.do(professionals.revoke_professional, small_house["Radu"], revoked)
    await cancel(small_house, changed, rest_of_series=True)
    kinds = ["meeting.changed", "meeting.changed", "professional.verified", "professional.verified", "meeting.changed"]
    assert await recorded(small_house, room) == [(kind, small_house["Radu"].account_id) for kind in kinds]
