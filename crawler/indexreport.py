"""What ``scrapy index`` says of the index: as records for programs, as lines for people."""

from __future__ import annotations

from typing import Any

from crawler.services import Services
from pipelines.verification import Difference
from search.index import Index, IndexProblem, RefusalIndex

_SHOWN = 5
"""So many ids of each kind of difference are for people; programs get all."""


def state_of(services: Services) -> dict[str, Any]:
    """Health of the index against the store. What cannot be known of an index that is away is None."""
    health = services.index.health()
    name, _ = _name(services.index)
    counts = services.store.counts()
    return {
        "index": name,
        "ok": health.ok,
        "documents": health.documents,
        "stories": counts.stories,
        "waiting": None if name is None else services.store.pending_count(name),
        "refused": None if name is None else len(services.store.index_failures(name)),
        "detail": health.detail,
        "refusals": _refusals(services, counts.rejections),
    }


def _refusals(services: Services, rejections: int) -> dict[str, Any] | None:
    try:
        index = services.refusals
    except IndexProblem as problem:
        name, detail = None, str(problem)
    else:
        if index is None:
            return None
        name, detail = _name(index)
    return {
        "index": name,
        "rejections": rejections,
        "waiting": None if name is None else services.store.pending_count(name),
        "refused": None if name is None else len(services.store.index_failures(name)),
        "detail": detail,
    }


def _name(index: Index | RefusalIndex) -> tuple[str | None, str]:
    """The name and ``ok``, or none and why: an index on a server may have to be asked."""
    try:
        return index.name, "ok"
    except IndexProblem as problem:
        return None, str(problem)


def difference_record(found: Difference) -> dict[str, Any]:
    """All that differs, by id."""
    return {
        "stored": found.stored,
        "indexed": found.indexed,
        "waiting": found.waiting,
        "missing": found.missing,
        "stale": found.stale,
        "unknown": found.unknown,
        "higher": found.higher,
    }


def difference_text(name: str, what: str, found: Difference) -> str:
    """Both counts, then a line for each kind of difference with the first few ids."""
    lines = [
        f"{name}: {found.indexed} {what} in the index, {found.stored} in the store, {found.waiting} waiting"
    ]
    for ids, meaning in (
        (found.missing, "missing in the index"),
        (found.stale, "in an earlier revision in the index"),
        (tuple(found.unknown), "in the index only"),
        (tuple(found.higher), "in a later revision in the index than in the store"),
    ):
        if ids:
            more = " ..." if len(ids) > _SHOWN else ""
            lines.append(f"  {len(ids)} {meaning}: {' '.join(ids[:_SHOWN])}{more}")
    if found.agree:
        lines.append("  they agree" + (", but for what waits" if found.waiting else ""))
    return "\n".join(lines)
