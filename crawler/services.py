"""Store, index, registry and vocabulary as the settings say, for commands and for the index drain."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from crawler.engines import forget_lost, open_index, open_refusals
from crawler.foundsources import with_found
from crawler.registry import Registry, load_outlets
from pipelines.outbox import Drained, drain, drain_refusals
from pipelines.store import Store
from pipelines.vocabulary import Vocabulary, load_vocabulary
from search.index import Index, RefusalIndex

Progress = Callable[[int], None]

if TYPE_CHECKING:
    from typing import Self

    from scrapy.settings import BaseSettings

ProjectSettings: TypeAlias = "BaseSettings"
"""Scrapy's, for those who are to know nothing else of Scrapy."""
CATCH_UP = 200
"""Stories that are compared before the index is brought up: some seconds. After a migration all stories wait;
``scrapy copies compare`` compares them in one go."""
PROJECT = Path(__file__).resolve().parent.parent
"""Where scrapy.cfg is."""


@dataclass
class Services:
    """Opened together, closed together; the registry and the vocabulary are read when first asked for."""

    settings: BaseSettings
    store: Store

    @classmethod
    def open(cls, settings: BaseSettings) -> Self:
        """Raises StoreProblem if the database cannot be opened."""
        return cls(
            settings,
            Store(
                settings["PRAHARI_STORE"],
                keep_rejected_days=settings.getint("PRAHARI_KEEP_REJECTED_DAYS"),
                copies_days=settings.getfloat("PRAHARI_COPIES_DAYS"),
            ),
        )

    @classmethod
    def of_project(cls) -> Self:
        """As `open`, with the settings of the project and the environment (for callers without Scrapy)."""
        return cls.open(project_settings())

    @property
    def store_url(self) -> str:
        url: str = self.settings["PRAHARI_STORE"]
        return url

    @cached_property
    def index(self) -> Index:
        """Raises IndexUnavailable."""
        return open_index(self.settings)

    @cached_property
    def refusals(self) -> RefusalIndex | None:
        """Where refusals are counted; None where the engine has no such index. Raises IndexUnavailable."""
        return open_refusals(self.settings)

    @cached_property
    def registry(self) -> Registry:
        """The outlets of the files, with the sources that the store knows besides. Raises StoreProblem."""
        read = load_outlets(Path(self.settings["PRAHARI_OUTLETS"]), strict=False)
        return with_found(read, self.store)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return load_vocabulary()

    def outlet_names(self) -> Mapping[str, tuple[str, ...]]:
        """Outlet id → its names, Hindi first."""
        return {outlet.id: outlet.names for outlet in self.registry.values()}

    def drain(self, progress: Progress | None = None) -> Drained:
        """Bring the index up to the store, in which some stories that wait are compared first.

        Raises IndexUnavailable.
        """
        self.store.catch_up(CATCH_UP)
        return self.drain_to(self.index, progress)

    def drain_to(self, index: Index, progress: Progress | None = None) -> Drained:
        """As `drain`, to an index that is being filled to replace it."""
        forget_lost(self.store, index)
        return drain(
            self.store,
            index,
            self.outlet_names(),
            names_of=self.vocabulary.names,
            location_of=self.vocabulary.location,
            progress=progress,
        )

    def drain_refusals(self, progress: Progress | None = None) -> Drained:
        """Bring the index of refusals up to the store, where there is one. Raises IndexUnavailable."""
        if self.refusals is None:
            return Drained(0, 0, busy=False)
        return self.drain_refusals_to(self.refusals, progress)

    def drain_refusals_to(self, index: RefusalIndex, progress: Progress | None = None) -> Drained:
        """As `drain_refusals`, to an index that is being filled to replace it."""
        forget_lost(self.store, index)
        return drain_refusals(self.store, index, self.outlet_names(), progress=progress)

    def close(self) -> None:
        if "index" in self.__dict__:
            self.index.close()
        if "refusals" in self.__dict__ and self.refusals is not None:
            self.refusals.close()
        self.store.close()


def project_settings() -> ProjectSettings:
    """Those of the project and the environment, for callers without Scrapy."""
    from scrapy.settings import Settings

    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    return settings
