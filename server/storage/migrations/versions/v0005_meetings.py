"""Sessions that are announced, and who comes to them"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.storage.columns import UtcTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ID = sa.String(length=26)
CODE = sa.String(length=40)


def upgrade() -> None:
    _reserved_names()
    _meetings()
    _registrations()
    _professionals()
    _reminders()
    _door()


def _reserved_names() -> None:
    op.create_table(
        "reserved_name",
        sa.Column("id", ID, nullable=False),
        sa.Column("room_id", ID, nullable=False),
        sa.Column("name_skeleton", sa.String(length=256), nullable=False),
        sa.Column("account_id", ID, nullable=True),
        sa.Column("until_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_reserved_name_account_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_reserved_name_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reserved_name")),
    )
    op.create_index(op.f("ix_reserved_name_room_id"), "reserved_name", ["room_id"])


def _meetings() -> None:
    op.create_table(
        "meeting",
        sa.Column("id", ID, nullable=False),
        sa.Column("room_id", ID, nullable=False),
        sa.Column("series_id", ID, nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", CODE, nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("about", sa.String(length=1000), nullable=False),
        sa.Column("starts_at", UtcTime(), nullable=False),
        sa.Column("ends_at", UtcTime(), nullable=False),
        sa.Column("time_zone", sa.String(length=60), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("by_registration", sa.Boolean(), nullable=False),
        sa.Column("sealed_link", sa.LargeBinary(), nullable=True),
        sa.Column("influence", CODE, nullable=False),
        sa.Column("decision_maker", sa.String(length=80), nullable=False),
        sa.Column("what_you_get", sa.String(length=300), nullable=False),
        sa.Column("registration_closes_at", UtcTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("created_by", ID, nullable=True),
        sa.Column("cancelled_at", UtcTime(), nullable=True),
        sa.Column("tomorrow_told_at", UtcTime(), nullable=True),
        sa.Column("starting_told_at", UtcTime(), nullable=True),
        sa.Column("settled_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_meeting_created_by")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_meeting_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    for column in ("room_id", "series_id", "ends_at"):
        op.create_index(op.f(f"ix_meeting_{column}"), "meeting", [column])


def _registrations() -> None:
    op.create_table(
        "registration",
        sa.Column("id", ID, nullable=False),
        sa.Column("meeting_id", ID, nullable=False),
        sa.Column("participation_id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("listens", sa.Boolean(), nullable=False),
        sa.Column("state", CODE, nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("registered_at", UtcTime(), nullable=False),
        sa.Column("waiting_since_at", UtcTime(), nullable=True),
        sa.Column("changed_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_registration_account_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_registration_meeting_id")),
        sa.ForeignKeyConstraint(
            ["participation_id"], ["participation.id"], name=op.f("fk_registration_participation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
        sa.UniqueConstraint(
            "meeting_id", "participation_id", name=op.f("uq_registration_meeting_id_participation_id")
        ),
    )
    for column in ("participation_id", "account_id"):
        op.create_index(op.f(f"ix_registration_{column}"), "registration", [column])


def _professionals() -> None:
    op.create_table(
        "professional",
        sa.Column("id", ID, nullable=False),
        sa.Column("room_id", ID, nullable=False),
        sa.Column("name_id", ID, nullable=False),
        sa.Column("display_name", sa.String(length=64), nullable=False),
        sa.Column("profession", sa.String(length=80), nullable=False),
        sa.Column("organisation", sa.String(length=80), nullable=False),
        sa.Column("sealed_checked", sa.LargeBinary(), nullable=False),
        sa.Column("can_guide", sa.Boolean(), nullable=False),
        sa.Column("link_hash", sa.String(length=64), nullable=False),
        sa.Column("invited_at", UtcTime(), nullable=False),
        sa.Column("invited_by", ID, nullable=True),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.Column("used_at", UtcTime(), nullable=True),
        sa.Column("account_id", ID, nullable=True),
        sa.Column("meant_for", ID, nullable=True),
        sa.Column("revoked_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_professional_account_id")),
        sa.ForeignKeyConstraint(["invited_by"], ["account.id"], name=op.f("fk_professional_invited_by")),
        sa.ForeignKeyConstraint(["meant_for"], ["account.id"], name=op.f("fk_professional_meant_for")),
        sa.ForeignKeyConstraint(["name_id"], ["reserved_name.id"], name=op.f("fk_professional_name_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_professional_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_professional")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_professional_link_hash")),
    )
    for column in ("room_id", "account_id"):
        op.create_index(op.f(f"ix_professional_{column}"), "professional", [column])
    op.create_table(
        "visit",
        sa.Column("id", ID, nullable=False),
        sa.Column("professional_id", ID, nullable=False),
        sa.Column("meeting_id", ID, nullable=False),
        sa.Column("participation_id", ID, nullable=True),
        sa.Column("came_at", UtcTime(), nullable=True),
        sa.Column("is_inside", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_visit_meeting_id")),
        sa.ForeignKeyConstraint(["participation_id"], ["participation.id"], name=op.f("fk_visit_participation_id")),
        sa.ForeignKeyConstraint(["professional_id"], ["professional.id"], name=op.f("fk_visit_professional_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("professional_id", "meeting_id", name=op.f("uq_visit_professional_id_meeting_id")),
    )
    op.create_index(op.f("ix_visit_meeting_id"), "visit", ["meeting_id"])


def _reminders() -> None:
    op.create_table(
        "reminder",
        sa.Column("id", ID, nullable=False),
        sa.Column("registration_id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("kind", CODE, nullable=False),
        sa.Column("occasion", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.Column("seen_at", UtcTime(), nullable=True),
        sa.Column("mail_due_at", UtcTime(), nullable=True),
        sa.Column("mail_tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_reminder_account_id")),
        sa.ForeignKeyConstraint(["registration_id"], ["registration.id"], name=op.f("fk_reminder_registration_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint(
            "registration_id", "kind", "occasion", name=op.f("uq_reminder_registration_id_kind_occasion")
        ),
    )
    for column in ("account_id", "mail_due_at"):
        op.create_index(op.f(f"ix_reminder_{column}"), "reminder", [column])
    op.create_table(
        "mail_address",
        sa.Column("account_id", ID, nullable=False),
        sa.Column("sealed_address", sa.LargeBinary(), nullable=False),
        sa.Column("left_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_mail_address_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_mail_address")),
    )
    op.create_table(
        "calendar_feed",
        sa.Column("account_id", ID, nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("with_names", sa.Boolean(), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_calendar_feed_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_calendar_feed_secret_hash")),
    )


def _door() -> None:
    op.create_table(
        "door_letter",
        sa.Column("room_id", ID, nullable=False),
        sa.Column("influence", CODE, nullable=False),
        sa.Column("decision_maker", sa.String(length=80), nullable=False),
        sa.Column("what_you_get", sa.String(length=300), nullable=False),
        sa.Column("expectations", sa.String(length=1000), nullable=False),
        sa.Column("written_at", UtcTime(), nullable=False),
        sa.Column("written_by", ID, nullable=True),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_door_letter_room_id")),
        sa.ForeignKeyConstraint(["written_by"], ["account.id"], name=op.f("fk_door_letter_written_by")),
        sa.PrimaryKeyConstraint("room_id", name=op.f("pk_door_letter")),
    )
