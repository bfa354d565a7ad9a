"""What ``scrapy index`` says of the index: as records for programs, as lines for people."""

from __future__ import annotations

from typing import Any

from crawler.engines import SERVER
from crawler.services import Services
from pipelines.verification import Difference
from search.index import Index, IndexMissing, IndexProblem, RefusalIndex

_SHOWN = 5
"""So many ids of each kind of difference are for people; programs get all."""


def short(name: str) -> str:
    """The name of an index for people: as the server has it, without the kind of engine and the UUID."""
    return name.split(":")[1] if name.startswith(SERVER) else name


def state_of(services: Services) -> dict[str, Any]:
    """Health of the index against the store. What cannot be known of an index that is away is None."""
    health = services.index.health()
    name, there, _ = _name(services.index)
    counts = services.store.counts()
    return {
        "index": name,
        "set_up": there,
        "ok": health.ok,
        "documents": health.documents,
        "stories": counts.stories,
        **_outbox(services, name, counts.stories),
        "detail": health.detail,
        "refusals": _refusals(services, counts.rejections),
    }


def state_text(state: dict[str, Any]) -> str:
    """What `state_of` found, for people, and what to do. A cause that both indexes share is told once."""
    stories, refusals = state["stories"], state["refusals"]
    if not state["set_up"]:
        kept = f"{stories} stories" + (f" and {refusals['rejections']} refusals" if refusals else "")
        return f"not set up yet: {state['detail']}\n{kept} are stored"
    name = short(state["index"] or "the index")
    lines = [f"{name}: {'ok' if state['ok'] else 'BROKEN'}, {state['detail']}"]
    if state["index"]:
        lines.append(f"{state['documents']} of {stories} stories indexed, {_left(state)}")
    if refusals and refusals["index"]:
        lines.append(
            f"{short(refusals['index'])}: {refusals['detail']}, {refusals['rejections']} refusals stored, "
            f"{_left(refusals)}"
        )
    elif refusals and refusals["detail"] != state["detail"]:
        lines.append(f"the index of refusals: {refusals['detail']}")
    if state["waiting"] or (refusals and refusals["waiting"]):
        lines.append("what waits is indexed by the next crawl, or now by `scrapy index drain`")
    if state["refused"] or (refusals and refusals["refused"]):
        lines.append("what the index refused, and why: `scrapy index failed`")
    return "\n".join(lines)


def _left(state: dict[str, Any]) -> str:
    refused = f", {state['refused']} refused by the index" if state["refused"] else ""
    return f"{state['waiting'] or 'none'} waiting in the outbox{refused}"


def _outbox(services: Services, name: str | None, stored: int) -> dict[str, int | None]:
    """What waits for an index and what it refused. For one that the store has not met all will wait."""
    if name is None:
        return {"waiting": None, "refused": None}
    known = any(one.name == name for one in services.store.indexes())
    return {
        "waiting": services.store.pending_count(name) if known else stored,
        "refused": len(services.store.index_failures(name)),
    }


def _refusals(services: Services, rejections: int) -> dict[str, Any] | None:
    try:
        index = services.refusals
    except IndexProblem as problem:
        name, there, detail = None, True, str(problem)
    else:
        if index is None:
            return None
        name, there, detail = _name(index)
    return {
        "index": name,
        "set_up": there,
        "rejections": rejections,
        **_outbox(services, name, rejections),
        "detail": detail,
    }


def _name(index: Index | RefusalIndex) -> tuple[str | None, bool, str]:
    """The name, whether it was set up, and ``ok``; or no name and why: a server may have to be asked."""
    try:
        return index.name, True, "ok"
    except IndexMissing as problem:
        return None, False, str(problem)
    except IndexProblem as problem:
        return None, True, str(problem)


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
        f"{short(name)}: {found.indexed} {what} in the index, {found.stored} in the store, "
        f"{found.waiting} waiting"
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
