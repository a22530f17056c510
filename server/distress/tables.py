"""Rows of distress: who worried, what a rule heard, the clock's steps, side rooms, and how well a promise was kept."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from moderation.verdict import Risk
from server.ids import new_id
from server.storage.columns import UtcTime, enum_column, id_field


class ContactKind(StrEnum):
    """How somebody on call is told."""

    WEBHOOK = "webhook"
    MAIL = "mail"


class CallResult(StrEnum):
    """What became of a step of the clock."""

    REACHED = "reached"
    REDIRECTED = "redirected"
    ANSWERED_NO = "answered_no"
    NO_ANSWER = "no_answer"
    TOO_SLOW = "too_slow"
    ADDRESS_REFUSED = "address_refused"
    MAIL_FAILED = "mail_failed"
    MAIL_NOT_SET_UP = "mail_not_set_up"
    NOBODY_ON_CALL = "nobody_on_call"
    NOT_NEEDED = "not_needed"


class SideOutcome(StrEnum):
    """How a side room ended."""

    CALMER = "calmer"
    HANDED_ON = "handed_on"
    EMERGENCY_CALLED = "emergency_called"
    LEFT = "left"
    TIME_OVER = "time_over"
    CASE_ENDED = "case_ended"
    NOT_ANSWERED = "not_answered"


_OPEN = "closed_at IS NULL"
_TO_COME = "done_at IS NULL"


class Worry(SQLModel, table=True):
    """One person's worry about another. Its id is their receipt; the note is sealed.

    `told_at`: when whoever worried was told that a human has seen to it.
    """

    __table_args__ = (UniqueConstraint("case_id", "account_id"),)

    id: str = id_field(default_factory=new_id, primary_key=True)
    case_id: str = id_field(foreign_key="desk_case.id")
    room_id: str = id_field(foreign_key="room.id")
    account_id: str = id_field(foreign_key="account.id", index=True)
    participation_id: str = id_field(foreign_key="participation.id")
    about_participation: str = id_field(foreign_key="participation.id")
    message_id: str | None = id_field(default=None)
    sealed_note: bytes | None = Field(default=None, sa_type=LargeBinary)
    at: datetime = Field(sa_type=UtcTime)
    told_at: datetime | None = Field(default=None, sa_type=UtcTime)


class Alert(SQLModel, table=True):
    """A rule heard something in a message: how near to harm its author seemed, and never the words.

    `message_id` is a message of the room, or of a side room.
    """

    __tablename__ = "distress_alert"
    __table_args__ = (UniqueConstraint("case_id", "message_id"),)

    id: str = id_field(default_factory=new_id, primary_key=True)
    case_id: str = id_field(foreign_key="desk_case.id")
    message_id: str = id_field()
    risk: Risk = Field(sa_type=enum_column(Risk))
    at: datetime = Field(sa_type=UtcTime)


class OnCallContact(SQLModel, table=True):
    """Somebody outside who is called where nobody claims, in the order of `position`. Address and secret are sealed.

    `hours` as `ActiveHours` has them; null: at any time.
    """

    __tablename__ = "on_call_contact"

    id: str = id_field(default_factory=new_id, primary_key=True)
    position: int
    kind: ContactKind = Field(sa_type=enum_column(ContactKind))
    sealed_address: bytes = Field(sa_type=LargeBinary)
    sealed_secret: bytes | None = Field(default=None, sa_type=LargeBinary)
    languages: list[str] = Field(sa_type=JSON)
    hours: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    added_at: datetime = Field(sa_type=UtcTime)
    added_by: str | None = id_field(default=None, foreign_key="account.id")
    tried_at: datetime | None = Field(default=None, sa_type=UtcTime)
    tried_result: CallResult | None = Field(default=None, sa_type=enum_column(CallResult))
    ended_at: datetime | None = Field(default=None, sa_type=UtcTime)


class Escalation(SQLModel, table=True):
    """A step of a case's clock. Taken once: whoever sets `taken_at` makes the call, and has until its lease ends.

    `attempts` is 2 or more where a server died while it was calling.
    """

    __table_args__ = (
        UniqueConstraint("case_id", "step"),
        Index("ix_escalation_to_come", "due_at", sqlite_where=text(_TO_COME), postgresql_where=text(_TO_COME)),
    )

    id: str = id_field(default_factory=new_id, primary_key=True)
    case_id: str = id_field(foreign_key="desk_case.id")
    step: int
    due_at: datetime = Field(sa_type=UtcTime)
    taken_at: datetime | None = Field(default=None, sa_type=UtcTime)
    attempts: int = 0
    contact_id: str | None = id_field(default=None, foreign_key="on_call_contact.id")
    done_at: datetime | None = Field(default=None, sa_type=UtcTime)
    result: CallResult | None = Field(default=None, sa_type=enum_column(CallResult))


class ProtocolStep(SQLModel, table=True):
    """One thing that the organisation wants done in a distress case, in its own words by language."""

    __tablename__ = "protocol_step"

    id: str = id_field(default_factory=new_id, primary_key=True)
    position: int
    texts: dict[str, str] = Field(sa_type=JSON)
    saved_at: datetime = Field(sa_type=UtcTime)
    saved_by: str | None = id_field(default=None, foreign_key="account.id")
    ended_at: datetime | None = Field(default=None, sa_type=UtcTime)


class CaseStep(SQLModel, table=True):
    """A step that somebody has done in a case. `step` is the id of one of the organisation's, or a code of ours."""

    __tablename__ = "case_step"

    case_id: str = id_field(primary_key=True, foreign_key="desk_case.id")
    step: str = id_field(primary_key=True)
    account_id: str = id_field(foreign_key="account.id")
    done_at: datetime = Field(sa_type=UtcTime)


