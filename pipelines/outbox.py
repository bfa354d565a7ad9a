"""Bring an index up to the store.

    outbox ─▶ story, revision ─▶ document() ─▶ index.upsert() ─▶ acknowledged: leaves the outbox
                                                              ├▶ refused: kept as a failure, with the reason
                                                              └▶ neither: waits
                                └▶ withdrawn: index.delete() ─▶ acknowledged
    outbox ─▶ rejection, or its end ─▶ refusal() ─▶ index.write() ─▶ the same

Killed in between, the same revision is sent again, which an index takes without harm.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from pipelines.store import Holds, Rejection, Store
from pipelines.story import Story, Tag
from search.index import Document, Index, IndexBusy, IndexReplaced, Name, Refusal, RefusalIndex, Written

NamesOf = Callable[[str], tuple[str, ...]]
"""Concept id → all its names; empty for a concept that the vocabulary has no more."""
LocationOf = Callable[[str], tuple[float, float] | None]
"""Concept id → latitude and longitude in degrees; None for what is no place."""
OutletNames = Mapping[str, tuple[str, ...]]
"""Outlet id → its names, Hindi first."""
Progress = Callable[[int], None]
"""Called after each batch with how many left the outbox."""


_REPLACED = 3
"""How often a drain starts over because another index took the place of the one it wrote to."""


@dataclass(frozen=True, slots=True)
class Drained:
    """What one drain did."""

    indexed: int
    """Stories (refusals) that the index acknowledged."""
    refused: int
    """Those that it would not take: `Store.index_failures` lists them."""
    busy: bool
    """Another process holds the index's writer; that one drains, or a later call does."""


def document(
    story: Story,
    revision: int,
    outlet_names: tuple[str, ...],
    names_of: NamesOf | None = None,
    location_of: LocationOf | None = None,
) -> Document:
    """The story as an index takes it. Without ``names_of`` a tag is found by its labels only, without
    ``location_of`` it is on no map."""
    return Document(
        id=story.id,
        revision=revision,
        url=story.url,
        outlet=story.outlet,
        outlet_names=outlet_names,
        title=story.title,
        text=story.text,
        summary=story.summary,
        published=story.published,
        fetched_at=story.fetched_at,
        language=story.language,
        tags=tuple(_name(tag, names_of, location_of) for tag in story.tags),
        authors=story.authors,
        agency=story.agency,
        section=story.section,
        cluster_id=story.cluster_id,
        relevance=story.relevance,
        relevant=story.relevant,
        version=story.version,
        image=story.image,
        modified=story.modified,
        dateline=story.dateline,
        source_kind=story.source.kind,
        source_url=story.source.url,
        published_from=story.published_from,
        modified_from=story.modified_from,
        declared_language=story.declared_language,
        keywords=story.keywords,
        event_type=story.event_type,
        countries=story.countries,
        evidence=story.evidence,
        paywalled=story.paywalled,
    )


def _name(tag: Tag, names_of: NamesOf | None, location_of: LocationOf | None) -> Name:
    others = names_of(tag.id) if names_of is not None else ()
    labels = (tag.label_hi, tag.label_en)
    names = tuple(dict.fromkeys(name for name in (*labels, *others) if name))
    return Name(tag.id, tag.type, names, tag.label_en, location_of(tag.id) if location_of else None)


def refusal(rejection: Rejection, outlet_name: str) -> Refusal:
    """The rejection as an index takes it."""
    source = rejection.source
    return Refusal(
        id=rejection.key,
        revision=rejection.revision,
        url=rejection.url,
        outlet=rejection.outlet,
        outlet_name=outlet_name,
        stage=rejection.stage,
        reason=rejection.reason,
        detail=rejection.detail,
        at=rejection.at,
        first_at=rejection.first_at or rejection.at,
        attempts=rejection.attempts,
        final=rejection.final,
        source_kind=source.kind if source else None,
        source_url=source.url if source else None,
    )


def drain(
    store: Store,
    index: Index,
    outlet_names: OutletNames,
    batch: int = 500,
    progress: Progress | None = None,
    *,
    names_of: NamesOf | None = None,
    location_of: LocationOf | None = None,
) -> Drained:
    """Send ``index`` what it has yet to take, ``batch`` stories at a time, as long as it takes any.

    Registers the index if the store does not know it. Raises IndexUnavailable and StoreProblem; what was
    acknowledged before stays so.
    """

    def send(name: str) -> _Sent | None:
        waiting = store.pending(name, batch)
        if not waiting:
            return None
        revisions = {story.id: revision for story, revision in waiting}
        gone = store.withdrawn([story.id for story, _ in waiting if story.relevant is False])
        documents = [
            document(story, revision, outlet_names.get(story.outlet, ()), names_of, location_of)
            for story, revision in waiting
            if story.id not in gone
        ]
        if gone:
            index.delete(sorted(gone))
        written = index.upsert(documents) if documents else Written({})
        removed = {id: revisions[id] for id in gone}
        return _Sent(revisions, replace(written, acknowledged={**written.acknowledged, **removed}))

    return _drain(store, index, "stories", send, progress)


def drain_refusals(
    store: Store,
    index: RefusalIndex,
    outlet_names: OutletNames,
    batch: int = 500,
    progress: Progress | None = None,
) -> Drained:
    """As `drain`, for an index of refusals."""

    def send(name: str) -> _Sent | None:
        waiting = store.pending_rejections(name, batch)
        if not waiting:
            return None
        refusals = [
            refusal(one, next(iter(outlet_names.get(one.outlet, ())), one.outlet)) for one in waiting.present
        ]
        revisions = {one.id: one.revision for one in refusals} | dict(waiting.gone)
        return _Sent(revisions, index.write(refusals, waiting.gone))

    return _drain(store, index, "rejections", send, progress)


@dataclass(frozen=True, slots=True)
class _Sent:
    revisions: Mapping[str, int]
    written: Written


def _drain(
    store: Store,
    index: Index | RefusalIndex,
    holds: Holds,
    send: Callable[[str], _Sent | None],
    progress: Progress | None,
) -> Drained:
    indexed = refused = replaced = 0
    name = _begin(store, index, holds)
    while True:
        try:
            sent = send(name)
        except IndexBusy:
            return Drained(indexed, refused, busy=True)
        except IndexReplaced:
            replaced += 1
            if replaced > _REPLACED:
                raise
            name = _begin(store, index, holds)
            continue
        if sent is None:
            break
        revisions, written = sent.revisions, sent.written
        failed = {one.id: (revisions[one.id], one.reason) for one in written.refused if one.id in revisions}
        store.acknowledge(name, written.acknowledged)
        store.refuse(name, failed, datetime.now(UTC))
        taken = sum(written.acknowledged.get(id, -1) >= revision for id, revision in revisions.items())
        indexed += taken
        refused += len(failed)
        if not taken and not failed:
            break  # an index that takes nothing would be asked for ever
        if progress is not None:
            progress(taken + len(failed))
    return Drained(indexed, refused, busy=False)


def _begin(store: Store, index: Index | RefusalIndex, holds: Holds) -> str:
    """The name under which the index is drained to, asked for once: another answer in between is another
    index, for which other things wait."""
    index.prepare()
    name = index.name
    store.register_index(name, holds)
    return name
