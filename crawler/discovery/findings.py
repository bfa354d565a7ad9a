"""What discovery found of an outlet, and what became of each address that it tried."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from crawler.inspection import Inspection
from crawler.outlet import Outlet, Source, SourceKind
from crawler.outletfile import same_source


@dataclass(frozen=True, slots=True)
class Found:
    """A source that was fetched, checked and is of use."""

    kind: SourceKind
    url: str
    how: str
    inspection: Inspection
    section: str | None = None
    archive: bool = False
    """Of use for looking back only, since other sources announce what is new."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of one address that was tried."""

    url: str
    how: str
    verdict: str
    """``ok``, or why it is not kept."""


@dataclass(frozen=True, slots=True)
class Discovery:
    """What was found of one outlet."""

    outlet: str
    found: tuple[Found, ...] = ()
    trials: tuple[Trial, ...] = ()
    """In the order of the requests."""

    @property
    def failure(self) -> str | None:
        """Why nothing was found, in one line; None if something was."""
        if self.found:
            return None
        reasons = [f"{trial.url}: {trial.verdict}" for trial in self.trials if trial.verdict != "ok"]
        if len(reasons) > 1:
            return f"none of {len(reasons)} addresses is of use, such as {reasons[0]}"
        return reasons[0] if reasons else "the site announces no source"


def with_sources(outlet: Outlet, found: Iterable[Found], day: date) -> Outlet:
    """The outlet as its file will be, for a crawl that goes on at once."""
    known = {same_source(source.url) for source in outlet.sources}
    sources = [
        Source(
            kind=one.kind,
            url=one.url,
            section=one.section,
            status="checked",
            content=one.inspection.content,
            archive=one.archive,
            found=day,
        )
        for one in found
        if same_source(one.url) not in known
    ]
    return outlet.model_copy(update={"sources": (*outlet.sources, *sources)})
