"""Rows of the messages. The words are sealed; a removed message keeps its row and loses its words."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, BigInteger, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from server.ids import new_id, new_ordered_id
from server.rooms.roles import RoomRole
from server.storage.columns import UtcTime, enum_column, id_field


class RemovedBy(StrEnum):
    """Who took a message back: the person who wrote it, somebody who guides the room, or, until somebody of the staff
    has looked, the reports of several people."""

    AUTHOR = "author"
    STAFF = "staff"
    REPORTS = "reports"


class ContentNote(StrEnum):
    """What a message speaks of, for readers who want to know before they open it."""

    SELF_HARM = "self_harm"
    VIOLENCE = "violence"
    ABUSE = "abuse"
    EATING = "eating"
    SUBSTANCES = "substances"
    DEATH = "death"
    OTHER = "other"


class HeldWhy(StrEnum):
    """Why a message waits for a moderator."""

    RULE = "rule"
    CONTACT_DETAILS = "contact_details"
    NEWCOMER = "newcomer"
    NAMED_PERSON = "named_person"


class HeldState(StrEnum):
    """What became of a message that waited."""

    WAITING = "waiting"
    RELEASED = "released"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


class ReactionKind(StrEnum):
    """All there is to answer with. None of them says no, and none is counted against another."""

    HEART = "heart"
    WITH_YOU = "with_you"
    THANK_YOU = "thank_you"
    STRENGTH = "strength"
    SAME_HERE = "same_here"


class Message(SQLModel, table=True):
    """What somebody said. `author_role` is what they were when they said it: a badge is stamped once.

    `masks` are half-open spans of the text that nobody is shown. `hidden_at`: nobody is shown any of it until somebody
    of the staff has looked. `note`: the reader opens it by choice.
    """

    __table_args__ = (
        UniqueConstraint("participation_id", "client_id"),
        Index("ix_message_participation_id_seq", "participation_id", "seq"),
    )

    id: str = id_field(default_factory=new_ordered_id, primary_key=True)
    room_id: str = id_field(foreign_key="room.id")
    seq: int = Field(sa_type=BigInteger)
    participation_id: str = id_field(foreign_key="participation.id")
    author_role: RoomRole = Field(sa_type=enum_column(RoomRole))
    client_id: str = Field(max_length=36)
    sealed_text: bytes | None = Field(default=None, sa_type=LargeBinary)
    masks: list[list[int]] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    is_veiled: bool = False
    reply_to: str | None = id_field(default=None)
    posted_at: datetime = Field(sa_type=UtcTime)
    removed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    removed_by: RemovedBy | None = Field(default=None, sa_type=enum_column(RemovedBy))
    hidden_at: datetime | None = Field(default=None, sa_type=UtcTime)
    note: ContentNote | None = Field(default=None, sa_type=enum_column(ContentNote))


class HeldMessage(SQLModel, table=True):
    """What somebody wants to say and a moderator looks at first. It has no number, and stands in no log.

    Released it becomes a message under the same id; whatever becomes of it, the words leave this row.
    """

    __tablename__ = "held_message"
    __table_args__ = (
        UniqueConstraint("participation_id", "client_id"),
        Index("ix_held_message_room_id_state", "room_id", "state"),
    )

    id: str = id_field(default_factory=new_ordered_id, primary_key=True)
    room_id: str = id_field(foreign_key="room.id")
    participation_id: str = id_field(foreign_key="participation.id")
    author_role: RoomRole = Field(sa_type=enum_column(RoomRole))
    client_id: str = Field(max_length=36)
    sealed_text: bytes | None = Field(default=None, sa_type=LargeBinary)
    masks: list[list[int]] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    is_veiled: bool = False
    note: ContentNote | None = Field(default=None, sa_type=enum_column(ContentNote))
    reply_to: str | None = id_field(default=None)
    why: HeldWhy = Field(sa_type=enum_column(HeldWhy))
    held_at: datetime = Field(sa_type=UtcTime)
    state: HeldState = Field(default=HeldState.WAITING, sa_type=enum_column(HeldState))
    decided_at: datetime | None = Field(default=None, sa_type=UtcTime)


class PersonalMute(SQLModel, table=True):
    """Somebody does not want to read somebody else. Known to nobody but themselves."""

    __tablename__ = "personal_mute"

    owner_id: str = id_field(primary_key=True, foreign_key="participation.id")
    muted_id: str = id_field(primary_key=True, foreign_key="participation.id")
    since_at: datetime = Field(sa_type=UtcTime)


class Reaction(SQLModel, table=True):
    """One person's answer of one kind to one message; switched off it stays as a line without a meaning.

    `changed_seq` is the event that switched it last, and the order in which reactions are told.
    """

    __table_args__ = (UniqueConstraint("message_id", "kind", "participation_id"),)

    id: str = id_field(default_factory=new_id, primary_key=True)
    message_id: str = id_field(foreign_key="message.id")
    participation_id: str = id_field(foreign_key="participation.id", index=True)
    kind: ReactionKind = Field(sa_type=enum_column(ReactionKind))
    is_on: bool = True
    changed_seq: int = Field(sa_type=BigInteger)
