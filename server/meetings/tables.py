"""Rows of the meetings: what is announced, who comes, who is invited to speak, and who was reminded of what."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from server.ids import new_id
from server.meetings.promises import Influence
from server.storage.columns import UtcTime, enum_column, id_field


class MeetingKind(StrEnum):
    """What sort of session it is."""

    SUPPORT_GROUP = "support_group"
    WORKSHOP = "workshop"
    WEBINAR = "webinar"
    FEEDBACK_SESSION = "feedback_session"


class Coming(StrEnum):
    """Where somebody's registration stands."""

    REGISTERED = "registered"
    WAITING = "waiting"
    CANCELLED = "cancelled"
    ATTENDED = "attended"
    MISSED = "missed"


class ReminderKind(StrEnum):
    """What somebody is reminded of, or told, about a meeting that they signed up for."""

    TOMORROW = "tomorrow"
    STARTING = "starting"
    MISSED = "missed"
    MOVED_UP = "moved_up"
    CHANGED = "changed"
    CANCELLED = "cancelled"


class Meeting(SQLModel, table=True):
    """A scheduled session in a room. `version` moves with every change of what was announced.

    `series_id` is shared by the meetings of a series, `number` counts them. `settled_at`: it is over, and everybody's
    attendance is known. The promise (`influence` and what follows) stands still once the meeting has begun.
    """

    id: str = id_field(default_factory=new_id, primary_key=True)
    room_id: str = id_field(foreign_key="room.id", index=True)
    series_id: str | None = id_field(default=None, index=True)
    number: int = 1
    kind: MeetingKind = Field(sa_type=enum_column(MeetingKind))
    title: str = Field(max_length=80)
    about: str = Field(max_length=1000)
    starts_at: datetime = Field(sa_type=UtcTime)
    ends_at: datetime = Field(sa_type=UtcTime, index=True)
    time_zone: str = Field(max_length=60)
    capacity: int
    by_registration: bool
    sealed_link: bytes | None = Field(default=None, sa_type=LargeBinary)
    influence: Influence = Field(sa_type=enum_column(Influence))
    decision_maker: str = Field(max_length=80)
    what_you_get: str = Field(max_length=300)
    registration_closes_at: datetime = Field(sa_type=UtcTime)
    version: int = 1
    created_at: datetime = Field(sa_type=UtcTime)
    created_by: str | None = id_field(default=None, foreign_key="account.id")
    cancelled_at: datetime | None = Field(default=None, sa_type=UtcTime)
    tomorrow_told_at: datetime | None = Field(default=None, sa_type=UtcTime)
    starting_told_at: datetime | None = Field(default=None, sa_type=UtcTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcTime)


class Registration(SQLModel, table=True):
    """Somebody comes to a meeting, to share or to listen, or waits for a seat. `line` is the order of arrival."""

    __table_args__ = (UniqueConstraint("meeting_id", "participation_id"),)

    id: str = id_field(default_factory=new_id, primary_key=True)
    meeting_id: str = id_field(foreign_key="meeting.id")
    participation_id: str = id_field(foreign_key="participation.id", index=True)
    account_id: str = id_field(foreign_key="account.id", index=True)
    listens: bool
    state: Coming = Field(sa_type=enum_column(Coming))
    line: int
    registered_at: datetime = Field(sa_type=UtcTime)
    waiting_since_at: datetime | None = Field(default=None, sa_type=UtcTime)
    changed_at: datetime = Field(sa_type=UtcTime)


class Professional(SQLModel, table=True):
    """An expert invited to named meetings of a room, and what the organiser has checked of them (sealed).

    Only the SHA-256 of the link is kept. `account_id` is whoever has used it; `meant_for` the only one who can, where
    they were invited before and it is known who they are.
    """

    id: str = id_field(default_factory=new_id, primary_key=True)
    room_id: str = id_field(foreign_key="room.id", index=True)
    name_id: str = id_field(foreign_key="reserved_name.id")
    display_name: str = Field(max_length=64)
    profession: str = Field(max_length=80)
    organisation: str = Field(max_length=80)
    sealed_checked: bytes = Field(sa_type=LargeBinary)
    can_guide: bool
    link_hash: str = Field(max_length=64, unique=True)
    invited_at: datetime = Field(sa_type=UtcTime)
    invited_by: str | None = id_field(default=None, foreign_key="account.id")
    expires_at: datetime = Field(sa_type=UtcTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcTime)
    account_id: str | None = id_field(default=None, foreign_key="account.id", index=True)
    meant_for: str | None = id_field(default=None, foreign_key="account.id")
    revoked_at: datetime | None = Field(default=None, sa_type=UtcTime)


class Visit(SQLModel, table=True):
    """A professional at one meeting. `participation_id` while they are in its room, and after it."""

    __table_args__ = (UniqueConstraint("professional_id", "meeting_id"),)

    id: str = id_field(default_factory=new_id, primary_key=True)
    professional_id: str = id_field(foreign_key="professional.id")
    meeting_id: str = id_field(foreign_key="meeting.id", index=True)
    participation_id: str | None = id_field(default=None, foreign_key="participation.id")
    came_at: datetime | None = Field(default=None, sa_type=UtcTime)
    is_inside: bool = False


class Reminder(SQLModel, table=True):
    """What one person was told about a meeting, once on each occasion. `mail_due_at` while a mail about it waits."""

    __table_args__ = (UniqueConstraint("registration_id", "kind", "occasion"),)

    id: str = id_field(default_factory=new_id, primary_key=True)
    registration_id: str = id_field(foreign_key="registration.id")
    account_id: str = id_field(foreign_key="account.id", index=True)
    kind: ReminderKind = Field(sa_type=enum_column(ReminderKind))
    occasion: int
    made_at: datetime = Field(sa_type=UtcTime)
    seen_at: datetime | None = Field(default=None, sa_type=UtcTime)
    mail_due_at: datetime | None = Field(default=None, sa_type=UtcTime, index=True)
    mail_tries: int = 0


class MailAddress(SQLModel, table=True):
    """Where somebody who asked for it is reminded by mail. Sealed; gone as soon as they take it back."""

    __tablename__ = "mail_address"

    account_id: str = id_field(primary_key=True, foreign_key="account.id")
    sealed_address: bytes = Field(sa_type=LargeBinary)
    left_at: datetime = Field(sa_type=UtcTime)


class CalendarFeed(SQLModel, table=True):
    """Somebody's calendar under an address that only they know; only its SHA-256 is kept."""

    __tablename__ = "calendar_feed"

    account_id: str = id_field(primary_key=True, foreign_key="account.id")
    secret_hash: str = Field(max_length=64, unique=True)
    with_names: bool
    made_at: datetime = Field(sa_type=UtcTime)
