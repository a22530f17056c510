"""Rows of the door: what the organiser writes on it."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from server.meetings.promises import Influence
from server.storage.columns import UtcTime, enum_column, id_field


class DoorLetter(SQLModel, table=True):
    """What is promised to whoever comes into a room, and expected of them. It stands still while people sit there."""

    __tablename__ = "door_letter"

    room_id: str = id_field(primary_key=True, foreign_key="room.id")
    influence: Influence = Field(sa_type=enum_column(Influence))
    decision_maker: str = Field(max_length=80)
    what_you_get: str = Field(max_length=300)
    expectations: str = Field(max_length=1000)
    written_at: datetime = Field(sa_type=UtcTime)
    written_by: str | None = id_field(default=None, foreign_key="account.id")
