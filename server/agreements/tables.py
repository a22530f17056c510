"""Rows of the agreements: every version that ever applied, and who accepted which of them, when and how."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from server.ids import new_id
from server.storage.columns import UtcTime, id_field


class Agreement(SQLModel, table=True):
    """One version of what the people of a room promise each other. Never altered, never taken away.

    The text is not sealed, since it stands at the door. `text_hash` is the SHA-256 of its UTF-8.
    """

    __table_args__ = (UniqueConstraint("room_id", "major", "edits"),)

    id: str = id_field(default_factory=new_id, primary_key=True)
    room_id: str = id_field(foreign_key="room.id")
    major: int
    edits: int
    language: str = Field(max_length=12)
    text: str = Field(sa_type=Text)
    text_hash: str = Field(max_length=64)
    what_changed: str = Field(max_length=300)
    published_at: datetime = Field(sa_type=UtcTime)
    published_by: str | None = id_field(default=None, foreign_key="account.id")


class Acceptance(SQLModel, table=True):
    """Somebody has accepted a version, under the names that they and the room had then.

    `signed_on` and `recorded_by` where they signed on paper: which day, and who has seen it.
    """

    id: str = id_field(default_factory=new_id, primary_key=True)
    agreement_id: str = id_field(foreign_key="agreement.id")
    participation_id: str = id_field(foreign_key="participation.id", index=True)
    account_id: str = id_field(foreign_key="account.id", index=True)
    display_name: str = Field(max_length=64)
    room_name: str = Field(max_length=80)
    accepted_at: datetime = Field(sa_type=UtcTime)
    signed_on: date | None = None
    recorded_by: str | None = id_field(default=None, foreign_key="account.id")
