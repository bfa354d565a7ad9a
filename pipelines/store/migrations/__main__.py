"""``python -m pipelines.store.migrations "why the tables change"`` writes the next revision."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from alembic.script import ScriptDirectory

from pipelines.store.database import Database
from pipelines.store.schema import alembic_config, upgrade


def main(message: str) -> None:
    """Compare the tables with what the revisions so far make, and write the difference as a revision."""
    config = alembic_config()
    number = int(ScriptDirectory.from_config(config).get_current_head() or 0) + 1
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'empty.db'}")
        upgrade(database)
        with database.write() as connection:
            config.attributes["connection"] = connection
            command.revision(config, message, autogenerate=True, rev_id=f"{number:04}")
        database.close()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
