"""What comes in and goes out over HTTP about agreements. Lengths are counted in characters."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from server.agreements.receipts import Receipt
from server.protocol.text import clean, is_visible, one_line
from server.web.endpoints import Body, Result

LONGEST = 15_000


def _said(text: str) -> str:
    if not is_visible(text):
        raise ValueError("must not be blank")
    return text


Id = Annotated[str, Field(max_length=64)]
Text = Annotated[str, Field(max_length=LONGEST), AfterValidator(clean), AfterValidator(_said)]
Sentence = Annotated[str, Field(max_length=300), AfterValidator(one_line)]


class AgreementOf(Body):
    room: Id


class Publish(Body):
    """A new text. `is_material`: everybody is asked again. The first one always is, and needs no `what_changed`."""

    room: Id
    text: Text
    is_material: bool
    what_changed: Sentence = ""


class Accept(Body):
    """`version` is the one that was read."""

    room: Id
    version: Annotated[str, Field(max_length=20)]


class SignedOnPaper(Body):
    participation: Id
    signed_on: date


class AgreementText(Result):
    version: str
    language: str
    text: str
    text_sha256: str
    what_changed: str
    published_at: datetime


class AtTheDoor(Result):
    """`agreement` is null where the room has none. `is_asked`: the one who asks is inside and has not accepted it.

    `changes`: what has changed since they last accepted one, a sentence each, oldest first.
    """

    agreement: AgreementText | None
    is_asked: bool
    changes: list[str]


class Versions(Result):
    versions: list[AgreementText]


class Accepted(Result):
    """One person in the room and the newest version that they accepted; null where they have accepted none."""

    participation: str
    display_name: str
    version: str | None
    signed_on: date | None
    accepted_at: datetime | None
    is_asked: bool


class Acceptances(Result):
    people: list[Accepted]


class Receipts(Result):
    receipts: list[Receipt]


class PublicKey(Result):
    """With what receipts can be checked anywhere."""

    algorithm: str
    public_key: str


class Checked(Result):
    is_genuine: bool
