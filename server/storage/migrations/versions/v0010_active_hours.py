"""When people on call want to be called"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("on_call_contact", sa.Column("hours", sa.JSON(none_as_null=True), nullable=True))
