"""What the index of stories and that of refusals have in common: a connection, aliases, a concrete index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from typing import Any, Final, Protocol, Self, TypeVar

from elastic_transport import TransportError
from elasticsearch import ApiError, NotFoundError

from search.elasticsearch_aliases import Concrete
from search.elasticsearch_client import Connection, connect, explained
from search.elasticsearch_document import to_bytes
from search.elasticsearch_indices import SETUP, Indices
from search.elasticsearch_template import Kind
from search.elasticsearch_writing import Write, Writer
from search.index import Health, IndexMissing, IndexProblem, Refused, Written

PREFIX: Final = "prahari"
"""What the names of our indexes begin with, unless a setting says otherwise."""
OUTBOX: Final = "elasticsearch:"
"""What names in the outbox begin with."""
_PAGE: Final = 5000
"""Documents of one request, where all are listed."""
_KEEP: Final = "2m"
"""How long the server keeps a point in time for the next request."""


class _Revised(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def revision(self) -> int: ...


_T = TypeVar("_T", bound=_Revised)


class AliasedIndex:
    """An index of one kind on a server. Nothing is sent before it is needed; not for two threads at once."""

    kind: Kind

    def __init__(
        self,
        connection: Connection,
        prefix: str = PREFIX,
        *,
        visible: bool = False,
        concrete: Concrete | None = None,
    ) -> None:
        """``visible``: searches see what was written at once (slow). ``concrete``: not what is behind the
        aliases, but this index, which is being filled to replace it."""
        self.connection = connection
        self.prefix = prefix
        self._visible = visible
        self._bound = concrete
        self._active: Concrete | None = concrete

    def filling(self, concrete: Concrete) -> Self:
        """The same server and connections, but this concrete index."""
        made = type(self)(self.connection, self.prefix, visible=self._visible, concrete=concrete)
        made.__dict__["client"] = self.client
        return made

    @cached_property
    def client(self) -> Any:
        """The official client. Raises IndexUnavailable for settings that cannot be right."""
        return connect(self.connection)

    @cached_property
    def indices(self) -> Indices:
        """Its concrete indexes and aliases."""
        return Indices(self.client, self.prefix, self.kind)

    @property
    def name(self) -> str:
        """Names the concrete index, so that what one index acknowledged is never believed of another: after
        an alias was moved, or a server came back empty, it is an index that the store has not met.

        Asks the server. Raises IndexUnavailable, also if there is no index yet.
        """
        if self._bound is None:
            with explained(self.connection):
                self._active = self.indices.active()
            if self._active is None:
                raise IndexMissing(self.missing)
        return outbox_name(self.target())

    def prepare(self) -> None:
        """Make the index where there is none. Raises IndexUnavailable, also for one of another template."""
        if self._bound is None:
            with explained(self.connection):
                self._active = self.indices.ensure()

    def target(self) -> Concrete:
        """The concrete index that is written to."""
        if self._active is None:
            self.prepare()
        assert self._active is not None
        return self._active

    @property
    def missing(self) -> str:
        """What to say where there is no index."""
        return f"{self.connection.shown}: there is no index {self.indices.read} yet: {SETUP}"

    def lost(self, names: Iterable[str]) -> list[str]:
        """Of the names under which the outbox knows indexes of this kind, those that are no more there."""
        ours = [name for name in names if name.startswith(f"{OUTBOX}{self.indices.read}-v")]
        if set(ours) <= {outbox_name(self._active)} if self._active else not ours:
            return []
        with explained(self.connection):
            there = {outbox_name(concrete) for concrete in self.indices.all()}
        return [name for name in ours if name not in there]

    def clear(self) -> None:
        """An empty index in place of what is there, also of a broken one or one of another template."""
        with explained(self.connection):
            self._active = self.indices.activate(self.indices.create(fresh=True))

    def revisions(self) -> Iterator[tuple[str, int]]:
        """Id and revision of every document at this moment, sorted by id. Raises IndexUnavailable."""
        with explained(self.connection):
            try:
                self.client.indices.refresh(index=self.where())
            except NotFoundError as error:
                raise IndexMissing(self.missing) from error
            yield from _listed(self.client, self.where())

    def health(self) -> Health:
        """State of the index; never raises."""
        try:
            with explained(self.connection):
                return self._health()
        except IndexProblem as problem:
            return Health(False, 0, str(problem))

    def _health(self) -> Health:
        shown = self.connection.shown
        active = self._bound or self.indices.active()
        if active is None:
            return Health(False, 0, self.missing)
        documents = self.client.count(index=active.name)["count"]
        version = self.client.info()["version"]["number"]
        status = self.client.cluster.health(index=active.name)["status"]
        detail = f"Elasticsearch {version} at {shown}, {active.name} {status}, {documents:,} documents"
        if not self.indices.current(active):
            return Health(False, documents, f"{detail}; made by another release of Prahari: {SETUP}")
        return Health(status != "red", documents, detail)

    def close(self) -> None:
        """Let go of connections; the next use opens them again."""
        if "client" in self.__dict__:
            self.client.close()
            del self.__dict__["client"]
            self.__dict__.pop("indices", None)

    def where(self, *, writing: bool = False) -> str:
        """The alias to ask, or to write to; for an index that is being filled itself, and its own alias.
        What is written goes through an alias always: else a write would make an index that is not there."""
        if self._bound is not None:
            return self.indices.filling(self._bound) if writing else self._bound.name
        return self.indices.write if writing else self.indices.read

    def write_all(
        self,
        things: Iterable[_T],
        source: Callable[[_T], Mapping[str, Any]],
        gone: Mapping[str, int] | None = None,
    ) -> Written:
        """Write things, remove those that are ``gone`` (id → revision). What cannot be put into JSON is
        refused here. Raises as `Writer.write`."""
        writes = [Write(id, revision, None) for id, revision in (gone or {}).items()]
        refused: list[Refused] = []
        for one in things:
            try:
                writes.append(Write(one.id, one.revision, to_bytes(source(one))))
            except (ValueError, OverflowError) as error:
                refused.append(Refused(one.id, f"cannot be indexed: {error}"))
        if not writes:
            return Written({}, tuple(refused))
        with explained(self.connection):
            written = self.writer().write(writes)
        return Written(written.acknowledged, (*refused, *written.refused))

    def writer(self) -> Writer:
        """Writes to `target`."""
        concrete = self.target().name
        return Writer(
            self.client,
            self.connection,
            self.where(writing=True),
            concrete,
            visible=self._visible,
        )


def outbox_name(concrete: Concrete) -> str:
    """Under which the outbox knows a concrete index."""
    return f"{OUTBOX}{concrete.name}:{concrete.uuid}"


def _listed(client: Any, index: str) -> Iterator[tuple[str, int]]:
    """Id and revision of every document of an index, sorted by id, as they are at one moment."""
    point = client.open_point_in_time(index=index, keep_alive=_KEEP)["id"]
    after: list[Any] | None = None
    try:
        while True:
            page = client.search(
                pit={"id": point, "keep_alive": _KEEP},
                size=_PAGE,
                sort=[{"id": "asc"}],
                search_after=after,
                source=False,
                version=True,
                track_total_hits=False,
            )
            point = page["pit_id"]
            for hit in page["hits"]["hits"]:
                yield hit["_id"], hit["_version"]
            if len(page["hits"]["hits"]) < _PAGE:
                return
            after = page["hits"]["hits"][-1]["sort"]
    finally:
        with suppress(ApiError, TransportError):  # the server lets go of it by itself
            client.close_point_in_time(id=point)
