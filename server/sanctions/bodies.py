"""What comes in and goes out over HTTP about sanctions. Lengths are counted in characters."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from moderation.reasons import ReasonCode, Redress, Restriction, Source
from server.protocol.text import clean, is_visible
from server.sanctions.tables import AppealOutcome
from server.web.endpoints import Body, Result

TEMPLATE = 600


def said(text: str) -> str:
    if not is_visible(text):
        raise ValueError("must not be blank")
    return text


Id = Annotated[str, Field(max_length=64)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2}$")]
Reason = Annotated[str, Field(max_length=500), AfterValidator(clean), AfterValidator(said)]


class OneSanction(Body):
    sanction: Id


class SaveTemplate(Body):
    """An empty text brings ours back."""

    language: Language
    reason: ReasonCode
    text: Annotated[str, Field(max_length=TEMPLATE), AfterValidator(clean)]


class OpenCopy(Body):
    """`reason` stands in the log of actions."""

    sealed_copy: Id
    reason: Reason


class AppealCard(Result):
    """What became of asking for a review, with what those who decided it said."""

    made_at: datetime
    outcome: AppealOutcome
    answer: str
    decided_at: datetime | None


class SanctionCard(Result):
    """What was done about something one wrote or did, and why.

    `what` are one's own words, null where there are none or they are no longer kept; `is_question`: one asked them in
    a classroom. `rule` is the number of the rule
    agreed on, or the law. `until` null: until read (a warning), or without an end. `can_appeal`: nobody has been asked
    yet for a review.
    """

    sanction: str
    kind: Restriction
    room: str | None
    what: str | None
    is_question: bool
    facts: str
    rule: str
    reason: ReasonCode
    explanation: str
    source: Source
    given_at: datetime
    until: datetime | None
    read_at: datetime | None
    reversed_at: datetime | None
    is_binding: bool
    redress: list[Redress]
    can_appeal: bool
    appeal: AppealCard | None


class Sanctions(Result):
    sanctions: list[SanctionCard]


class Template(Result):
    language: str
    reason: ReasonCode
    text: str
    is_ours: bool


class Templates(Result):
    templates: list[Template]


class CopyCard(Result):
    """A sealed copy from the outside."""

    sealed_copy: str
    room: str
    message: str
    made_at: datetime
    until_at: datetime


class SealedCopies(Result):
    copies: list[CopyCard]


class OpenedCopy(Result):
    text: str
    until_at: datetime
