"""Writing in bulk: what became of each document, told apart by whose fault it is.

    writes ─▶ streaming_bulk (chunks by number and size) ─▶ status of each
       2xx             acknowledged, if the index that it was meant for took it
       409             a higher revision is there: acknowledged, once it is seen to be there
       429, 503        too busy: sent again after a while, a few times
       400, 413        of a whole request: sent again in smaller ones, down to single documents; these are to
                       blame if a request without them is taken then
                       of a document: its own fault, refused with the server's reason
       everything else the server's fault: not acknowledged, so it stays in the outbox

External versions make a replay harmless: the server keeps the higher of two revisions, whichever comes last.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, cast

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch
from elasticsearch.helpers import streaming_bulk

from search.elasticsearch_client import Connection, reason, told_in
from search.index import IndexReplaced, IndexUnavailable, Refused, Written

logger = logging.getLogger(__name__)

CHUNK: Final = 500
"""Documents of one request, at most."""
CHUNK_BYTES: Final = 8 * 1024 * 1024
"""Bytes of one request, at most, except where one document has more."""
_BUSY: Final = (429, 503)
_BAD: Final = 400
_TOO_LARGE: Final = 413
_SMALLER: Final = 4
"""A request that is too large is sent again in so many parts."""
_NOBODY: Final = "nobody"
"""An id that no document has: theirs are hex digits."""
_OF_THE_INDEX: Final = ("index_closed_exception", "no write index is defined")
"""What a 400 is about that is no document's fault: types and beginnings of reasons."""


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
    """What went wrong, with the status."""
    whole: bool = False
    """The whole request was answered so."""
    faulty: bool = False
    """It is the document's fault."""
    wait: float = 0
    """Seconds that the server asks us to wait."""

    @property
    def refused_whole(self) -> bool:
        """Whether something in the request, or its size, kept it from being read."""
        return self.whole and self.status in (_BAD, _TOO_LARGE)


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
        visible: bool = False,
    ) -> None:
        """``target``: the alias to write to. ``visible``: searches see it at once."""
        self._client = client
        self._connection = connection
        self._target = target
        self._concrete = concrete
        self._visible = visible

    def write(self, writes: Sequence[Write]) -> Written:
        """Send them all. Raises IndexUnavailable if the server took none of them and refused none;
        IndexReplaced if that was so because the alias was moved."""
        revisions = {write.id: write.revision for write in writes}
        results: dict[str, _Result] = {}
        trouble = self._send_all(writes, results)
        there: dict[str, int] = {}
        try:
            there = self._conflicting(writes, results)
        except (TransportError, ApiError) as error:
            trouble = trouble or reason(error)
        # What is to be removed and meets a higher revision, or the memory of one, needs no removal.
        there |= {write.id: write.revision for write in writes if write.body is None}
        acknowledged: dict[str, int] = {}
        refused: list[Refused] = []
        for id, result in results.items():
            if self._settled(result, there.get(id, -1) >= revisions[id]):
                acknowledged[id] = max(revisions[id], there.get(id, 0))
            elif result.faulty:
                refused.append(Refused(id, result.told))
            else:
                trouble = trouble or result.told or "a document was taken by another index"
        if not trouble and len(results) < len(revisions):
            trouble = f"no answer about {len(revisions) - len(results)} documents"
        if trouble and not acknowledged and not refused:
            if moved := next((r.index for r in results.values() if self._elsewhere(r)), ""):
                raise IndexReplaced(f"{self._connection.shown}: {moved} took the place of {self._concrete}")
            raise IndexUnavailable(f"{self._connection.shown}: {trouble}")
        if trouble:
            logger.info("%s took a part: %s", self._connection.shown, trouble)
        return Written(acknowledged, tuple(refused))

    def _settled(self, result: _Result, there: bool) -> bool:
        if result.status == 409:
            return there
        # A removal of what is not there is done, too.
        return result.index == self._concrete and (200 <= result.status < 300 or result.status == 404)

    def _elsewhere(self, result: _Result) -> bool:
        """Whether another index than ours answered: the alias was moved."""
        return result.index not in ("", self._concrete, self._target)

    def _send_all(self, writes: Sequence[Write], results: dict[str, _Result]) -> str:
        """Send, in smaller requests what is too large, and again what the server is too busy for, as long as
        there is time. What kept the rest from being sent, or nothing."""
        until = time.monotonic() + self._connection.seconds
        pauses = iter(self._connection.pauses)
        left, chunk = list(writes), CHUNK
        while True:
            if trouble := self._send(left, chunk, results):
                return trouble
            known = [(write, results[write.id]) for write in writes if write.id in results]
            left = [write for write, result in known if result.refused_whole and not result.faulty]
            if len(left) > 1 and chunk > 1:
                chunk = max(1, min(chunk, len(left)) // _SMALLER)
                continue
            self._blame(left, results)
            left = [write for write, result in known if result.status in _BUSY]
            asked = max((result.wait for _, result in known if result.status in _BUSY), default=0)
            pause = max(next(pauses, float("inf")), asked)
            if not left or time.monotonic() + pause > until:
                return ""
            time.sleep(pause)

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
                # A missing index must be made with our template, not by the way of a write.
                require_alias=True,
                refresh=self._visible,
                # The server's own answer to a shard that does not start, before we stop listening.
                timeout=f"{max(1, round(self._connection.seconds * 500))}ms",
            ):
                [(_, outcome)] = item.items()
                results[outcome["_id"]] = _result(outcome)
        except (TransportError, ApiError) as error:
            return reason(error)
        return ""

    def _blame(self, alone: Sequence[Write], results: dict[str, _Result]) -> None:
        """Say of documents that were sent alone, and kept the request from being taken, that it is their
        fault. Not if another request is answered so, too, or they are taken now: then something between the
        server and us is wrong."""
        if not alone or not self._takes() or self._send(alone, 1, results):
            return
        for write in alone:
            if (result := results[write.id]).refused_whole:
                results[write.id] = replace(result, faulty=True)

    def _takes(self) -> bool:
        """Whether a bulk request by the same way is taken now: the removal of what is not there."""
        try:
            nothing = {"delete": {"_index": self._target, "_id": _NOBODY}}
            [item] = self._client.bulk(operations=[nothing], require_alias=True)["items"]
        except (TransportError, ApiError):
            return False
        return item["delete"].get("status") in (200, 404)

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

    def _conflicting(self, writes: Sequence[Write], results: dict[str, _Result]) -> dict[str, int]:
        """Revisions of what is in the index in the place of what conflicted; what conflicted only with the
        memory of a removal is sent again once the server has forgotten that."""
        there: dict[str, int] = {}
        for pause in (0.0, *self._connection.pauses):
            ours = [write for write in writes if write.id in results and results[write.id].status == 409]
            ours = [write for write in ours if write.body is not None and write.id not in there]
            if ours:
                there |= self._there([write.id for write in ours])
            again = [write for write in ours if write.id not in there]
            if not again:
                break
            time.sleep(pause)
            # It forgets when it refreshes (`index.gc_deletes` is 0), and not what was removed just now.
            self._client.indices.refresh(index=self._concrete)
            self._send(again, CHUNK, results)
        return there

    def _there(self, ids: Sequence[str]) -> dict[str, int]:
        """Those that are in the index, with their revisions. A conflict alone does not say so: for a while
        the server remembers the revision of what was removed, too."""
        found = self._client.mget(index=self._concrete, ids=list(ids), source=False)
        return {doc["_id"]: doc["_version"] for doc in found["docs"] if doc.get("found")}


def _result(outcome: Mapping[str, Any]) -> _Result:
    if isinstance(error := outcome.get("exception"), ApiError):
        return _Result(error.status_code, "", reason(error), whole=True, wait=_asked(error))
    status = int(outcome.get("status", 500))
    told = ""
    faulty = False
    if "error" in outcome:
        told = told_in(outcome["error"])
        kind = outcome["error"].get("type", "") if isinstance(outcome["error"], dict) else ""
        faulty = status in (_BAD, _TOO_LARGE) and not any(
            sign.startswith(_OF_THE_INDEX) for sign in (kind, told)
        )
        told = f"{told} ({status})"
    return _Result(status, str(outcome.get("_index", "")), told, faulty=faulty)


def _asked(error: ApiError) -> float:
    """Seconds of a Retry-After header."""
    said = error.meta.headers.get("retry-after") or ""
    return float(said) if said.isdecimal() else 0.0


def batches(ids: Sequence[str], size: int = 1000) -> Iterator[Sequence[str]]:
    """`ids` in pieces."""
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
