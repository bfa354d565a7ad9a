"""What sources answered, when outlets publish, and when stories are visited again"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

UTC = sa.DateTime(timezone=True)
VALIDATORS = ("etag", "last_modified")
UNUSED = (*VALIDATORS, "body_hash")
"""Columns of sources that nothing ever wrote: what was answered belongs to an address, of which some sources
have many."""


def upgrade() -> None:
    op.create_table(
        "answers",
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("reading", sa.String(length=16), nullable=False),
        sa.Column("asked_at", UTC, nullable=False),
        sa.Column("whole_at", UTC, nullable=False),
        sa.Column("news_at", UTC, nullable=False),
        sa.Column("gap", sa.Double(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("body_hash", sa.String(length=32), nullable=True),
        sa.Column("again_at", UTC, nullable=True),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("false_304s", sa.Integer(), nullable=False),
        sa.Column("distrusted_until", UTC, nullable=True),
        sa.Column("moved_to", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("outlet", "url", name=op.f("pk_answers")),
    )
    for name in UNUSED:
        op.drop_column("sources", name)
    op.add_column("sources", sa.Column("next_due", UTC, nullable=True))
    op.add_column("outlets", sa.Column("rhythm", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("outlets", sa.Column("unedited", sa.Integer(), server_default="0", nullable=False))
    op.add_column("frontier", sa.Column("story_at", UTC, nullable=True))
    for name in VALIDATORS:
        op.add_column("frontier", sa.Column(name, sa.Text(), nullable=True))


def downgrade() -> None:
    for name in ("story_at", *VALIDATORS):
        op.drop_column("frontier", name)
    for name in ("rhythm", "unedited"):
        op.drop_column("outlets", name)
    op.drop_column("sources", "next_due")
    for name in UNUSED:
        op.add_column("sources", sa.Column(name, sa.Text(), nullable=True))
    op.drop_table("answers")
