"""Sanctions, holds and sealed copies"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.storage.columns import UtcTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "caution",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("room_id", sa.String(length=26), nullable=False),
        sa.Column("account_id", sa.String(length=26), nullable=True),
        sa.Column("given_by", sa.String(length=26), nullable=True),
        sa.Column("given_at", UtcTime(), nullable=False),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_caution_account_id")),
        sa.ForeignKeyConstraint(["given_by"], ["account.id"], name=op.f("fk_caution_given_by")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_caution_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_caution")),
    )
    with op.batch_alter_table("caution", schema=None) as batch_op:
        batch_op.create_index(
            "ix_caution_running",
            ["room_id"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "complaint",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("case_id", sa.String(length=26), nullable=False),
        sa.Column("account_id", sa.String(length=26), nullable=False),
        sa.Column("room_id", sa.String(length=26), nullable=True),
        sa.Column("sealed_words", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.Column("answered_at", UtcTime(), nullable=True),
        sa.Column("sealed_answer", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_complaint_account_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_complaint_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
    )
    with op.batch_alter_table("complaint", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_complaint_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaint_case_id"), ["case_id"], unique=False)

    op.create_table(
        "lockdown",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("room_id", sa.String(length=26), nullable=False),
        sa.Column("started_by", sa.String(length=26), nullable=True),
        sa.Column("started_at", UtcTime(), nullable=False),
        sa.Column("sealed_reason", sa.LargeBinary(), nullable=False),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.Column("ended_by", sa.String(length=26), nullable=True),
        sa.ForeignKeyConstraint(["ended_by"], ["account.id"], name=op.f("fk_lockdown_ended_by")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_lockdown_room_id")),
        sa.ForeignKeyConstraint(["started_by"], ["account.id"], name=op.f("fk_lockdown_started_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lockdown")),
    )
    with op.batch_alter_table("lockdown", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lockdown_room_id"), ["room_id"], unique=False)
        batch_op.create_index(
            "uq_lockdown_running",
            ["room_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "reason_template",
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "harassment",
                "hate",
                "threat",
                "sexual_content",
                "grooming",
                "encouragement_of_self_harm",
                "method_detail",
                "others_personal_data",
                "broken_confidentiality",
                "medical_dosage",
                "drug_sourcing",
                "weight_and_food_numbers",
                "spam",
                "proselytising",
                "flood",
                "impersonation",
                "evaded_sanction",
                "house_rule",
                "unlawful",
                name="reasoncode",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.String(length=600), nullable=False),
        sa.Column("saved_at", UtcTime(), nullable=False),
        sa.Column("saved_by", sa.String(length=26), nullable=True),
        sa.ForeignKeyConstraint(["saved_by"], ["account.id"], name=op.f("fk_reason_template_saved_by")),
        sa.PrimaryKeyConstraint("language", "reason", name=op.f("pk_reason_template")),
    )
    op.create_table(
        "room_tempo",
        sa.Column("room_id", sa.String(length=26), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("usual_joins", sa.Float(), nullable=False),
        sa.Column("usual_messages", sa.Float(), nullable=False),
        sa.Column("counted_at", UtcTime(), nullable=False),
        sa.Column("raided_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_room_tempo_room_id")),
        sa.PrimaryKeyConstraint("room_id", name=op.f("pk_room_tempo")),
    )
    op.create_table(
        "sealed_copy",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("message_id", sa.String(length=26), nullable=False),
        sa.Column("room_id", sa.String(length=26), nullable=False),
        sa.Column("account_id", sa.String(length=26), nullable=False),
        sa.Column("sealed_text", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.Column("until_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sealed_copy_account_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_sealed_copy_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_copy")),
    )
    with op.batch_alter_table("sealed_copy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sealed_copy_message_id"), ["message_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sealed_copy_room_id"), ["room_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sealed_copy_until_at"), ["until_at"], unique=False)

    op.create_table(
        "second_voice",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("case_id", sa.String(length=26), nullable=False),
        sa.Column("message_id", sa.String(length=26), nullable=True),
        sa.Column("asked_by", sa.String(length=26), nullable=True),
        sa.Column("asked_at", UtcTime(), nullable=False),
        sa.Column("sealed_decision", sa.LargeBinary(), nullable=True),
        sa.Column("answered_by", sa.String(length=26), nullable=True),
        sa.Column("answered_at", UtcTime(), nullable=True),
        sa.Column("is_agreed", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["account.id"], name=op.f("fk_second_voice_answered_by")),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_second_voice_asked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_voice")),
    )
    with op.batch_alter_table("second_voice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_second_voice_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_second_voice_message_id"), ["message_id"], unique=False)

    op.create_table(
        "held_message",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("room_id", sa.String(length=26), nullable=False),
        sa.Column("participation_id", sa.String(length=26), nullable=False),
        sa.Column(
            "author_role",
            sa.Enum(
                "participant", "facilitator", "moderator", "professional", name="roomrole", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("sealed_text", sa.LargeBinary(), nullable=True),
        sa.Column("masks", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("is_veiled", sa.Boolean(), nullable=False),
        sa.Column(
            "note",
            sa.Enum(
                "self_harm",
                "violence",
                "abuse",
                "eating",
                "substances",
                "death",
                "other",
                name="contentnote",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("reply_to", sa.String(length=26), nullable=True),
        sa.Column(
            "why",
            sa.Enum(
                "rule", "contact_details", "newcomer", "named_person", name="heldwhy", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("held_at", UtcTime(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("waiting", "released", "returned", "withdrawn", name="heldstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("decided_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["participation_id"], ["participation.id"], name=op.f("fk_held_message_participation_id")
        ),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_held_message_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_message")),
        sa.UniqueConstraint("participation_id", "client_id", name=op.f("uq_held_message_participation_id_client_id")),
    )
    with op.batch_alter_table("held_message", schema=None) as batch_op:
        batch_op.create_index("ix_held_message_room_id_state", ["room_id", "state"], unique=False)

    op.create_table(
        "personal_mute",
        sa.Column("owner_id", sa.String(length=26), nullable=False),
        sa.Column("muted_id", sa.String(length=26), nullable=False),
        sa.Column("since_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["muted_id"], ["participation.id"], name=op.f("fk_personal_mute_muted_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["participation.id"], name=op.f("fk_personal_mute_owner_id")),
        sa.PrimaryKeyConstraint("owner_id", "muted_id", name=op.f("pk_personal_mute")),
    )
    op.create_table(
        "sanction",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("account_id", sa.String(length=26), nullable=False),
        sa.Column("room_id", sa.String(length=26), nullable=True),
        sa.Column("participation_id", sa.String(length=26), nullable=True),
        sa.Column("case_id", sa.String(length=26), nullable=True),
        sa.Column("copy_id", sa.String(length=26), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "message_held",
                "message_removed",
                "note",
                "warning",
                "mute",
                "suspension",
                "exclusion",
                name="restriction",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("starts_at", UtcTime(), nullable=False),
        sa.Column("ends_at", UtcTime(), nullable=True),
        sa.Column("acknowledged_at", UtcTime(), nullable=True),
        sa.Column("reversed_at", UtcTime(), nullable=True),
        sa.Column("reversed_by", sa.String(length=26), nullable=True),
        sa.Column("given_by", sa.String(length=26), nullable=True),
        sa.Column("sealed_statement", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sanction_account_id")),
        sa.ForeignKeyConstraint(["given_by"], ["account.id"], name=op.f("fk_sanction_given_by")),
        sa.ForeignKeyConstraint(["participation_id"], ["participation.id"], name=op.f("fk_sanction_participation_id")),
        sa.ForeignKeyConstraint(["reversed_by"], ["account.id"], name=op.f("fk_sanction_reversed_by")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_sanction_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sanction")),
    )
    with op.batch_alter_table("sanction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sanction_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sanction_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sanction_room_id"), ["room_id"], unique=False)

    op.create_table(
        "appeal",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("sanction_id", sa.String(length=26), nullable=False),
        sa.Column("case_id", sa.String(length=26), nullable=False),
        sa.Column("sealed_words", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "waiting",
                "upheld",
                "changed",
                "reversed",
                "withdrawn",
                name="appealoutcome",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("decided_at", UtcTime(), nullable=True),
        sa.Column("sealed_answer", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["sanction_id"], ["sanction.id"], name=op.f("fk_appeal_sanction_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
        sa.UniqueConstraint("sanction_id", name=op.f("uq_appeal_sanction_id")),
    )
    with op.batch_alter_table("appeal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appeal_case_id"), ["case_id"], unique=False)

    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("hidden_at", UtcTime(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "note",
                sa.Enum(
                    "self_harm",
                    "violence",
                    "abuse",
                    "eating",
                    "substances",
                    "death",
                    "other",
                    name="contentnote",
                    native_enum=False,
                    length=40,
                ),
                nullable=True,
            )
        )
