"""Bring a database to the schema of this code, or say why that cannot be."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DatabaseError

from pipelines.store.database import Database
from pipelines.store.problem import StoreProblem

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0016"
"""The newest revision in ``migrations/versions``. Stated here too, so that opening a database that is up
to date need not load Alembic; a test compares both."""
VERSION_TABLE = "prahari_schema"
"""Not Alembic's usual name: in PostgreSQL the database may be shared with another program."""


def upgrade(database: Database) -> None:
    """Create or migrate the tables; at once, whole or not at all, one process at a time.

    Raises StoreProblem if the database is newer than this code, or holds tables of somebody else under
    our names.
    """
    with database.read() as connection:
        if current(connection) == HEAD:
            return
    with database.write() as connection:
        found = current(connection)
        if found == HEAD:
            return  # another process was faster
        from alembic import command
        from alembic.script import ScriptDirectory

        config = alembic_config()
        known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
        if found is not None and found not in known:
            raise StoreProblem(
                f"{database.name}: the database has schema {found}, "
                f"and this program knows schemas up to {HEAD}: update the program"
            )
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except DatabaseError as error:
            reason = " ".join(str(error.orig).split())
            raise StoreProblem(
                f"{database.name}: cannot bring the tables to schema {HEAD}: {reason}"
            ) from error


def current(connection: Connection) -> str | None:
    """The revision that the database has; None if it has none of our tables."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    revision: str | None = connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}"))
    return revision


def alembic_config() -> Config:
    """Alembic's configuration without a file; ``attributes["connection"]`` is yet to be set."""
    from alembic.config import Config

    config = Config()
    # Alembic interpolates: a % in the path would be read as a variable.
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
