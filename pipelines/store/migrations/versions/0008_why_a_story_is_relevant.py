"""Why a story is relevant"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("stories", sa.Column("evidence", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    op.drop_column("stories", "evidence")
