"""What pages state of themselves, and the lines that outlets repeat"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STATED = ("published_from", "modified_from", "declared_language")
LISTS = ("keywords", "rules_used", "rules_missed")


def upgrade() -> None:
    for name in STATED:
        op.add_column("stories", sa.Column(name, sa.Text(), nullable=True))
    for name in LISTS:
        op.add_column("stories", sa.Column(name, sa.JSON(none_as_null=True), nullable=True))
    op.add_column("stories", sa.Column("paywalled", sa.Boolean(), nullable=True))
    op.create_table(
        "sightings",
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("line", sa.String(length=16), nullable=False),
        sa.Column("story", NUMBER, autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["story"], ["stories.number"], name=op.f("fk_sightings_story_stories")),
        sa.PrimaryKeyConstraint("outlet", "line", "story", name=op.f("pk_sightings")),
    )
    op.create_index("ix_sightings_story", "sightings", ["story"])
    op.create_table(
        "learned_lines",
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("line", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("verdict", sa.String(length=9), nullable=False),
        sa.Column("fixed", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("outlet", "line", name=op.f("pk_learned_lines")),
    )


def downgrade() -> None:
    op.drop_table("learned_lines")
    op.drop_index("ix_sightings_story", table_name="sightings")
    op.drop_table("sightings")
    for name in ("paywalled", *LISTS, *STATED):
        op.drop_column("stories", name)
