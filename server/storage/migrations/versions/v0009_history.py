"""Which history the numbers belong to"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.ids import new_id

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    history = op.create_table(
        "history",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("mark", sa.String(length=26), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history")),
    )
    op.bulk_insert(history, [{"id": "history", "mark": new_id()}])
