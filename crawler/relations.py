"""What stories are to each other, for people and programs: the history of one, its copies and its threads."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from crawler.command import ist, json_line
from pipelines.copies.worddiff import worddiff
from pipelines.store.records import Cluster, Edition, StoryLink
from pipelines.story import Story


def readable_history(editions: Sequence[Edition]) -> str:
    """The first version whole, and of each later one what changed."""
    if not editions:
        return ""
    first = editions[0]
    parts = [_head(first), first.version.title, first.version.text]
    for before, after in pairwise(editions):
        parts.append(_head(after) + (f" (at {after.url})" if after.id != before.id else ""))
        parts.append(worddiff(before.version.title, after.version.title) or after.version.title)
        parts.append(worddiff(before.version.text, after.version.text) or "… the same text")
    return "\n" + "\n".join(parts)


def _head(edition: Edition) -> str:
    return f"\n--- version {edition.version.version}, {ist(edition.version.fetched_at)}"


def history_record(editions: Sequence[Edition]) -> list[dict[str, Any]]:
    """All versions, whole."""
    return [
        {
            "id": edition.id,
            "url": edition.url,
            "version": edition.version.version,
            "title": edition.version.title,
            "text": edition.version.text,
            "fetched_at": edition.version.fetched_at.isoformat(),
        }
        for edition in editions
    ]


def readable_why(story: Story, cluster: Cluster | None, links: Sequence[StoryLink]) -> str:
    """The copies of a story, then each of its links with score and evidence."""
    parts = [""]
    if cluster is not None and len(cluster.copies) > 1:
        by = f", by {cluster.agency}" if cluster.agency else ""
        parts.append(f"one story in {len(cluster.copies)} copies{by}:")
        for copy in cluster.copies:
            mark = "*" if copy.id == cluster.source else " "
            parts.append(f" {mark} {copy.id}  {ist(copy.dated)}  {copy.outlet}: {copy.title}")
    if not links:
        parts.append("no other story was found to be a copy or an update of it, or about the same event")
    for link in links:
        parts.append(f"{_relation(story, link)} ({link.score:.2f}): {link.id}  {link.outlet}: {link.title}")
        parts += [f"    {name}: {_value(value)}" for name, value in link.evidence.items()]
    return "\n".join(parts)


def _relation(story: Story, link: StoryLink) -> str:
    if link.relation == "update":
        later = link.dated > (story.published or story.fetched_at)
        return "updated by" if later else "update of"
    return {"same": "the same as", "syndicated": "from one agency with", "same_event": "same event as"}[
        link.relation
    ]


def _value(value: Any) -> str:
    return value if isinstance(value, str) else json_line(value)


def why_record(cluster: Cluster | None, links: Sequence[StoryLink]) -> dict[str, Any]:
    """The same for programs."""
    return {
        "source": cluster.source if cluster else None,
        "agency": cluster.agency if cluster else None,
        "copies": [copy.id for copy in cluster.copies] if cluster else [],
        "links": [
            {
                "relation": link.relation,
                "score": link.score,
                "id": link.id,
                "url": link.url,
                "outlet": link.outlet,
                "evidence": dict(link.evidence),
            }
            for link in links
        ],
    }
