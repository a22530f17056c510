"""Who may do what with a session: every route, by everybody. A route without a row fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from server.actor import ANYONE
from server.meetings import bodies, calendars, planning, professionals, registering, reminders
from server.meetings import professional_bodies as invited
from server.meetings.http import ENDPOINTS
from server.rooms.roles import RoomRole
from tests.meetings.sessions import FIRST, invite, plan_of, plan_one, secret_of, sign_up, use
from tests.rooms.cast import House
from tests.rooms.matrix import Routes, each_row, ok

WHO = ("Tammi", "Petri", "Meri", "Lumi", "Aino", "Radu")
"""An outsider; who guides another room; a participant here; the professional of this session; a facilitator here; an
organiser."""

P, N, X = "not_permitted", "not_found", "invitation_invalid"
NOBODYS = "0" * 26


@dataclass
class Ground:
    """A room with a session that Meri and Kuusi have signed up for, and another that Lumi is not invited to."""

    room: str
    card: bodies.MeetingCard
    other: bodies.MeetingCard
    made: invited.NewProfessional
    kuusi: str

    def one(self) -> bodies.OneMeeting:
        return bodies.OneMeeting(meeting=self.card.id)

    def another(self) -> bodies.OneMeeting:
        return bodies.OneMeeting(meeting=self.other.id)

    def here(self) -> bodies.MeetingsOf:
        return bodies.MeetingsOf(room=self.room)

    def plan(self) -> bodies.PlanMeeting:
        return plan_of(self.room, starts=FIRST + timedelta(days=5))

    def change(self) -> bodies.ChangeMeeting:
        return bodies.ChangeMeeting(meeting=self.card.id, version=1, title="Sleep")

    def cancel(self) -> bodies.CancelMeeting:
        return bodies.CancelMeeting(meeting=self.other.id, version=1)

    def register(self) -> bodies.Register:
        return bodies.Register(meeting=self.card.id)

    def attendance(self) -> bodies.Attendance:
        return bodies.Attendance(registration=self.kuusi, attended=True)

    def invite(self) -> invited.InviteProfessional:
        words = {"profession": "Nurse", "organisation": "Toivo", "checked": "Her card."}
        return invited.InviteProfessional(meeting=self.card.id, display_name="Ilona", **words)  # type: ignore[arg-type]

    def invite_again(self) -> invited.InviteAgain:
        return invited.InviteAgain(meeting=self.other.id, professional=self.made.professional.id, checked="As before.")

    def revoke(self) -> invited.OneProfessional:
        return invited.OneProfessional(professional=self.made.professional.id)

    def look(self) -> invited.LookAtLink:
        return invited.LookAtLink(secret=secret_of(self.made))

    def use(self) -> professionals.LinkUse:
        return professionals.LinkUse(secret_of(self.made))

    def reminder(self) -> bodies.OneReminder:
        return bodies.OneReminder(reminder=NOBODYS)

    def address(self) -> reminders.LeaveAddress:
        return reminders.LeaveAddress(address="someone@mail.example")

    def feed(self) -> calendars.OneFeed:
        return calendars.OneFeed(secret=NOBODYS)

    def make_feed(self) -> calendars.MakeFeed:
        return calendars.MakeFeed()

    def nothing(self) -> None:
        return None


ROUTES = Routes(ENDPOINTS)
Make = Callable[[Ground], Any]
M = "meeting_not_begun"
TABLE: list[tuple[Callable[..., Any], Make, tuple[str, ...]]] = [
    # route, what is asked, and the answers in the order of WHO
    (planning.list_meetings, Ground.here, (N, N, ok, ok, ok, ok)),
    (planning.plan_meeting, Ground.plan, (P, P, P, P, P, ok)),
    (planning.list_my_meetings, Ground.nothing, (ok,) * 6),
    (planning.read_meeting, Ground.one, (N, N, ok, ok, ok, ok)),
    (planning.read_meeting, Ground.another, (N, N, ok, N, ok, ok)),
    (planning.change_meeting, Ground.change, (P, P, P, P, P, ok)),
    (planning.cancel_meeting, Ground.cancel, (P, P, P, P, P, ok)),
    (registering.register, Ground.register, (N, N, ok, "not_in_room", P, "not_in_room")),
    (registering.withdraw, Ground.one, (N, N, ok, N, N, N)),
    (registering.list_registrations, Ground.one, (N, N, P, N, ok, ok)),
    (registering.record_attendance, Ground.attendance, (N, N, P, N, M, M)),
    (calendars.read_meeting_file, Ground.one, (N, N, ok, ok, N, N)),
    (professionals.invite_professional, Ground.invite, (P, P, P, P, P, ok)),
    (professionals.invite_again, Ground.invite_again, (P, P, P, P, P, ok)),
    (professionals.list_professionals, Ground.one, (N, N, P, N, ok, ok)),
    (professionals.look_at_link, Ground.look, (X,) * 6),
    (professionals.use_link, Ground.use, (X,) * 6),
    (professionals.revoke_professional, Ground.revoke, (P, P, P, P, P, ok)),
    (reminders.list_reminders, Ground.nothing, (ok,) * 6),
    (reminders.put_away, Ground.reminder, (N,) * 6),
    (reminders.read_address, Ground.nothing, (ok,) * 6),
    (reminders.leave_address, Ground.address, (ok,) * 6),
    (reminders.take_address_back, Ground.nothing, (ok,) * 6),
    (calendars.read_feed, Ground.nothing, (ok,) * 6),
    (calendars.make_feed, Ground.make_feed, (ok,) * 6),
    (calendars.end_feed, Ground.nothing, (ok,) * 6),
    (calendars.read_calendar, Ground.feed, (N,) * 6),
]
OPEN_TO_ANYONE = {professionals.look_at_link, professionals.use_link, calendars.read_calendar}


async def ground(house: House) -> Ground:
    room = await house.room()
    for name in ("Kuusi", "Meri"):
        await house.seat(name, room)
    await house.seat("Aino", room, RoomRole.FACILITATOR)
    await house.seat("Petri", await house.room("Elsewhere"), RoomRole.FACILITATOR)
    card, other = await plan_one(house, room), await plan_one(house, room, starts=FIRST + timedelta(days=1))
    for name in ("Kuusi", "Meri"):
        await sign_up(house, name, card.id)
    made = await invite(house, card.id, valid_hours=720)
    await use(house, "Lumi", made)
    people = (
        await house.read(registering.list_registrations, house["Radu"], bodies.OneMeeting(meeting=card.id))
    ).people
    return Ground(room, card, other, made, people[0].registration)


@each_row(TABLE)
async def test_everybody_gets_the_answer_in_the_table(
    small_house: House, use_case: Callable[..., Any], make: Make, expected: tuple[str, ...]
) -> None:
    stage = await ground(small_house)
    assert await ROUTES.answers(small_house, WHO, use_case, partial(make, stage)) == expected


def test_no_route_lacks_a_row() -> None:
    assert ROUTES.use_cases() == {use_case for use_case, _, _ in TABLE}
    assert ROUTES.open_to_anyone() == OPEN_TO_ANYONE


async def test_outsider_gets_the_same_answer_for_a_session_that_does_not_exist(small_house: House) -> None:
    stage = await ground(small_house)
    nowhere = stage.card.model_copy(update={"id": NOBODYS})
    not_there = Ground(NOBODYS, nowhere, nowhere, stage.made.model_copy(deep=True), NOBODYS)
    not_there.made.professional.id = NOBODYS
    for use_case, make, expected in TABLE:
        for who in (small_house["Tammi"], ANYONE):
            if use_case not in OPEN_TO_ANYONE and expected[0] != ok:
                there = await ROUTES.answer(small_house, use_case, who, make(stage))
                assert there == await ROUTES.answer(small_house, use_case, who, make(not_there)) == expected[0]
