"""Bring an index up to the store.

    outbox ─▶ story, revision ─▶ document() ─▶ index.upsert() ─▶ acknowledged: leaves the outbox
                                                              └▶ refused: kept as a failure, with the reason

Killed in between, the same revision is sent again, which an index takes without harm.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from pipelines.store import Store
from pipelines.story import Story, Tag
from search.index import Document, Index, IndexBusy, Name

NamesOf = Callable[[str], tuple[str, ...]]
"""Concept id → all its names; empty for a concept that the vocabulary has no more."""


@dataclass(frozen=True, slots=True)
class Drained:
    """What one drain did."""

    indexed: int
    """Stories that the index acknowledged."""
    refused: int
    """Stories that it would not take: `Store.index_failures` lists them."""
    busy: bool
    """Another process holds the index's writer; that one drains, or a later call does."""


def document(
    story: Story, revision: int, outlet_names: tuple[str, ...], names_of: NamesOf | None = None
) -> Document:
    """The story as an index takes it. Without ``names_of`` a tag is found by its labels only."""
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
        tags=tuple(_name(tag, names_of) for tag in story.tags),
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
    )


def _name(tag: Tag, names_of: NamesOf | None) -> Name:
    others = names_of(tag.id) if names_of is not None else ()
    labels = (tag.label_hi, tag.label_en)
    names = tuple(dict.fromkeys(name for name in (*labels, *others) if name))
    return Name(tag.id, tag.type, names, tag.label_en)


def drain(
    store: Store,
    index: Index,
    outlet_names: Mapping[str, tuple[str, ...]],
    batch: int = 500,
    progress: Callable[[int], None] | None = None,
    *,
    names_of: NamesOf | None = None,
) -> Drained:
    """Send ``index`` what it has yet to take, ``batch`` stories at a time, until nothing is left.

    Registers the index if the store does not know it. ``outlet_names``: outlet id → its names.
    ``progress`` is called after each batch with the number of stories that left the outbox. Raises
    IndexUnavailable and StoreProblem; what was acknowledged before stays so.
    """
    store.register_index(index.name)
    indexed = refused = 0
    while waiting := store.pending(index.name, batch):
        revisions = {story.id: revision for story, revision in waiting}
        documents = [
            document(story, revision, outlet_names.get(story.outlet, ()), names_of)
            for story, revision in waiting
        ]
        try:
            written = index.upsert(documents)
        except IndexBusy:
            return Drained(indexed, refused, busy=True)
        failed = {one.id: (revisions[one.id], one.reason) for one in written.refused if one.id in revisions}
        store.acknowledge(index.name, written.acknowledged)
        store.refuse(index.name, failed, datetime.now(UTC))
        taken = len(written.acknowledged.keys() & revisions.keys())
        indexed += taken
        refused += len(failed)
        if not taken and not failed:
            break  # an index that answers nothing would be asked for ever
        if progress is not None:
            progress(taken + len(failed))
    return Drained(indexed, refused, busy=False)
