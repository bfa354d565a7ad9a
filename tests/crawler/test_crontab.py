"""Lines of crontab(5) and quiet hours, in Indian time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crawler import crontab, hours
from pipelines.india import INDIA


def india(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=INDIA)


MONDAY = "2026-11-30 12:00"


@pytest.mark.parametrize(
    ("line", "after", "expected"),
    [
        ("*/20 5-23 * * *", MONDAY, "2026-11-30 12:20"),
        ("*/20 5-23 * * *", "2026-11-30 23:45", "2026-12-01 05:00"),
        ("0 12 * * *", MONDAY, "2026-12-01 12:00"),  # not the instant itself
        ("0 6 * * 0", MONDAY, "2026-12-06 06:00"),  # 0 is Sunday, as crontab(5) has it
        ("0 6 * * 7", MONDAY, "2026-12-06 06:00"),
        ("0 6 * * 1-5", "2026-12-04 07:00", "2026-12-07 06:00"),
        ("0 6 * * 5-7", MONDAY, "2026-12-04 06:00"),
        ("0 6 * * fri-sun", "2026-12-05 07:00", "2026-12-06 06:00"),
        ("0 6 * * */2", MONDAY, "2026-12-01 06:00"),
        ("0 6 * * 4/2", MONDAY, "2026-12-03 06:00"),
        ("0 6 13 * fri", MONDAY, "2026-12-04 06:00"),  # either, as crontab(5) has it
        ("0 6 2 * fri", MONDAY, "2026-12-02 06:00"),
        ("30 0 1 jan *", MONDAY, "2027-01-01 00:30"),
    ],
)
def test_the_next_time(line: str, after: str, expected: str) -> None:
    crontab.check(line, 5)
    found = crontab.following(line, india(after).astimezone(UTC))
    assert found == india(expected) and found.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("hourly", "1 fields instead of 5"),
        ("61 * * * *", "higher than the maximum"),
        ("0 6 * * 8", "day of week '8'"),
        ("0 6 * * mon-x", "day of week 'x'"),
        ("0 6 * * 5-2", "day of week '5-2'"),
        ("0 6 * * */0", "day of week '*/0'"),
        ("0 0 30 feb *", "never comes"),
        ("* * * * *", "5 minutes between"),
        ("0,57 * * * *", "5 minutes between"),
    ],
)
def test_a_mistake_is_told(line: str, why: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        crontab.check(line, 5)
    assert why in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "at", "until"),
    [
        ("23:00-05:30", "2026-11-30 22:59", None),
        ("23:00-05:30", "2026-11-30 23:00", "2026-12-01 05:30"),
        ("23:00-05:30", "2026-12-01 05:29", "2026-12-01 05:30"),
        ("23:00-05:30", "2026-12-01 05:30", None),
        (" 1:00 – 4:05 ", "2026-11-30 01:00", "2026-11-30 04:05"),
        ("01:00-04:05", "2026-11-30 23:00", None),
        ("22:00-00:00", "2026-11-30 23:00", "2026-12-01 00:00"),
    ],
)
def test_quiet_hours_end(text: str, at: str, until: str | None) -> None:
    quiet = hours.read(text)
    assert quiet is not None
    assert quiet.until(india(at).astimezone(UTC)) == (india(until) if until else None)


def test_no_quiet_hours() -> None:
    assert hours.read("none") is None and hours.read(" ") is None


@pytest.mark.parametrize("text", ["23-5", "24:00-05:00", "23:00", "05:00-05:00", "23:00-05:60", "रात"])
def test_what_are_no_hours(text: str) -> None:
    with pytest.raises(ValueError, match=r"must be hours|begins and ends at once"):
        hours.read(text)
