"""What a replay reads: which files, and which of their pages are whose.

    files_of ─▶ Reading ─▶ Page | Copy | Rejected | Broken, in the order of the archive ─▶ spiders.replay

Nothing here touches the network or the store, so it can be done in a thread.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from glob import glob
from pathlib import Path

from crawler.amp import as_copy
from crawler.archive.files import OPEN, directory_of
from crawler.archive.pages import Archived, Found, PageReader, Skipped
from crawler.archive.records import Broken
from crawler.registry import Outlet, Registry
from crawler.visit import announced_at
from pipelines.entry import SourceRef
from pipelines.page import Page
from pipelines.story import Rejected
from pipelines.urls import BadUrl, canonical


@dataclass(frozen=True, slots=True)
class Copy:
    """The AMP copy of a page that gave no text when it was fetched."""

    page: Page
    """That page, with what the copy holds."""

    @property
    def of(self) -> tuple[str, datetime]:
        """Which fetch of which page it belongs to."""
        return self.page.url, self.page.fetched_at


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the archive, or one record of which nothing can be had."""

    read: int
    """Bytes of the archive before the record that follows this one."""
    found: Page | Copy | Rejected | Broken | None
    """None: passed over, as counted in `Reading.skipped`."""


def files_of(pattern: str, archive: str) -> list[Path]:
    """The files that ``pattern`` names (``**`` for any depth), in the order of their names, which for our
    own is the order of time. Without a pattern: all of the archive's, those too that are being written."""
    found: list[Path] = []
    if pattern:
        # pathlib's takes no pattern that begins at the root
        found = [Path(name) for name in glob(pattern, recursive=True)]  # noqa: PTH207
    elif directory := directory_of(archive):
        found = [path for end in ("", OPEN) for path in directory.rglob(f"*.warc.gz{end}")]
    return sorted({path for path in found if path.is_file()})


def outlet_ids(given: str) -> tuple[str, ...]:
    """The ids of ``-a outlet=ID,ID``."""
    ids = tuple(filter(None, (one.strip() for one in given.split(","))))
    return () if "all" in ids else ids


class Reading:
    """Reads pages from archive files, one after the other."""

    def __init__(
        self, files: Sequence[Path], registry: Registry, max_size: int, only: Collection[str] = ()
    ) -> None:
        """``only`` these outlets' pages; all if it is empty."""
        self._files = files
        self._registry = registry
        self._only = frozenset(only)
        self._reader = PageReader(max_size, tuple(files))
        self.skipped: Counter[str] = Counter()
        """Why records were passed over that hold a response, by reason."""

    def steps(self) -> Iterator[Step]:
        """Every page, and every record that is broken; a file that cannot be opened is one, too."""
        before = 0
        for named in self._files:
            path = named if named.exists() else named.with_name(named.name.removesuffix(OPEN))
            try:
                size = path.stat().st_size
                for one in self._reader.read(path):
                    yield Step(before + min(one.offset, size), self._found(one))
            except OSError as error:
                yield Step(before, Broken(path, 0, error.strerror or str(error)))
                continue
            before += size
            yield Step(before, None)

    def _found(self, one: Found) -> Page | Copy | Rejected | Broken | None:
        if isinstance(one, Broken):
            return one
        got = one.reason if isinstance(one, Skipped) else self._page(one)
        if isinstance(got, str):
            if got:
                self.skipped[got] += 1
            return None
        return got

    def _page(self, found: Archived) -> Page | Copy | Rejected | str:
        """The page as a crawl with today's outlets would have handed it on; a reason to pass it over."""
        announcer = self._registry.get(found.note.outlet) if found.note else None
        owner = (
            self._registry.owner(found.url, announced_by=announcer)
            if announcer
            else self._registry.outlet_for_url(found.url)
        )
        if owner is None and announcer is None:
            return "no-outlet"
        if self._only and not {one.id for one in (owner, announcer) if one} & self._only:
            return "other-outlet"
        copy_of = found.note.copy_of if found.note else None
        if copy_of and (owner is None or announcer is None or owner.id != announcer.id):
            return "other-outlet"
        if owner is None:
            return _foreign(found)
        try:
            page = _page_of(found, owner)
            return _copy(page, found, *copy_of) if copy_of else page
        except BadUrl:
            return "bad-url"


def _page_of(found: Archived, owner: Outlet) -> Page:
    note = found.note
    return Page(
        url=found.url,
        outlet=owner.id,
        body=found.body,
        fetched_at=found.fetched_at,
        source=note.source if note else SourceRef("warc", found.file.name),
        requested_url=note.requested_url if note else canonical(found.url),
        headers=found.headers,
        status=found.status,
        entry=note.entry if note else None,
        hints=owner.hints(found.fetched_at.date()),
        outlet_names=owner.names,
    )


def _copy(page: Page, found: Archived, url: str, at: datetime) -> Copy:
    """As a crawl made a page of it: the one from ``url``, fetched ``at``, with what its copy holds."""
    own = replace(page, url=url, fetched_at=at)
    return Copy(as_copy(own, found.body, found.headers.get("content-type")))


def _foreign(found: Archived) -> Rejected:
    """A redirect had led away from the outlet."""
    note = found.note
    assert note is not None
    detail = f"redirected to {found.url}, which is no outlet's"
    return Rejected(
        "fetch",
        "foreign-host",
        detail,
        note.requested_url,
        note.outlet,
        found.fetched_at,
        note.source,
        final=True,
        requested_url=note.requested_url,
        announced=announced_at(note.entry) if note.entry else None,
    )
