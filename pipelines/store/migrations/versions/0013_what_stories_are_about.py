"""What stories are about: keys by which reports of one event find each other"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sketches", sa.Column("subjects", sa.LargeBinary()))
    # Stories that were compared before are so again, bit by bit, when the index is drained.
    op.execute("INSERT INTO unlinked (story) SELECT number FROM stories WHERE true ON CONFLICT DO NOTHING")


def downgrade() -> None:
    op.drop_column("sketches", "subjects")
