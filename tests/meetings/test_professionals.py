"""Professionals: checked, announced, let in by a link of their own for named meetings, and never for anything else."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from server.accounts.service import NewAccount, SignUp
from server.actor import ANYONE, Actor
from server.errors import ErrorCode
from server.meetings import bodies, planning, professionals
from server.meetings import professional_bodies as invited
from server.meetings.links import hash_of, new_link
from server.meetings.tables import Professional, Visit
from server.messages.wire import RemoveMessage
from server.rooms.roles import RoomRole
from server.storage.outbox import Ended
from server.storage.signing import Signer
from tests.meetings.sessions import (
    FIRST,
    cancel,
    count,
    invite,
    plan,
    plan_one,
    secret_of,
    time_passes,
    use,
)
from tests.rooms.cast import House, refused

LONG = {"valid_hours": 720}


async def ready(house: House, **about: Any) -> tuple[str, bodies.MeetingCard, invited.NewProfessional]:
    """A room with Kuusi in it, and Dr Ionescu invited to its first meeting of two."""
    room = await house.room(is_open=False)
    await house.seat("Kuusi", room)
    first, *_ = await plan(house, room, series=bodies.Series(count=2))
    return room, first, await invite(house, first.id, **LONG | about)


def link(made: invited.NewProfessional) -> invited.LookAtLink:
    return invited.LookAtLink(secret=secret_of(made))


def kinds(house: House, room: str) -> list[str]:
    return [event["type"] for event in house.news(room)]


async def is_in(house: House, name: str, room: str) -> bool:
    try:
        await house.standing(name, room)
    except Exception:
        return False
    return True


async def test_room_hears_who_comes_before_they_do_and_the_link_says_what_it_is_for(house: House) -> None:
    room, card, made = await ready(house)
    told = house.news(room)[-1]
    assert told["type"] == "meeting.professional_announced"
    assert told["professional"] == {
        "professional": made.professional.id,
        "display_name": "Dr Ionescu",
        "profession": "Psychologist",
        "organisation": "Toivo",
        "meetings": [
            {
                "meeting": card.id,
                "title": card.title,
                "starts_at": "2026-12-01T16:00:00Z",
                "ends_at": "2026-12-01T17:30:00Z",
            }
        ],
        "is_withdrawn": False,
    }
    assert (await house.rendered(room))[-1] == told
    for _ in range(2):
        seen = await house.read(professionals.look_at_link, ANYONE, link(made))
        assert (seen.display_name, seen.room.id, [one.id for one in seen.meetings]) == ("Dr Ionescu", room, [card.id])
    assert not [one for one in house.told if "register on Monday" in str(one)]


async def test_they_come_with_their_meeting_and_their_access_ends_with_it(house: House) -> None:
    room, card, made = await ready(house)
    arrived = await use(house, "Petri", made)
    assert [one.id for one in arrived.meetings] == [card.id]
    assert not await is_in(house, "Petri", room)
    await time_passes(house, card.starts_at - timedelta(minutes=11))
    assert not await is_in(house, "Petri", room)
    await time_passes(house, card.starts_at - timedelta(minutes=10))
    standing = await house.standing("Petri", room)
    assert (standing.snapshot["you"].role, standing.snapshot["you"].display_name) == (
        RoomRole.PROFESSIONAL,
        "Dr Ionescu",
    )
    assert [one.participation for one in standing.snapshot["professionals"]] == [standing.participation_id]
    await time_passes(house, card.ends_at)
    assert not await is_in(house, "Petri", room)
    assert [one for one in house.evictions() if one.what is Ended.PARTICIPATION][-1].subject_id == house[
        "Petri"
    ].account_id
    await time_passes(house, card.starts_at + timedelta(weeks=1))
    assert not await is_in(house, "Petri", room)


async def test_two_meetings_are_two_visits_and_what_lies_between_is_not_theirs(house: House) -> None:
    room = await house.room(is_open=False)
    await house.seat("Kuusi", room)
    first, second = await plan(house, room, series=bodies.Series(count=2))
    made = await invite(house, first.id, also=[second.id], **LONG)
    await use(house, "Petri", made)
    await time_passes(house, first.starts_at)
    before = await house.standing("Petri", room)
    await time_passes(house, first.ends_at)
    await house.seat("Meri", room)
    await time_passes(house, second.starts_at)
    after = await house.standing("Petri", room)
    joined = [event["seq"] for event in await house.rendered(room) if event["type"] == "participation.joined"]
    assert before.participation_id != after.participation_id
    assert after.from_seq >= joined[-2]
    assert await count(house, Visit) == [2]


async def test_link_works_once_for_one_person_and_not_for_somebody_inside(house: House) -> None:
    room, card, made = await ready(house)
    async with refused(ErrorCode.ALREADY_IN_ROOM):
        await use(house, "Kuusi", made)
    await use(house, "Petri", made)
    for name in ("Petri", "Meri"):
        async with refused(ErrorCode.INVITATION_INVALID):
            await use(house, name, made)
    async with refused(ErrorCode.INVITATION_INVALID):
        await house.read(professionals.look_at_link, ANYONE, link(made))
    await time_passes(house, card.starts_at)
    assert await is_in(house, "Petri", room)
    assert not await is_in(house, "Meri", room)


async def test_late_revoked_called_off_and_foreign_links_all_get_the_same_answer(house: House) -> None:
    room, card, late = await ready(house, valid_hours=1)
    revoked = await invite(house, card.id, display_name="Onni", **LONG)
    await house.do(
        professionals.revoke_professional, house["Radu"], invited.OneProfessional(professional=revoked.professional.id)
    )
    off = await plan_one(house, room, starts=FIRST + timedelta(days=2))
    called_off = await invite(house, off.id, display_name="Ilona", **LONG)
    await cancel(house, off)
    house.clock.move(timedelta(hours=1))
    real = secret_of(called_off)
    forged = new_link(Signer(bytes([7]) * 32))
    altered = [
        real[:-3] + "AAA",
        real[:6] + "x" + real[7:],
        real.replace("pro.", "amateur."),
        real.partition(".")[2],
        "",
        "pro..",
        "é" * 80,
    ]
    for secret in [secret_of(late), secret_of(revoked), real, forged, *altered]:
        async with refused(ErrorCode.INVITATION_INVALID):
            await house.do(professionals.use_link, house["Petri"], professionals.LinkUse(secret))
    assert hash_of(forged, Signer(bytes(32))) is None


async def test_new_person_makes_an_account_and_a_refused_name_uses_no_link_up(house: House) -> None:
    room, card, made = await ready(house)
    secret = secret_of(made)
    async with refused(ErrorCode.NAME_PROTECTED):
        sign_up = SignUp(NewAccount("Moderator", "no hash"))
        await house.do(professionals.use_link, ANYONE, professionals.LinkUse(secret, sign_up))
    sign_up = SignUp(NewAccount("Sininen", "no hash"))
    arrived = await house.do(professionals.use_link, ANYONE, professionals.LinkUse(secret, sign_up))
    assert len(arrived.used.codes) == 8
    one = await house.read(lambda tx, actor, _: tx.session.get(Professional, made.professional.id), ANYONE)
    house.people["Sininen"] = Actor(one.account_id)
    await time_passes(house, card.starts_at)
    assert await is_in(house, "Sininen", room)


@pytest.mark.parametrize("name", ["Dr Ionescu", "dr ionescu", "Dr Iónescu", "Dr Lonescu", "DrIonescu"])
async def test_nobody_can_look_like_who_was_announced(small_house: House, name: str) -> None:
    await ready(small_house)
    room = await small_house.room("Elsewhere")
    async with refused(ErrorCode.NAME_PROTECTED):
        await small_house.seat("Meri", room, called=name)
    assert await small_house.seat("Meri", room, called="Ioana")


async def test_professional_has_the_name_that_was_announced_and_no_power(house: House) -> None:
    room = await house.room()
    soon = house.clock.now().replace(tzinfo=None) + timedelta(minutes=5)
    hours = {"starts": soon, "ends": soon + timedelta(hours=1), "time_zone": "UTC"}
    card = await plan_one(house, room, kind="support_group", **hours)
    await house.seat("Kuusi", room)
    old = await house.post("Kuusi", room, "Said before they came")
    await use(house, "Petri", await invite(house, card.id))
    await time_passes(house, card.starts_at)
    standing = await house.standing("Petri", room)
    assert old.seq is not None
    assert standing.from_seq >= old.seq
    said = await house.post("Kuusi", room, "Good evening")
    for message, code in ((said.message, ErrorCode.NOT_PERMITTED), (old.message, ErrorCode.MESSAGE_UNKNOWN)):
        async with refused(code):
            await house.ask(house["Petri"], RemoveMessage(id="1", room=room, message=message))
    answer = await house.post("Petri", room, "Good evening, Kuusi")
    posted = next(event for event in house.news(room) if event["seq"] == answer.seq)
    assert posted["message"]["author"]["role"] == "professional"


async def test_with_power_given_they_guide_these_meetings(small_house: House) -> None:
    room, card, made = await ready(small_house, can_guide=True)
    await use(small_house, "Petri", made)
    await time_passes(small_house, card.starts_at)
    assert (await small_house.standing("Petri", room)).snapshot["you"].role is RoomRole.FACILITATOR


async def test_revoked_while_inside_they_are_out_in_the_same_moment(house: House) -> None:
    room, card, made = await ready(house)
    await use(house, "Petri", made)
    await time_passes(house, card.starts_at)
    house.told.clear()
    one = invited.OneProfessional(professional=made.professional.id)
    await house.do(professionals.revoke_professional, house["Radu"], one)
    assert not await is_in(house, "Petri", room)
    assert kinds(house, room)[-2:] == ["participation.left", "meeting.professional_withdrawn"]
    assert [one.room_id for one in house.evictions()] == [room]
    announced = [event for event in await house.rendered(room) if event["type"] == "meeting.professional_announced"]
    assert announced[0]["professional"]["is_withdrawn"]
    await house.do(professionals.revoke_professional, house["Radu"], one)
    await time_passes(house, card.starts_at + timedelta(minutes=1))
    assert not await is_in(house, "Petri", room)


async def test_calling_the_meeting_off_ends_the_visit(small_house: House) -> None:
    room, card, made = await ready(small_house)
    await use(small_house, "Petri", made)
    await time_passes(small_house, card.starts_at)
    await cancel(small_house, card)
    assert not await is_in(small_house, "Petri", room)


async def test_they_see_their_meetings_and_no_others(house: House) -> None:
    room, card, made = await ready(house)
    await use(house, "Petri", made)
    for at in (house.clock.now(), card.starts_at):
        await time_passes(house, at)
        mine = await house.read(planning.list_my_meetings, house["Petri"])
        here = await house.read(planning.list_meetings, house["Petri"], bodies.MeetingsOf(room=room))
        assert [one.id for one in mine.meetings] == [one.id for one in here.meetings] == [card.id]
    every = await house.read(planning.list_meetings, house["Kuusi"], bodies.MeetingsOf(room=room))
    other = next(one.id for one in every.meetings if one.id != card.id)
    async with refused(ErrorCode.NOT_FOUND):
        await house.read(planning.read_meeting, house["Petri"], bodies.OneMeeting(meeting=other))


async def again(house: House, meeting: str, made: invited.NewProfessional) -> invited.NewProfessional:
    command = invited.InviteAgain(
        meeting=meeting, professional=made.professional.id, checked="Still in the register.", **LONG
    )
    anew: invited.NewProfessional = await house.do(professionals.invite_again, house["Radu"], command)
    return anew


async def test_invited_again_they_have_their_name_and_nobody_else_can_use_the_link(house: House) -> None:
    room, first, made = await ready(house)
    await use(house, "Petri", made)
    elsewhere = await house.room("Elsewhere", is_open=False)
    there = await plan_one(house, elsewhere, starts=FIRST + timedelta(days=3))
    async with refused(ErrorCode.NAME_PROTECTED):
        await invite(house, there.id, **LONG)
    anew = await again(house, there.id, made)
    async with refused(ErrorCode.INVITATION_INVALID):
        await use(house, "Meri", anew)
    await use(house, "Petri", anew)
    for card in (first, there):
        await time_passes(house, card.starts_at)
        assert (await house.standing("Petri", card.room)).snapshot["you"].display_name == "Dr Ionescu"
        async with refused(ErrorCode.NAME_PROTECTED):
            await house.seat("Tammi", card.room, called="Dr Ionescu")
        await time_passes(house, card.ends_at)
    assert not await is_in(house, "Petri", room)


async def test_invited_again_after_a_link_that_was_taken_back(small_house: House) -> None:
    _, card, made = await ready(small_house)
    one = invited.OneProfessional(professional=made.professional.id)
    await small_house.do(professionals.revoke_professional, small_house["Radu"], one)
    await use(small_house, "Petri", await again(small_house, card.id, made))
    await time_passes(small_house, card.starts_at)
    assert await is_in(small_house, "Petri", card.room)


async def test_who_left_by_themselves_is_not_brought_back(small_house: House) -> None:
    room, card, made = await ready(small_house)
    await use(small_house, "Petri", made)
    await time_passes(small_house, card.starts_at)
    await small_house.leave("Petri", room)
    await time_passes(small_house, card.starts_at + timedelta(minutes=5))
    assert not await is_in(small_house, "Petri", room)
    await time_passes(small_house, card.ends_at)


async def test_meetings_of_another_room_or_of_the_past_cannot_be_promised(small_house: House) -> None:
    _, card, _ = await ready(small_house)
    elsewhere = await plan_one(small_house, await small_house.room("Elsewhere"))
    async with refused(ErrorCode.NOT_FOUND):
        await invite(small_house, card.id, display_name="Ilona", also=[elsewhere.id])
    await time_passes(small_house, card.ends_at)
    async with refused(ErrorCode.MEETING_OVER):
        await invite(small_house, card.id, display_name="Ilona")
    assert await count(small_house, Professional) == [1]


async def test_what_was_checked_is_for_organisers_and_sealed(small_house: House) -> None:
    room, card, _ = await ready(small_house)
    await small_house.seat("Aino", room, RoomRole.FACILITATOR)
    one = bodies.OneMeeting(meeting=card.id)
    for name, checked in (("Radu", "Seen in the register on Monday."), ("Aino", None)):
        (shown,) = (await small_house.read(professionals.list_professionals, small_house[name], one)).professionals
        assert (shown.checked, shown.meetings) == (checked, [card.id])
    (row,) = await small_house.read(lambda tx, actor, _: tx.session.exec(select(Professional)).all(), ANYONE)
    assert b"register" not in row.sealed_checked
