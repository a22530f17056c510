"""Rows of the log of actions: what staff did and why, in a chain that shows every alteration.

No foreign keys: the log outlives what it tells of.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, LargeBinary
from sqlmodel import Field, SQLModel

from server.actions.kinds import ActionKind, ActorKind
from server.ids import new_id
from server.storage.columns import UtcTime, enum_column, id_field

HEAD = "head"


class Action(SQLModel, table=True):
    """A line of the log. `n` counts from 1 without gaps; `link` is the keyed hash of this line and the one before.

    `subject` is a participation. The sealed details are JSON: reason, before, after.
    """

    id: str = id_field(default_factory=new_id, primary_key=True)
    n: int = Field(sa_type=BigInteger, unique=True)
    at: datetime = Field(sa_type=UtcTime)
    actor_kind: ActorKind = Field(sa_type=enum_column(ActorKind))
    actor: str | None = id_field(default=None)
    kind: ActionKind = Field(sa_type=enum_column(ActionKind))
    room_id: str | None = id_field(default=None)
    case_id: str | None = id_field(default=None, index=True)
    subject: str | None = id_field(default=None)
    sealed_details: bytes | None = Field(default=None, sa_type=LargeBinary)
    link: bytes = Field(sa_type=LargeBinary)


class ActionHead(SQLModel, table=True):
    """How far the log has come. One row: whoever adds a line holds it until the commit."""

    __tablename__ = "action_head"

    id: str = Field(default=HEAD, primary_key=True, max_length=20)
    n: int = Field(sa_type=BigInteger)
    link: bytes = Field(sa_type=LargeBinary)
