"""Stories as rows, and back without loss.

Characters that a database refuses (NUL in PostgreSQL, lone surrogates in both) become U+FFFD, so that a
broken page cannot stop a crawl.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, TypeVar

from sqlalchemy import RowMapping

from pipelines.entry import SourceRef
from pipelines.store.records import Rejection
from pipelines.story import Rejected, Story, Tag

T = TypeVar("T")
Row = RowMapping | Mapping[str, Any]

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_INSTANTS = ("fetched_at", "published", "modified", "announced")


def storable(value: T) -> T:
    """``value`` (a text, or lists and mappings of texts) without what databases refuse."""
    if isinstance(value, str):
        return _UNSTORABLE.sub("\ufffd", value)  # type: ignore[return-value]
    if isinstance(value, list):
        return [storable(item) for item in value]  # type: ignore[return-value]
    if isinstance(value, dict):
        return {key: storable(item) for key, item in value.items()}  # type: ignore[return-value]
    return value


def instant(name: str, value: datetime | None) -> dict[str, Any]:
    """The two columns of an instant whose zone is to survive.

    An instant that no calendar in UTC holds (0001-01-01 east of Greenwich, which broken pages state) is
    not known.
    """
    if value is None:
        return {name: None, f"{name}_offset": None}
    offset = value.utcoffset()
    if offset is None:
        raise ValueError(f"naive datetime {value!r} in {name}: the store takes aware ones only")
    try:
        return {name: value.astimezone(UTC), f"{name}_offset": int(offset.total_seconds())}
    except OverflowError:
        return {name: None, f"{name}_offset": None}


def instant_of(row: Row, name: str) -> datetime | None:
    """Inverse of `instant`: aware, in the zone that was stated."""
    value: datetime | None = row[name]
    if value is None:
        return None
    seconds = row[f"{name}_offset"]
    return value.astimezone(timezone(timedelta(seconds=seconds)) if seconds else UTC)


def story_row(story: Story) -> dict[str, Any]:
    """The columns of `stories` that the story itself determines (not number, revision and version)."""
    published = instant("published", story.published)
    return storable(
        {
            "id": story.id,
            "url": story.url,
            "outlet": story.outlet,
            "fetched_at": story.fetched_at,
            "dated": published["published"] or story.fetched_at,
            "source_kind": story.source.kind,
            "source_url": story.source.url,
            "authors": list(story.authors),
            **published,
            **instant("modified", story.modified),
            "language": story.language,
            "published_from": story.published_from,
            "modified_from": story.modified_from,
            "declared_language": story.declared_language,
            "keywords": list(story.keywords),
            "paywalled": story.paywalled,
            "rules_used": list(story.rules_used),
            "rules_missed": list(story.rules_missed),
            "summary": story.summary,
            "image": story.image,
            "section": story.section,
            "agency": story.agency,
            "dateline": story.dateline,
            "tags": [[tag.id, tag.type, tag.label_hi, tag.label_en] for tag in story.tags],
            "tag_names": list(story.tag_names),
            "relevance": story.relevance,
            "relevant": story.relevant,
            "evidence": [[id, value] for id, value in story.evidence],
            "cluster_id": story.cluster_id,
            "requested_url": story.requested_url,
            **instant("announced", story.announced),
        }
    )


def version_row(story: Story, text_hash: str) -> dict[str, Any]:
    """The columns of `versions` that the story itself determines."""
    return storable(
        {
            "title": story.title,
            "text": story.text,
            "text_hash": text_hash,
            "fetched_at": story.fetched_at,
            **instant("modified", story.modified),
        }
    )


def story_of(row: Row) -> Story:
    """The story of a row of `stories` joined with its version."""
    return Story(
        url=row["url"],
        outlet=row["outlet"],
        title=row["title"],
        text=row["text"],
        fetched_at=row["fetched_at"],
        source=SourceRef(row["source_kind"], row["source_url"]),
        authors=tuple(row["authors"]),
        published=instant_of(row, "published"),
        modified=instant_of(row, "modified"),
        language=row["language"],
        # Rows from before schema 0003, and stories that refusals kept, do not say.
        published_from=row.get("published_from"),
        modified_from=row.get("modified_from"),
        declared_language=row.get("declared_language"),
        keywords=tuple(row.get("keywords") or ()),
        paywalled=bool(row.get("paywalled")),
        rules_used=tuple(row.get("rules_used") or ()),
        rules_missed=tuple(row.get("rules_missed") or ()),
        summary=row["summary"],
        image=row["image"],
        section=row["section"],
        agency=row["agency"],
        dateline=row["dateline"],
        tags=tuple(Tag(*tag) for tag in row["tags"]),
        tag_names=tuple(row["tag_names"]),
        relevance=row["relevance"],
        relevant=row["relevant"],
        evidence=tuple((id, value) for id, value in row.get("evidence") or ()),
        cluster_id=row["cluster_id"],
        version=row["version"],
        requested_url=row["requested_url"],
        announced=instant_of(row, "announced"),
    )


def pack(story: Story) -> dict[str, Any]:
    """The whole story as JSON, as a rejection keeps it."""
    row = story_row(story) | storable({"title": story.title, "text": story.text, "version": story.version})
    del row["dated"], row["id"]
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in row.items()}


def unpack(packed: Mapping[str, Any]) -> Story:
    """Inverse of `pack`."""
    instants = {name: datetime.fromisoformat(packed[name]) for name in _INSTANTS if packed[name]}
    return story_of({**packed, **instants})


def rejection_row(rejected: Rejected) -> dict[str, Any]:
    """The columns of `rejections` that the refusal itself determines, besides what is kept."""
    source = rejected.source
    return storable(
        {
            "url": rejected.url,
            "outlet": rejected.outlet,
            "stage": rejected.stage,
            "reason": rejected.reason,
            "detail": rejected.detail,
            "source_kind": source.kind if source else None,
            "source_url": source.url if source else None,
            "at": rejected.at,
            "final": rejected.final,
            "requested_url": rejected.requested_url,
            **instant("announced", rejected.announced),
        }
    )


def rejection_of(row: Row) -> Rejection:
    """The rejection of a row of `rejections`."""
    return Rejection(
        stage=row["stage"],
        reason=row["reason"],
        detail=row["detail"],
        url=row["url"],
        outlet=row["outlet"],
        at=row["at"],
        source=SourceRef(row["source_kind"], row["source_url"]) if row["source_kind"] is not None else None,
        story=unpack(row["story"]) if row["story"] is not None else None,
        final=row["final"],
        requested_url=row["requested_url"],
        announced=instant_of(row, "announced"),
        first_at=row["first_at"],
        attempts=row["attempts"],
        keep_until=row["keep_until"],
        key=row["key"],
        revision=row["revision"],
    )
