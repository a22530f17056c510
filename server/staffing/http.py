"""Staff over HTTP: trainings, duty, sittings, and the back-channel."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from starlette.requests import Request

from server.actor import Actor
from server.hub.presence import PresenceUnknown
from server.rooms.bodies import OneRoom, RoomCard
from server.rooms.lifecycle import Rules
from server.staffing import bodies, duty, notes, sittings, training
from server.web.endpoints import Endpoint
from server.web.services import Services, services_of


def rules_of(settings: Any) -> Rules:
    """What the operator has decided about how long people wait."""
    return Rules(
        pause_after=timedelta(seconds=settings.pause_after_seconds),
        end_after=timedelta(seconds=settings.end_after_seconds),
        opens_early=timedelta(minutes=settings.opens_early_minutes),
    )


async def present_in(services: Services, room_id: str) -> frozenset[str] | None:
    """The participations present in a room; None where that cannot be known."""
    try:
        return frozenset(await services.hub.presence.people(room_id))
    except PresenceUnknown:
        return None


async def watch_of(services: Services, room_id: str) -> duty.Watch:
    settings = services.settings
    return duty.Watch(
        present=await present_in(services, room_id),
        rules=rules_of(settings),
        most_rooms=settings.rooms_per_person_on_duty,
        hand_over_after=timedelta(minutes=settings.hand_over_after_minutes),
    )


async def _duty(request: Request, actor: Actor, body: OneRoom) -> duty.Duty:
    return duty.Duty(body.room, await watch_of(services_of(request), body.room))


async def _hand_over(request: Request, actor: Actor, body: bodies.HandOverTo) -> duty.HandOver:
    return duty.HandOver(body.room, body.to, await watch_of(services_of(request), body.room), body.note)


async def _open(request: Request, actor: Actor, body: bodies.TurnTheRoom) -> sittings.OpenRoom:
    return sittings.OpenRoom(body.room, body.version, await present_in(services_of(request), body.room))


def _turning(path: str, use_case: Any, before: Any = None) -> Endpoint:
    return Endpoint(
        "POST",
        f"/api/rooms/{{room}}/{path}",
        use_case,
        body=bodies.TurnTheRoom,
        result=RoomCard,
        before=before,
        key="room",
    )


ENDPOINTS: list[Endpoint] = [
    Endpoint(
        "POST",
        "/api/trainings",
        training.grant_training,
        body=bodies.GrantTraining,
        result=bodies.TrainingCard,
        status=201,
    ),
    Endpoint("GET", "/api/trainings", training.list_trainings, result=bodies.Trainings, reads=True),
    Endpoint("DELETE", "/api/trainings/{training}", training.revoke_training, body=bodies.OneTraining, status=204),
    _turning("open", sittings.open_room, _open),
    _turning("closing", sittings.begin_closing),
    _turning("close", sittings.close_room),
    _turning("end", sittings.end_sitting),
    Endpoint(
        "GET",
        "/api/rooms/{room}/duty",
        duty.read_roster,
        body=OneRoom,
        result=bodies.DutyRoster,
        before=_duty,
        reads=True,
    ),
    Endpoint("POST", "/api/rooms/{room}/duty", duty.go_on_duty, body=OneRoom, before=_duty, status=204, key="room"),
    Endpoint("DELETE", "/api/rooms/{room}/duty", duty.go_off_duty, body=OneRoom, before=_duty, status=204, key="room"),
    Endpoint(
        "POST",
        "/api/rooms/{room}/duty/hand-over",
        duty.hand_over,
        body=bodies.HandOverTo,
        before=_hand_over,
        status=204,
        key="room",
    ),
    Endpoint("POST", "/api/rooms/{room}/leave", duty.leave_room, body=OneRoom, before=_duty, status=204, key="room"),
    Endpoint(
        "POST",
        "/api/rooms/{room}/staff-notes",
        notes.write_staff_note,
        body=bodies.WriteNote,
        result=bodies.StaffNoteCard,
        status=201,
        key="room",
    ),
    Endpoint(
        "GET",
        "/api/rooms/{room}/staff-notes",
        notes.read_staff_notes,
        body=OneRoom,
        result=bodies.StaffNotes,
        reads=True,
    ),
]
