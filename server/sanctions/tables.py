"""Rows of what binds somebody: sanctions with their statements, the ways to have them looked at again, and caution.

Each is a dated row: it begins to bind and ends by time alone. What people wrote is sealed.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, LargeBinary, text
from sqlmodel import Field, SQLModel

from moderation.reasons import ReasonCode, Restriction
from server.ids import new_id
from server.storage.columns import UtcTime, enum_column, id_field


class AppealOutcome(StrEnum):
    """What became of an appeal."""

    WAITING = "waiting"
    UPHELD = "upheld"
    CHANGED = "changed"
    REVERSED = "reversed"
    WITHDRAWN = "withdrawn"


_RUNNING = text("ended_at IS NULL")


class Sanction(SQLModel, table=True):
    """What was done about something that somebody wrote or did, with the statement of reasons they were given.

    `room_id` None binds everywhere. `copy_id` is where their words are kept, as long as they are.
    """

    id: str = id_field(default_factory=new_id, primary_key=True)
    account_id: str = id_field(foreign_key="account.id", index=True)
    room_id: str | None = id_field(default=None, foreign_key="room.id", index=True)
    participation_id: str | None = id_field(default=None, foreign_key="participation.id")
    case_id: str | None = id_field(default=None, index=True)
    copy_id: str | None = id_field(default=None)
    kind: Restriction = Field(sa_type=enum_column(Restriction))
    starts_at: datetime = Field(sa_type=UtcTime)
    ends_at: datetime | None = Field(default=None, sa_type=UtcTime)
    acknowledged_at: datetime | None = Field(default=None, sa_type=UtcTime)
    reversed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    reversed_by: str | None = id_field(default=None, foreign_key="account.id")
    given_by: str | None = id_field(default=None, foreign_key="account.id")
    sealed_statement: bytes = Field(sa_type=LargeBinary)


class SealedCopy(SQLModel, table=True):
    """What somebody wrote and others may no longer read, until a day. A row that is past it is destroyed."""

    __tablename__ = "sealed_copy"

    id: str = id_field(default_factory=new_id, primary_key=True)
    message_id: str = id_field(index=True)
    room_id: str = id_field(foreign_key="room.id", index=True)
    account_id: str = id_field(foreign_key="account.id")
    sealed_text: bytes = Field(sa_type=LargeBinary)
    made_at: datetime = Field(sa_type=UtcTime)
    until_at: datetime = Field(sa_type=UtcTime, index=True)


class ReasonTemplate(SQLModel, table=True):
    """The organisation's own sentence for a reason, in one language, instead of ours."""

    __tablename__ = "reason_template"

    language: str = Field(primary_key=True, max_length=8)
    reason: ReasonCode = Field(primary_key=True, sa_type=enum_column(ReasonCode))
    text: str = Field(max_length=600)
    saved_at: datetime = Field(sa_type=UtcTime)
    saved_by: str | None = id_field(default=None, foreign_key="account.id")


class Appeal(SQLModel, table=True):
    """Somebody asks for a sanction to be looked at again: once for each."""

    id: str = id_field(default_factory=new_id, primary_key=True)
    sanction_id: str = id_field(foreign_key="sanction.id", unique=True)
    case_id: str = id_field(index=True)
    sealed_words: bytes = Field(sa_type=LargeBinary)
    made_at: datetime = Field(sa_type=UtcTime)
    outcome: AppealOutcome = Field(default=AppealOutcome.WAITING, sa_type=enum_column(AppealOutcome))
    decided_at: datetime | None = Field(default=None, sa_type=UtcTime)
    sealed_answer: bytes | None = Field(default=None, sa_type=LargeBinary)


class Complaint(SQLModel, table=True):
    """Something for somebody outside the team alone."""

    id: str = id_field(default_factory=new_id, primary_key=True)
    case_id: str = id_field(index=True)
    account_id: str = id_field(foreign_key="account.id", index=True)
    room_id: str | None = id_field(default=None, foreign_key="room.id")
    sealed_words: bytes = Field(sa_type=LargeBinary)
    made_at: datetime = Field(sa_type=UtcTime)
    answered_at: datetime | None = Field(default=None, sa_type=UtcTime)
    sealed_answer: bytes | None = Field(default=None, sa_type=LargeBinary)


class SecondVoice(SQLModel, table=True):
    """A decision that hides criticism of the organisation waits for somebody who is not its staff.

    `is_agreed` None: it waits. The decision itself is sealed until then.
    """

    __tablename__ = "second_voice"

    id: str = id_field(default_factory=new_id, primary_key=True)
    case_id: str = id_field(index=True)
    message_id: str | None = id_field(default=None, index=True)
    asked_by: str | None = id_field(default=None, foreign_key="account.id")
    asked_at: datetime = Field(sa_type=UtcTime)
    sealed_decision: bytes | None = Field(default=None, sa_type=LargeBinary)
    answered_by: str | None = id_field(default=None, foreign_key="account.id")
    answered_at: datetime | None = Field(default=None, sa_type=UtcTime)
    is_agreed: bool | None = None


class Caution(SQLModel, table=True):
    """From one moment to another the first messages of newcomers, or all of one person's, wait for a moderator.

    `account_id` None: those of newcomers.
    """

    __table_args__ = (Index("ix_caution_running", "room_id", sqlite_where=_RUNNING, postgresql_where=_RUNNING),)

    id: str = id_field(default_factory=new_id, primary_key=True)
    room_id: str = id_field(foreign_key="room.id")
    account_id: str | None = id_field(default=None, foreign_key="account.id")
    given_by: str | None = id_field(default=None, foreign_key="account.id")
    given_at: datetime = Field(sa_type=UtcTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcTime)


class Lockdown(SQLModel, table=True):
    """A room lets nobody new in, and newcomers only read, from one moment to another."""

    __table_args__ = (
        Index("uq_lockdown_running", "room_id", unique=True, sqlite_where=_RUNNING, postgresql_where=_RUNNING),
    )

    id: str = id_field(default_factory=new_id, primary_key=True)
    room_id: str = id_field(foreign_key="room.id", index=True)
    started_by: str | None = id_field(default=None, foreign_key="account.id")
    started_at: datetime = Field(sa_type=UtcTime)
    sealed_reason: bytes = Field(sa_type=LargeBinary)
    ended_at: datetime | None = Field(default=None, sa_type=UtcTime)
    ended_by: str | None = id_field(default=None, foreign_key="account.id")


class RoomTempo(SQLModel, table=True):
    """How busy a room usually is, a minute, and since when it is far busier than that."""

    __tablename__ = "room_tempo"

    room_id: str = id_field(primary_key=True, foreign_key="room.id")
    minutes: int = 0
    usual_joins: float = 0.0
    usual_messages: float = 0.0
    counted_at: datetime = Field(sa_type=UtcTime)
    raided_at: datetime | None = Field(default=None, sa_type=UtcTime)
