"""What comes in and goes out over HTTP about distress. Lengths are counted in characters."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field

from server.distress.active_hours import ActiveHours
from server.distress.tables import CallResult, ContactKind
from server.i18n import LANGUAGES
from server.protocol.text import clean, is_visible, one_line
from server.web.endpoints import Body, Result


def said(text: str) -> str:
    if not is_visible(text):
        raise ValueError("must not be blank")
    return text


def _language(code: str) -> str:
    if code not in LANGUAGES:
        raise ValueError("must be a language of this server")
    return code


Id = Annotated[str, Field(max_length=64)]
Note = Annotated[str, Field(max_length=500), AfterValidator(clean)]
Language = Annotated[str, AfterValidator(_language)]
Sentence = Annotated[str, Field(max_length=300), AfterValidator(one_line), AfterValidator(said)]


class Worried(Body):
    """Somebody is worried about a person, because of a message or not. Nothing more is asked."""

    room: Id
    participation: Id
    message: Id | None = None
    note: Note = ""


class WhatBecame(StrEnum):
    """What whoever worried is told. Never any detail."""

    WAITING = "waiting"
    TAKEN = "taken"
    TALKED = "talked"
    SEEN_TO = "seen_to"


class WorryReceipt(Result):
    """That a worry has been received. `became`: `talked` means that we have talked with the person."""

    id: str
    room: str
    at: datetime
    became: WhatBecame


class Worries(Result):
    worries: list[WorryReceipt]


class ContactToCall(Body):
    """Somebody on call. With `id` it is one that is there already; without `address` then, it keeps the one it has.

    `hours`: when they are called before others; null is at any time, and left out it stays as it is.
    """

    id: Id | None = None
    kind: ContactKind
    address: Annotated[str, Field(max_length=500)] | None = None
    languages: Annotated[list[Language], Field(max_length=len(LANGUAGES))] = Field(default_factory=list)
    hours: ActiveHours | None = None


class SaveOnCall(Body):
    """Everybody on call, in the order in which they are called. Whoever is not in the list is called no more."""

    contacts: Annotated[list[ContactToCall], Field(max_length=20)]


class OneContact(Body):
    contact: Id


class Contact(Result):
    """`secret` only in the answer that has made it; `tried_result` is what the last trial came to."""

    id: str
    kind: ContactKind
    address: str
    languages: list[str]
    hours: ActiveHours | None
    tried_at: datetime | None
    tried_result: CallResult | None
    secret: str | None = None


class OnCall(Result):
    contacts: list[Contact]
