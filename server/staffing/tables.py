"""Rows of this slice: who is trained, who is on duty, and what staff tell each other."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, LargeBinary, text
from sqlmodel import Field, SQLModel

from server.ids import new_id
from server.storage.columns import UtcTime, enum_column, id_field


class Skill(StrEnum):
    """What a training is for: being on duty in a room as this."""

    FACILITATOR = "facilitator"
    MODERATOR = "moderator"


class Training(SQLModel, table=True):
    """Somebody is trained until a day. It was granted through one participation, and holds in every room."""

    id: str = id_field(default_factory=new_id, primary_key=True)
    account_id: str = id_field(foreign_key="account.id", index=True)
    participation_id: str = id_field(foreign_key="participation.id")
    kind: Skill = Field(sa_type=enum_column(Skill))
    granted_at: datetime = Field(sa_type=UtcTime)
    granted_by: str | None = id_field(default=None, foreign_key="account.id")
    valid_until_at: datetime = Field(sa_type=UtcTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcTime)
    revoked_by: str | None = id_field(default=None, foreign_key="account.id")


class ShiftEnd(StrEnum):
    """Why somebody is on duty no more."""

    WENT_OFF = "went_off"
    HANDED_OVER = "handed_over"
    SITTING_OVER = "sitting_over"
    ABSENT = "absent"
    NOT_TRAINED = "not_trained"
    NOT_STAFF = "not_staff"


_GOING_ON = text("ended_at IS NULL")


class Shift(SQLModel, table=True):
    """Somebody is on duty in a room, from and until when; for at most one stretch at a time."""

    __table_args__ = (
        Index(
            "uq_shift_going_on",
            "account_id",
            "room_id",
            unique=True,
            sqlite_where=_GOING_ON,
            postgresql_where=_GOING_ON,
        ),
        Index("ix_shift_room_going_on", "room_id", sqlite_where=_GOING_ON, postgresql_where=_GOING_ON),
    )

    id: str = id_field(default_factory=new_id, primary_key=True)
    room_id: str = id_field(foreign_key="room.id")
    participation_id: str = id_field(foreign_key="participation.id", index=True)
    account_id: str = id_field(foreign_key="account.id")
    sitting: int
    started_at: datetime = Field(sa_type=UtcTime)
    last_present_at: datetime | None = Field(default=None, sa_type=UtcTime)
    hand_over_proposed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcTime)
    ended_because: ShiftEnd | None = Field(default=None, sa_type=enum_column(ShiftEnd))


class StaffNote(SQLModel, table=True):
    """What staff of a room tell each other, sealed. A note with `to_id` came with a hand-over to that participation."""

    __tablename__ = "staff_note"

    id: str = id_field(default_factory=new_id, primary_key=True)
    room_id: str = id_field(foreign_key="room.id", index=True)
    sitting: int
    participation_id: str = id_field(foreign_key="participation.id")
    to_id: str | None = id_field(default=None, foreign_key="participation.id")
    sealed_text: bytes = Field(sa_type=LargeBinary)
    written_at: datetime = Field(sa_type=UtcTime)
