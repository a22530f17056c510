"""Which process leads: one leased row. A leader that dies is followed once its lease has run out."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, SQLModel, col

from server.actor import Actor
from server.storage.columns import UtcTime
from server.storage.tx import Tx

LEASE = timedelta(seconds=15)
_ONLY = "leader"


class JobLeader(SQLModel, table=True):
    """Which process does the timed work, and until when. One row."""

    __tablename__ = "job_leader"

    id: str = Field(primary_key=True, max_length=20)
    holder: str = Field(max_length=40)
    until_at: datetime = Field(sa_type=UtcTime)


def lead(tx: Tx, actor: Actor, holder: str) -> bool:
    """Takes or keeps the lead; whether this holder has it now."""
    mine_or_over = or_(col(JobLeader.holder) == holder, col(JobLeader.until_at) < tx.now)
    taken = tx.connection.execute(
        update(JobLeader).where(mine_or_over).values(holder=holder, until_at=tx.now + LEASE)
    ).rowcount
    if taken:
        return True
    if tx.connection.execute(select(col(JobLeader.id))).first() is not None:
        return False
    try:
        with tx.connection.begin_nested():
            tx.connection.execute(insert(JobLeader).values(id=_ONLY, holder=holder, until_at=tx.now + LEASE))
    except IntegrityError:
        return False
    return True
