"""Dates in the addresses of sitemaps."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.dated import addresses, is_pattern, on_day, pattern_faults, period

DAY = date(2026, 11, 5)


@pytest.mark.parametrize(
    ("pattern", "address"),
    [
        ("https://x.in/sitemap-{yyyy}-{mm}-{dd}.xml", "https://x.in/sitemap-2026-11-05.xml"),
        ("https://x.in/s.xml?yyyy={yyyy}&mm={m}&dd={d}", "https://x.in/s.xml?yyyy=2026&mm=11&dd=5"),
        ("https://x.in/{month}-{yyyy}.xml", "https://x.in/november-2026.xml"),
        ("https://x.in/sitemap.xml", "https://x.in/sitemap.xml"),
    ],
)
def test_a_pattern_is_filled_in(pattern: str, address: str) -> None:
    assert on_day(pattern, DAY) == address
    assert is_pattern(pattern) == (pattern != address)


def test_addresses_go_back_in_time_and_come_once() -> None:
    days = [*addresses("https://x.in/{yyyy}{mm}{dd}", date(2026, 10, 30), date(2026, 11, 1))]
    assert days == ["https://x.in/20261101", "https://x.in/20261031", "https://x.in/20261030"]
    months = [*addresses("https://x.in/{yyyy}-{mm}", date(2025, 12, 31), date(2026, 2, 1))]
    assert months == ["https://x.in/2026-02", "https://x.in/2026-01", "https://x.in/2025-12"]
    assert [*addresses("https://x.in/{yyyy}", DAY, date(2026, 11, 4))] == []


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        ("https://x.in/sitemap.xml", None),
        ("https://x.in/{yyyy}/{mm}.xml", None),
        ("https://{yyyy}.x.in/{mm}.xml", "has a date in its host name"),
        ("https://x.in/{mm}.xml", "has places for a date, but none for the year ({yyyy})"),
        ("https://x.in/{yyyy}-{dd}.xml", "has a place for the day, but none for the month ({mm})"),
    ],
)
def test_patterns_that_name_no_day(pattern: str, fault: str | None) -> None:
    assert pattern_faults(pattern) == fault


@pytest.mark.parametrize(
    ("url", "first", "last"),
    [
        ("https://x.in/sitemap-2026-11-25.xml", (2026, 11, 25), (2026, 11, 25)),
        ("https://x.in/sitemaps/2026/11/5.xml.gz", (2026, 11, 5), (2026, 11, 5)),
        ("https://x.in/sitemap-25-11-2026.xml", (2026, 11, 25), (2026, 11, 25)),
        ("https://x.in/post_20261125_2.xml", (2026, 11, 25), (2026, 11, 25)),
        ("https://x.in/sitemap-pt-post-2026-11.xml", (2026, 11, 1), (2026, 11, 30)),
        ("https://x.in/sitemap-pt-post-p2-2024-02.xml", (2024, 2, 1), (2024, 2, 29)),
        ("https://x.in/sitemap/November-2026.xml", (2026, 11, 1), (2026, 11, 30)),
        ("https://x.in/2026-nov-3-articles.xml", (2026, 11, 3), (2026, 11, 3)),
        ("https://x.in/sitemap.xml?yyyy=2026&mm=11&dd=24", (2026, 11, 24), (2026, 11, 24)),
        ("https://x.in/sitemap.php?date=2026-11", (2026, 11, 1), (2026, 11, 30)),
        ("https://x.in/archive-2019.xml", (2019, 1, 1), (2019, 12, 31)),
    ],
)
def test_what_a_name_tells(url: str, first: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    assert period(url) == (date(*first), date(*last))


@pytest.mark.parametrize(
    "url",
    [
        "https://x.in/news-sitemap.xml",
        "https://x.in/post-sitemap12.xml",
        "https://x.in/sitemap-20264011.xml",
        "https://2026.x.in/sitemap.xml",
        "https://x.in/sitemap-2026-02-31.xml",
        "https://x.in/sitemap_1920261125.xml",
    ],
)
def test_names_that_tell_no_date(url: str) -> None:
    assert period(url) is None
