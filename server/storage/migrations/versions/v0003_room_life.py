"""Rooms live by a clock, and somebody trained is on duty"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.ids import new_id
from server.storage.columns import UtcTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

STATES = ("closed", "lobby", "open", "paused", "closing", "ended")
REASONS = ("on_duty", "opened", "moderator_absent", "moderator_back", "closing_round", "closed")


def upgrade() -> None:
    op.create_table(
        "room_life",
        sa.Column("room_id", sa.String(length=26), nullable=False),
        *_shown(),
        sa.Column("resumes_as", _one_of(*STATES, name="roomstate"), nullable=True),
        sa.Column("staff", _one_of("there", "away", "none", "unknown", name="staff"), nullable=False),
        sa.Column("watched_at", UtcTime(), nullable=True),
        sa.Column("absent_for", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_room_life_room_id")),
        sa.PrimaryKeyConstraint("room_id", name=op.f("pk_room_life")),
    )
    op.create_table(
        "state_change",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("room_id", sa.String(length=26), nullable=False),
        sa.Column("state", _one_of(*STATES, name="roomstate"), nullable=False),
        *_shown(),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_state_change_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_state_change")),
    )
    _index("state_change", "room_id")
    _carry_over()
    _staffing()


def _one_of(*values: str, name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=40)


def _shown() -> list[sa.Column[object]]:
    return [
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sitting", sa.Integer(), nullable=False),
        sa.Column("since_at", UtcTime(), nullable=True),
        sa.Column("reason", _one_of(*REASONS, name="reason"), nullable=True),
        sa.Column("opens_at", UtcTime(), nullable=True),
        sa.Column("ends_at", UtcTime(), nullable=True),
        sa.Column("next_opens_at", UtcTime(), nullable=True),
        sa.Column("open_for", sa.BigInteger(), nullable=False),
        sa.Column("open_since_at", UtcTime(), nullable=True),
    ]


def _index(table: str, *columns: str) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.create_index(batch_op.f(f"ix_{table}_{'_'.join(columns)}"), [*columns], unique=False)


def _carry_over() -> None:
    """Rooms close, since nobody is on duty; the lines that opened and closed them are told in today's words."""
    connection = op.get_bind()
    rooms = sa.table("room", sa.column("id"), sa.column("state"))
    lines = sa.table("room_event", *map(sa.column, ("room_id", "seq", "kind", "subject_id", "at")))
    changes = sa.table("state_change", *map(sa.column, ("id", "room_id", "state", "version", "sitting")),
                       sa.column("open_for"), sa.column("since_at"))  # fmt: skip
    connection.execute(rooms.update().values(state="closed"))
    old = sa.select(lines.c.room_id, lines.c.seq, lines.c.kind, lines.c.at)
    for room_id, seq, kind, at in connection.execute(old.where(lines.c.kind.in_(["room.opened", "room.closed"]))).all():
        change = {"id": new_id(), "room_id": room_id, "state": "open" if kind == "room.opened" else "closed"}
        nothing = {"version": 0, "sitting": 0, "open_for": 0}
        connection.execute(changes.insert().values(**change, **nothing, since_at=at))
        here = (lines.c.room_id == room_id) & (lines.c.seq == seq)
        connection.execute(lines.update().where(here).values(kind="room.state_changed", subject_id=change["id"]))


def _staffing() -> None:
    op.create_table(
        "training",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("account_id", sa.String(length=26), nullable=False),
        sa.Column("participation_id", sa.String(length=26), nullable=False),
        sa.Column("kind", _one_of("facilitator", "moderator", name="skill"), nullable=False),
        sa.Column("granted_at", UtcTime(), nullable=False),
        sa.Column("granted_by", sa.String(length=26), nullable=True),
        sa.Column("valid_until_at", UtcTime(), nullable=False),
        sa.Column("revoked_at", UtcTime(), nullable=True),
        sa.Column("revoked_by", sa.String(length=26), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_training_account_id")),
        sa.ForeignKeyConstraint(["granted_by"], ["account.id"], name=op.f("fk_training_granted_by")),
        sa.ForeignKeyConstraint(["participation_id"], ["participation.id"], name=op.f("fk_training_participation_id")),
        sa.ForeignKeyConstraint(["revoked_by"], ["account.id"], name=op.f("fk_training_revoked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training")),
    )
    _index("training", "account_id")
    op.create_table(
        "shift",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("room_id", sa.String(length=26), nullable=False),
        sa.Column("participation_id", sa.String(length=26), nullable=False),
        sa.Column("account_id", sa.String(length=26), nullable=False),
        sa.Column("sitting", sa.Integer(), nullable=False),
        sa.Column("started_at", UtcTime(), nullable=False),
        sa.Column("last_present_at", UtcTime(), nullable=True),
        sa.Column("hand_over_proposed_at", UtcTime(), nullable=True),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.Column(
            "ended_because",
            _one_of("went_off", "handed_over", "sitting_over", "absent", "not_trained", "not_staff", name="shiftend"),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_shift_account_id")),
        sa.ForeignKeyConstraint(["participation_id"], ["participation.id"], name=op.f("fk_shift_participation_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_shift_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift")),
    )
    _index("shift", "participation_id")
    going_on = {"sqlite_where": sa.text("ended_at IS NULL"), "postgresql_where": sa.text("ended_at IS NULL")}
    with op.batch_alter_table("shift", schema=None) as batch_op:
        batch_op.create_index("uq_shift_going_on", ["account_id", "room_id"], unique=True, **going_on)
        batch_op.create_index("ix_shift_room_going_on", ["room_id"], unique=False, **going_on)
    op.create_table(
        "staff_note",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("room_id", sa.String(length=26), nullable=False),
        sa.Column("sitting", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.String(length=26), nullable=False),
        sa.Column("to_id", sa.String(length=26), nullable=True),
        sa.Column("sealed_text", sa.LargeBinary(), nullable=False),
        sa.Column("written_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["participation_id"], ["participation.id"], name=op.f("fk_staff_note_participation_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_staff_note_room_id")),
        sa.ForeignKeyConstraint(["to_id"], ["participation.id"], name=op.f("fk_staff_note_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_note")),
    )
    _index("staff_note", "room_id")
