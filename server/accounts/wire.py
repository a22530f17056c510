"""What comes in and goes out over HTTP about accounts. Passwords and codes are bounded here and judged elsewhere."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from server.actor import Role
from server.web.endpoints import Body, Result

TYPED = 512  # characters: more than any name, password or code has


class SignIn(Body):
    pseudonym: str = Field(max_length=TYPED)
    password: str = Field(max_length=TYPED, repr=False)


class Recovery(Body):
    pseudonym: str = Field(max_length=TYPED)
    code: str = Field(max_length=TYPED, repr=False)
    new_password: str = Field(max_length=TYPED, repr=False)


class NewPassword(Body):
    current_password: str = Field(max_length=TYPED, repr=False)
    new_password: str = Field(max_length=TYPED, repr=False)


class NewCodes(Body):
    password: str = Field(max_length=TYPED, repr=False)


class Language(Body):
    language: str = Field(pattern=r"^[a-z]{2}$")


class OneLogin(Body):
    login: str = Field(max_length=TYPED)


class AccountCard(Result):
    pseudonym: str
    roles: list[Role]
    language: str


class SignedIn(Result):
    account: AccountCard


class Me(AccountCard):
    """My account. `has_desk`: there is, or may come at any time, something for me to look at on the desk."""

    codes_left: int
    is_made_up: bool
    has_desk: bool


class LoginCard(Result):
    """A signed-in device; `device` is empty where the browser did not say what it is."""

    id: str
    device: str
    created_at: datetime
    last_seen_at: datetime
    is_current: bool


class MyLogins(Result):
    logins: list[LoginCard]


class Codes(Result):
    codes: list[str]


class Roles(Result):
    """What an account may do across rooms."""

    roles: list[Role]
