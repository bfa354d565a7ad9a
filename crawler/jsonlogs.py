"""A log record as a line of JSON."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Any

from pythonjsonlogger.json import JsonFormatter


class Lines(JsonFormatter):
    """``at`` (UTC), ``level``, ``logger``, ``message``, ``process``; ``spider`` of a crawl's, ``exception``
    where there is one. Devanagari stays as it is."""

    def __init__(self) -> None:
        super().__init__(
            ["levelname", "name", "message", "process", "exc_info"],
            rename_fields={"levelname": "level", "name": "logger", "exc_info": "exception"},
            json_ensure_ascii=False,
            json_default=str,
        )

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        log_data["at"] = at
        super().add_fields(log_data, record, message_dict)
        if not record.exc_info:
            log_data.pop("exception", None)
        # Scrapy gives every record the spider, crawler and failure that it is about: objects, of which only
        # the spider's name says something.
        for name in ("crawler", "failure"):
            log_data.pop(name, None)
        if (spider := log_data.pop("spider", None)) is not None:
            log_data["spider"] = getattr(spider, "name", None) or str(spider)
