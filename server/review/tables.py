"""Rows of the desk: cases, what people reported, what those who work there noted."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, LargeBinary, text
from sqlmodel import Field, SQLModel

from moderation.case import CaseKind, CaseOutcome, CaseState
from moderation.reasons import Source
from server.ids import new_id
from server.storage.columns import UtcTime, enum_column, id_field

_OPEN = "closed_at IS NULL"


class ReportReason(StrEnum):
    """Why somebody reports, in a closed list."""

    UNKIND = "unkind"
    UNSAFE = "unsafe"
    PRIVATE_DETAILS = "private_details"
    SPAM = "spam"
    OFF_TOPIC = "off_topic"
    OTHER = "other"


class Case(SQLModel, table=True):
    """A case at one version; which moves there are is in `moderation.case`.

    `matter` is what it is about: of one kind and one matter there is one open case. `refers_to` is the row of the slice
    that brought it (a sanction, an alert). `level` is how grave a rule found it, never its words. `is_unattended`: when
    it was last looked, nobody of the staff could see it, so organisers do.
    """

    __tablename__ = "desk_case"
    __table_args__ = (
        Index(
            "uq_desk_case_open", "kind", "matter", unique=True, sqlite_where=text(_OPEN), postgresql_where=text(_OPEN)
        ),
        Index("ix_desk_case_waiting", "room_id", sqlite_where=text(_OPEN), postgresql_where=text(_OPEN)),
    )

    id: str = id_field(default_factory=new_id, primary_key=True)
    kind: CaseKind = Field(sa_type=enum_column(CaseKind))
    matter: str = id_field()
    room_id: str | None = id_field(default=None, foreign_key="room.id")
    about_participation: str | None = id_field(default=None, foreign_key="participation.id", index=True)
    message_id: str | None = id_field(default=None, index=True)
    refers_to: str | None = id_field(default=None)
    source: Source = Field(default=Source.REPORT, sa_type=enum_column(Source))
    level: str = Field(default="", max_length=40)
    opened_at: datetime = Field(sa_type=UtcTime)
    state: CaseState = Field(default=CaseState.OPEN, sa_type=enum_column(CaseState))
    version: int = 1
    claimed_by: str | None = id_field(default=None, foreign_key="account.id")
    claimed_until_at: datetime | None = Field(default=None, sa_type=UtcTime)
    is_escalated: bool = False
    is_unattended: bool = False
    is_queued: bool = False
    outcome: CaseOutcome | None = Field(default=None, sa_type=enum_column(CaseOutcome))
    sealed_sentence: bytes | None = Field(default=None, sa_type=LargeBinary)
    closed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    closed_by: str | None = id_field(default=None, foreign_key="account.id")


class CaseParty(SQLModel, table=True):
    """Somebody who acted in the matter before, and hence may not decide this case."""

    __tablename__ = "case_party"

    case_id: str = id_field(primary_key=True, foreign_key="desk_case.id")
    account_id: str = id_field(primary_key=True, foreign_key="account.id")


class CaseNote(SQLModel, table=True):
    """What somebody at the desk noted for the others there. Sealed."""

    __tablename__ = "case_note"

    id: str = id_field(default_factory=new_id, primary_key=True)
    case_id: str = id_field(foreign_key="desk_case.id", index=True)
    account_id: str = id_field(foreign_key="account.id")
    sealed_text: bytes = Field(sa_type=LargeBinary)
    at: datetime = Field(sa_type=UtcTime)


class Report(SQLModel, table=True):
    """One person's report of one matter. The note is sealed. Its id is their receipt.

    `is_queued`: they had reported much in the hour before, so it waits behind what others reported.
    """

    __table_args__ = (
        Index("uq_report_case_account", "case_id", "account_id", unique=True),
        Index("ix_report_account_matter", "account_id", "matter"),
    )

    id: str = id_field(default_factory=new_id, primary_key=True)
    case_id: str = id_field(foreign_key="desk_case.id")
    matter: str = id_field()
    room_id: str = id_field(foreign_key="room.id")
    account_id: str = id_field(foreign_key="account.id")
    participation_id: str = id_field(foreign_key="participation.id")
    reason: ReportReason = Field(sa_type=enum_column(ReportReason))
    sealed_note: bytes | None = Field(default=None, sa_type=LargeBinary)
    is_queued: bool = False
    at: datetime = Field(sa_type=UtcTime)


class DeskPause(SQLModel, table=True):
    """Somebody at the desk takes a pause: new cases are not proposed to them until it ends."""

    __tablename__ = "desk_pause"

    id: str = id_field(default_factory=new_id, primary_key=True)
    account_id: str = id_field(foreign_key="account.id", index=True)
    started_at: datetime = Field(sa_type=UtcTime)
    until_at: datetime = Field(sa_type=UtcTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcTime)
