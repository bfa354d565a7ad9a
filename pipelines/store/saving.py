"""Commit an outcome: story or rejection, its version, its seen marks, its place in the outboxes.

    outcome ─▶ known URL? ─ no ──▶ its text known? ─▶ duplicate ─▶ rejection
                  │                     └─ no, or another outlet's ─▶ new story
                  └─ yes ─▶ older page, or the same ─▶ nothing but the seen mark
                            another title or text   ─▶ next version
                            anything else differs   ─▶ the same version, corrected

All functions work inside one write transaction, so what they read stays true until it is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, Literal

from sqlalchemy import Connection, RowMapping, bindparam, case, insert, select, update

from pipelines.duplicates import First, decide, fingerprint
from pipelines.store import indexes, learning, linking, seen
from pipelines.store.outbox import REJECTIONS, STORIES
from pipelines.store.records import Saved
from pipelines.store.rows import pack, rejection_row, story_row, version_row
from pipelines.store.tables import rejections, stories, versions
from pipelines.story import Outcome, Rejected, Story, story_id

KEPT_STAGES = frozenset({"language", "relevance", "duplicates"})
"""Refusals of these stages keep their story, so that a better rule can take it back."""

_PASSING = frozenset(
    {
        "fetched_at",
        "dated",
        "source_kind",
        "source_url",
        "requested_url",
        "cluster_id",
        "rules_used",
        "rules_missed",
    }
)
"""Columns that say how a page came to us, not what it says: alone they are no change. (The cluster follows
from what others print: see `pipelines.store.linking`.)"""
_ANNOUNCED = frozenset({"announced", "announced_offset"})

# Built once: building a statement costs as much as running it.
_STORED = (
    select(stories, versions.c.title, versions.c.text, versions.c.text_hash)
    .join(versions, (versions.c.story == stories.c.number) & (versions.c.version == stories.c.version))
    .where(stories.c.id == bindparam("id"))
)
_FIRST = (
    select(stories.c.id, stories.c.outlet, stories.c.url)
    .join(versions, versions.c.story == stories.c.number)
    .where(versions.c.text_hash == bindparam("text_hash"))
    .order_by(case((stories.c.outlet == bindparam("outlet"), 0), else_=1), stories.c.number)
    .limit(1)
)
_ADD = insert(stories).returning(stories.c.number)


def save(connection: Connection, outcome: Outcome, keep: timedelta, window: timedelta) -> Saved:
    """Commit ``outcome``; the story of a refusal is kept for ``keep``.

    A story is compared with those that were published within ``window``.
    """
    if isinstance(outcome, Rejected):
        return _save_rejection(connection, outcome, keep)
    stored = _stored(connection, outcome.id)
    lesson = learning.look(connection, outcome, stored["number"] if stored else None)
    outcome = replace(outcome, text=lesson.text)
    text_hash = fingerprint(outcome.text)
    if stored is None:
        decision = decide(outcome, _first(connection, outcome, text_hash))
        if isinstance(decision, Rejected):
            return _save_rejection(connection, decision, keep)
        number, saved = _add(connection, decision, text_hash)
    else:
        number, saved = stored["number"], _renew(connection, outcome, text_hash, stored)
    if saved.changed and isinstance(saved.outcome, Story):
        cluster = linking.relink(connection, number, window)
        saved = replace(saved, outcome=replace(saved.outcome, cluster_id=cluster))
    if saved.changed and outcome.outlet:
        learning.note(connection, outcome.outlet, number, lesson, outcome.fetched_at)
    indexes.end_rejections(connection, {story_id(url) for url in (outcome.url, outcome.requested_url)})
    _mark(connection, outcome, "story")
    return saved


def _stored(connection: Connection, id: str) -> RowMapping | None:
    """The row of a story with its current title and text."""
    return connection.execute(_STORED, {"id": id}).mappings().one_or_none()


def _first(connection: Connection, story: Story, text_hash: str) -> First | None:
    """Who had the text first, in its present or an earlier version; the story's own outlet before others."""
    if not text_hash:
        return None
    row = connection.execute(_FIRST, {"outlet": story.outlet, "text_hash": text_hash}).one_or_none()
    return First(*row) if row else None


