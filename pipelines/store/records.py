"""What the store answers with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple

from pipelines.answers import NO_VALIDATORS, Validators
from pipelines.copies.decision import Relation
from pipelines.entry import Entry
from pipelines.story import Outcome, Rejected, Story


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of an outcome, committed when this is returned."""

    outcome: Outcome
    """The story with its final version and cluster; or the rejection, perhaps as a duplicate."""
    created: bool
    """The store had no story (no rejection) of this URL before."""
    changed: bool
    """Something but the seen mark was written; always if `created`."""
    edited: bool = False
    """The story has another version."""


@dataclass(frozen=True, slots=True)
class SeenMark:
    """A URL whose outcome is committed."""

    url: str
    outcome: Literal["story", "rejected"]
    """``story`` as long as there is one, even if the page was refused when it was fetched again."""
    at: datetime
    """When the page was fetched, or the refusal happened, last; aware, UTC."""
    announced: datetime | None
    """Latest instant that a source stated for it; aware, UTC. A later one is a reason to look again."""
    attempts: int
    """How often an outcome was saved."""
    final: bool
    """False if the URL is worth trying again: then it does not count as seen."""


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """The record of the raw archive that holds the body of a page's last fetch."""

    url: str
    """Where the body came from, after redirects."""
    digest: str
    """Of the body, as ``WARC-Payload-Digest`` states it: ``sha1:`` and base 32."""
    at: datetime
    """``WARC-Date`` of the record; aware, UTC."""
    file: str
    """Name of the file in the archive's directory, as it is once the file is closed."""
    offset: int
    """In bytes from the start of the file."""


@dataclass(frozen=True, slots=True)
class Lease:
    """A page that one process may fetch, until the lease expires."""

    url: str
    """Canonical."""
    outlet: str
    """The one that announced it."""
    entry: Entry
    until: datetime
    failures: int
    """In a row, so far."""
    story_at: datetime | None = None
    """When the page gave its story first: it is visited again. None: it gave none yet."""
    validators: Validators = NO_VALIDATORS
    """What the server said of the page that gave the last outcome."""
    deaths: int = 0
    """How many crawls were killed while they had it (see `pipelines.store.deaths`)."""


@dataclass(frozen=True, slots=True)
class Backfilled:
    """A part of a source's archive that was read whole."""

    part: str
    """A sitemap's address, the first day of a week, or the instant at which a chain of pages was begun."""
    first: datetime
    """Entries from here were taken,"""
    last: datetime
    """until here."""
    at: datetime
    """When that was."""
    position: str | None = None
    """Of a chain of pages: the address of the last one that was read."""


@dataclass(frozen=True, slots=True)
class Work:
    """How many of an outlet's pages the frontier holds, by state."""

    due: int
    """To be fetched now; those of them that wait or whose lease expired are counted below, too."""
    waiting: int
    flight: int
    done: int
    failed: int


@dataclass(frozen=True, slots=True)
class SourceState:
    """How polling one source went."""

    url: str
    last_polled: datetime
    last_success: datetime | None
    failures: int
    """Since the last success."""
    last_error: str | None
    """Of the last poll; None if that went well."""
    entries: int | None
    """How many it announced at the last success."""
    hub: str | None = None
    """The WebSub hub that it announced then."""
    next_due: datetime | None = None
    """Of a source that fails: it is not asked before; None: with the outlet."""
    moved_to: str | None = None
    """Where it has moved for good, and is read now."""
    false_304s: int = 0
    """How often its server said that nothing had changed, and something had."""

    @property
    def gone(self) -> bool:
        """The server says that it is gone for good (410)."""
        return bool(self.last_error and self.last_error.startswith("http-410"))


@dataclass(frozen=True, slots=True)
class OutletState:
    """How crawling one outlet went. An outlet that was never crawled has none."""

    outlet: str
    last_polled: datetime | None
    last_success: datetime | None
    next_due: datetime | None
    """None is due now."""
    failures: int
    """Visits without success since the last success."""
    sources: tuple[SourceState, ...] = ()

    @property
    def last_error(self) -> str | None:
        """Of the source that was polled last among those that fail."""
        failing = [source for source in self.sources if source.last_error]
        return max(failing, key=lambda source: source.last_polled).last_error if failing else None


