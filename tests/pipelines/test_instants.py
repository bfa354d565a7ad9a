from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction.instants import parse_instant, parse_instants
from pipelines.india import IST

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2026-11-23T18:05:00+05:30", "2026-11-23T18:05:00+05:30"),
        ("2026-11-23T12:35:00Z", "2026-11-23T12:35:00+00:00"),
        ("2026-11-23T12:35:00.298Z", "2026-11-23T12:35:00+00:00"),
        ("2026-11-23T18:05:00+0530", "2026-11-23T18:05:00+05:30"),
        ("2026-11-23 18:05:00", "2026-11-23T18:05:00+05:30"),
        ("2026/11/23 18:05", "2026-11-23T18:05:00+05:30"),
        ("Mon, 23 Nov 2026 12:35:00 GMT", "2026-11-23T12:35:00+00:00"),
        ("Publish Date:Mon, 23 Nov 2026 06:05 PM (IST)", "2026-11-23T18:05:00+05:30"),
        ("November 23, 2026 18:05 IST", "2026-11-23T18:05:00+05:30"),
        ("23rd November, 2026 18:05 IST", "2026-11-23T18:05:00+05:30"),
        ("23-11-2026 | 6:05 pm", "2026-11-23T18:05:00+05:30"),
        ("05/11/2026 - 18:05", "2026-11-05T18:05:00+05:30"),
        ("23 NOV 2026 6:05PM by PIB Delhi", "2026-11-23T18:05:00+05:30"),
        ("Nov 23, 2026, 12:05 AM", "2026-11-23T00:05:00+05:30"),
        ("23 नवंबर 2026, शाम 6:05 बजे", "2026-11-23T18:05:00+05:30"),
        ("२३ नवम्बर २०२६, ०६:०५ अपराह्न", "2026-11-23T18:05:00+05:30"),
        ("नवम्बर 23, 2026 7:18 पूर्वाह्न", "2026-11-23T07:18:00+05:30"),
        ("23 नवंबर 2026 रात 8:05 बजे", "2026-11-23T20:05:00+05:30"),
        ("23 नवंबर 2026 रात 12:30 बजे", "2026-11-23T00:30:00+05:30"),
        ("23 नवंबर 2026 दोपहर 1:15 बजे", "2026-11-23T13:15:00+05:30"),
        ("23 नवंबर 2026", "2026-11-23T00:00:00+05:30"),
        ("23 नवंबर 2026, सोमवार, सुबह 9:05 बजे", "2026-11-23T09:05:00+05:30"),
        ("23 Nov 2026, Monday 06:05 PM", "2026-11-23T18:05:00+05:30"),
        ("23-11-26 06:05 PM", "2026-11-23T18:05:00+05:30"),
        ("23 Nov 26, 06:05 PM", "2026-11-23T18:05:00+05:30"),
        ("1795437300", "2026-11-23T12:35:00+00:00"),
        ("1795437300000", "2026-11-23T12:35:00+00:00"),
    ],
)
def test_forms(text: str, iso: str) -> None:
    stated = parse_instant(text, NOW)
    assert stated is not None
    assert stated.at.isoformat() == iso


@pytest.mark.parametrize(
    ("text", "ago"),
    [
        ("2 घंटे पहले", timedelta(hours=2)),
        ("२७ मिनेट पहिले", timedelta(minutes=27)),
        ("3 days ago", timedelta(days=3)),
        ("एक घंटा पहले", timedelta(hours=1)),
        ("an hour ago", timedelta(hours=1)),
    ],
)
def test_relative_dates_count_from_the_fetch(text: str, ago: timedelta) -> None:
    stated = parse_instant(text, NOW)
    assert stated is not None
    assert stated.at == NOW - ago


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("आज, 09:30 बजे", "2026-11-24T09:30:00+05:30"),
        ("Updated: Today, 9:30 AM", "2026-11-24T09:30:00+05:30"),
        ("कल, शाम 6:30 बजे", "2026-11-23T18:30:00+05:30"),
        ("2 घंटे पहले", "2026-11-24T09:30:00+05:30"),
    ],
)
def test_days_are_those_of_india(text: str, iso: str) -> None:
    stated = parse_instant(text, NOW)
    assert stated is not None
    assert stated.at.isoformat() == iso


@pytest.mark.parametrize(
    "text",
    [
        "23-11-26",
        "आज 9:30 बजे से होगी परीक्षा",
        "महाकल 6:30 बजे",
        "24 से 26, 2:15",
        "",
        "कल",
        "31 फरवरी 2026",
        "2026-13-45",
        "पृष्ठ 23",
        "48 किलोमीटर",
        "१०५ मिमी",
        "12:30",
        "28 असार",
    ],
)
def test_no_date(text: str) -> None:
    assert parse_instant(text, NOW) is None


def test_month_first_where_the_outlet_writes_so() -> None:
    stated = parse_instant("03/04/2026", NOW, day_first=False)
    assert stated is not None
    assert (stated.at.month, stated.at.day) == (3, 4)


def test_all_instants_of_a_line_in_its_order() -> None:
    both = parse_instants("Published: 05 Jul 2024, 11:20 AM IST | Updated: 06 Jul 2024, 10:00", NOW)
    assert [s.at.isoformat() for s in both] == ["2024-07-05T11:20:00+05:30", "2024-07-06T10:00:00+05:30"]


def test_ist_is_india() -> None:
    stated = parse_instant("23 Nov 2026 18:05 IST", NOW)
    assert stated is not None
    assert stated.at.utcoffset() == IST.utcoffset(None)
    assert stated.zoned


@given(st.text(max_size=300))
def test_never_fails_and_is_always_aware(text: str) -> None:
    assert all(s.at.tzinfo is not None for s in parse_instants(text, NOW))
