"""The summary of a story that states none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.summary import LONGEST, opening
from pipelines.tags import tag
from tests.pipelines.test_tags import story


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        (
            "सेना ने आज नई तोप दिखाई। इसकी मारक दूरी बढ़ी है! तीसरा वाक्य यहां है।",
            "सेना ने आज नई तोप दिखाई। इसकी मारक दूरी बढ़ी है!",
        ),
        ("नई दिल्ली, जेएनएन। थलसेना प्रमुख ने लद्दाख का दौरा किया।", "थलसेना प्रमुख ने लद्दाख का दौरा किया।"),
        (
            "डॉ. ए. के. राव ने मिसाइल दागने को कहा। यह पहली बार हुआ।\nआगे की बात।",
            "डॉ. ए. के. राव ने मिसाइल दागने को कहा। यह पहली बार हुआ।",
        ),
        ("बिना पूर्ण विराम की\nएक पंक्ति जो यहां समाप्त होती है", "एक पंक्ति जो यहां समाप्त होती है"),
        ("", None),
        ("बस इतना।", None),
    ],
)
def test_it_is_the_first_two_sentences(text: str, summary: str | None) -> None:
    assert opening(text) == summary


def test_an_endless_sentence_is_cut_between_words() -> None:
    summary = opening("सैनिक " * 500)
    assert summary is None or len(summary) <= LONGEST + 2
    summary = opening("सैनिक " * 300 + "।")
    assert summary is not None and summary.endswith("सैनिक …") and len(summary) <= LONGEST + 2


def test_what_the_page_states_stands() -> None:
    text = "सेना ने आज नई तोप दिखाई। इसकी मारक दूरी बढ़ी है।"
    assert tag(story(text)).summary == text
    assert tag(replace(story(text), summary="नई तोप")).summary == "नई तोप"
