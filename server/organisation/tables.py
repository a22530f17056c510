"""Rows of the organisation: one of itself, and one for every help number."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from server.storage.columns import UtcTime, id_field

ONLY = "organisation"
LONGEST_NAME = 80


class Organisation(SQLModel, table=True):
    """Whose server this is. There is one row at most, and none before the first run's page was filled in."""

    id: str = Field(default=ONLY, primary_key=True, max_length=20)
    name: str = Field(max_length=LONGEST_NAME)
    languages: list[str] = Field(sa_type=JSON)
    default_language: str = Field(max_length=8)
    saved_at: datetime = Field(sa_type=UtcTime)


class HelpNumber(SQLModel, table=True):
    """Whom to call, for readers of one language. `is_made_up` marks what leads nowhere, and everybody sees the mark."""

    __tablename__ = "help_number"

    id: str = id_field(primary_key=True)
    language: str = Field(max_length=8, index=True)
    position: int
    area: str = Field(max_length=60)
    name: str = Field(max_length=80)
    number: str = Field(max_length=30)
    hours: str = Field(max_length=80)
    is_made_up: bool = False
