"""Fetch one address and look into what it gives."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from crawler.failures import FetchFailure
from crawler.fetcher import Fetch, Fetched
from crawler.inspection import Inspection, inspect
from pipelines.workers import Read, WorkerProblem

READ_SECONDS: Final = 60.0
"""Time that reading one answer may take in a worker."""


async def examine(
    url: str, kind: str, fetch: Fetch, read: Read, now: datetime, items: Sequence[str] = ()
) -> tuple[Fetched | FetchFailure, Inspection]:
    """Fetch one source and look into it."""
    answer = await fetch(url)
    if isinstance(answer, FetchFailure):
        return answer, Inspection(refused=f"{answer.reason}: {answer.detail}")
    return answer, await look_into(answer, url, kind, read, now, items)


async def look_into(
    answer: Fetched, url: str, kind: str, read: Read, now: datetime, items: Sequence[str] = ()
) -> Inspection:
    """What is in the source at `url`, given its answer."""
    try:
        return await read(
            inspect,
            answer.body,
            url,
            answer.content_type,
            kind,
            answer.final_url,
            now,
            answer.headers,
            items,
            timeout=READ_SECONDS,
        )
    except WorkerProblem as problem:
        return Inspection(refused=f"unreadable: {problem}")
