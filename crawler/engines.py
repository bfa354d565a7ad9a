"""Which index the settings ask for: the embedded one, or one on an Elasticsearch server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from search import credentials
from search.index import Index, IndexUnavailable, RefusalIndex
from search.naming import checked

SERVER = "elasticsearch:"
"""How the outbox's names of indexes on a server begin."""
LONGEST = 86_400
"""Seconds that anybody may wait for a server: a day. Sockets take less than a month."""

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

    from pipelines.store import Store
    from search.elasticsearch_client import Connection


def on_server(settings: BaseSettings) -> bool:
    """Whether the index is on an Elasticsearch server."""
    return bool(settings["PRAHARI_ELASTICSEARCH_URL"])


def open_index(settings: BaseSettings) -> Index:
    """Raises IndexUnavailable for settings that cannot be right."""
    # Each engine's library is loaded only where it is used.
    if on_server(settings):
        from search.elasticsearch import ElasticsearchIndex

        return ElasticsearchIndex(connection(settings), prefix(settings))
    from search.tantivy import TantivyIndex

    return TantivyIndex(Path(settings["PRAHARI_INDEX"]))


def open_refusals(settings: BaseSettings) -> RefusalIndex | None:
    """The index of refusals; None beside the embedded index. Raises as `open_index`."""
    if not on_server(settings):
        return None
    from search.elasticsearch_refusals import ElasticsearchRefusals

    return ElasticsearchRefusals(connection(settings), prefix(settings))


def forget_lost(store: Store, index: Index | RefusalIndex) -> None:
    """Indexes of the same kind that are no more on the server (it came back empty, or an alias was moved) are
    no more written to: nothing need wait for them. Raises IndexUnavailable and StoreProblem."""
    registered = [known.name for known in store.indexes() if known.name.startswith(SERVER)]
    if not registered:
        return
    from search.elasticsearch_aliased import AliasedIndex

    if isinstance(index, AliasedIndex):
        for name in index.lost(registered):
            store.unregister_index(name)


def connection(settings: BaseSettings) -> Connection:
    """The server, and who we are to it. Raises IndexUnavailable if a secret's file cannot be read."""
    from search.elasticsearch_client import Connection

    ca = settings["PRAHARI_ELASTICSEARCH_CA"]
    try:
        seconds = settings.getfloat("PRAHARI_ELASTICSEARCH_TIMEOUT")
    except ValueError:
        seconds = 0
    if not 0 < seconds <= LONGEST:
        told = settings["PRAHARI_ELASTICSEARCH_TIMEOUT"]
        raise IndexUnavailable(
            f"PRAHARI_ELASTICSEARCH_TIMEOUT: {told!r}: write seconds, more than 0, {LONGEST:,} at most"
        )
    return Connection(
        settings["PRAHARI_ELASTICSEARCH_URL"],
        api_key=secret(settings, "PRAHARI_ELASTICSEARCH_API_KEY"),
        user=settings["PRAHARI_ELASTICSEARCH_USER"],
        password=secret(settings, "PRAHARI_ELASTICSEARCH_PASSWORD"),
        ca=Path(ca) if ca else None,
        fingerprint=settings["PRAHARI_ELASTICSEARCH_FINGERPRINT"],
        seconds=seconds,
    )


def prefix(settings: BaseSettings) -> str:
    """What the names of our indexes begin with. Raises IndexUnavailable for what no index may be called."""
    try:
        return checked(settings["PRAHARI_ELASTICSEARCH_PREFIX"])
    except ValueError as error:
        raise IndexUnavailable(str(error)) from None


def secret(settings: BaseSettings, name: str) -> str:
    """The setting, or what stands in the file that ``<name>_FILE`` names. Raises IndexUnavailable if that
    cannot be read."""
    file = f"{name}_FILE"
    try:
        return credentials.secret(str(settings[name] or ""), file, settings[file])
    except ValueError as error:
        raise IndexUnavailable(str(error)) from None
