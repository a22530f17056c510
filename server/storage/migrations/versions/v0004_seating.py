"""Who may write, and whose turn it is"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.storage.columns import UtcTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.String(length=26)
CODE = sa.String(length=40)


def upgrade() -> None:
    with op.batch_alter_table("room", schema=None) as batch_op:
        batch_op.add_column(sa.Column("seating", CODE, server_default="sofa", nullable=False))
    _floors()
    _people()
    _questions()
    op.create_table(
        "script_template",
        sa.Column("id", ID, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("segments", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_script_template")),
    )


def _floors() -> None:
    op.create_table(
        "floor",
        sa.Column("room_id", ID, nullable=False),
        sa.Column("sitting", sa.Integer(), nullable=False),
        sa.Column("changes", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("sealed_state", sa.LargeBinary(), nullable=False),
        sa.Column("has_order", sa.Boolean(), nullable=False),
        sa.Column("holder", ID, nullable=True),
        sa.Column("offered_to", ID, nullable=True),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_floor_room_id")),
        sa.PrimaryKeyConstraint("room_id", name=op.f("pk_floor")),
    )
    op.create_table(
        "floor_change",
        sa.Column("id", ID, nullable=False),
        sa.Column("room_id", ID, nullable=False),
        sa.Column("what", CODE, nullable=False),
        sa.Column("by", ID, nullable=True),
        sa.Column("whom", ID, nullable=True),
        sa.Column("sealed_reason", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["participation.id"], name=op.f("fk_floor_change_by")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_floor_change_room_id")),
        sa.ForeignKeyConstraint(["whom"], ["participation.id"], name=op.f("fk_floor_change_whom")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_floor_change")),
    )
    op.create_index(op.f("ix_floor_change_room_id"), "floor_change", ["room_id"])


def _people() -> None:
    op.create_table(
        "listener",
        sa.Column("participation_id", ID, nullable=False),
        sa.Column("room_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["participation_id"], ["participation.id"], name=op.f("fk_listener_participation_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_listener_room_id")),
        sa.PrimaryKeyConstraint("participation_id", name=op.f("pk_listener")),
    )
    op.create_index(op.f("ix_listener_room_id"), "listener", ["room_id"])
    op.create_table(
        "attendance",
        sa.Column("room_id", ID, nullable=False),
        sa.Column("sitting", sa.Integer(), nullable=False),
        sa.Column("participation_id", ID, nullable=False),
        sa.Column("came_at", UtcTime(), nullable=False),
        sa.Column("checked_out_at", UtcTime(), nullable=True),
        sa.Column("vanished_at", UtcTime(), nullable=True),
        sa.Column("returned_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["participation_id"], ["participation.id"], name=op.f("fk_attendance_participation_id")
        ),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_attendance_room_id")),
        sa.PrimaryKeyConstraint("room_id", "sitting", "participation_id", name=op.f("pk_attendance")),
    )
    op.create_index(op.f("ix_attendance_participation_id"), "attendance", ["participation_id"])


def _questions() -> None:
    op.create_table(
        "question",
        sa.Column("id", ID, nullable=False),
        sa.Column("room_id", ID, nullable=False),
        sa.Column("participation_id", ID, nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("sealed_text", sa.LargeBinary(), nullable=True),
        sa.Column("masks", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("is_veiled", sa.Boolean(), nullable=False),
        sa.Column("state", CODE, nullable=False),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.Column("asked_at", UtcTime(), nullable=False),
        sa.Column("shown_seq", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", UtcTime(), nullable=True),
        sa.Column("decided_by", ID, nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["participation.id"], name=op.f("fk_question_decided_by")),
        sa.ForeignKeyConstraint(["participation_id"], ["participation.id"], name=op.f("fk_question_participation_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_question_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("participation_id", "client_id", name=op.f("uq_question_participation_id_client_id")),
    )
    op.create_index(op.f("ix_question_room_id"), "question", ["room_id"])
    op.create_table(
        "support",
        sa.Column("question_id", ID, nullable=False),
        sa.Column("participation_id", ID, nullable=False),
        sa.Column("began_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["participation_id"], ["participation.id"], name=op.f("fk_support_participation_id")),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_support_question_id")),
        sa.PrimaryKeyConstraint("question_id", "participation_id", name=op.f("pk_support")),
    )
    op.create_index(op.f("ix_support_participation_id"), "support", ["participation_id"])
