"""The tables. A change here needs a migration: see `pipelines.store.migrations`.

    outlets ── sources      when each was polled and how that went, and when outlets publish
    found_sources           sources that were found and could not be written into an outlet's file
    answers                 what the last answer of each address of a source was
    seen                    every URL with a committed outcome, canonical and as announced
    frontier                pages to fetch: when, and who is fetching which now
    backfills               which parts of outlets' archives were read
    hosts                   which are to be left alone, and until when
    holdings                what one process has to itself: the watch, an outlet that it crawls
    schedule                what people asked of the watch: outlets paused, outlets wanted now
    stories ── versions     a story's facts; its title and text, once for each version
    sightings, learned_lines    lines that outlets print with their stories
    arrivals                when each story came first, and when an index had it
    sketches, buckets       which stories are to be compared (`pipelines.copies`)
    story_links             what stories are to each other, and why
    unlinked                stories that are yet to be compared
    rejections              why a URL gave no story
    archived                which record of the raw archive holds the body of a page's last fetch
    search_indexes          every index, and whether it holds stories or rejections
     ├── outbox, index_failures                  stories that an index has yet to take, and would not
     └── rejection_outbox, rejection_failures    the same for rejections
    tallies                 what only a crawl knows, counted: fetches, bytes, refusals, delays
    alarms, alarm_notices   what is wrong now, and what is yet to be told of it

Stories are numbered in the order in which they came, and tables refer to that number: so a rebuild of an
index reads the store from front to back. Title and text stand in `versions` only, so that each text is
stored once.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy.types import TypeDecorator


class Utc(TypeDecorator[datetime]):
    """An instant. Aware on the way in, aware and in UTC on the way out, in both databases.

    Where the zone that a page stated matters, a second column ``..._offset`` keeps it, in seconds east
    of UTC. Raises ValueError for a naive datetime.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"naive datetime {value!r}: the store takes aware ones only")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    }
)

# SQLite numbers rows by itself only if the type is exactly INTEGER.
Number = BigInteger().with_variant(Integer(), "sqlite")
Key = String(16)
"""`pipelines.story.story_id` of a URL."""
Json = JSON(none_as_null=True)

outlets = Table(
    "outlets",
    metadata,
    Column("outlet", Text, primary_key=True),
    Column("last_polled", Utc),
    Column("last_success", Utc),
    Column("next_due", Utc),
    Column("failures", Integer, nullable=False),  # in a row
    Column("rhythm", Json),  # pipelines.rhythm: by hour of day, how much came
    Column("unedited", Integer, nullable=False, server_default="0"),  # revisits since the last edit
)

sources = Table(
    "sources",
    metadata,
    Column("outlet", Text, primary_key=True),
    Column("url", Text, primary_key=True),
    Column("last_polled", Utc, nullable=False),
    Column("last_success", Utc),
    Column("failures", Integer, nullable=False),  # in a row
    Column("last_error", Text),
    Column("entries", Integer),  # at the last success
    Column("hub", Text),  # WebSub, as the source announces it
    Column("next_due", Utc),  # of one that fails: not to be asked before
)

