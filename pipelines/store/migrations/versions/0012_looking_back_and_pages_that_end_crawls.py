"""How far outlets' archives were read, and which pages were in the works when a crawl was killed"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("frontier", sa.Column("deaths", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("frontier", sa.Column("handed_on", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "backfills",
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("first", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("position", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("outlet", "source", "part", name=op.f("pk_backfills")),
    )


def downgrade() -> None:
    op.drop_table("backfills")
    op.drop_column("frontier", "handed_on")
    op.drop_column("frontier", "deaths")
