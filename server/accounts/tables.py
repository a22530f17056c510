"""Rows of accounts: who exists, what they may do, and on which devices they are signed in."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from server.actor import Role
from server.ids import LENGTH
from server.storage.columns import UtcTime, enum_column, id_field

LONGEST_NAME = 40


class Account(SQLModel, table=True):
    """One person under one pseudonym, which only they see. Nothing else is asked.

    `name_key` is what a sign-in is looked up by, `skeleton` what a look-alike would share: both are unique.
    """

    id: str = id_field(primary_key=True)
    pseudonym: str = Field(max_length=LONGEST_NAME)
    name_key: str = Field(max_length=4 * LONGEST_NAME, unique=True)
    skeleton: str = Field(max_length=4 * LONGEST_NAME, unique=True)
    password_hash: str = Field(max_length=200)
    language: str = Field(max_length=8)
    created_at: datetime = Field(sa_type=UtcTime)
    is_made_up: bool = False


class AccountRole(SQLModel, table=True):
    """A role held from one moment to another. `given_by` is None where the operator gave it."""

    __tablename__ = "account_role"

    id: str = id_field(primary_key=True)
    account_id: str = id_field(foreign_key="account.id", index=True)
    role: Role = Field(sa_type=enum_column(Role))
    given_at: datetime = Field(sa_type=UtcTime)
    given_by: str | None = Field(default=None, max_length=LENGTH)
    ended_at: datetime | None = Field(default=None, sa_type=UtcTime)
    ended_by: str | None = Field(default=None, max_length=LENGTH)


class Login(SQLModel, table=True):
    """A signed-in device. The token itself is in the cookie only; `device` is as coarse as "Firefox, Android"."""

    id: str = id_field(primary_key=True)
    account_id: str = id_field(foreign_key="account.id", index=True)
    token_hash: str = Field(max_length=64, unique=True)
    device: str = Field(max_length=40)
    created_at: datetime = Field(sa_type=UtcTime)
    last_seen_at: datetime = Field(sa_type=UtcTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcTime)


class RecoveryCode(SQLModel, table=True):
    """A code that sets a new password once, shown when it was made and never again."""

    __tablename__ = "recovery_code"

    id: str = id_field(primary_key=True)
    account_id: str = id_field(foreign_key="account.id", index=True)
    code_hash: str = Field(max_length=64, unique=True)
    created_at: datetime = Field(sa_type=UtcTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcTime)
