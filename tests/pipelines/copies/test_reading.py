"""Words with their facts."""

from __future__ import annotations

import pytest

from pipelines.copies.anatomy import dissect
from pipelines.copies.reading import read
from pipelines.copies.spelling import level


@pytest.mark.parametrize(
    "forms",
    [
        ("गये", "गए"),
        ("नयी", "नई"),
        ("जायेगा", "जाएगा"),
        ("सीबीआइ", "सीबीआई"),
        ("हेलिकॉप्टर", "हेलीकाप्टर"),
        ("हिन्दी", "हिंदी"),
        ("ज़िला", "जिला"),
        ("बृहस्पतिवार", "गुरुवार", "वीरवार"),
        ("अक्तूबर", "अक्टूबर"),
        ("सितम्बर", "सितंबर"),
        ("पांच", "पाँच"),
        ("केन्‍द्र", "केंद्र"),
    ],
)
def test_spellings_of_one_word_have_one_key(forms: tuple[str, ...]) -> None:
    assert len({level(form) for form in forms}) == 1


@pytest.mark.parametrize(("one", "other"), [("दिन", "दीन"), ("ये", "ए"), ("सोमवार", "मंगलवार"), ("मई", "जून")])
def test_other_words_have_other_keys(one: str, other: str) -> None:
    assert level(one) != level(other)


def test_offsets_are_those_of_the_text() -> None:
    text = "वायुसेना ने दो लाख 50 हजार लीटर ईंधन भेजा।"
    reading = read(text)
    assert [text[s:e] for s, e in zip(reading.starts, reading.ends, strict=True)] == [
        "वायुसेना", "ने", "दो लाख 50 हजार", "लीटर", "ईंधन", "भेजा"
    ]  # fmt: skip
    assert reading.said(2, 4) == "दो लाख 50 हजार लीटर"


@pytest.mark.parametrize(
    ("text", "word", "kind"),
    [
        ("सेना ने जैसलमेर में अभ्यास किया", "जैसलमेर", "place"),
        ("सेना ने मोहनगढ़ गांव में अभ्यास किया", "मोहनगढ़", "place"),
        ("उत्तर प्रदेश में अभ्यास हुआ", "उत्तर", "place"),
        ("मेजर विक्रांत ने कहा", "विक्रांत", "name"),
        ("श्री रघुनाथ तोमर ने कहा", "तोमर", "name"),
        ("सुखविंदर सिंह ने कहा", "सुखविंदर", "name"),
        ("अभ्यास शनिवार को होगा", "शनिवार", "weekday"),
        ("अभ्यास अगस्त में होगा", "अगस्त", "month"),
        ("अभ्यास चार दिन चलेगा", "चार", "number"),
        ("पुलिस के अनुसार शहर में अभ्यास होगा", "अनुसार", ""),
        ("मेजर ने कहा", "ने", ""),
    ],
)
def test_facts(text: str, word: str, kind: str) -> None:
    reading = read(text)
    assert reading.kinds[text.split().index(word)] == kind


def test_headline_dateline_and_credit_are_no_text() -> None:
    text = (
        "रेगिस्तान में नई तोप का परीक्षण\nब्रिगेडियर ने दी जानकारी\n"
        "जैसलमेर, नौ मई (भाषा) सेना ने तोप का परीक्षण किया।\nयह सफल रहा। (भाषा)"
    )
    found = dissect(text)
    assert found.headline.text == "रेगिस्तान में नई तोप का परीक्षण ब्रिगेडियर ने दी जानकारी"
    assert found.body.text == "सेना ने तोप का परीक्षण किया।\nयह सफल रहा।"
    assert (found.agency, found.dateline) == ("भाषा", "जैसलमेर")


def test_a_title_that_the_text_repeats_is_taken_once() -> None:
    found = dissect("नई तोप का परीक्षण\nसेना ने तोप का परीक्षण किया।", "नई तोप का परीक्षण")
    assert found.body.text == "सेना ने तोप का परीक्षण किया।"
    assert dissect("", "नई तोप का परीक्षण").body.text == "नई तोप का परीक्षण"
    assert len(dissect("", "").body) == 0


def test_a_dateline_and_a_first_sentence_on_one_line_are_no_headline() -> None:
    """However the line ends: a desk that prints it all in one line has the same story."""
    first = "पुणे (वार्ता)। सेना की दक्षिणी कमान ने नए संचार केंद्र का उद्घाटन किया, 'यह वर्षों की प्रतीक्षा थी'"
    text = f"{first}\nकमान के अनुसार केंद्र से दूर की चौकियां भी हर समय संपर्क में रहेंगी।"
    assert dissect(text).headline.text == ""
    assert dissect(text).agency == "वार्ता"
