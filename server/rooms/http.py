"""Rooms over HTTP."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from server.accounts.http import signed_in
from server.accounts.service import SignUp, StartedLogin
from server.accounts.sign_in import prepare_sign_up
from server.actor import Actor
from server.errors import ErrorCode, Refusal
from server.rooms import applications, bodies, invitations, participations, service
from server.web.endpoints import Endpoint, Who, json_response
from server.web.services import services_of


async def _prepare_redemption(request: Request, actor: Actor, body: bodies.RedeemInvitation) -> invitations.Redemption:
    """A bad link is refused before anything is counted or hashed for it."""
    look = bodies.LookAtInvitation(secret=body.secret)
    await services_of(request).readers.run(invitations.look_at_invitation, actor, look)
    sign_up = await sign_up_of(request, actor, body)
    return invitations.Redemption(body.secret, body.display_name, sign_up)


async def _prepare_request(request: Request, actor: Actor, body: bodies.Apply) -> applications.Request:
    await services_of(request).readers.run(applications.require_takes_applications, actor, body.room)
    sign_up = await sign_up_of(request, actor, body)
    return applications.Request(body.room, body.note, body.display_name, sign_up)


async def sign_up_of(request: Request, actor: Actor, body: bodies.NewPerson) -> SignUp | None:
    """Who is signed in stays who they are; anybody else brings a pseudonym and a password, or signs in first."""
    if actor.is_signed_in:
        if body.pseudonym is not None or body.password is not None:
            raise Refusal(ErrorCode.BAD_REQUEST, fields=["pseudonym", "password"])
        return None
    if body.pseudonym is None or body.password is None:
        raise Refusal(ErrorCode.NOT_SIGNED_IN)
    return await prepare_sign_up(request, body.pseudonym, body.password, body.language)


def _entered(request: Request, entered: invitations.Entered) -> Response:
    return _with_login(request, entered.redeemed, entered.login)


def _asked(request: Request, asked: applications.Asked) -> Response:
    return _with_login(request, asked.applied, asked.login)


def _with_login(request: Request, result: Any, login: StartedLogin | None) -> Response:
    response = json_response(result, 201)
    return response if login is None else signed_in(request, login, response)


ENDPOINTS = [
    Endpoint("GET", "/api/directory", service.list_directory, result=bodies.Directory, who=Who.ANYONE, reads=True),
    Endpoint("GET", "/api/rooms", service.list_my_rooms, result=bodies.MyRooms, reads=True),
    Endpoint("POST", "/api/rooms", service.create_room, body=bodies.CreateRoom, result=bodies.RoomCard, status=201),
    Endpoint(
        "PATCH",
        "/api/rooms/{room}",
        service.update_room,
        body=bodies.UpdateRoom,
        result=bodies.RoomCard,
        key="room",
    ),
    Endpoint(
        "GET",
        "/api/rooms/{room}/card",
        service.read_card,
        body=bodies.OneRoom,
        result=bodies.RoomCard,
        who=Who.ANYONE,
        reads=True,
    ),
    Endpoint(
        "GET",
        "/api/rooms/{room}/people",
        participations.list_people,
        body=bodies.OneRoom,
        result=bodies.People,
        reads=True,
    ),
    Endpoint(
        "PUT",
        "/api/participations/{participation}/role",
        participations.change_role,
        body=bodies.ChangeRole,
        result=bodies.PersonInRoom,
    ),
    Endpoint(
        "POST",
        "/api/participations/{participation}/end",
        participations.end_participation,
        body=bodies.OneParticipation,
        status=204,
    ),
    Endpoint(
        "POST",
        "/api/rooms/{room}/invitations",
        invitations.invite,
        body=bodies.CreateInvitation,
        result=bodies.NewInvitation,
        status=201,
        key="room",
    ),
    Endpoint(
        "GET",
        "/api/rooms/{room}/invitations",
        invitations.list_invitations,
        body=bodies.OneRoom,
        result=bodies.Invitations,
        reads=True,
    ),
    Endpoint(
        "DELETE",
        "/api/invitations/{invitation}",
        invitations.revoke_invitation,
        body=bodies.OneInvitation,
        status=204,
    ),
    Endpoint(
        "POST",
        "/api/invitations/look",
        invitations.look_at_invitation,
        body=bodies.LookAtInvitation,
        result=bodies.InvitationSeen,
        who=Who.ANYONE,
        reads=True,
    ),
    Endpoint(
        "POST",
        "/api/invitations/redeem",
        invitations.redeem_invitation,
        body=bodies.RedeemInvitation,
        result=bodies.Redeemed,
        who=Who.ANYONE,
        status=201,
        before=_prepare_redemption,
        respond=_entered,
    ),
    Endpoint(
        "POST",
        "/api/rooms/{room}/applications",
        applications.apply,
        body=bodies.Apply,
        result=bodies.Applied,
        who=Who.ANYONE,
        status=201,
        before=_prepare_request,
        respond=_asked,
        key="room",
    ),
    Endpoint(
        "GET",
        "/api/rooms/{room}/applications",
        applications.list_applications,
        body=bodies.OneRoom,
        result=bodies.Applications,
        reads=True,
    ),
    Endpoint(
        "POST",
        "/api/applications/{application}/accept",
        applications.accept_application,
        body=bodies.OneApplication,
        status=204,
    ),
    Endpoint(
        "POST",
        "/api/applications/{application}/decline",
        applications.decline_application,
        body=bodies.OneApplication,
        status=204,
    ),
]
