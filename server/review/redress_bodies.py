"""What comes in and goes out over HTTP about appeals, complaints, second voices and what waits. In characters."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from moderation.case import CaseOutcome
from moderation.reasons import ReasonCode, Restriction
from server.protocol.text import clean
from server.review.bodies import Id, said
from server.web.endpoints import Body, Result

Words = Annotated[str, Field(max_length=1_000), AfterValidator(clean)]
Complained = Annotated[str, Field(max_length=4_000), AfterValidator(clean), AfterValidator(said)]


class AskForReview(Body):
    """One press is enough: the words may be left empty."""

    sanction: Id
    words: Words = ""


class OneHeld(Body):
    message: Id


class Complain(Body):
    """`room` where it is about one."""

    room: Id | None = None
    words: Complained


class OneVoice(Body):
    """`agrees`: the words may be kept from the room. `sentence` stands in the log."""

    second_voice: Id
    agrees: bool
    sentence: Words = ""


class AppealShown(Result):
    """An appeal as the desk sees it: what was done and why, and in the words of the person whom it was done to."""

    sanction: str
    kind: Restriction
    what: str | None
    facts: str
    rule: str
    reason: ReasonCode
    explanation: str
    given_at: datetime
    until: datetime | None
    words: str
    made_at: datetime


class ComplaintShown(Result):
    words: str
    room_name: str | None
    made_at: datetime


class MyComplaint(Result):
    """`answer` is empty until somebody has answered."""

    complaint: str
    words: str
    made_at: datetime
    answer: str
    answered_at: datetime | None


class MyComplaints(Result):
    complaints: list[MyComplaint]


class VoiceShown(Result):
    """A decision that keeps criticism of the organisation from a room, and waits for somebody who is not its staff."""

    second_voice: str
    room_name: str | None
    asked_at: datetime
    outcome: CaseOutcome
    reason: ReasonCode | None
    text: str | None


class Voices(Result):
    second_voices: list[VoiceShown]


class CriticismCount(Result):
    """How often the staff wanted to keep criticism of the organisation from a room, and what became of it."""

    asked: int
    agreed: int
    declined: int
    waiting: int
