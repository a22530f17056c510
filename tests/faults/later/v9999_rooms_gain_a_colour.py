"""A schema change that only the tests know, so that there is an upgrade to be killed in: it rebuilds a table."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "HEAD_OF_THE_CODE"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("colour", sa.Column("name", sa.String(20), primary_key=True))
    op.execute("INSERT INTO colour VALUES ('moss'), ('sand')")
    with op.batch_alter_table("room", recreate="always") as room:
        room.add_column(sa.Column("colour", sa.String(20), nullable=False, server_default="moss"))
    op.create_index("ix_room_colour", "room", ["colour"])
