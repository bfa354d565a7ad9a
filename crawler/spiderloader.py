"""Scrapy's spider loader for outlets: one spider a file, no Python file an outlet.

``scrapy list`` prints the outlets' ids, ``scrapy crawl <id>`` crawls one, ``scrapy crawl all`` all that
are due. A faulty outlet file costs that outlet only: it is logged and left out.
"""

from __future__ import annotations

import builtins
import difflib
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Self, cast

from crawler.registry import Registry, load_outlets

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.settings import BaseSettings

logger = logging.getLogger(__name__)

OUTLETS = Path(__file__).parent / "outlets"
"""The outlet files that come with Prahari."""
ALL = "all"
"""Name of the spider that crawls every outlet that is due."""
REPLAY = "replay"
"""Name of the spider that reads the raw archive."""
BACKFILL = "backfill"
"""Name of the spider that walks an outlet's own archive."""


def outlets_directory(settings: BaseSettings) -> Path:
    """The directory of outlet files that the settings name (``PRAHARI_OUTLETS``)."""
    return Path(settings.get("PRAHARI_OUTLETS") or OUTLETS)


class OutletSpiderLoader:
    """Makes spider classes of outlet files."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self._spiders: dict[str, type[Spider]] = {}

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """Read the registry and log what is wrong with it."""
        registry = load_outlets(outlets_directory(settings), strict=False)
        for problem in registry.problems:
            logger.warning("%s", problem)
        return cls(registry)

    def load(self, spider_name: str) -> type[Spider]:
        """The spider class of an outlet, ``all``, ``backfill`` or ``replay``.

        Raises KeyError with the nearest names.
        """
        # Imported late: `scrapy list` and `scrapy outlets` need no crawling machinery.
        from crawler.spiders.due import AllSpider
        from crawler.spiders.outlet import OutletSpider

        if spider_name == ALL:
            return cast("type[Spider]", AllSpider)
        if spider_name == BACKFILL:
            from crawler.spiders.backfill import BackfillSpider

            return cast("type[Spider]", BackfillSpider)
        if spider_name == REPLAY:
            from crawler.spiders.replay import ReplaySpider

            return cast("type[Spider]", ReplaySpider)
        if spider_name not in self.registry:
            raise KeyError(self._unknown(spider_name))
        if spider_name not in self._spiders:
            name = "".join(part.capitalize() for part in spider_name.split("-"))
            attributes = {"name": spider_name, "outlet_ids": (spider_name,), "__module__": __name__}
            self._spiders[spider_name] = type(f"{name}Spider", (OutletSpider,), attributes)
        return self._spiders[spider_name]

    def list(self) -> list[str]:
        """The ids of all outlets, sorted; ``all``, ``backfill`` and ``replay`` are none."""
        return [*self.registry]

    def find_by_request(self, request: Request) -> builtins.list[str]:
        """The outlet that owns the request's URL, if there is one."""
        outlet = self.registry.outlet_for_url(request.url)
        return [outlet.id] if outlet else []

    def _unknown(self, name: str) -> str:
        if faulty := [str(problem) for problem in self.registry.problems if problem.path.stem == name]:
            return f"outlet {name!r} has a faulty file: {'; '.join(faulty)}"
        if not self.registry:
            return no_outlets(self.registry)
        near = nearest(name, [ALL, BACKFILL, REPLAY, *self.registry])
        return f"no outlet {name!r}" + (f"; did you mean {' or '.join(near)}?" if near else "")


def no_outlets(registry: Registry) -> str:
    """Why an empty registry is empty, in one line."""
    reasons = "; ".join(map(str, registry.problems)) or "the directory has no outlet files"
    return f"there are no outlets ({reasons})"


def nearest(name: str, names: builtins.list[str]) -> builtins.list[str]:
    """Up to three of `names` that look like `name`, the likeliest first."""
    name = name.lower()
    alike = difflib.get_close_matches(name, names, 3, 0.6)
    alike += [other for other in names if len(name) >= 3 and (name in other or other.startswith(name[:4]))]
    return [*dict.fromkeys(alike)][:3]
