"""Agreements, and who has accepted which"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.storage.columns import UtcTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("room", schema=None) as batch_op:
        batch_op.add_column(sa.Column("agreement", sa.Integer(), server_default="0", nullable=False))
    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("agreed", sa.Integer(), server_default="0", nullable=False))
    op.create_table(
        "agreement",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("room_id", sa.String(length=26), nullable=False),
        sa.Column("major", sa.Integer(), nullable=False),
        sa.Column("edits", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("what_changed", sa.String(length=300), nullable=False),
        sa.Column("published_at", UtcTime(), nullable=False),
        sa.Column("published_by", sa.String(length=26), nullable=True),
        sa.ForeignKeyConstraint(["published_by"], ["account.id"], name=op.f("fk_agreement_published_by")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_agreement_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("room_id", "major", "edits", name=op.f("uq_agreement_room_id_major_edits")),
    )
    op.create_table(
        "acceptance",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("agreement_id", sa.String(length=26), nullable=False),
        sa.Column("participation_id", sa.String(length=26), nullable=False),
        sa.Column("account_id", sa.String(length=26), nullable=False),
        sa.Column("display_name", sa.String(length=64), nullable=False),
        sa.Column("room_name", sa.String(length=80), nullable=False),
        sa.Column("accepted_at", UtcTime(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.String(length=26), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_acceptance_account_id")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_acceptance_agreement_id")),
        sa.ForeignKeyConstraint(["participation_id"], ["participation.id"], name=op.f("fk_acceptance_participation_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_acceptance_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acceptance")),
    )
    with op.batch_alter_table("acceptance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_acceptance_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_acceptance_participation_id"), ["participation_id"], unique=False)
