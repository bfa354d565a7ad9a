"""What crawls count, what is wrong and yet to be told, and since when things wait for an index"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

UTC = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "tallies",
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("n", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("day", "name", "label", name=op.f("pk_tallies")),
    )
    op.create_table(
        "alarms",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("raised_at", UTC, nullable=False),
        sa.Column("found_at", UTC, nullable=False),
        sa.PrimaryKeyConstraint("kind", "subject", name=op.f("pk_alarms")),
    )
    op.create_table(
        "alarm_notices",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("event", sa.String(length=9), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("raised_at", UTC, nullable=False),
        sa.Column("at", UTC, nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("due_at", UTC, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_alarm_notices")),
        sqlite_autoincrement=True,
    )
    for table in ("outbox", "rejection_outbox"):
        op.add_column(table, sa.Column("since", UTC, nullable=True))


def downgrade() -> None:
    for table in ("outbox", "rejection_outbox"):
        op.drop_column(table, "since")
    for table in ("alarm_notices", "alarms", "tallies"):
        op.drop_table(table)
