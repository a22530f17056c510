"""Worries, contacts on call, side rooms"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.storage.columns import UtcTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "staffed_until",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("until_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staffed_until")),
    )
    op.create_table(
        "on_call_contact",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("sealed_address", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_secret", sa.LargeBinary(), nullable=True),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("added_at", UtcTime(), nullable=False),
        sa.Column("added_by", sa.String(length=26), nullable=True),
        sa.Column("tried_at", UtcTime(), nullable=True),
        sa.Column("tried_result", sa.String(length=40), nullable=True),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["added_by"], ["account.id"], name=op.f("fk_on_call_contact_added_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_on_call_contact")),
    )
    op.create_table(
        "protocol_step",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("saved_at", UtcTime(), nullable=False),
        sa.Column("saved_by", sa.String(length=26), nullable=True),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["saved_by"], ["account.id"], name=op.f("fk_protocol_step_saved_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protocol_step")),
    )
    op.create_table(
        "staffed_day",
        sa.Column("room_id", sa.String(length=26), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("open_seconds", sa.Integer(), nullable=False),
        sa.Column("staffed_seconds", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_staffed_day_room_id")),
        sa.PrimaryKeyConstraint("room_id", "day", name=op.f("pk_staffed_day")),
    )
    op.create_table(
        "case_step",
        sa.Column("case_id", sa.String(length=26), nullable=False),
        sa.Column("step", sa.String(length=26), nullable=False),
        sa.Column("account_id", sa.String(length=26), nullable=False),
        sa.Column("done_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_case_step_account_id")),
        sa.ForeignKeyConstraint(["case_id"], ["desk_case.id"], name=op.f("fk_case_step_case_id")),
        sa.PrimaryKeyConstraint("case_id", "step", name=op.f("pk_case_step")),
    )
    op.create_table(
        "distress_alert",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("case_id", sa.String(length=26), nullable=False),
        sa.Column("message_id", sa.String(length=26), nullable=False),
        sa.Column("risk", sa.String(length=40), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["desk_case.id"], name=op.f("fk_distress_alert_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distress_alert")),
        sa.UniqueConstraint("case_id", "message_id", name=op.f("uq_distress_alert_case_id_message_id")),
    )
    op.create_table(
        "escalation",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("case_id", sa.String(length=26), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("due_at", UtcTime(), nullable=False),
        sa.Column("taken_at", UtcTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.String(length=26), nullable=True),
        sa.Column("done_at", UtcTime(), nullable=True),
        sa.Column("result", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["desk_case.id"], name=op.f("fk_escalation_case_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["on_call_contact.id"], name=op.f("fk_escalation_contact_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation")),
        sa.UniqueConstraint("case_id", "step", name=op.f("uq_escalation_case_id_step")),
    )
    with op.batch_alter_table("escalation", schema=None) as batch_op:
        batch_op.create_index(
            "ix_escalation_to_come",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )

    op.create_table(
        "side_room",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("case_id", sa.String(length=26), nullable=False),
        sa.Column("room_id", sa.String(length=26), nullable=False),
        sa.Column("staff_account", sa.String(length=26), nullable=False),
        sa.Column("person_account", sa.String(length=26), nullable=False),
        sa.Column("person_participation", sa.String(length=26), nullable=False),
        sa.Column("offered_at", UtcTime(), nullable=False),
        sa.Column("accepted_at", UtcTime(), nullable=True),
        sa.Column("declined_at", UtcTime(), nullable=True),
        sa.Column("ends_at", UtcTime(), nullable=False),
        sa.Column("closed_at", UtcTime(), nullable=True),
        sa.Column("closed_by", sa.String(length=26), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("said", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["desk_case.id"], name=op.f("fk_side_room_case_id")),
        sa.ForeignKeyConstraint(["closed_by"], ["account.id"], name=op.f("fk_side_room_closed_by")),
        sa.ForeignKeyConstraint(["person_account"], ["account.id"], name=op.f("fk_side_room_person_account")),
        sa.ForeignKeyConstraint(
            ["person_participation"], ["participation.id"], name=op.f("fk_side_room_person_participation")
        ),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_side_room_room_id")),
        sa.ForeignKeyConstraint(["staff_account"], ["account.id"], name=op.f("fk_side_room_staff_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_side_room")),
    )
    with op.batch_alter_table("side_room", schema=None) as batch_op:
        batch_op.create_index(
            "ix_side_room_open",
            ["ends_at"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_side_room_person_account"), ["person_account"], unique=False)
        batch_op.create_index(batch_op.f("ix_side_room_staff_account"), ["staff_account"], unique=False)
        batch_op.create_index(
            "uq_side_room_open",
            ["case_id"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "worry",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("case_id", sa.String(length=26), nullable=False),
        sa.Column("room_id", sa.String(length=26), nullable=False),
        sa.Column("account_id", sa.String(length=26), nullable=False),
        sa.Column("participation_id", sa.String(length=26), nullable=False),
        sa.Column("about_participation", sa.String(length=26), nullable=False),
        sa.Column("message_id", sa.String(length=26), nullable=True),
        sa.Column("sealed_note", sa.LargeBinary(), nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("told_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["about_participation"], ["participation.id"], name=op.f("fk_worry_about_participation")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_worry_account_id")),
        sa.ForeignKeyConstraint(["case_id"], ["desk_case.id"], name=op.f("fk_worry_case_id")),
        sa.ForeignKeyConstraint(["participation_id"], ["participation.id"], name=op.f("fk_worry_participation_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_worry_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worry")),
        sa.UniqueConstraint("case_id", "account_id", name=op.f("uq_worry_case_id_account_id")),
    )
    with op.batch_alter_table("worry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_worry_account_id"), ["account_id"], unique=False)

    op.create_table(
        "side_message",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("side_room_id", sa.String(length=26), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(length=26), nullable=False),
        sa.Column("client_id", sa.String(length=64), nullable=False),
        sa.Column("sealed_text", sa.LargeBinary(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_side_message_account_id")),
        sa.ForeignKeyConstraint(["side_room_id"], ["side_room.id"], name=op.f("fk_side_message_side_room_id")),
        sa.PrimaryKeyConstraint("side_room_id", "n", name=op.f("pk_side_message")),
        sa.UniqueConstraint(
            "side_room_id", "account_id", "client_id", name=op.f("uq_side_message_side_room_id_account_id_client_id")
        ),
    )
    # ### end Alembic commands ###
