"""Copies: sketches of texts, the buckets they fall into, and what stories are to each other"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "sketches",
        sa.Column("story", NUMBER, autoincrement=False, nullable=False),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("minima", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["story"], ["stories.number"], name=op.f("fk_sketches_story_stories")),
        sa.PrimaryKeyConstraint("story", name=op.f("pk_sketches")),
    )
    op.create_table(
        "buckets",
        sa.Column("bucket", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("minute", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("story", NUMBER, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("bucket", "minute", "story", name=op.f("pk_buckets")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "story_links",
        sa.Column("first", NUMBER, autoincrement=False, nullable=False),
        sa.Column("second", NUMBER, autoincrement=False, nullable=False),
        sa.Column("relation", sa.String(length=10), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("evidence", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(["first"], ["stories.number"], name=op.f("fk_story_links_first_stories")),
        sa.ForeignKeyConstraint(["second"], ["stories.number"], name=op.f("fk_story_links_second_stories")),
        sa.PrimaryKeyConstraint("first", "second", name=op.f("pk_story_links")),
    )
    op.create_index("ix_story_links_second", "story_links", ["second"])
    op.create_table(
        "unlinked",
        sa.Column("story", NUMBER, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["story"], ["stories.number"], name=op.f("fk_unlinked_story_stories")),
        sa.PrimaryKeyConstraint("story", name=op.f("pk_unlinked")),
    )
    # What was stored before is compared bit by bit when the index is drained, or by `scrapy copies rebuild`.
    op.execute("INSERT INTO unlinked (story) SELECT number FROM stories")


def downgrade() -> None:
    op.drop_table("unlinked")
    op.drop_index("ix_story_links_second", table_name="story_links")
    op.drop_table("story_links")
    op.drop_table("buckets")
    op.drop_table("sketches")