@dataclass(frozen=True, slots=True)
class Version:
    """A story's title and text as they were once."""

    version: int
    title: str
    text: str
    fetched_at: datetime
    modified: datetime | None
    """What the page stated then."""


@dataclass(frozen=True, slots=True)
class StoryLink:
    """What a story is to another one."""

    relation: Relation
    score: float
    """How sure that is, 0 to 1."""
    evidence: Mapping[str, Any]
    id: str
    """Of the other story; so are the fields below."""
    url: str
    outlet: str
    title: str
    dated: datetime
    """Published, or fetched where that is unknown; aware, UTC."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A member of a cluster."""

    id: str
    url: str
    outlet: str
    title: str
    agency: str | None
    dated: datetime
    """Published, or fetched where that is unknown; aware, UTC."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Copies of one story."""

    source: str
    """Id of the one that was published first."""
    agency: str | None
    """That most of the copies credit; of equally many, the one that the earlier copy credits."""
    copies: tuple[Copy, ...]
    """The earliest first."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A version of a story, or of what its outlet made of it at another address."""

    id: str
    url: str
    version: Version


@dataclass(frozen=True, slots=True)
class Rejection(Rejected):
    """A rejection as stored: one a URL, the last one. `at` is its time; `story` is None once purged."""

    first_at: datetime | None = None
    """When this URL was refused first."""
    attempts: int = 1
    """How often it was refused."""
    keep_until: datetime | None = None
    """When the kept story may go; None if none was kept."""
    key: str = ""
    """`pipelines.story.story_id` of the URL."""
    revision: int = 0
    """Grows with every change, also from a rejection that ended (a story came) to the next of its URL."""


@dataclass(frozen=True, slots=True)
class LearnedLine:
    """A line that an outlet repeats, and what it was found to be."""

    outlet: str
    text: str
    furniture: bool
    """False: a person or the figures found it to be text after all."""
    fixed: bool
    """A person said so; figures do not change it."""
    stories: int
    """How many of the outlet's stories have it, taken out or not."""
    at: datetime


class Filed(NamedTuple):
    """A story with what tells whether it changed since it was read."""

    number: int
    """In the order in which stories came."""
    revision: int
    story: Story


class RuleFigures(NamedTuple):
    """How an extraction rule fared on an outlet's last stories."""

    matched: int
    missed: int


class Arrival(NamedTuple):
    """A story, when it was new. Instants are aware, UTC."""

    outlet: str
    at: datetime
    """When it was fetched first."""
    published: datetime | None
    """As its page or feed stated."""
    characters: int
    """Of its text."""
    indexed_at: datetime | None
    """When an index had it first; None if none has, or of stories from before this was noted."""


class RefusalRate(NamedTuple):
    """How many URLs of an outlet were refused for a reason: before the last week, in it, in its last day."""

    outlet: str
    stage: str
    reason: str
    before: int
    week: int
    day: int


class RejectCount(NamedTuple):
    """How many URLs of an outlet are refused for a reason."""

    outlet: str
    stage: str
    reason: str
    n: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows there are."""

    stories: int
    relevant: int
    versions: int
    rejections: int
    seen: int
    by_outlet: Mapping[str, int]
    """Stories of each outlet that has any."""


Holds = Literal["stories", "rejections"]
"""What an index holds."""


class RegisteredIndex(NamedTuple):
    """An index that the store keeps an outbox for."""

    name: str
    holds: Holds


@dataclass(frozen=True, slots=True)
class PendingRejections:
    """What an index of rejections has yet to take."""

    present: tuple[Rejection, ...]
    """Without their kept stories."""
    gone: Mapping[str, int]
    """Key of a rejection that is no more → the revision of its end."""

    def __len__(self) -> int:
        return len(self.present) + len(self.gone)


@dataclass(frozen=True, slots=True)
class IndexFailure:
    """A story, or a rejection, that an index would not take."""

    id: str
    """Of the story; of a rejection its key."""
    revision: int
    reason: str
    """The index's words."""
    at: datetime
