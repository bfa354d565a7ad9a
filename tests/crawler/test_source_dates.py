"""Instants as feeds write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.sources.dates import instant
from pipelines.india import IST as INDIA

NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    "stated",
    [
        "Fri, 05 Jul 2024 11:20:00 IST",
        "Fri, 05 Jul 2024 11:20:00 +0530",
        "Fri, 05 Jul 2024 11:20:00 +05:30",
        "Fri, 05 Jul 2024 11:20:00 GMT+5:30",
        "Fri, 05 Jul 2024 11:20:00 GMT+0530 (India Standard Time)",
        "Fri Jul 05 2024 11:20:00 GMT+0530 (India Standard Time)",
        "Fri, 05 Jul 2024 11:20:00",
        "Fri, 5 Jul 24 11:20 +0530",
        "05 Jul 2024 11:20",
        "05-Jul-2024 11:20:00",
        "Fri Jul  5 11:20:00 IST 2024",
        "Fri Jul  5 11:20:00 2024",
        "Jul 5, 2024 11:20 am",
        "05 Jul 2024, 11:20 AM IST",
        "July 5th, 2024 11:20",
        "Friday, July 05, 2024 - 11:20",
        "Updated: Fri, Jul 5, 2024, 11:20 [IST]",
        "2024-07-05T11:20:00+05:30",
        "2024-07-05T11:20:00+05:30[Asia/Kolkata]",
        "2024-07-05T11:20:00.000+0530",
        "2024-07-05 11:20:00",
        "2024-07-05T11:20",
        "2024/07/05 11:20:00",
        "20240705T112000",
        "05/07/2024 11:20",
        "05.07.2024 11.20",
        "05-07-2024 11:20 hrs",
        "5 JULY 2024 | 11:20 HRS",
        "2024-07-05T05:50:00Z",
        "Fri, 05 Jul 2024 05:50:00 GMT",
        "Fri, 05 Jul 2024 05:50:00 UT",
        "Fri, 05 Jul 2024 01:50:00 EDT",
        "Fri, 05 Jul 2024 11:35:00 NPT",
        "1720158600",
        "1720158600000",
        "5 जुलाई 2024 11:20",
        "शुक्रवार, 5 जुलाई 2024, 11:20 पूर्वाह्न",
        "जुलाई 5, 2024 11:20 पूर्वाह्न",
        "०५ जुलाई २०२४ ११:२०",
        "२०२४-०७-०५ ११:२०",
        "अपडेटेड 5 जुलाई 2024 सुबह 11:20 बजे",
        "  Fri,\n05 Jul 2024 11:20:00 IST ",
    ],
)
def test_one_instant_in_many_words(stated: str) -> None:
    found = instant(stated, NOW)
    assert found == datetime(2024, 7, 5, 11, 20, tzinfo=INDIA)
    assert found is not None
    assert found.utcoffset() is not None


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("6 नवंबर 2024", (2024, 11, 6)),
        ("नवम्बर 2, 2024 7:18 अपराह्न", (2024, 11, 2, 19, 18)),
        ("12 फ़रवरी 2024 12:05 AM", (2024, 2, 12, 0, 5)),
        ("12 फरवरी 2024 रात 11:05", (2024, 2, 12, 23, 5)),
        ("12 फरवरी 2024 रात 2:05", (2024, 2, 12, 2, 5)),
        ("12 अक्तूबर 2024 दोपहर 12:05", (2024, 10, 12, 12, 5)),
        ("12 सितम्बर 2024 दोपहर 2:05", (2024, 9, 12, 14, 5)),
        ("बृहस्पतिवार, 31 जुलाई 2025 शाम 5:30", (2025, 7, 31, 17, 30)),
        ("01/02/2026", (2026, 2, 1)),
        ("2024-01-05", (2024, 1, 5)),
        ("05 Jul 2024 12:00 PM", (2024, 7, 5, 12, 0)),
        ("05 Jul 2024 16:20 PM", (2024, 7, 5, 16, 20)),
    ],
)
def test_no_zone_is_indian(stated: str, expected: tuple[int, ...]) -> None:
    assert instant(stated, NOW) == datetime(*expected, tzinfo=INDIA)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    "stated",
    [
        None, "", " ", "आज", "yesterday", "2024", "2024-07", "जुलूस 5, 2021", "15 कार्तिक 2024",
        "31 Feb 2024",
        "2024-13-05", "Fri, 05 Jul 2024 25:20:00", "Fri, 05 Jul 2024 11:61:00",
        "Fri, 05 Jul 2024 11:20:00 XYZ",
        "Fri, 05 Jul 2024 11:20:00 +5300", "1970-01-01T00:00:00Z", "0", "0001-01-01T00:00:00", "2090-01-01",
        "9" * 13, "0000-00-00 00:00:00", "Mon, 30 Nov -0001 00:00:00 +0000", "x" * 10_000, "6 नवंबर",
    ],
)  # fmt: skip
def test_no_date_rather_than_a_wrong_one(stated: str | None) -> None:
    assert instant(stated, NOW) is None


def test_a_day_of_the_future_is_tolerated() -> None:
    assert instant((NOW + timedelta(hours=23)).isoformat(), NOW) is not None
    assert instant((NOW + timedelta(hours=25)).isoformat(), NOW) is None


@given(st.integers(820_454_400, 1_793_491_200), st.integers(-14 * 4, 14 * 4))
def test_iso_and_rfc_822_are_read_exactly(seconds: int, quarters: int) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)  # 1996 to November 2026, the clock as printed
    offset = timedelta(minutes=15 * quarters)
    sign, minutes = ("-" if quarters < 0 else "+"), abs(quarters) * 15
    zone = f"{sign}{minutes // 60:02}:{minutes % 60:02}"
    expected = moment - offset
    assert instant(f"{moment:%Y-%m-%dT%H:%M:%S}{zone}", NOW) == expected
    assert instant(f"{moment:%a, %d %b %Y %H:%M:%S} {zone.replace(':', '')}", NOW) == expected


PIECES = [
    "05",
    "7",
    "2024",
    "11:20",
    "Jul",
    "जुलाई",
    "IST",
    "+05:30",
    "T",
    "-",
    "/",
    ",",
    "PM",
    "रात",
    "GMT",
    "²",
    "٣",
]


@given(st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join)))
def test_never_raises(stated: str) -> None:
    found = instant(stated, NOW)
    assert found is None or found.utcoffset() is not None
