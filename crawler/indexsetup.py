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
from crawler.engines import forget_lost, on_server
from crawler.services import Progress, Services
from pipelines.outbox import Drained
from pipelines.store import Holds
from search.elasticsearch import ElasticsearchIndex
from search.elasticsearch_aliased import outbox_name
from search.elasticsearch_aliases import Concrete
from search.elasticsearch_client import explained
from search.elasticsearch_refusals import ElasticsearchRefusals

ServerIndex = ElasticsearchIndex | ElasticsearchRefusals
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


def set_up(
    services: Services,
    *,
    anew: bool = False,
    progress: Progress | None = None,
    expect: Progress | None = None,
) -> list[SetUp]:
    """Bring the server to the templates; with ``anew`` also where nothing changed. ``expect`` learns how many
    are to be filled in, before ``progress`` learns how many were.

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
    for each in (index, refusals):
        with explained(each.connection):
            each.indices.active()  # what is not ours behind a name of ours stops us before anything is made
    return [
        _set_up(
            services,
            index,
            "stories",
            anew,
            lambda new: services.drain_to(index.filling(new), progress),
            expect,
        ),
        _set_up(
            services,
            refusals,
            "rejections",
            anew,
            lambda new: services.drain_refusals_to(refusals.filling(new), progress),
            expect,
        ),
    ]


def _set_up(
    services: Services,
    index: ServerIndex,
    holds: Holds,
    anew: bool,
    drain_to: Callable[[Concrete], Drained],
    expect: Progress | None,
) -> SetUp:
    indices, store = index.indices, services.store
    with explained(index.connection):
        indices.put_template()
        active = indices.active()
        # One that was begun is finished, or all stories would wait for it for ever.
        if active is not None and indices.current(active) and not anew and indices.begun() is None:
            if not indices.alone(active):
                indices.activate(active)
            indices.tidy()
            _register(services, index, active, holds)
            return SetUp(holds, active.name, "as it was")
        new = indices.create()
    # Before the aliases name it: killed at any instant, the store knows what is to be filled.
    _register(services, index, new, holds)
    if expect is not None and active is not None:
        expect(store.pending_count(outbox_name(new)))
    sent = _fill(services, new, drain_to) if active is not None else 0
    with explained(index.connection):
        now = indices.activate(new)
    for replaced in (active, new):
        if replaced is not None and replaced != now:
            store.unregister_index(outbox_name(replaced))
    return SetUp(holds, now.name, "replaced" if active is not None else "made", sent)


def _register(services: Services, index: ServerIndex, concrete: Concrete, holds: Holds) -> None:
    services.store.register_index(outbox_name(concrete), holds)
    forget_lost(services.store, index)  # of a server that came back empty


def _fill(
    services: Services,
    new: Concrete,
    drain_to: Callable[[Concrete], Drained],
) -> int:
    name = outbox_name(new)
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
