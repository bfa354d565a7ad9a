"""Compare a stored story with its candidates, keep what they are to each other, and cluster the copies.

    story committed ─▶ unlinked ─▶ candidates (`candidates`) ─▶ compared, without a lock (`decision`)
                                                                      │
    clusters, outbox ◀── story_links ◀── looked up again under the write lock: who came in between?

A story is committed before it is compared, and waits in `unlinked` until it has been: whoever is killed in
between leaves nothing half done, and texts are compared while others write. The look-up under the lock sees
every story that was linked before; of two that come at once the later one finds the earlier.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, insert, select

from pipelines.copies.clusters import APART, COPIES
from pipelines.copies.decision import Piece, Verdict
from pipelines.copies.sketch import sketch
from pipelines.copies.subjects import subjects
from pipelines.store import candidates, clustering
from pipelines.store.database import Database
from pipelines.store.lookup import Around
from pipelines.store.rows import storable
from pipelines.store.seen import CHUNK
from pipelines.store.tables import buckets, sketches, stories, story_links, unlinked, versions

Judge = Callable[[Piece, Piece], Verdict]

_TEXTS = (
    select(
        stories.c.number,
        stories.c.id,
        stories.c.outlet,
        stories.c.dated,
        stories.c.published,
        versions.c.title,
        versions.c.text,
        versions.c.text_hash,
    )
    .join(versions, (versions.c.story == stories.c.number) & (versions.c.version == stories.c.version))
    .where(stories.c.number.in_(bindparam("numbers", expanding=True)))
)
_CLUSTER = select(stories.c.cluster_id).where(stories.c.number == bindparam("number"))

_MINE = (story_links.c.first == bindparam("number")) | (story_links.c.second == bindparam("number"))
_KNOWN = select(story_links.c.first, story_links.c.second, story_links.c.relation).where(_MINE)
_UNLINK = delete(story_links).where(_MINE)

TRIES = 3
"""How often a story is compared without the lock before it is done under it: others may come or be edited
all the time."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Text:
    """All of a story that its links depend on."""

    number: int
    id: str
    outlet: str
    dated: datetime
    published: datetime | None
    title: str
    text: str
    text_hash: str

    @property
    def piece(self) -> Piece:
        return Piece(self.text, title=self.title, published=self.published, outlet=self.outlet)


Pair = tuple[Text, Text]
"""The earlier one first."""
Judged = dict[tuple[Pair, bool], Verdict | None]
"""What was compared already, with whether the texts were known to be equal; None where nothing came of it.

What one reads without the lock, others may write in between: a pair can be met before its texts are known to
be equal.
"""


@dataclass(frozen=True, slots=True)
class Look:
    """A story and what it is to be compared with."""

    story: Text
    pairs: Mapping[Pair, bool]
    """Whether some version of each has a text of the other's."""


