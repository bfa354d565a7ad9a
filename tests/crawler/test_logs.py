"""Logs for programs: an object a line."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any

import pytest

from crawler.command import Problem
from crawler.jsonlogs import Lines
from crawler.logs import formatter
from crawler.services import project_settings


def read(**fields: Any) -> dict[str, Any]:
    record = logging.makeLogRecord({"name": "crawler.x", "levelname": "INFO", "msg": "%s", **fields})
    line = Lines().format(record)
    assert "\n" not in line
    said: dict[str, Any] = json.loads(line)
    return said


def test_a_line() -> None:
    said = read(args=('नौसेना\nका "अभ्यास"',), created=1795500000.25, process=7)
    assert list(said) == ["at", "level", "logger", "message", "process"]
    assert said["message"] == 'नौसेना\nका "अभ्यास"'
    at = datetime.fromisoformat(said["at"])
    assert (at.timestamp(), at.utcoffset() is not None) == (1795500000.25, True)
    assert "नौसेना" in Lines().format(logging.makeLogRecord({"msg": "नौसेना"})), "Devanagari stays as it is"


def test_what_is_attached() -> None:
    class Spider:
        name = "navprabhat"

    said = read(
        args=("x",),
        spider=Spider(),
        crawler=object(),
        stats={"finish_time": datetime(2026, 11, 30, tzinfo=UTC)},
    )
    assert said["spider"] == "navprabhat" and "crawler" not in said
    assert said["stats"]["finish_time"].startswith("2026-11-30")


def test_an_exception_is_a_field() -> None:
    try:
        raise ValueError("no")
    except ValueError:
        said = read(args=("x",), exc_info=sys.exc_info())
    assert said["exception"].endswith("ValueError: no")


def test_a_format_that_there_is_not() -> None:
    settings = project_settings()
    settings.set("PRAHARI_LOG_FORMAT", "yaml", priority="cmdline")
    with pytest.raises(Problem, match="PRAHARI_LOG_FORMAT: 'yaml': write plain or json"):
        formatter(settings)
