"""The store: the truth of which every index is a view.

store.py      Store, the one class that others use
  saving.py     what one outcome changes           tables.py     the tables
  seen.py       URLs with a committed outcome      rows.py       story ⇄ row
  archived.py   pages in the raw archive
  frontier.py   pages to fetch, and leases; workload.py, how much that is
    revisiting.py   stories that are visited again, for edits
    deaths.py   pages that may end crawls
  backfills.py  what was read when looking back
  visits.py     how crawling went
    answering.py  what sources answered
    findings.py   sources that were found and stand in no file
  hosts.py      hosts to be left alone
  holdings.py   what one process has to itself   schedule.py    what people asked of the watch
  clockfaults.py    what a clock noted that was wrong
  polling.py    outlets, sources, who is due       records.py    what the store answers with
  reading.py    stories, versions, rejections      schema.py     migrations, run on opening
  reprocessing.py   both again, for new rules
  outboxes.py   what leads to indexes              database.py   SQLite and PostgreSQL made alike
    indexes.py    which there are
    outbox.py     what one is to take, and would not
    pending.py    what that is now
  observing.py  how everything stands
    figures.py    in some quick queries
    tallies.py    what only crawls know, counted
    alarms.py     what is wrong, and yet to be told
"""

from pipelines.store.findings import FoundSource
from pipelines.store.holdings import Holding
from pipelines.store.problem import StoreProblem
from pipelines.store.records import (
    ArchivedPage,
    Backfilled,
    Counts,
    Filed,
    Holds,
    IndexFailure,
    Lease,
    OutletState,
    PendingRejections,
    RegisteredIndex,
    RejectCount,
    Rejection,
    Saved,
    SeenMark,
    SourceState,
    Version,
    Work,
)
from pipelines.store.schedule import Pause
from pipelines.store.store import DEFAULT_URL, Store

__all__ = [
    "DEFAULT_URL",
    "ArchivedPage",
    "Backfilled",
    "Counts",
    "Filed",
    "FoundSource",
    "Holding",
    "Holds",
    "IndexFailure",
    "Lease",
    "OutletState",
    "Pause",
    "PendingRejections",
    "RegisteredIndex",
    "RejectCount",
    "Rejection",
    "Saved",
    "SeenMark",
    "SourceState",
    "Store",
    "StoreProblem",
    "Version",
    "Work",
]
