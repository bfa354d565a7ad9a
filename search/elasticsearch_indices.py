"""Concrete indexes and the aliases before them: made, found, replaced while searches go on.

    prahari-stories          read  ─┐
    prahari-stories-write    write ─┴▶ prahari-stories-v000001   (made of a template with a fingerprint)

A changed template means a new concrete index, ``-v000002``: `create` makes it, whoever owns the store fills
it through an alias of its own (``prahari-stories-filling-v000002``), `activate` moves both aliases to it in
one step and removes the old one when no search is in it any more. Several processes may do so at once: who
comes late takes up what is there.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Final

from elasticsearch import ApiError, BadRequestError, Elasticsearch, NotFoundError

from search.elasticsearch_aliases import FACTS, SEVERAL, Aliases, Concrete, concretes
from search.elasticsearch_template import Kind, template
from search.index import IndexUnavailable

SETUP: Final = "run `scrapy index setup`"
_PAUSE: Final = 0.2
_ENDING: Final = 5.0
"""Seconds: how often, and how long, we look whether searches are still in an index that was replaced."""
_RACES: Final = 5
"""How often we look again when another process was faster."""


class Indices:
    """The indexes of one kind under one prefix."""

    def __init__(self, client: Elasticsearch, prefix: str, kind: Kind) -> None:
        self._client = client
        self.template = template(kind)
        self._aliases = Aliases(client, f"{prefix}-{kind}")
        self.read = self._aliases.read
        self.write = self._aliases.write
        self._pattern = f"{self.read}-v*"

    def active(self) -> Concrete | None:
        """As `Aliases.active`."""
        return self._aliases.active()

    def alone(self, concrete: Concrete) -> bool:
        """As `Aliases.alone`."""
        return self._aliases.alone(concrete)

    def filling(self, concrete: Concrete) -> str:
        """As `Aliases.filling`."""
        return self._aliases.filling(concrete)

    def begun(self) -> Concrete | None:
        """An index that is made of the template as it is now and not active yet; the newest."""
        active = self.active()
        for concrete in reversed(self.all()):
            if concrete != active and self.current(concrete) and (not active or concrete.name > active.name):
                return concrete
        return None

    def tidy(self) -> None:
        """Remove what was begun with another template and never became active, and what is older than it."""
        active = self.active()
        if active is not None and self.current(active):
            for other in self.all():
                if other != active and (not self.current(other) or other.name < active.name):
                    self._client.indices.delete(index=other.name, ignore_unavailable=True)

    def all(self) -> list[Concrete]:
        """Every concrete index of this kind, also those that no alias names, oldest first."""
        found = self._client.indices.get(
            index=self._pattern, features="mappings,settings", filter_path=FACTS, allow_no_indices=True
        )
        ours = [one for one in concretes(found.body) if self._aliases.number(one.name) is not None]
        return sorted(ours, key=lambda concrete: concrete.name)

    def current(self, concrete: Concrete) -> bool:
        """Whether it is made of the template as it is now."""
        return concrete.fingerprint == self.template.fingerprint

    def ensure(self) -> Concrete:
        """The active index, made if there is none. Raises IndexUnavailable if we may not make it, and for one
        of another template."""
        active = self.active()
        if active is None:
            active = self._first()
        if not self.current(active):
            raise IndexUnavailable(
                f"{active.name} was made by another release of Prahari; {SETUP}, which builds the next one "
                "while searches go on"
            )
        return active

    def _first(self) -> Concrete:
        try:
            self.put_template()
            return self.activate(self.create())
        except ApiError as error:
            if error.status_code == 403:
                raise IndexUnavailable(
                    f"there is no index {self.read}, and we may not make it: {SETUP} with an "
                    "administrator's API key or password"
                ) from error
            raise

    def put_template(self) -> None:
        """Create or update the index template: for indexes that somebody makes by hand under our names."""
        self._client.indices.put_index_template(
            name=self.read, index_patterns=[self._pattern], template=self.template.body, priority=500
        )

    def create(self, *, fresh: bool = False) -> Concrete:
        """A new concrete index behind neither alias. One that was begun earlier is taken up again, with what
        is in it, unless it shall be ``fresh``."""
        for attempt in range(_RACES):
            if not fresh and (begun := self.begun()) is not None:
                return self._writable(begun)
            numbers = [self._aliases.number(one.name) or 0 for one in self.all()]
            name = f"{self.read}-v{max(numbers, default=0) + 1:06d}"
            try:
                self._client.indices.create(index=name, **self.template.body)
                break
            except BadRequestError as error:
                if error.error != "resource_already_exists_exception" or attempt + 1 == _RACES:
                    raise
        facts = self._client.indices.get(index=name, features="mappings,settings", filter_path=FACTS)
        [concrete] = concretes(facts.body)
        return self._writable(concrete)

    def _writable(self, concrete: Concrete) -> Concrete:
        # Green or yellow: writes would wait for it all the same, but searches would fail.
        self._client.cluster.health(index=concrete.name, wait_for_status="yellow", timeout="30s")
        self._client.indices.put_alias(index=concrete.name, name=self.filling(concrete), is_write_index=True)
        return concrete

    def activate(self, new: Concrete) -> Concrete:
        """Move both aliases to it alone, in one step, then remove what was behind them and all that is older.

        Returns what is active then: another process may have been faster with a later one. Raises
        IndexUnavailable if `new` is no more there.
        """
        for attempt in range(_RACES):
            active, there = self.active(), self.all()
            if active is not None and active.name > new.name:
                return active
            if new not in there:
                raise IndexUnavailable(f"{new.name} was removed while it was filled: {SETUP} again")
            others = [one for one in there if one != new and (one == active or one.name < new.name)]
            try:
                # Searches must find at once what was written.
                self._client.indices.refresh(index=new.name)
                self._aliases.move(new, others)
            except ApiError as error:
                faster = isinstance(error, NotFoundError) or SEVERAL in str(error.body)
                if not faster or attempt + 1 == _RACES:
                    raise
            else:
                self._remove(others)
                break
        return new

    def _remove(self, others: Sequence[Concrete]) -> None:
        """...once the searches that are in them have ended: they would fail."""
        if not others:
            return
        names = ",".join(other.name for other in others)
        until = time.monotonic() + _ENDING
        while True:
            time.sleep(_PAUSE)
            try:
                told = self._client.indices.stats(index=names, metric="search")
            except NotFoundError:  # another process removed one of them
                break
            search = told["_all"]["total"].get("search", {})
            running = search.get("query_current", 0) + search.get("fetch_current", 0)
            if not running or time.monotonic() > until:
                break
        self._client.indices.delete(index=names, ignore_unavailable=True)
