"""Logs as the settings say: lines for people, or JSON for programs that collect them."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Final

from crawler.command import Problem

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

FORMATS: Final = ("plain", "json")
_BANNERS: Final = (
    "scrapy.addons",
    "scrapy.core.engine",
    "scrapy.extensions.logstats",
    "scrapy.middleware",
    "scrapy.utils.log",
)
"""Loggers whose records of level INFO say how Scrapy is made up, and that it begins, works and ends."""


def formatter(settings: BaseSettings) -> logging.Formatter:
    """For a process that is no crawl. Raises Problem for a format that there is not."""
    if is_json(settings):
        return _json()
    return logging.Formatter(settings["LOG_FORMAT"], settings["LOG_DATEFORMAT"])


def level(settings: BaseSettings) -> int:
    """From which records are logged. Raises Problem for a level that there is not."""
    try:
        return logging.Handler(settings.get("LOG_LEVEL")).level
    except ValueError as wrong:
        raise Problem(f"LOG_LEVEL: {wrong}") from wrong


def install(settings: BaseSettings) -> None:
    """Before a crawl: its log is without Scrapy's banners, unless the level is DEBUG, and JSON if the
    settings say so; Scrapy's own handler is left out then. Raises Problem.
    """
    if level(settings) > logging.DEBUG:
        _leave_out_banners()
    elif not is_json(settings):
        settings.set("STATS_DUMP", True, priority="project")  # unless somebody said
    if not is_json(settings) or not settings.getbool("LOG_ENABLED"):
        return
    file = settings.get("LOG_FILE")
    if file and not settings.getbool("LOG_FILE_APPEND"):
        # Not mode "w" below: Scrapy's own set-up closes all handlers, and only others open their file again.
        Path(file).write_bytes(b"")
    handler = logging.FileHandler(file, encoding="utf-8") if file else logging.StreamHandler()
    handler.setLevel(settings.get("LOG_LEVEL"))
    handler.setFormatter(_json())
    logging.root.setLevel(logging.NOTSET)
    logging.root.addHandler(handler)
    settings.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")
    # Scrapy dumps them as a text; `crawler.summary` logs them as fields then.
    settings.set("STATS_DUMP", False, priority="cmdline")


def _leave_out_banners() -> None:
    """By filters, since Scrapy resets the levels of its loggers when it begins."""
    for name in _BANNERS:
        logging.getLogger(name).addFilter(_is_no_banner)
    # The same logger says that a signal has come, and what a second one does.
    logging.getLogger("scrapy.crawler").addFilter(
        lambda record: not str(record.msg).startswith("Overridden settings:")
    )


def _is_no_banner(record: logging.LogRecord) -> bool:
    return record.levelno != logging.INFO


def is_json(settings: BaseSettings) -> bool:
    """Raises Problem."""
    told = str(settings["PRAHARI_LOG_FORMAT"]).strip().lower()
    if told not in FORMATS:
        raise Problem(f"PRAHARI_LOG_FORMAT: {told!r}: write {' or '.join(FORMATS)}")
    return told == "json"


def _json() -> logging.Formatter:
    from crawler.jsonlogs import Lines  # most logs need no library

    return Lines()
