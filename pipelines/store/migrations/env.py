"""Alembic runs this file for every command. The connection, in its transaction, is given from outside."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

from pipelines.store.schema import VERSION_TABLE
from pipelines.store.tables import Utc, metadata


def render_item(kind: str, item: Any, _autogen: object) -> str | Literal[False]:
    """Write our own column type into a revision as what it is to the database."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Utc) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    # SQLite cannot alter most of a column; Alembic then copies the table.
    render_as_batch=True,
    transactional_ddl=True,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
