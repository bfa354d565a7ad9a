"""Commit an outcome: story or rejection, its version, its seen marks, its place in the outboxes.

    outcome ─▶ known URL? ─ no ──▶ its text known? ─▶ duplicate ─▶ rejection
                  │                     └─ no, or another outlet's ─▶ new story
                  └─ yes ─▶ older page, or the same ─▶ nothing but the seen mark and when it was confirmed
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
from pipelines.store import arrivals, candidates, indexes, learning, seen, withdrawn
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
"""Columns that say how a page came to us, not what it says: alone they are no change. (Which cluster a story
belongs to is found by `pipelines.store.linking`.)"""
_ANNOUNCED = frozenset({"announced", "announced_offset"})
_VERDICT = ("stage", "reason", "final")

# Built once: building a statement costs as much as running it.
_STORED = (
    select(stories, versions.c.title, versions.c.text, versions.c.text_hash)
    .join(versions, (versions.c.story == stories.c.number) & (versions.c.version == stories.c.version))
    .where(stories.c.id == bindparam("id"))
)
_FIRST = (
    select(stories.c.id, stories.c.outlet, stories.c.url, stories.c.cluster_id)
    .join(versions, versions.c.story == stories.c.number)
    .where(versions.c.text_hash == bindparam("text_hash"))
    .order_by(case((stories.c.outlet == bindparam("outlet"), 0), else_=1), stories.c.number)
    .limit(1)
)
_ADD = insert(stories).returning(stories.c.number)


def save(connection: Connection, outcome: Outcome, keep: timedelta, *, replayed: bool = False) -> Saved:
    """Commit ``outcome``; the story of a refusal is kept for ``keep``.

    ``replayed``: the page came from the archive. Its outcome is no new attempt at its URL, and a refusal is
    no news if the URL has a newer outcome, or has been refused for the same before.
    """
    if isinstance(outcome, Rejected):
        if replayed and _is_no_news(connection, outcome):
            return Saved(outcome, created=False, changed=False)
        return _save_rejection(connection, outcome, keep, replayed)
    stored = _stored(connection, outcome.id)
    lesson = learning.look(connection, outcome, stored["number"] if stored else None)
    outcome = replace(outcome, text=lesson.text)
    text_hash = fingerprint(outcome.text)
    if stored is None:
        decision = decide(outcome, _first(connection, outcome, text_hash))
        if isinstance(decision, Rejected):
            if replayed and _is_no_news(connection, decision):
                return Saved(decision, created=False, changed=False)
            return _save_rejection(connection, decision, keep, replayed)
        number, saved = _add(connection, decision, text_hash)
    else:
        number, saved = stored["number"], _renew(connection, outcome, text_hash, stored)
    if saved.changed:
        candidates.wait(connection, number)
    if saved.changed and outcome.outlet:
        learning.note(connection, outcome.outlet, number, lesson, outcome.fetched_at)
    if indexes.end_rejections(connection, {story_id(url) for url in (outcome.url, outcome.requested_url)}):
        withdrawn.reconsider(connection, outcome.url)
    _mark(connection, outcome, "story", replayed)
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
    row = story_row(story) | {"version": 1, "revision": 1}
    number = connection.execute(_ADD, row).scalar_one()
    arrivals.note(connection, number, story, row["published"])
    connection.execute(insert(versions), version_row(story, text_hash) | {"story": number, "version": 1})
    STORIES.changed(connection, number, 1)
    return number, Saved(story, created=True, changed=True)


def _renew(connection: Connection, story: Story, text_hash: str, stored: RowMapping) -> Saved:
    """Save a story whose URL is known."""
    kept = replace(story, version=stored["version"], cluster_id=stored["cluster_id"])
    row, content = story_row(kept), version_row(kept, text_hash)
    newest = max(stored["fetched_at"], stored["confirmed_at"] or stored["fetched_at"])
    # A page fetched before the last one that gave the story (a slow process, a replay of old archives) is
    # no news, even if that one changed nothing.
    if story.fetched_at < newest:
        return Saved(kept, created=False, changed=False)
    if not _differs(row | content, stored):
        if story.fetched_at > newest:
            this = stories.c.number == stored["number"]
            connection.execute(update(stories).where(this).values(confirmed_at=story.fetched_at))
        return Saved(kept, created=False, changed=False)
    number, version = stored["number"], stored["version"]
    edited = _edited(content, stored)
    if edited:
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
    return Saved(replace(kept, version=version), created=False, changed=True, edited=edited)


def _differs(new: Mapping[str, Any], stored: RowMapping) -> bool:
    passing = _PASSING | _ANNOUNCED | {"text_hash"}
    return any(value != stored[name] for name, value in new.items() if name not in passing)


def _edited(new: Mapping[str, Any], stored: RowMapping) -> bool:
    """Whether title or text changed in more than spelling, space and punctuation."""
    # The stored hash may come from an older rule of folding: then only hashes of today compare.
    if new["text_hash"] != stored["text_hash"] and new["text_hash"] != fingerprint(stored["text"]):
        return True
    return fingerprint(new["title"]) != fingerprint(stored["title"])


def _is_no_news(connection: Connection, rejected: Rejected) -> bool:
    """Whether a replayed refusal says nothing that is not known already, or known better."""
    mark = seen.marks(connection, [rejected.url]).get(rejected.url)
    if mark is not None and mark.at > rejected.at:
        return True
    key = story_id(rejected.url)
    known = connection.execute(select(rejections).where(rejections.c.key == key)).mappings().one_or_none()
    return known is not None and all(known[name] == getattr(rejected, name) for name in _VERDICT)


def _save_rejection(
    connection: Connection, rejected: Rejected, keep: timedelta, replayed: bool = False
) -> Saved:
    """Record why there is no story, or why a stored one could not be renewed: that one stays."""
    key = story_id(rejected.url)
    row = rejection_row(rejected)
    if rejected.story is not None and rejected.stage in KEPT_STAGES:
        row |= {"story": pack(rejected.story), "keep_until": rejected.at + keep}
    elif rejected.story is not None:
        rejected = replace(rejected, story=None)
    known = connection.execute(select(rejections).where(rejections.c.key == key)).mappings().one_or_none()
    other = known is not None and known["stage"] == withdrawn.STAGE != rejected.stage
    if other and withdrawn.among(connection, [key]):
        # That the story is no defence news stays the reason why there is none.
        _mark(connection, rejected, "rejected", replayed)
        return Saved(rejected, created=False, changed=False)
    indexed = indexes.has_rejection_index(connection)
    if known is None:
        previous = indexes.last_waiting(connection, key) if indexed else None
        row |= {"key": key, "first_at": rejected.at, "attempts": 1}
        row["revision"] = indexes.next_revision(previous)
        connection.execute(insert(rejections), row)
    else:
        attempts = known["attempts"] + (0 if replayed else 1)
        row |= {"attempts": attempts, "revision": indexes.next_revision(known["revision"])}
        connection.execute(update(rejections).where(rejections.c.key == key).values(**row))
    if indexed:
        REJECTIONS.changed(connection, key, row["revision"])
    if rejected.stage == withdrawn.STAGE:
        withdrawn.reconsider(connection, rejected.url)
    if rejected.requested_url and rejected.requested_url != rejected.url:
        # What the announced URL was refused for before we knew where it leads.
        indexes.end_rejections(connection, {story_id(rejected.requested_url)})
    _mark(connection, rejected, "rejected", replayed)
    changed = known is None or any(known[name] != row[name] for name in _VERDICT)
    return Saved(rejected, created=known is None, changed=changed)


def _mark(
    connection: Connection, outcome: Outcome, kind: Literal["story", "rejected"], replayed: bool
) -> None:
    seen.mark(
        connection,
        urls=(outcome.url, outcome.requested_url),
        outlet=outcome.outlet,
        outcome=kind,
        leads_to=story_id(outcome.url),
        at=outcome.fetched_at if isinstance(outcome, Story) else outcome.at,
        announced=outcome.announced,
        final=isinstance(outcome, Story) or outcome.final,
        attempt=not replayed,
    )
