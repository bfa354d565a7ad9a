"""Outlets with the sources that discovery found and could not write into their files, where they belong.

An image, or a directory of somebody else's, is read-only: there, what is found is kept in the store.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from crawler.outlet import Content, Outlet, Source, SourceKind
from crawler.outletfile import same_source
from crawler.registry import Registry
from pipelines.store import FoundSource

if TYPE_CHECKING:
    from pipelines.store import Store


def with_found(registry: Registry, store: Store) -> Registry:
    """The outlets with what the store knows beyond their files. Raises StoreProblem."""
    found = store.found_sources()
    if not any(id in registry for id in found):
        return registry
    outlets = [with_more(outlet, found.get(outlet.id, ())) for outlet in registry.values()]
    return Registry(outlets, registry.problems)


def with_more(outlet: Outlet, found: Iterable[FoundSource]) -> Outlet:
    """What stands in the file, be it switched off, is as the file says."""
    known = {same_source(source.url) for source in outlet.sources}
    more = tuple(_source(one) for one in found if same_source(one.url) not in known)
    return outlet.model_copy(update={"sources": (*outlet.sources, *more)}) if more else outlet


def _source(one: FoundSource) -> Source:
    return Source(
        kind=cast("SourceKind", one.kind),
        url=one.url,
        section=one.section,
        status="checked",
        content=cast("Content", one.content),
        archive=one.archive,
        found=one.found_at.date(),
    )
