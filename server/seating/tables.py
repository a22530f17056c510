"""Rows of the seating: the floor of a room, what has changed on it, who only listens, questions, who came and vanished.

What people wrote is sealed. What the timed work looks for lies beside the sealed state of a floor in the open: ids and
moments, in microseconds on the room's own clock.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from server.ids import new_id
from server.seating.wire import Happened
from server.storage.columns import UtcTime, enum_column, id_field


class StoredFloor(SQLModel, table=True):
    """The floor of a room in one sitting. `changes` moves with every change."""

    __tablename__ = "floor"

    room_id: str = id_field(primary_key=True, foreign_key="room.id")
    sitting: int
    changes: int = Field(sa_type=BigInteger)
    version: int = Field(sa_type=BigInteger)
    sealed_state: bytes = Field(sa_type=LargeBinary)
    has_order: bool = False
    holder: str | None = id_field(default=None)
    offered_to: str | None = id_field(default=None)
    until: int | None = Field(default=None, sa_type=BigInteger)


class FloorChange(SQLModel, table=True):
    """What changed on a floor: `by` whom, and whom it is about. The sentence that everybody heard is sealed."""

    __tablename__ = "floor_change"

    id: str = id_field(default_factory=new_id, primary_key=True)
    room_id: str = id_field(foreign_key="room.id", index=True)
    what: Happened = Field(sa_type=enum_column(Happened))
    by: str | None = id_field(default=None, foreign_key="participation.id")
    whom: str | None = id_field(default=None, foreign_key="participation.id")
    sealed_reason: bytes | None = Field(default=None, sa_type=LargeBinary)


class Listener(SQLModel, table=True):
    """Somebody who has come to listen."""

    participation_id: str = id_field(primary_key=True, foreign_key="participation.id")
    room_id: str = id_field(foreign_key="room.id", index=True)


class Attendance(SQLModel, table=True):
    """Somebody was seen in a sitting. `vanished_at`: when it was noticed that they were gone without a word."""

    room_id: str = id_field(primary_key=True, foreign_key="room.id")
    sitting: int = Field(primary_key=True)
    participation_id: str = id_field(primary_key=True, foreign_key="participation.id", index=True)
    came_at: datetime = Field(sa_type=UtcTime)
    checked_out_at: datetime | None = Field(default=None, sa_type=UtcTime)
    vanished_at: datetime | None = Field(default=None, sa_type=UtcTime)
    returned_at: datetime | None = Field(default=None, sa_type=UtcTime)


class QuestionState(StrEnum):
    """What has become of a question."""

    WAITING = "waiting"
    SET_ASIDE = "set_aside"
    SHOWN = "shown"
    ANSWERED = "answered"
    REMOVED = "removed"


class Question(SQLModel, table=True):
    """Words that somebody who does not write in a classroom has sent. One that is withdrawn unseen has no row.

    `shown_seq`: under which number the room heard of it first.
    """

    __table_args__ = (UniqueConstraint("participation_id", "client_id"),)

    id: str = id_field(default_factory=new_id, primary_key=True)
    room_id: str = id_field(foreign_key="room.id", index=True)
    participation_id: str = id_field(foreign_key="participation.id")
    client_id: str = Field(max_length=36)
    sealed_text: bytes | None = Field(default=None, sa_type=LargeBinary)
    masks: list[list[int]] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    is_veiled: bool = False
    state: QuestionState = Field(default=QuestionState.WAITING, sa_type=enum_column(QuestionState))
    is_named: bool = False
    asked_at: datetime = Field(sa_type=UtcTime)
    shown_seq: int | None = Field(default=None, sa_type=BigInteger)
    decided_at: datetime | None = Field(default=None, sa_type=UtcTime)
    decided_by: str | None = id_field(default=None, foreign_key="participation.id")


class Support(SQLModel, table=True):
    """Somebody would like to hear the answer too."""

    question_id: str = id_field(primary_key=True, foreign_key="question.id")
    participation_id: str = id_field(primary_key=True, foreign_key="participation.id", index=True)
    began_at: datetime = Field(sa_type=UtcTime)


class ScriptTemplate(SQLModel, table=True):
    """A script that facilitators can go by. `segments`: title and minutes of each."""

    __tablename__ = "script_template"

    id: str = id_field(default_factory=new_id, primary_key=True)
    place: int
    name: str = Field(max_length=80)
    segments: list[dict[str, Any]] = Field(sa_type=JSON)
