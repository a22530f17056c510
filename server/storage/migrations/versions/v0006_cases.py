"""Actions, reports and cases"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.storage.columns import UtcTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "action",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("actor_kind", sa.String(length=40), nullable=False),
        sa.Column("actor", sa.String(length=26), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("room_id", sa.String(length=26), nullable=True),
        sa.Column("case_id", sa.String(length=26), nullable=True),
        sa.Column("subject", sa.String(length=26), nullable=True),
        sa.Column("sealed_details", sa.LargeBinary(), nullable=True),
        sa.Column("link", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
        sa.UniqueConstraint("n", name=op.f("uq_action_n")),
    )
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_case_id"), ["case_id"], unique=False)

    op.create_table(
        "action_head",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("link", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_head")),
    )
    op.create_table(
        "desk_pause",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("account_id", sa.String(length=26), nullable=False),
        sa.Column("started_at", UtcTime(), nullable=False),
        sa.Column("until_at", UtcTime(), nullable=False),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_desk_pause_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_pause")),
    )
    with op.batch_alter_table("desk_pause", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_desk_pause_account_id"), ["account_id"], unique=False)

    op.create_table(
        "desk_case",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("matter", sa.String(length=26), nullable=False),
        sa.Column("room_id", sa.String(length=26), nullable=True),
        sa.Column("about_participation", sa.String(length=26), nullable=True),
        sa.Column("message_id", sa.String(length=26), nullable=True),
        sa.Column("refers_to", sa.String(length=26), nullable=True),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("opened_at", UtcTime(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("claimed_by", sa.String(length=26), nullable=True),
        sa.Column("claimed_until_at", UtcTime(), nullable=True),
        sa.Column("is_escalated", sa.Boolean(), nullable=False),
        sa.Column("is_unattended", sa.Boolean(), nullable=False),
        sa.Column("is_queued", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("sealed_sentence", sa.LargeBinary(), nullable=True),
        sa.Column("closed_at", UtcTime(), nullable=True),
        sa.Column("closed_by", sa.String(length=26), nullable=True),
        sa.ForeignKeyConstraint(["about_participation"], ["participation.id"], name=op.f("fk_desk_case_about_participation")),
        sa.ForeignKeyConstraint(["claimed_by"], ["account.id"], name=op.f("fk_desk_case_claimed_by")),
        sa.ForeignKeyConstraint(["closed_by"], ["account.id"], name=op.f("fk_desk_case_closed_by")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_desk_case_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_case")),
    )
    with op.batch_alter_table("desk_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_desk_case_about_participation"), ["about_participation"], unique=False)
        batch_op.create_index(batch_op.f("ix_desk_case_message_id"), ["message_id"], unique=False)
        batch_op.create_index("ix_desk_case_waiting", ["room_id"], unique=False, sqlite_where=sa.text("closed_at IS NULL"), postgresql_where=sa.text("closed_at IS NULL"))
        batch_op.create_index("uq_desk_case_open", ["kind", "matter"], unique=True, sqlite_where=sa.text("closed_at IS NULL"), postgresql_where=sa.text("closed_at IS NULL"))

    op.create_table(
        "case_note",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("case_id", sa.String(length=26), nullable=False),
        sa.Column("account_id", sa.String(length=26), nullable=False),
        sa.Column("sealed_text", sa.LargeBinary(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_case_note_account_id")),
        sa.ForeignKeyConstraint(["case_id"], ["desk_case.id"], name=op.f("fk_case_note_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_note")),
    )
    with op.batch_alter_table("case_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_note_case_id"), ["case_id"], unique=False)

    op.create_table(
        "case_party",
        sa.Column("case_id", sa.String(length=26), nullable=False),
        sa.Column("account_id", sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_case_party_account_id")),
        sa.ForeignKeyConstraint(["case_id"], ["desk_case.id"], name=op.f("fk_case_party_case_id")),
        sa.PrimaryKeyConstraint("case_id", "account_id", name=op.f("pk_case_party")),
    )
    op.create_table(
        "report",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("case_id", sa.String(length=26), nullable=False),
        sa.Column("matter", sa.String(length=26), nullable=False),
        sa.Column("room_id", sa.String(length=26), nullable=False),
        sa.Column("account_id", sa.String(length=26), nullable=False),
        sa.Column("participation_id", sa.String(length=26), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("sealed_note", sa.LargeBinary(), nullable=True),
        sa.Column("is_queued", sa.Boolean(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_report_account_id")),
        sa.ForeignKeyConstraint(["case_id"], ["desk_case.id"], name=op.f("fk_report_case_id")),
        sa.ForeignKeyConstraint(["participation_id"], ["participation.id"], name=op.f("fk_report_participation_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_report_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.create_index("ix_report_account_matter", ["account_id", "matter"], unique=False)
        batch_op.create_index("uq_report_case_account", ["case_id", "account_id"], unique=True)
    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_participation_account_id"), ["account_id"], unique=False)
    head = sa.table("action_head", sa.column("id"), sa.column("n"), sa.column("link"))
    op.execute(sa.insert(head).values(id="head", n=0, link=b""))
