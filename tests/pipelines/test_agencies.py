"""Agencies told by their credits."""

from __future__ import annotations

import pytest

from pipelines.agencies import credit, name_of
from pipelines.extraction.names import read_names

BODY = "सेना ने पर्वतीय क्षेत्र में नई चौकी बनाई है। चौकी पर साल भर जवान तैनात रहेंगे और रसद हेलीकॉप्टर से पहुंचेगी।"


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("भाषा", "भाषा"),
        ("पीटीआई-भाषा", "भाषा"),
        ("पीटीआइ", "पीटीआई"),
        ("PTI", "पीटीआई"),
        ("प्रेट्र", "पीटीआई"),
        ("वार्ता", "वार्ता"),
        ("हि.स.", "हिन्दुस्थान समाचार"),
        ("हि. स.", "हिन्दुस्थान समाचार"),
        ("हिंदुस्थान समाचार", "हिन्दुस्थान समाचार"),
        ("ANI", "एएनआई"),
        ("एएनआइ", "एएनआई"),
        ("IANS", "आईएएनएस"),
        ("Reuters", "रॉयटर्स"),
        ("AFP", "एएफपी"),
        ("PIB", "पीआईबी"),
        ("समाचार एजेंसी एएनआई", "एएनआई"),
        ("एएनआई, नई दिल्ली", "एएनआई"),
        ("एजेंसी", None),
        ("भाषा विवाद", None),
        ("रमेश तिवारी", None),
        ("", None),
        (None, None),
    ],
)
def test_a_credit_names_one_agency(printed: str | None, name: str | None) -> None:
    assert name_of(printed) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f"नई दिल्ली, 24 नवंबर (भाषा) {BODY}", "भाषा"),
        (f"काबुल, रायटर। {BODY}", "रॉयटर्स"),
        (f"{BODY}\n(इनपुट: आईएएनएस)", "आईएएनएस"),
        (f"{BODY} (हि.स.)", "हिन्दुस्थान समाचार"),
        (f"{BODY} (PIB)", "पीआईबी"),
        (f"मॉस्को (एएफपी): {BODY}", "एएफपी"),
        (BODY, None),
        (f"राज्य में भाषा (हिंदी) को लेकर बहस हुई। {BODY}", None),
        (f"{BODY} दोनों पक्षों की वार्ता सफल रही।", None),
    ],
)
def test_a_text_shows_its_agency(text: str, name: str | None) -> None:
    assert credit(text) == name


def test_what_the_page_states_comes_first_and_the_byline_next() -> None:
    text = f"{BODY} (भाषा)"
    assert credit(text, "एएनआई") == "एएनआई"
    assert credit(text, None, ["एएफपी"]) == "एएफपी"
    assert credit(text, "नवभारत", ["सुनील कुमार"]) == "भाषा"


@pytest.mark.parametrize("byline", ["एएफपी", "रॉयटर्स", "पीआईबी", "Reuters", "AFP", "PIB"])
def test_an_agency_in_the_byline_is_a_desk(byline: str) -> None:
    assert read_names([byline]).people == ()
    assert read_names([byline]).agency == byline
