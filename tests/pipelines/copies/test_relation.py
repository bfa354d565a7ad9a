"""What one text is to another, on an invented wire story."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.copies.relation import Comparison, Text, compare
from tests.pipelines.copies.stories import BACKGROUND, CARE, LEAD, RESCUE, STORY, UNRELATED


def of(a: str, b: str, **known: str) -> Comparison:
    return compare(Text(a), Text(b, **known))  # type: ignore[arg-type]


def lines(*paragraphs: str) -> str:
    return "\n".join(paragraphs)


@pytest.mark.parametrize(
    "other",
    [
        STORY.replace("\n", " "),
        STORY.replace("।", "."),
        STORY.replace("हाइपोथर्मिया", "हाइपोथर्मिया ").replace("गया", "गया"),
        STORY.replace("सात नाविकों", "७ नाविकों").replace("चालीस मिनट", "40 मिनट"),
        STORY.replace("ज़", "ज").replace("ऊंची", "ऊँची"),
        lines("नौसेना ने डूबती नौका से सात को बचाया", STORY),
        lines("कोच्चि, 24 नवंबर (भाषा) " + LEAD, RESCUE, CARE, BACKGROUND),
        lines(LEAD, RESCUE, "यह भी पढ़ें: तटरक्षक बल में भर्ती", CARE, BACKGROUND, "(भाषा)"),
    ],
    ids=["one-line", "full-stops", "spaces", "digits", "signs", "headline", "dateline", "furniture"],
)
def test_same(other: str) -> None:
    assert of(STORY, other).relation == "same", of(STORY, other)


@pytest.mark.parametrize(
    "other",
    [
        lines(LEAD, RESCUE),
        lines(LEAD, CARE, RESCUE),
        STORY.replace(RESCUE.split("।")[0] + "।", ""),
        lines(LEAD, RESCUE, BACKGROUND),
        STORY.replace("बताया", "कहा").replace("के अनुसार", "के मुताबिक").replace("उपचार", "इलाज")[:-60],
        lines(LEAD, RESCUE, CARE, "कोच्चि में नाविकों के परिजनों के लिए तीन कमरों की व्यवस्था की गई है।"),
        CARE,
    ],
    ids=[
        "first-paragraphs",
        "other-order",
        "second-sentence-dropped",
        "middle-dropped",
        "set-phrases",
        "local-paragraph",
        "paragraph",
    ],
)
def test_merged(other: str) -> None:
    found = of(STORY, other)
    assert found.merges, found
    assert found.score >= 0.5


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("सात नाविकों", "नौ नाविकों", "number"),
        ("सात नाविकों", "9 नाविकों", "number"),
        ("ऐसे बारह अभियान", "ऐसे 13 अभियान", "number"),
        ("सोमवार तड़के", "रविवार तड़के", "weekday"),
        ("कोच्चि बंदरगाह", "मुंबई बंदरगाह", "place"),
        ("निकाल लिया।", "नहीं निकाला।", "negation"),
    ],
)
def test_a_replaced_fact_makes_an_update(old: str, new: str, kind: str) -> None:
    found = of(STORY, STORY.replace(old, new))
    assert found.relation == "update", found
    assert [fact.kind for fact in found.replaced] == [kind]
    assert found.score < 0.5


def test_the_evidence_says_what_was_replaced_on_which_side() -> None:
    found = of(STORY, STORY.replace("सात नाविकों", "नौ नाविकों"))
    assert [(fact.a, fact.b) for fact in found.replaced] == [("सात", "नौ")]
    turned = of(STORY.replace("सात नाविकों", "नौ नाविकों"), STORY)
    assert [(fact.a, fact.b) for fact in turned.replaced] == [("नौ", "सात")]
    assert found.evidence()["replaced"] == [{"kind": "number", "a": "सात", "b": "नौ"}]


def test_a_new_lead_over_the_old_story_is_an_update() -> None:
    new = "नौसेना ने डूबी नौका के मालिक के खिलाफ बिना अनुमति समुद्र में भेजने का मामला दर्ज कराया है और जांच शुरू हो गई है।"
    found = of(STORY, lines(new, STORY))
    assert (found.relation, found.reason) == ("update", "new-lead")


def test_a_lead_in_other_words_is_an_update() -> None:
    new = LEAD.replace(
        "को सोमवार तड़के सुरक्षित निकाल लिया", "को बचाने के मामले में नौका के फरार मालिक को गिरफ्तार कर लिया गया है"
    )
    assert new != LEAD
    found = of(STORY, STORY.replace(LEAD, new))
    assert (found.relation, found.reason) == ("update", "new-lead")


def test_another_papers_own_lead_is_no_update() -> None:
    new = "समुद्र से राहत भरी खबर आई है, जहां खराब मौसम के बीच नौसेना के जवानों ने एक बार फिर बहादुरी की मिसाल पेश की है।"
    other = lines(new, STORY)
    assert compare(Text(STORY, outlet="a"), Text(other, outlet="b")).relation == "syndicated"
    assert compare(Text(STORY, outlet="a"), Text(other, outlet="a")).relation == "update"
    assert compare(Text(STORY, "वही शीर्षक"), Text(other, "वही शीर्षक")).relation == "syndicated"


def test_reports_that_quote_one_statement_are_of_one_event() -> None:
    other = lines(
        "लक्षद्वीप जा रही नौका के साथ हुए हादसे में नौसेना की तत्परता से बड़ा नुकसान टल गया और सभी लोग सुरक्षित हैं।",
        "जिला प्रशासन ने परिजनों के लिए हेल्पलाइन शुरू की है और मुआवजे की घोषणा के लिए सरकार को प्रस्ताव भेजा है।",
        RESCUE,
        "नाविक संघ ने मांग की है कि छोटी नौकाओं में संचार उपकरण अनिवार्य किए जाएं ताकि मदद जल्दी पहुंच सके।",
        "विशेषज्ञों का कहना है कि इंजन की नियमित जांच न होने से ऐसे हादसे बढ़ रहे हैं और बीमा भी नहीं मिलता।",
    )
    assert of(STORY, other).relation == "same_event", of(STORY, other)
    day = datetime(2026, 11, 24, tzinfo=UTC)
    later = Text(other, published=day + timedelta(days=30))
    assert compare(Text(STORY, published=day), later).relation in ("different", "same_event")


def test_nothing_in_common() -> None:
    found = of(STORY, UNRELATED)
    assert (found.relation, found.score) == ("different", 0.0)


@pytest.mark.parametrize(
    ("a", "b", "relation"),
    [
        ("रक्षा मंत्री ने नए पोत का जलावतरण किया", "रक्षा मंत्री ने नए पोत का जलावतरण किया", "same"),
        ("रक्षा मंत्री ने नए पोत का जलावतरण किया", "रक्षा मंत्री ने नये पोत का जलावतरण किया।", "same"),
        ("मासिक निर्यात आंकड़े, अगस्त 2026 के लिए जारी", "मासिक निर्यात आंकड़े, सितंबर 2026 के लिए जारी", "different"),
        ("वित्त आयोग ने बिहार सरकार के साथ बैठक की", "वित्त आयोग ने केरल सरकार के साथ बैठक की", "different"),
        ("थल सेनाध्यक्ष कल अभ्यास का निरीक्षण करेंगे", "थल सेनाध्यक्ष ने अभ्यास का निरीक्षण किया", "same_event"),
    ],
)
def test_in_a_headline_every_word_counts(a: str, b: str, relation: str) -> None:
    assert of(a, b).relation == relation, of(a, b)


def test_a_form_filled_in_anew_is_no_version() -> None:
    form = (
        "मौसम केंद्र के अनुसार {day} को लेह में न्यूनतम तापमान {low} डिग्री और अधिकतम तापमान {high} डिग्री दर्ज किया "
        "गया। बीते चौबीस घंटों में {snow} सेंटीमीटर बर्फ गिरी और हवा की गति {wind} किलोमीटर प्रति घंटा रही। अगले दिन भी "
        "मौसम ऐसा ही रहने का अनुमान है।"
    )
    one = form.format(day="सोमवार", low="दो", high="11", snow="12", wind="18")
    other = form.format(day="शनिवार", low="पांच", high="14", snow="3", wind="25")
    assert of(one, other).relation == "different"


def test_no_text_is_like_nothing() -> None:
    assert of("", "").relation == "different"
    assert of("…", STORY).score == 0.0


TEXTS = st.lists(
    st.sampled_from([LEAD, RESCUE, CARE, BACKGROUND, *UNRELATED.split("\n"), "दो", "सेना ने तीन", "5 लाख"]),
    max_size=6,
).map("\n".join)


@given(TEXTS, TEXTS)
def test_the_order_of_the_two_does_not_matter(a: str, b: str) -> None:
    one, other = of(a, b), of(b, a)
    assert (one.relation, one.score, one.reason) == (other.relation, other.score, other.reason)
    assert (one.lead_a, one.lead_b) == (other.lead_b, other.lead_a)
    assert 0 <= one.score <= 1
    assert one.merges == (one.score >= 0.5)


@given(TEXTS)
def test_every_text_is_its_own_copy(text: str) -> None:
    found = of(text, text)
    assert found.relation == "same" or not any(c.isalnum() for c in text)
