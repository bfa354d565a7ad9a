"""Where the raw archive holds the body of each page's last fetch: an unchanged page is not kept again."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select, update

from pipelines.store.records import ArchivedPage
from pipelines.store.rows import storable
from pipelines.store.tables import archived
from pipelines.story import story_id


def find(connection: Connection, url: str) -> ArchivedPage | None:
    """The record that holds the body of the last fetch of ``url``; None if there is none."""
    row = connection.execute(select(archived).where(archived.c.key == story_id(url))).mappings().one_or_none()
    if row is None:
        return None
    return ArchivedPage(row["url"], row["digest"], row["at"], row["file"], row["offset"])


def note(connection: Connection, page: ArchivedPage) -> None:
    """Remember a record in place of the one before."""
    key = story_id(page.url)
    values = {
        "url": storable(page.url),
        "digest": page.digest,
        "at": page.at,
        "file": page.file,
        "offset": page.offset,
    }
    if connection.scalar(select(archived.c.key).where(archived.c.key == key)) is None:
        connection.execute(insert(archived), values | {"key": key})
    else:
        connection.execute(update(archived).where(archived.c.key == key).values(values))
