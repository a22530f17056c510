"""Meetings over HTTP."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from server.accounts.http import signed_in
from server.actor import Actor
from server.distress.mail import Mail
from server.errors import ErrorCode, Refusal
from server.meetings import bodies, calendars, planning, professionals, registering, reminders
from server.meetings import professional_bodies as invited
from server.rooms.http import sign_up_of
from server.web.endpoints import Endpoint, Who, json_response
from server.web.services import services_of


async def _require_mail(request: Request, actor: Actor, body: reminders.LeaveAddress) -> reminders.LeaveAddress:
    """An address that nothing can be sent to is not kept."""
    if not Mail(services_of(request).settings).is_set_up:
        raise Refusal(ErrorCode.MAIL_UNAVAILABLE)
    return body


async def _prepare_link(request: Request, actor: Actor, body: invited.UseLink) -> professionals.LinkUse:
    """A bad link is refused before anything is counted or hashed for it."""
    look = invited.LookAtLink(secret=body.secret)
    await services_of(request).readers.run(professionals.look_at_link, actor, look)
    return professionals.LinkUse(body.secret, await sign_up_of(request, actor, body))


def _arrived(request: Request, arrived: professionals.Arrived) -> Response:
    response = json_response(arrived.used, 201)
    return response if arrived.login is None else signed_in(request, arrived.login, response)


def _calendar(request: Request, content: Any) -> Response:
    headers = {"cache-control": "no-store", "content-disposition": 'attachment; filename="sohva.ics"'}
    return Response(content, media_type="text/calendar", headers=headers)


ENDPOINTS = [
    Endpoint(
        "GET",
        "/api/rooms/{room}/meetings",
        planning.list_meetings,
        body=bodies.MeetingsOf,
        result=bodies.Meetings,
        reads=True,
    ),
    Endpoint(
        "POST",
        "/api/rooms/{room}/meetings",
        planning.plan_meeting,
        body=bodies.PlanMeeting,
        result=bodies.Meetings,
        status=201,
        key="room",
    ),
    Endpoint("GET", "/api/meetings", planning.list_my_meetings, result=bodies.Meetings, reads=True),
    Endpoint(
        "GET",
        "/api/meetings/{meeting}",
        planning.read_meeting,
        body=bodies.OneMeeting,
        result=bodies.MeetingCard,
        reads=True,
    ),
    Endpoint(
        "PATCH",
        "/api/meetings/{meeting}",
        planning.change_meeting,
        body=bodies.ChangeMeeting,
        result=bodies.MeetingCard,
        key="meeting",
    ),
    Endpoint(
        "POST",
        "/api/meetings/{meeting}/cancel",
        planning.cancel_meeting,
        body=bodies.CancelMeeting,
        status=204,
        key="meeting",
    ),
    Endpoint(
        "POST",
        "/api/meetings/{meeting}/registration",
        registering.register,
        body=bodies.Register,
        result=bodies.MeetingCard,
        status=201,
        key="meeting",
    ),
    Endpoint(
        "DELETE",
        "/api/meetings/{meeting}/registration",
        registering.withdraw,
        body=bodies.OneMeeting,
        result=bodies.MeetingCard,
        key="meeting",
    ),
    Endpoint(
        "GET",
        "/api/meetings/{meeting}/registrations",
        registering.list_registrations,
        body=bodies.OneMeeting,
        result=bodies.Registrations,
        reads=True,
    ),
    Endpoint(
        "PUT",
        "/api/registrations/{registration}/attendance",
        registering.record_attendance,
        body=bodies.Attendance,
        status=204,
    ),
    Endpoint(
        "GET",
        "/api/meetings/{meeting}/calendar.ics",
        calendars.read_meeting_file,
        body=bodies.OneMeeting,
        reads=True,
        respond=_calendar,
    ),
    Endpoint(
        "POST",
        "/api/meetings/{meeting}/professionals",
        professionals.invite_professional,
        body=invited.InviteProfessional,
        result=invited.NewProfessional,
        status=201,
        key="meeting",
    ),
    Endpoint(
        "POST",
        "/api/meetings/{meeting}/professionals/{professional}",
        professionals.invite_again,
        body=invited.InviteAgain,
        result=invited.NewProfessional,
        status=201,
        key="meeting",
    ),
    Endpoint(
        "GET",
        "/api/meetings/{meeting}/professionals",
        professionals.list_professionals,
        body=bodies.OneMeeting,
        result=invited.Professionals,
        reads=True,
    ),
    Endpoint(
        "DELETE",
        "/api/professionals/{professional}",
        professionals.revoke_professional,
        body=invited.OneProfessional,
        status=204,
    ),
    Endpoint(
        "POST",
        "/api/professionals/look",
        professionals.look_at_link,
        body=invited.LookAtLink,
        result=invited.LinkSeen,
        who=Who.ANYONE,
        reads=True,
    ),
    Endpoint(
        "POST",
        "/api/professionals/redeem",
        professionals.use_link,
        body=invited.UseLink,
        result=invited.LinkUsed,
        who=Who.ANYONE,
        status=201,
        before=_prepare_link,
        respond=_arrived,
    ),
    Endpoint("GET", "/api/reminders", reminders.list_reminders, result=bodies.Reminders, reads=True),
    Endpoint("DELETE", "/api/reminders/{reminder}", reminders.put_away, body=bodies.OneReminder, status=204),
    Endpoint("GET", "/api/me/mail-address", reminders.read_address, result=reminders.MyAddress, reads=True),
    Endpoint(
        "PUT",
        "/api/me/mail-address",
        reminders.leave_address,
        body=reminders.LeaveAddress,
        result=reminders.MyAddress,
        before=_require_mail,
    ),
    Endpoint("DELETE", "/api/me/mail-address", reminders.take_address_back, status=204),
    Endpoint("GET", "/api/calendar", calendars.read_feed, result=calendars.MyFeed, reads=True),
    Endpoint(
        "POST", "/api/calendar", calendars.make_feed, body=calendars.MakeFeed, result=calendars.NewFeed, status=201
    ),
    Endpoint("DELETE", "/api/calendar", calendars.end_feed, status=204),
    Endpoint(
        "GET",
        "/calendar/{secret}.ics",
        calendars.read_calendar,
        body=calendars.OneFeed,
        who=Who.ANYONE,
        reads=True,
        respond=_calendar,
    ),
]
