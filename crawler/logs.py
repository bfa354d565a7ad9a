"""Logs as the settings say: lines for people, or JSON for programs that collect them."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from crawler.command import Problem

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

FORMATS: Final = ("plain", "json")
PLAIN: Final = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def formatter(settings: BaseSettings) -> logging.Formatter:
    """For a process that is no crawl. Raises Problem for a format that there is not."""
    return _json() if is_json(settings) else logging.Formatter(PLAIN)


def install(settings: BaseSettings) -> None:
    """Make a crawl's log JSON if the settings say so; Scrapy's own handler is left out then.

    Raises Problem.
    """
    if not is_json(settings) or not settings.getbool("LOG_ENABLED"):
        return
    file = settings.get("LOG_FILE")
    mode = "a" if settings.getbool("LOG_FILE_APPEND") else "w"
    handler = logging.FileHandler(file, mode, encoding="utf-8") if file else logging.StreamHandler()
    handler.setLevel(settings.get("LOG_LEVEL"))
    handler.setFormatter(_json())
    logging.root.setLevel(logging.NOTSET)
    logging.root.addHandler(handler)
    settings.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")
    # Scrapy dumps them as a text; `crawler.tally` logs them as fields then.
    settings.set("STATS_DUMP", False, priority="cmdline")


def is_json(settings: BaseSettings) -> bool:
    """Raises Problem."""
    told = str(settings["PRAHARI_LOG_FORMAT"]).strip().lower()
    if told not in FORMATS:
        raise Problem(f"PRAHARI_LOG_FORMAT: {told!r}: write {' or '.join(FORMATS)}")
    return told == "json"


def _json() -> logging.Formatter:
    from crawler.jsonlogs import Lines  # most logs need no library

    return Lines()
