"""What two stories are to each other, and the prints by which such stories are found"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0003"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "prints",
        sa.Column("week", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("print", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("story", NUMBER, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("week", "print", "story", name=op.f("pk_prints")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sketches",
        sa.Column("story", NUMBER, autoincrement=False, nullable=False),
        sa.Column("scheme", sa.Integer(), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("prints", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["story"], ["stories.number"], name=op.f("fk_sketches_story")),
        sa.PrimaryKeyConstraint("story", name=op.f("pk_sketches")),
    )
    op.create_index(op.f("ix_sketches_scheme"), "sketches", ["scheme"])
    op.create_table(
        "links",
        sa.Column("a", NUMBER, autoincrement=False, nullable=False),
        sa.Column("b", NUMBER, autoincrement=False, nullable=False),
        sa.Column("relation", sa.String(length=10), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("evidence", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(["a"], ["stories.number"], name=op.f("fk_links_a")),
        sa.ForeignKeyConstraint(["b"], ["stories.number"], name=op.f("fk_links_b")),
        sa.PrimaryKeyConstraint("a", "b", name=op.f("pk_links")),
    )
    op.create_index("ix_links_b", "links", ["b"])


def downgrade() -> None:
    op.drop_index("ix_links_b", table_name="links")
    op.drop_table("links")
    op.drop_index(op.f("ix_sketches_scheme"), table_name="sketches")
    op.drop_table("sketches")
    op.drop_table("prints")
