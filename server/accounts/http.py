"""Accounts over HTTP."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from server.accounts import logins, service, sign_in
from server.accounts.wire import (
    Codes,
    Language,
    Me,
    MyLogins,
    NewCodes,
    NewPassword,
    OneLogin,
    Recovery,
    SignedIn,
    SignIn,
)
from server.web.auth import cookies_of
from server.web.endpoints import Endpoint, Who, json_response


def signed_in(request: Request, login: service.StartedLogin, response: Response) -> Response:
    """The response with the cookies of a login that has just started."""
    cookies_of(request).give(response, login.token, login.device_token)
    return response


def _welcome(request: Request, login: service.StartedLogin) -> Response:
    return signed_in(request, login, json_response(SignedIn(account=login.account), 201))


def _goodbye(request: Request, result: None) -> Response:
    response = json_response(None)
    cookies_of(request).take(response)
    return response


ENDPOINTS = [
    Endpoint(
        "POST",
        "/api/logins",
        service.start_login,
        body=SignIn,
        result=SignedIn,
        who=Who.ANYONE,
        status=201,
        before=sign_in.check_sign_in,
        respond=_welcome,
        key="account_id",
    ),
    Endpoint("GET", "/api/logins", logins.list_logins, result=MyLogins, reads=True),
    Endpoint("DELETE", "/api/logins/current", logins.end_current_login, who=Who.ANYONE, status=204, respond=_goodbye),
    Endpoint("DELETE", "/api/logins/{login}", logins.end_login, body=OneLogin, status=204),
    Endpoint("GET", "/api/me", service.see_me, result=Me, reads=True),
    Endpoint("PATCH", "/api/me", service.set_language, body=Language, result=Me),
    Endpoint(
        "POST",
        "/api/recoveries",
        service.recover,
        body=Recovery,
        result=SignedIn,
        who=Who.ANYONE,
        status=201,
        before=sign_in.check_recovery,
        respond=_welcome,
        key="account_id",
    ),
    Endpoint(
        "POST",
        "/api/recovery-codes",
        service.new_recovery_codes,
        body=NewCodes,
        result=Codes,
        before=sign_in.check_new_codes,
    ),
    Endpoint(
        "POST",
        "/api/password",
        service.change_password,
        body=NewPassword,
        status=204,
        before=sign_in.check_new_password,
    ),
]
