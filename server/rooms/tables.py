"""Rows of the rooms: who may be where, and the numbered log of what happened there."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Index, LargeBinary, text
from sqlmodel import Field, SQLModel

from server.ids import new_id
from server.rooms.lifecycle import Reason, Staff
from server.rooms.roles import Mode, RoomRole, RoomState
from server.storage.columns import UtcTime, enum_column, id_field


class JoinsBy(StrEnum):
    """How a newcomer gets in; a room that takes applications stands in the directory."""

    INVITATION = "invitation"
    APPLICATION = "application"


class InvitedAs(StrEnum):
    """What an invitation makes of somebody; organisers belong to no single room."""

    PARTICIPANT = "participant"
    FACILITATOR = "facilitator"
    MODERATOR = "moderator"
    PROFESSIONAL = "professional"
    ORGANISER = "organiser"


class Answer(StrEnum):
    """What became of an application."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"


_PRESENT = "left_at IS NULL"
_WAITING = "answer = 'waiting'"


def _only_where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


class Room(SQLModel, table=True):
    """A room. `version` moves with everything that bears on who may write here; `head_seq` with every event.

    `agreement` is the version that whoever reads and writes here has accepted, 0 where none is asked for.
    `seating` is how people sit when a sitting begins.
    """

    id: str = id_field(default_factory=new_id, primary_key=True)
    name: str = Field(max_length=80)
    purpose: str = Field(max_length=1000)
    language: str = Field(max_length=12)
    capacity: int
    joins_by: JoinsBy = Field(sa_type=enum_column(JoinsBy))
    state: RoomState = Field(default=RoomState.CLOSED, sa_type=enum_column(RoomState))
    head_seq: int = Field(default=0, sa_type=BigInteger)
    version: int = Field(default=0, sa_type=BigInteger)
    agreement: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    seating: Mode = Field(default=Mode.SOFA, sa_type=enum_column(Mode), sa_column_kwargs={"server_default": "sofa"})
    created_at: datetime = Field(sa_type=UtcTime)


class RoomLife(SQLModel, table=True):
    """What is known of a room's life (see `lifecycle.Life`) besides its state. `open_for` is in microseconds.

    Timed work writes `staff`, `watched_at` and `absent_for` without holding the room: nobody else reads them.
    """

    __tablename__ = "room_life"

    room_id: str = id_field(primary_key=True, foreign_key="room.id")
    version: int = 0
    sitting: int = 0
    since_at: datetime | None = Field(default=None, sa_type=UtcTime)
    reason: Reason | None = Field(default=None, sa_type=enum_column(Reason))
    resumes_as: RoomState | None = Field(default=None, sa_type=enum_column(RoomState))
    opens_at: datetime | None = Field(default=None, sa_type=UtcTime)
    ends_at: datetime | None = Field(default=None, sa_type=UtcTime)
    next_opens_at: datetime | None = Field(default=None, sa_type=UtcTime)
    staff: Staff = Field(default=Staff.UNKNOWN, sa_type=enum_column(Staff))
    watched_at: datetime | None = Field(default=None, sa_type=UtcTime)
    absent_for: int = Field(default=0, sa_type=BigInteger)
    open_for: int = Field(default=0, sa_type=BigInteger)
    open_since_at: datetime | None = Field(default=None, sa_type=UtcTime)


class StateChange(SQLModel, table=True):
    """How a room was when its state, its hours or its clock had just changed. Such a row never changes."""

    __tablename__ = "state_change"

    id: str = id_field(default_factory=new_id, primary_key=True)
    room_id: str = id_field(foreign_key="room.id", index=True)
    state: RoomState = Field(sa_type=enum_column(RoomState))
    version: int
    sitting: int
    since_at: datetime | None = Field(default=None, sa_type=UtcTime)
    reason: Reason | None = Field(default=None, sa_type=enum_column(Reason))
    opens_at: datetime | None = Field(default=None, sa_type=UtcTime)
    ends_at: datetime | None = Field(default=None, sa_type=UtcTime)
    next_opens_at: datetime | None = Field(default=None, sa_type=UtcTime)
    open_for: int = Field(sa_type=BigInteger)
    open_since_at: datetime | None = Field(default=None, sa_type=UtcTime)


