"""When each story came first, and when an index had it"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "arrivals",
        sa.Column("story", NUMBER, autoincrement=False, nullable=False),
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published", sa.DateTime(timezone=True), nullable=True),
        sa.Column("characters", sa.Integer(), nullable=False),
        sa.Column("indexed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["story"], ["stories.number"], name=op.f("fk_arrivals_story_stories")),
        sa.PrimaryKeyConstraint("story", name=op.f("pk_arrivals")),
    )
    op.create_index("ix_arrivals_at", "arrivals", ["at"])
    op.execute(
        "INSERT INTO arrivals (story, outlet, at, published, characters)"
        " SELECT number, outlet, versions.fetched_at, published, length(text)"
        " FROM stories JOIN versions ON versions.story = number AND versions.version = 1"
    )


def downgrade() -> None:
    op.drop_index("ix_arrivals_at", table_name="arrivals")
    op.drop_table("arrivals")
