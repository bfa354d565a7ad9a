"""``scrapy index setup`` on an Elasticsearch server: make what is missing, replace what is outdated.

    template ─▶ no index? ─▶ make the first one
             ─▶ made of another template? ─▶ make the next one ─▶ fill it from the store ─▶ move the aliases

While the next index is filled it is an index like any other to the store: all stories wait for it, and what
a crawl saves meanwhile waits for both. So searches and crawls go on, and nothing is missed when the aliases
move. Killed at any instant, the next `setup` goes on where this one was.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from crawler.command import Problem
from crawler.engines import on_server
from crawler.services import Progress, Services
from pipelines.outbox import Drained
from pipelines.store import Holds
from search.elasticsearch import ElasticsearchIndex
from search.elasticsearch_aliased import AliasedIndex, outbox_name
from search.elasticsearch_client import explained
from search.elasticsearch_indices import Concrete
from search.elasticsearch_refusals import ElasticsearchRefusals

_ROUNDS = 20
"""How often what a crawl saved meanwhile is sent before the aliases move all the same..."""
_FEW = 500
"""...if no more than so many still wait: the next drain sends them."""


@dataclass(frozen=True, slots=True)
class SetUp:
    """What became of one kind of index."""

    holds: Holds
    index: str
    """The concrete index that is active now."""
    what: Literal["made", "as it was", "replaced"]
    sent: int = 0
    """How many documents the new index was filled with."""


def set_up(services: Services, *, anew: bool = False, progress: Progress | None = None) -> list[SetUp]:
    """Bring the server to the templates; with ``anew`` also where nothing changed.

    Raises Problem for an embedded index, IndexUnavailable and StoreProblem.
    """
    if not on_server(services.settings):
        raise Problem(
            "index setup is for Elasticsearch: PRAHARI_ELASTICSEARCH_URL is not set, and the embedded index "
            "needs no set-up"
        )
    index, refusals = services.index, services.refusals
    assert isinstance(index, ElasticsearchIndex)
    assert isinstance(refusals, ElasticsearchRefusals)
    return [
        _set_up(
            services, index, "stories", anew, lambda new: services.drain_to(index.filling(new), progress)
        ),
        _set_up(
            services,
            refusals,
            "rejections",
            anew,
            lambda new: services.drain_refusals_to(refusals.filling(new), progress),
        ),
    ]


def _set_up(
    services: Services,
    index: AliasedIndex,
    holds: Holds,
    anew: bool,
    drain_to: Callable[[Concrete], Drained],
) -> SetUp:
    with explained(index.connection):
        index.indices.put_template()
        active = index.indices.active()
        if active is None:
            made = index.indices.activate(index.indices.create())
            return SetUp(holds, made.name, "made")
        # One that was begun is finished, or all stories would wait for it for ever.
        if index.indices.current(active) and not anew and index.indices.begun() is None:
            index.indices.tidy()
            return SetUp(holds, active.name, "as it was")
        new = index.indices.create()
    sent = _fill(services, new, holds, drain_to)
    with explained(index.connection):
        now = index.indices.activate(new)
    services.store.unregister_index(outbox_name(active))
    return SetUp(holds, now.name, "replaced", sent)


def _fill(
    services: Services,
    new: Concrete,
    holds: Holds,
    drain_to: Callable[[Concrete], Drained],
) -> int:
    name = outbox_name(new)
    services.store.register_index(name, holds)
    sent = 0
    for number in itertools.count(1):
        done = drain_to(new)
        sent += done.indexed
        waiting = services.store.pending_count(name)
        if not waiting or (number >= _ROUNDS and waiting <= _FEW and done.indexed):
            break
        if not done.indexed and not done.refused:
            raise Problem(
                f"{new.name} takes nothing more, {waiting} still wait for it: the aliases stay where they are"
            )
    return sent
