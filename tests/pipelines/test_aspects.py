"""What a text without a page shows: events, countries, dateline, agency."""

from __future__ import annotations

import pytest

from pipelines.aspects import aspects, cited
from tests.pipelines.test_tags import story


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("अधिकारी ने न्यूज एजेंसी ANI को फोन पर जानकारी दी", "एएनआई"),
        ("यह खबर समाचार एजेंसी पीटीआई ने दी", "पीटीआई"),
        ("न्यूज एजेंसी एएनआइ को बताया", "एएनआई"),
        ("खुफिया एजेंसी ने बताया", None),
        ("यूनिट के अधिकारी ने कहा", None),
    ],
)
def test_the_agency_that_is_cited(text: str, agency: str | None) -> None:
    assert cited(text) == agency


def test_events_and_countries_are_those_of_the_tags() -> None:
    shown = aspects(story("नई दिल्ली, 5 मई (भाषा)। भारत और फ्रांस का संयुक्त सैन्य अभ्यास शुरू हुआ।"))
    assert shown.event_type == ("ev-joint-exercise",)
    assert set(shown.countries) == {"c-india", "c-france"}
    assert (shown.dateline, shown.agency) == ("नई दिल्ली", "भाषा")


def test_india_alone_is_no_dealing_between_countries() -> None:
    assert aspects(story("भारत ने नई मिसाइल का सफल परीक्षण किया।")).countries == ()


def test_a_story_about_something_else_shows_nothing() -> None:
    shown = aspects(story("जयपुर (एएनआई)। मेले में फ्रांस के कलाकार आए और पूरे दिन लोगों ने गीत सुने।"))
    assert (shown.event_type, shown.countries, shown.dateline, shown.agency) == ((), (), None, None)


@pytest.mark.parametrize(
    ("text", "dateline"),
    [
        ("रक्षा सहयोग\nसेना का दौरा\nतेल अवीव, 6 नवंबर: सेना ने मिसाइल का परीक्षण किया।", "तेल अवीव"),
        ("SCO Summit\nSCO Summit: किंगदाओ। सेना ने मिसाइल का परीक्षण किया।", "किंगदाओ"),
        ("सेना ने मिसाइल दागी\nउसने कहा, 6 मिसाइलें और दागी जाएंगी: देखते रहिए।", None),
    ],
)
def test_a_dateline_behind_headings_or_a_label(text: str, dateline: str | None) -> None:
    assert aspects(story(text)).dateline == dateline