class Participation(SQLModel, table=True):
    """One account in one room, under a name of its own. Its id is all that others ever see of the account.

    Nothing up to `joined_seq` is theirs to read. `agreed` is the newest version of the room's agreement that they have
    accepted. Who comes back gets a new row, and a new line in the log.
    """

    __table_args__ = (
        Index("uq_participation_name_here", "room_id", "name_skeleton", unique=True, **_only_where(_PRESENT)),
        Index("uq_participation_account_here", "account_id", "room_id", unique=True, **_only_where(_PRESENT)),
        Index("ix_participation_account_id", "account_id"),
    )

    id: str = id_field(default_factory=new_id, primary_key=True)
    room_id: str = id_field(foreign_key="room.id", index=True)
    account_id: str = id_field(foreign_key="account.id")
    display_name: str = Field(max_length=64)
    name_skeleton: str = Field(max_length=256)
    role: RoomRole = Field(sa_type=enum_column(RoomRole))
    joined_at: datetime = Field(sa_type=UtcTime)
    joined_seq: int = Field(sa_type=BigInteger)
    agreed: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    left_at: datetime | None = Field(default=None, sa_type=UtcTime)
    ended_by: str | None = id_field(default=None, foreign_key="account.id")


class Application(SQLModel, table=True):
    """Somebody asks to be let in, under the name they would have there. The note is sealed."""

    __table_args__ = (
        Index("uq_application_name_waiting", "room_id", "name_skeleton", unique=True, **_only_where(_WAITING)),
        Index("uq_application_account_waiting", "account_id", "room_id", unique=True, **_only_where(_WAITING)),
    )

    id: str = id_field(default_factory=new_id, primary_key=True)
    room_id: str = id_field(foreign_key="room.id", index=True)
    account_id: str = id_field(foreign_key="account.id")
    display_name: str = Field(max_length=64)
    name_skeleton: str = Field(max_length=256)
    sealed_note: bytes | None = Field(default=None, sa_type=LargeBinary)
    created_at: datetime = Field(sa_type=UtcTime)
    answer: Answer = Field(default=Answer.WAITING, sa_type=enum_column(Answer))
    answered_at: datetime | None = Field(default=None, sa_type=UtcTime)
    answered_by: str | None = id_field(default=None, foreign_key="account.id")


class Invitation(SQLModel, table=True):
    """A link that lets people in, some times, for some time. Only the SHA-256 of its secret is kept."""

    id: str = id_field(default_factory=new_id, primary_key=True)
    secret_hash: str = Field(max_length=64, unique=True)
    room_id: str | None = id_field(default=None, foreign_key="room.id", index=True)
    role: InvitedAs = Field(sa_type=enum_column(InvitedAs))
    uses: int
    used: int = 0
    created_at: datetime = Field(sa_type=UtcTime)
    created_by: str | None = id_field(default=None, foreign_key="account.id")
    expires_at: datetime = Field(sa_type=UtcTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcTime)


class ReservedName(SQLModel, table=True):
    """A name that was announced and whose bearer has not come yet, or comes again: nobody else may look like it.

    `account_id` is the bearer's, once it is known who they are.
    """

    __tablename__ = "reserved_name"

    id: str = id_field(default_factory=new_id, primary_key=True)
    room_id: str = id_field(foreign_key="room.id", index=True)
    name_skeleton: str = Field(max_length=256)
    account_id: str | None = id_field(default=None, foreign_key="account.id")
    until_at: datetime = Field(sa_type=UtcTime)


class RoomEvent(SQLModel, table=True):
    """A line of a room's log: its number, what happened, to which row. Never a word of what was said.

    Clustered on room and number, so that a page costs the same in a young room and in one with a million events.
    """

    __tablename__ = "room_event"
    __table_args__ = ({"sqlite_with_rowid": False},)

    room_id: str = id_field(primary_key=True, foreign_key="room.id")
    seq: int = Field(primary_key=True, sa_type=BigInteger)
    kind: str = Field(max_length=40)
    subject_id: str = id_field()
    at: datetime = Field(sa_type=UtcTime)
