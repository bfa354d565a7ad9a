"""Relevance: what speaks for a story, what against it, and what becomes of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.entry import SourceRef
from pipelines.relevance import THRESHOLD, explain, judge
from pipelines.story import Rejected, Story


def story(text: str, title: str = "") -> Story:
    source = SourceRef("page", "https://example.invalid/1")
    return Story("https://example.invalid/1", "x", title, text, datetime(2026, 1, 1, tzinfo=UTC), source)


FILLER = "बैठक में जिले की सड़कों और नालियों की मरम्मत पर चर्चा हुई और अधिकारियों को काम जल्द पूरा करने को कहा गया। " * 12


@pytest.mark.parametrize(
    "text",
    [
        "डीआरडीओ ने ओडिशा के तट से नई मिसाइल का सफल परीक्षण किया।",
        "नियंत्रण रेखा पर पाकिस्तानी सेना ने संघर्ष विराम का उल्लंघन किया।",
        "अनंतनाग के जंगल में मुठभेड़, लश्कर के तीन आतंकी ढेर।",
        "नौसेना के युद्धपोत आईएनएस विक्रांत पर लड़ाकू विमान उतरा।",
        "सुकमा में नक्सलियों के आईईडी धमाके में सीआरपीएफ के दो जवान शहीद हो गए।",
        "पूर्व सैनिकों ने वन रैंक वन पेंशन की मांग उठाई।",
        "यूक्रेन पर रूसी सेना ने क्रूज मिसाइलें दागीं।",
        "भारत और जापान की नौसेनाओं का संयुक्त सैन्य अभ्यास शुरू हुआ।",
    ],
)
def test_defence_news(text: str) -> None:
    assert explain(story(text)).score >= THRESHOLD, explain(story(text)).summary


@pytest.mark.parametrize(
    "text",
    [
        "कप्तान रोहित ने टॉस जीता और भारतीय टीम ने मैच में चार विकेट से जीत दर्ज की।",
        "शिवसेना ने विधानसभा चुनाव के लिए उम्मीदवारों की सूची जारी की।",
        "पुलिस मुठभेड़ में इनामी बदमाश घायल, लूट का माल बरामद।",
        "सीमा सुरक्षा बल में भर्ती के लिए आवेदन शुरू, लिखित परीक्षा अगले महीने, एडमिट कार्ड जल्द।",
        "एचएएल और बीईएल के शेयर चढ़े, सेंसेक्स में तेजी से निवेशकों को मुनाफा।",
        "रूस-यूक्रेन युद्ध के कारण कच्चे तेल की कीमतें बढ़ीं और पेट्रोल महंगा हुआ।",
        "शाहरुख की फिल्म जवान ने बॉक्स ऑफिस पर 75 करोड़ कमाए।",
        "रक्षा बंधन पर बहनों के लिए बसें मुफ्त चलेंगी।",
        "भारी बारिश से भूस्खलन में दस घर बहे, तीन लोगों की मौत।",
        "",
    ],
)
def test_other_news(text: str) -> None:
    assert explain(story(text)).score < THRESHOLD, explain(story(text)).summary


def test_one_soldier_in_a_long_story_does_not_make_it_defence_news() -> None:
    assert explain(story(FILLER + "समारोह में सेना का एक बैंड भी आया।")).score < THRESHOLD
    assert explain(story("सेना ने घुसपैठ नाकाम की। " + FILLER, "सेना ने घुसपैठ नाकाम की")).score >= THRESHOLD


def test_the_title_counts_more_than_the_end() -> None:
    name = "ब्रह्मोस मिसाइल"
    assert explain(story(FILLER, name)).score > explain(story(FILLER + name)).score


def test_the_evidence_is_named_strongest_first() -> None:
    judgement = explain(story("डीआरडीओ ने मिसाइल का परीक्षण किया। चुनाव, विधायक, भाजपा, कांग्रेस, मतदान और पार्टी।"))
    ids = [item.id for item in judgement.evidence]
    assert {"drdo", "missile-generic", "topic:politics"} <= set(ids)
    sizes = [abs(item.value) for item in judgement.evidence]
    assert sizes == sorted(sizes, reverse=True)


def test_an_irrelevant_story_is_refused_with_score_and_text() -> None:
    refused = judge(story("नगर निगम ने सड़क की मरम्मत शुरू की।"))
    assert isinstance(refused, Rejected)
    assert (refused.stage, refused.reason, refused.final) == ("relevance", "not-defence", True)
    assert (
        refused.story is not None and refused.story.relevance is not None and refused.story.relevant is False
    )
    assert f"{refused.story.relevance:.2f}" in refused.detail


def test_or_kept_if_all_news_is_wanted() -> None:
    kept = judge(story("नगर निगम ने सड़क की मरम्मत शुरू की।"), relevant_only=False)
    assert isinstance(kept, Story)
    assert kept.relevant is False


def test_a_relevant_story_is_passed_on() -> None:
    passed = judge(story("सेना ने सियाचिन में नई चौकी बनाई।"))
    assert isinstance(passed, Story)
    assert passed.relevant is True and passed.relevance is not None and passed.relevance >= THRESHOLD


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200), st.text(max_size=50))
def test_any_text_has_a_score(text: str, title: str) -> None:
    assert 0 <= explain(story(text, title)).score <= 1
