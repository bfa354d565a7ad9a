"""Writing in bulk: what became of each document, told apart by whose fault it is.

    writes ─▶ streaming_bulk (chunks by number and size; 429 and 503 wait and try again) ─▶ status of each
       2xx             acknowledged
       409             a higher revision is there: acknowledged, once it is seen to be there
       400, 413        the document's fault: refused, with the server's reason; it would be refused again
       everything else the server's: not acknowledged, so it stays in the outbox

External versions make a replay harmless: the server keeps the higher of two revisions, whichever comes last.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch
from elasticsearch.helpers import streaming_bulk

from search.elasticsearch_client import Connection, reason, told_in
from search.index import IndexUnavailable, Refused, Written

logger = logging.getLogger(__name__)

CHUNK: Final = 500
"""Documents of one request, at most."""
CHUNK_BYTES: Final = 8 * 1024 * 1024
"""Bytes of one request, at most, except where one document has more."""
TRIES: Final = 4
"""How often a chunk that the server is too busy for (429, 503) is sent again, after 1, 2, 4, 8 s."""
_BUSY: Final = (429, 503)
_TOO_LARGE: Final = 413


@dataclass(frozen=True, slots=True)
class Write:
    """One document to be written, or to be removed (`body` is None)."""

    id: str
    revision: int
    body: bytes | None


@dataclass(frozen=True, slots=True)
class _Result:
    status: int
    index: str
    """The concrete index that took it."""
    told: str


class Writer:
    """Writes to one concrete index through its alias.

    The alias may be moved to another index at any moment: what that one took is not acknowledged here.
    """

    def __init__(
        self,
        client: Elasticsearch,
        connection: Connection,
        target: str,
        concrete: str,
        *,
        aliased: bool = True,
        visible: bool = False,
    ) -> None:
        """``target``: what to write to, an alias if ``aliased``. ``visible``: searches see it at once."""
        self._client = client
        self._connection = connection
        self._target = target
        self._concrete = concrete
        self._aliased = aliased
        self._visible = visible

    def write(self, writes: Sequence[Write]) -> Written:
        """Send them all. Raises IndexUnavailable if the server took none of them and refused none."""
        revisions = {write.id: write.revision for write in writes}
        results: dict[str, _Result] = {}
        trouble = self._send(writes, CHUNK, results)
        large = [write for write in writes if write.id in results and results[write.id].status == _TOO_LARGE]
        if len(large) > 1 and not trouble:
            # The request was too large for something on the way: one document at a time, then.
            trouble = self._send(large, 1, results)
        conflicts = [id for id, result in results.items() if result.status == 409]
        there = self._there(conflicts) if conflicts and not trouble else {}
        # What is to be removed and meets a higher revision, or the memory of one, needs no removal.
        there |= {write.id: write.revision for write in writes if write.body is None}
        acknowledged: dict[str, int] = {}
        refused: list[Refused] = []
        for id, result in results.items():
            if self._settled(id, result, there):
                acknowledged[id] = max(revisions[id], there.get(id, 0))
            elif result.status in (400, _TOO_LARGE):
                refused.append(Refused(id, result.told))
            elif not trouble:
                trouble = f"{result.told} ({result.status})"
        if trouble and not acknowledged and not refused:
            raise IndexUnavailable(f"{self._connection.shown}: {trouble}")
        if trouble:
            logger.info("%s took a part: %s", self._connection.shown, trouble)
        return Written(acknowledged, tuple(refused))

    def _settled(self, id: str, result: _Result, there: Mapping[str, int]) -> bool:
        if result.status == 409:
            return id in there
        # A removal of what is not there is done, too.
        return result.index == self._concrete and (200 <= result.status < 300 or result.status == 404)

    def _send(self, writes: Sequence[Write], chunk: int, results: dict[str, _Result]) -> str:
        """Fill in the results; what kept the rest from being sent, or nothing."""
        try:
            for _, item in streaming_bulk(
                self._client,
                cast(Any, writes),  # our callback takes them, whatever its type says
                chunk_size=chunk,
                max_chunk_bytes=CHUNK_BYTES,
                expand_action_callback=cast(Any, self._action),
                raise_on_error=False,
                raise_on_exception=False,
                max_retries=TRIES,
                initial_backoff=1,
                max_backoff=8,
                retry_on_status=_BUSY,
                # A missing index must be made with our template, not by the way of a write.
                require_alias=self._aliased,
                refresh=self._visible,
            ):
                [(_, outcome)] = item.items()
                results[outcome["_id"]] = _result(outcome)
        except (TransportError, ApiError) as error:
            return reason(error)
        return ""

    def _action(self, write: Write) -> tuple[dict[str, Any], Any]:
        meta = {
            "_index": self._target,
            "_id": write.id,
            "version": write.revision,
            "version_type": "external",
        }
        if write.body is None:
            return {"delete": meta}, None
        return {"index": meta}, write.body

    def _there(self, ids: Sequence[str]) -> dict[str, int]:
        """Those that are in the index, with their revisions. A conflict alone does not say so: for a while
        the server remembers the revision of what was removed, too."""
        found = self._client.mget(index=self._concrete, ids=list(ids), source=False)
        return {doc["_id"]: doc["_version"] for doc in found["docs"] if doc.get("found")}


def _result(outcome: Mapping[str, Any]) -> _Result:
    if isinstance(error := outcome.get("exception"), ApiError):
        return _Result(error.status_code, "", reason(error))
    return _Result(
        int(outcome.get("status", 500)),
        str(outcome.get("_index", "")),
        told_in(outcome["error"]) if "error" in outcome else "",
    )


def batches(ids: Sequence[str], size: int = 1000) -> Iterator[Sequence[str]]:
    """`ids` in pieces."""
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