def _add(connection: Connection, story: Story, text_hash: str) -> tuple[int, Saved]:
    story = replace(story, version=1)
    number = connection.execute(_ADD, story_row(story) | {"version": 1, "revision": 1}).scalar_one()
    connection.execute(insert(versions), version_row(story, text_hash) | {"story": number, "version": 1})
    STORIES.changed(connection, number, 1)
    return number, Saved(story, created=True, changed=True)


def _renew(connection: Connection, story: Story, text_hash: str, stored: RowMapping) -> Saved:
    """Save a story whose URL is known."""
    kept = replace(story, version=stored["version"], cluster_id=stored["cluster_id"])
    row, content = story_row(kept), version_row(kept, text_hash)
    # A page fetched before the stored one (a slow process, a replay of old archives) is no news.
    if story.fetched_at < stored["fetched_at"] or not _differs(row | content, stored):
        return Saved(kept, created=False, changed=False)
    number, version = stored["number"], stored["version"]
    if _edited(content, stored):
        version += 1
        connection.execute(insert(versions), content | {"story": number, "version": version})
    else:
        this = (versions.c.story == number) & (versions.c.version == version)
        connection.execute(update(versions).where(this).values(**content))
    revision = stored["revision"] + 1
    connection.execute(
        update(stories).where(stories.c.number == number).values(**row, version=version, revision=revision)
    )
    STORIES.changed(connection, number, revision)
    return Saved(replace(kept, version=version), created=False, changed=True)


def _differs(new: Mapping[str, Any], stored: RowMapping) -> bool:
    passing = _PASSING | _ANNOUNCED | {"text_hash"}
    return any(value != stored[name] for name, value in new.items() if name not in passing)


def _edited(new: Mapping[str, Any], stored: RowMapping) -> bool:
    """Whether title or text changed in more than spelling, space and punctuation."""
    # The stored hash may come from an older rule of folding: then only hashes of today compare.
    if new["text_hash"] != stored["text_hash"] and new["text_hash"] != fingerprint(stored["text"]):
        return True
    return fingerprint(new["title"]) != fingerprint(stored["title"])


def _save_rejection(connection: Connection, rejected: Rejected, keep: timedelta) -> Saved:
    """Record why there is no story, or why a stored one could not be renewed: that one stays."""
    key = story_id(rejected.url)
    row = rejection_row(rejected)
    if rejected.story is not None and rejected.stage in KEPT_STAGES:
        row |= {"story": pack(rejected.story), "keep_until": rejected.at + keep}
    elif rejected.story is not None:
        rejected = replace(rejected, story=None)
    known = connection.execute(select(rejections).where(rejections.c.key == key)).mappings().one_or_none()
    indexed = indexes.has_rejection_index(connection)
    if known is None:
        previous = indexes.last_waiting(connection, key) if indexed else None
        row |= {"key": key, "first_at": rejected.at, "attempts": 1}
        row["revision"] = indexes.next_revision(previous)
        connection.execute(insert(rejections), row)
    else:
        row |= {"attempts": known["attempts"] + 1, "revision": indexes.next_revision(known["revision"])}
        connection.execute(update(rejections).where(rejections.c.key == key).values(**row))
    if indexed:
        REJECTIONS.changed(connection, key, row["revision"])
    if rejected.requested_url and rejected.requested_url != rejected.url:
        # What the announced URL was refused for before we knew where it leads.
        indexes.end_rejections(connection, {story_id(rejected.requested_url)})
    _mark(connection, rejected, "rejected")
    verdict = ("stage", "reason", "final")
    changed = known is None or any(known[name] != row[name] for name in verdict)
    return Saved(rejected, created=known is None, changed=changed)


def _mark(connection: Connection, outcome: Outcome, kind: Literal["story", "rejected"]) -> None:
    seen.mark(
        connection,
        urls=(outcome.url, outcome.requested_url),
        outlet=outcome.outlet,
        outcome=kind,
        leads_to=story_id(outcome.url),
        at=outcome.fetched_at if isinstance(outcome, Story) else outcome.at,
        announced=outcome.announced,
        final=isinstance(outcome, Story) or outcome.final,
    )