class SideRoom(SQLModel, table=True):
    """A moderator and a person by themselves, on a case, for some time. Begins only when the person accepts."""

    __tablename__ = "side_room"
    __table_args__ = (
        Index("uq_side_room_open", "case_id", unique=True, sqlite_where=text(_OPEN), postgresql_where=text(_OPEN)),
        Index("ix_side_room_open", "ends_at", sqlite_where=text(_OPEN), postgresql_where=text(_OPEN)),
    )

    id: str = id_field(default_factory=new_id, primary_key=True)
    case_id: str = id_field(foreign_key="desk_case.id")
    room_id: str = id_field(foreign_key="room.id")
    staff_account: str = id_field(foreign_key="account.id", index=True)
    person_account: str = id_field(foreign_key="account.id", index=True)
    person_participation: str = id_field(foreign_key="participation.id")
    offered_at: datetime = Field(sa_type=UtcTime)
    accepted_at: datetime | None = Field(default=None, sa_type=UtcTime)
    declined_at: datetime | None = Field(default=None, sa_type=UtcTime)
    ends_at: datetime = Field(sa_type=UtcTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    closed_by: str | None = id_field(default=None, foreign_key="account.id")
    outcome: SideOutcome | None = Field(default=None, sa_type=enum_column(SideOutcome))
    said: int = 0


class SideMessage(SQLModel, table=True):
    """What one of the two wrote, sealed. `n` counts from 1."""

    __tablename__ = "side_message"
    __table_args__ = (UniqueConstraint("side_room_id", "account_id", "client_id"),)

    id: str = id_field(default_factory=new_id)
    side_room_id: str = id_field(primary_key=True, foreign_key="side_room.id")
    n: int = Field(primary_key=True)
    account_id: str = id_field(foreign_key="account.id")
    client_id: str = Field(max_length=64)
    sealed_text: bytes = Field(sa_type=LargeBinary)
    at: datetime = Field(sa_type=UtcTime)


class StaffedDay(SQLModel, table=True):
    """For how long a room was open on a day (UTC), and for how much of that somebody was on duty."""

    __tablename__ = "staffed_day"

    room_id: str = id_field(primary_key=True, foreign_key="room.id")
    day: date = Field(primary_key=True)
    open_seconds: int
    staffed_seconds: int


class StaffedUntil(SQLModel, table=True):
    """Up to when open time has been counted. One row: whoever moves it counts."""

    __tablename__ = "staffed_until"

    id: str = Field(primary_key=True, max_length=20)
    until_at: datetime = Field(sa_type=UtcTime)