found_sources = Table(
    "found_sources",
    metadata,
    Column("outlet", Text, primary_key=True),
    Column("url", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("section", Text),
    Column("archive", Boolean, nullable=False),
    Column("content", Text, nullable=False),
    Column("found_at", Utc, nullable=False),
)

# One row an address of a source: itself, or a sitemap below it. `pipelines.answers` explains the fields.
answers = Table(
    "answers",
    metadata,
    Column("outlet", Text, primary_key=True),
    Column("url", Text, primary_key=True),  # as it is asked for, before redirects
    Column("source", Text, nullable=False),  # sources.url
    Column("reading", String(16), nullable=False),
    Column("asked_at", Utc, nullable=False),
    Column("whole_at", Utc, nullable=False),
    Column("news_at", Utc, nullable=False),
    Column("gap", Double),  # seconds
    Column("etag", Text),
    Column("last_modified", Text),
    Column("body_hash", String(32)),
    Column("again_at", Utc),
    Column("unchanged", Integer, nullable=False),
    Column("false_304s", Integer, nullable=False),
    Column("distrusted_until", Utc),
    Column("moved_to", Text),
)

seen = Table(
    "seen",
    metadata,
    Column("key", Key, primary_key=True),
    Column("url", Text, nullable=False),
    Column("outlet", Text, nullable=False),
    Column("outcome", String(8), nullable=False),  # story | rejected
    Column("leads_to", Key, nullable=False),  # key of the story or rejection
    Column("at", Utc, nullable=False),
    Column("announced", Utc),
    Column("attempts", Integer, nullable=False),
    Column("final", Boolean, nullable=False),
)

frontier = Table(
    "frontier",
    metadata,
    Column("key", Key, primary_key=True),
    Column("url", Text, nullable=False),  # canonical
    Column("outlet", Text, nullable=False),  # the one that announced it
    Column("state", String(8), nullable=False),  # waiting | flight | done | failed
    Column("due_at", Utc),
    Column("lease_owner", Text, index=True),
    Column("lease_until", Utc),
    Column("failures", Integer, nullable=False),  # in a row
    Column("failure", Text),  # the last one: its kind and reason
    Column("visits", Integer, nullable=False),  # with an outcome
    Column("deaths", Integer, nullable=False, server_default="0"),  # of crawls, see `deaths`
    Column("handed_on", Utc),  # of a suspect: when the crawl with the lease gave it to be processed
    Column("announced", Utc),
    Column("entry", Json, nullable=False),
    Column("first_at", Utc, nullable=False),
    Column("at", Utc, nullable=False),  # of the last outcome, else of the last announcement
    Column("story_at", Utc),  # when it gave a story first
    # Of the page that gave the last outcome, for conditional requests.
    Column("etag", Text),
    Column("last_modified", Text),
    Index("ix_frontier_outlet_due_at", "outlet", "due_at"),
)

# One row a part of a source's archive that was read whole; see `pipelines.store.backfills`.
backfills = Table(
    "backfills",
    metadata,
    Column("outlet", Text, primary_key=True),
    Column("source", Text, primary_key=True),  # address
    Column("part", Text, primary_key=True),
    Column("first", Utc, nullable=False),  # what was taken: entries from here
    Column("last", Utc, nullable=False),  # until here
    Column("at", Utc, nullable=False),  # when that was
    Column("position", Text),  # of a chain of pages: the last one that was read
)

hosts = Table(
    "hosts",
    metadata,
    Column("host", Text, primary_key=True),
    Column("until", Utc, nullable=False),  # not to be asked before
    Column("reason", Text, nullable=False),
)

# `pipelines.store.holdings` explains the fields. Instants are of the database's clock.
holdings = Table(
    "holdings",
    metadata,
    Column("name", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("since", Utc, nullable=False),
    Column("until", Utc, nullable=False),
    Column("seconds", Double, nullable=False),  # that it lasts from one sign of life
    Column("doubted", Boolean, nullable=False),  # somebody else asked for it after its end
)

schedule = Table(
    "schedule",
    metadata,
    Column("outlet", Text, primary_key=True),  # or * for all
    Column("paused_at", Utc),
    Column("reason", Text),
    Column("wanted_at", Utc),  # a visit was asked for and has not ended
)

stories = Table(
    "stories",
    metadata,
    Column("number", Number, primary_key=True),
    Column("id", Key, nullable=False, unique=True),
    Column("url", Text, nullable=False),
    Column("outlet", Text, nullable=False, index=True),
    Column("fetched_at", Utc, nullable=False),
    Column("dated", Utc, nullable=False, index=True),  # published, else fetched_at
    Column("source_kind", Text, nullable=False),
    Column("source_url", Text, nullable=False),
    Column("authors", Json, nullable=False),
    Column("published", Utc),
    Column("published_offset", Integer),
    Column("modified", Utc),
    Column("modified_offset", Integer),
    Column("language", Text),
    Column("published_from", Text),
    Column("modified_from", Text),
    Column("declared_language", Text),
    # Not known of stories from before schema 0003.
    Column("keywords", Json),
    Column("paywalled", Boolean),
    Column("rules_used", Json),
    Column("rules_missed", Json),
    Column("summary", Text),
    Column("image", Text),
    Column("section", Text),
    Column("agency", Text),
    Column("dateline", Text),
    Column("tags", Json, nullable=False),
    Column("tag_names", Json, nullable=False),
    Column("relevance", Double),
    Column("relevant", Boolean),
    Column("evidence", Json),  # not known of stories from before schema 0008
    Column("cluster_id", Key, nullable=False, index=True),
    Column("version", Integer, nullable=False),  # the current one
    Column("requested_url", Text, nullable=False),
    Column("announced", Utc),
    Column("announced_offset", Integer),
    Column("revision", Integer, nullable=False),  # one more with each change of anything
    # The newest fetch that gave this story, changed or not; null until a fetch after the first.
    Column("confirmed_at", Utc),
)

versions = Table(
    "versions",
    metadata,
    Column("story", Number, ForeignKey("stories.number"), primary_key=True, autoincrement=False),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("text_hash", String(40), nullable=False, index=True),  # pipelines.duplicates.fingerprint
    Column("fetched_at", Utc, nullable=False),
    Column("modified", Utc),
    Column("modified_offset", Integer),
)

rejections = Table(
    "rejections",
    metadata,
    Column("key", Key, primary_key=True),
    Column("url", Text, nullable=False),
    Column("outlet", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("source_kind", Text),
    Column("source_url", Text),
    Column("first_at", Utc, nullable=False),
    Column("at", Utc, nullable=False, index=True),
    Column("attempts", Integer, nullable=False),
    Column("final", Boolean, nullable=False),
    Column("requested_url", Text, nullable=False),
    Column("announced", Utc),
    Column("announced_offset", Integer),
    Column("story", Json),  # pipelines.store.rows.pack
    Column("keep_until", Utc, index=True),
    # Microseconds of the last saving, or one more than before: a count would begin again when a refused URL
    # becomes a story, which removes the row, and is refused again.
    Column("revision", BigInteger, nullable=False, server_default="0"),
)

archived = Table(
    "archived",
    metadata,
    Column("key", Key, primary_key=True),
    Column("url", Text, nullable=False),
    Column("digest", Text, nullable=False),  # of the body: sha1:BASE32
    Column("at", Utc, nullable=False),  # WARC-Date of the record
    Column("file", Text, nullable=False),  # name in the archive's directory, without .open
    Column("offset", BigInteger, nullable=False),
)

# A story's lines that may be furniture: short ones. A line that its outlet repeats becomes a learned one.
sightings = Table(
    "sightings",
    metadata,
    Column("outlet", Text, primary_key=True),
    Column("line", Key, primary_key=True),  # pipelines.furniture.line_key
    Column("story", Number, ForeignKey("stories.number"), primary_key=True, autoincrement=False),
    Column("place", Integer, nullable=False),  # among all lines of the story, those taken out too
    Column("text", Text),  # the line, if it was taken out
    Index("ix_sightings_story", "story"),
)

learned_lines = Table(
    "learned_lines",
    metadata,
    Column("outlet", Text, primary_key=True),
    Column("line", Key, primary_key=True),
    Column("text", Text, nullable=False),
    Column("verdict", String(9), nullable=False),  # furniture | text
    Column("fixed", Boolean, nullable=False),  # a person said so: figures do not change it
    Column("at", Utc, nullable=False),
)

sketches = Table(
    "sketches",
    metadata,
    Column("story", Number, ForeignKey("stories.number"), primary_key=True, autoincrement=False),
    Column("minute", Integer, nullable=False),  # of stories.dated, since 1970
    Column("minima", LargeBinary, nullable=False),  # pipelines.copies.sketch
    Column("subjects", LargeBinary),  # pipelines.copies.subjects; NULL: sketched before schema 0013
)

# One row a bucket of a sketch, and one a subject. The time stands in the key: so the nearest in time are
# read, however many there are. No foreign key: it would be looked up for each of 40 rows, and a sketch has
# one.
buckets = Table(
    "buckets",
    metadata,
    Column("bucket", BigInteger, primary_key=True, autoincrement=False),
    Column("minute", Integer, primary_key=True, autoincrement=False),
    Column("story", Number, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

# Once for two stories: `first` is the one with the lower number. Different ones have no row.
story_links = Table(
    "story_links",
    metadata,
    Column("first", Number, ForeignKey("stories.number"), primary_key=True, autoincrement=False),
    Column("second", Number, ForeignKey("stories.number"), primary_key=True, autoincrement=False),
    Column("relation", String(10), nullable=False),  # pipelines.copies.decision.Relation
    Column("score", Double, nullable=False),
    Column("evidence", Json, nullable=False),
    Index("ix_story_links_second", "second"),
)

unlinked = Table(
    "unlinked",
    metadata,
    Column("story", Number, ForeignKey("stories.number"), primary_key=True, autoincrement=False),
)

# What outlets' health is told from: a small row a story, so that weeks of them are read at once.
arrivals = Table(
    "arrivals",
    metadata,
    Column("story", Number, ForeignKey("stories.number"), primary_key=True, autoincrement=False),
    Column("outlet", Text, nullable=False),
    Column("at", Utc, nullable=False),  # when it was fetched first
    Column("published", Utc),  # as its first version states
    Column("characters", Integer, nullable=False),  # of its first version's text
    Column("indexed_at", Utc),  # when an index had it first; not known of stories from before schema 0009
    Index("ix_arrivals_at", "at"),
)

search_indexes = Table(
    "search_indexes",
    metadata,
    Column("name", Text, primary_key=True),
    Column("holds", String(10), nullable=False, server_default="stories"),  # stories | rejections
)

outbox = Table(
    "outbox",
    metadata,
    Column("index_name", Text, ForeignKey("search_indexes.name"), primary_key=True),
    Column("story", Number, ForeignKey("stories.number"), primary_key=True, autoincrement=False),
    Column("revision", Integer, nullable=False),
    Column("since", Utc),  # not known of what waits from before schema 0015
)

index_failures = Table(
    "index_failures",
    metadata,
    Column("index_name", Text, ForeignKey("search_indexes.name"), primary_key=True),
    Column("story", Number, ForeignKey("stories.number"), primary_key=True, autoincrement=False),
    Column("revision", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Utc, nullable=False),
)

# By key without a foreign key: what waits may be the end of a rejection, whose row is gone.
rejection_outbox = Table(
    "rejection_outbox",
    metadata,
    Column("index_name", Text, ForeignKey("search_indexes.name"), primary_key=True),
    Column("key", Key, primary_key=True),
    Column("revision", BigInteger, nullable=False),
    Column("since", Utc),
)

rejection_failures = Table(
    "rejection_failures",
    metadata,
    Column("index_name", Text, ForeignKey("search_indexes.name"), primary_key=True),
    Column("key", Key, primary_key=True),
    Column("revision", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Utc, nullable=False),
)

# Each count stands twice: for all time, and for its day, so that a person sees what happened today. Only the
# rows of days are ever removed: counters must not go down.
tallies = Table(
    "tallies",
    metadata,
    Column("day", String(10), primary_key=True),  # in India, ISO; empty: all time
    Column("name", String(16), primary_key=True),  # pipelines.store.tallies
    Column("label", String(200), primary_key=True),
    Column("n", Double, nullable=False),
)

alarms = Table(
    "alarms",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("subject", Text, primary_key=True),  # an outlet, an index, a directory; or empty
    Column("detail", Text, nullable=False),  # as it was found last
    Column("raised_at", Utc, nullable=False),
    Column("found_at", Utc, nullable=False),  # the last time
)

alarm_notices = Table(
    "alarm_notices",
    metadata,
    Column("number", Number, primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("event", String(9), nullable=False),  # raised | recovered
    Column("kind", String(16), nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("raised_at", Utc, nullable=False),
    Column("at", Utc, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("due_at", Utc, nullable=False),
    sqlite_autoincrement=True,  # a number, once told, is never another notice's
)
