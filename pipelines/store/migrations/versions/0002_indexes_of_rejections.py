"""Indexes of rejections: what they have yet to take, and would not"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Microseconds of `at`. SQLite keeps instants as text, such as 2026-11-24 12:00:00.123456.
_MICROSECONDS = {
    "sqlite": "CAST(strftime('%s', at) AS INTEGER) * 1000000 + CAST(substr(at, 21, 6) AS INTEGER)",
    "postgresql": "CAST(floor(extract(epoch FROM at) * 1000000) AS BIGINT)",
}


def upgrade() -> None:
    # Added with defaults, so that SQLite need not copy the table: others refer to search_indexes.
    op.add_column(
        "search_indexes", sa.Column("holds", sa.String(length=10), nullable=False, server_default="stories")
    )
    op.add_column("rejections", sa.Column("revision", sa.BigInteger(), nullable=False, server_default="0"))
    op.execute(f"UPDATE rejections SET revision = {_MICROSECONDS[op.get_bind().dialect.name]}")

    op.create_table(
        "rejection_outbox",
        sa.Column("index_name", sa.Text(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["index_name"], ["search_indexes.name"], name=op.f("fk_rejection_outbox_index_name")
        ),
        sa.PrimaryKeyConstraint("index_name", "key", name=op.f("pk_rejection_outbox")),
    )
    op.create_table(
        "rejection_failures",
        sa.Column("index_name", sa.Text(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["index_name"], ["search_indexes.name"], name=op.f("fk_rejection_failures_index_name")
        ),
        sa.PrimaryKeyConstraint("index_name", "key", name=op.f("pk_rejection_failures")),
    )


def downgrade() -> None:
    op.drop_table("rejection_failures")
    op.drop_table("rejection_outbox")
    op.drop_column("rejections", "revision")
    # An index of rejections is none that the tables before could name.
    op.execute("DELETE FROM search_indexes WHERE holds <> 'stories'")
    op.drop_column("search_indexes", "holds")