class Linker:
    """Links the stories of one database. Safe to use from several threads and processes."""

    def __init__(self, database: Database, judge: Judge, window: timedelta) -> None:
        """Stories are compared by ``judge`` if their times are at most ``window`` apart."""
        self._database = database
        self._judge = judge
        self._window = int(window.total_seconds() // 60)

    def link(self, number: int) -> str | None:
        """Bring the links of a story, and the clusters that they change, up to its present text.

        Returns the id of the source of its cluster; None for an unknown number. Raises StoreProblem; the
        story waits then.
        """
        judged: Judged = {}
        for attempt in range(TRIES):
            with self._database.read() as connection:
                look = self._look(connection, number)
            self._compare(look, judged)
            with self._database.write() as connection:
                if self._settle(connection, number, judged, last=attempt == TRIES - 1):
                    cluster: str | None = connection.scalar(_CLUSTER, {"number": number})
                    return cluster
        raise AssertionError("the last try settles")

    def catch_up(self, limit: int) -> int:
        """Link at most ``limit`` of the stories that wait; returns how many that were."""
        with self._database.read() as connection:
            numbers = candidates.waiting(connection, 0, limit)
        for number in numbers:
            self.link(number)
        return len(numbers)

    def forget(self) -> int:
        """Forget all sketches and links: every story waits to be compared again; returns how many do."""
        with self._database.write() as connection:
            for table in (unlinked, story_links, buckets, sketches):
                connection.execute(delete(table))
            connection.execute(insert(unlinked).from_select(["story"], select(stories.c.number)))
            return candidates.count_waiting(connection)

    def _look(self, connection: Connection, number: int) -> Look | None:
        """The story and its candidates as they are now; None for an unknown number."""
        own = next(iter(_texts(connection, [number])), None)
        if own is None:
            return None
        equal = candidates.equal(connection, number)
        others = _texts(connection, dict.fromkeys([*equal, *self._found(connection, own)]))
        pairs = {_in_order(own, other): other.number in equal for other in others}
        return Look(own, pairs)

    def _found(self, connection: Connection, own: Text) -> list[int]:
        """The stories that its sketch and its subjects meet."""
        minima = sketch(own.text)
        if minima is None:
            return []
        around = Around(own.number, candidates.minute(own.dated), self._window)
        about = subjects(own.title, own.text)
        return candidates.near(connection, minima, around) + candidates.akin(connection, about, around)

    def _compare(self, look: Look | None, judged: Judged) -> None:
        for pair, equal in look.pairs.items() if look else ():
            if (pair, equal) not in judged:
                judged[pair, equal] = _equal(*pair) if equal else self._verdict(*pair)

    def _verdict(self, first: Text, second: Text) -> Verdict | None:
        """What the two are to each other; None if they are different, or cannot be compared."""
        try:
            verdict = self._judge(first.piece, second.piece)
        except Exception as error:  # noqa: BLE001 - one odd pair must not stop a crawl
            _log.warning("copies: cannot compare %s and %s: %r", first.id, second.id, error)
            return None
        return verdict if verdict.relation != "different" else None

    def _settle(self, connection: Connection, number: int, judged: Judged, last: bool) -> bool:
        """Write down what the story is to the others; False if some have yet to be compared."""
        look = self._look(connection, number)
        if look and not judged.keys() >= look.pairs.items():
            if not last:
                return False
            self._compare(look, judged)
        candidates.done(connection, number)
        if look:
            own = look.story
            about, when = subjects(own.title, own.text), candidates.minute(own.dated)
            candidates.place(connection, number, sketch(own.text), about, when)
            links = {one[0]: verdict for one in look.pairs.items() if (verdict := judged[one]) is not None}
            clustering.renew(connection, {number, *_replace_links(connection, number, links)})
        return True


def _in_order(one: Text, other: Text) -> Pair:
    """The earlier one first: what they are to each other is not to depend on who came to us first."""
    first, second = sorted((one, other), key=lambda text: (text.dated, text.id))
    return first, second


def _equal(first: Text, second: Text) -> Verdict:
    now = first.text_hash == second.text_hash
    return Verdict("same", 1.0, {"text": "equal" if now else "equal to that of another version"})


def _texts(connection: Connection, numbers: Iterable[int]) -> Iterator[Text]:
    """The stories with these numbers as they are now, in the order of the numbers given."""
    given, found = list(numbers), dict[int, Text]()
    for start in range(0, len(given), CHUNK):
        rows = connection.execute(_TEXTS, {"numbers": given[start : start + CHUNK]})
        found |= {row.number: Text(*row) for row in rows}
    return (found[number] for number in given if number in found)


def _replace_links(connection: Connection, number: int, links: Mapping[Pair, Verdict]) -> set[int]:
    """Write the links of a story; the numbers of those whose cluster its former links had a say in."""
    known = connection.execute(_KNOWN, {"number": number}).all()
    if known:
        connection.execute(_UNLINK, {"number": number})
    rows = [
        {
            "first": min(one.number, other.number),
            "second": max(one.number, other.number),
            "relation": verdict.relation,
            "score": verdict.score,
            "evidence": storable(verdict.evidence),
        }
        for (one, other), verdict in links.items()
    ]
    if rows:
        connection.execute(insert(story_links), rows)
    return {
        row.first if row.second == number else row.second for row in known if row.relation in (*COPIES, APART)
    }
