"""Passages: the right piece of the text, cut between words, with ranges that say what matched."""

from __future__ import annotations

import unicodedata

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from search.highlight import WIDTH, passage, spans
from search.matching import Match, plan, wanted
from search.query import QueryError, parse

FILLER = "यह वाक्य केवल जगह भरने के लिए लिखा गया है। "


def asked(text: str) -> list[Match]:
    return list(wanted(plan(parse(text))))


def marked(text: str, query: str) -> list[str]:
    return [text[a:b] for a, b in spans(text, asked(query))]


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("सेना ने सेनाओं को, (सेना) कहा", "सेना", ["सेना", "सेनाओं", "सेना"]),
        ("सेनापति और सुरक्षा", "सेना रक्षा", []),
        ("एस-४०० और S400", "S-400", ["एस-४००", "S400"]),
        ("“हिन्दी”, हिंदी", "हिंदी", ["हिन्दी", "हिंदी"]),
        ("वह\nभारतीय\nसेना", '"भारतीय सेना"', ["भारतीय\nसेना"]),
        ("भारतीय थल सेना", '"भारतीय सेना"', []),
        ("सेना की सेनाओं", '"सेना"', ["सेना"]),
        ("भारत-पाकिस्तान वार्ता", "भारत-पाकिस्तान", ["भारत", "पाकिस्तान"]),
        ("वह की बात", "की", ["की"]),
        ("सेना चीन", "सेना NOT चीन", ["सेना"]),
        ("सेना चीन", "NOT (सेना चीन)", []),
        ("दैनिक जागरण", "outlet:जागरण", []),
        ("क ख ग", '"क ख" "ख ग"', ["क ख ग"]),
    ],
)
def test_what_is_marked(text: str, query: str, expected: list[str]) -> None:
    assert marked(text, query) == expected


def shown(text: str, query: str) -> tuple[str, list[str]]:
    made = passage(text, asked(query))
    return made.text, [made.text[a:b] for a, b in made.spans]


def test_a_short_text_is_shown_whole() -> None:
    assert shown("सेना ने\nकहा।", "सेना") == ("सेना ने कहा।", ["सेना"])


def test_the_passage_is_where_most_different_words_stand_together() -> None:
    text = "सेना " * 20 + FILLER * 10 + "सीमा पर चीन से सेना का सामना हुआ। " + FILLER * 10
    piece, matched = shown(text, "सेना सीमा चीन")
    assert matched == ["सीमा", "चीन", "सेना"]
    assert piece.startswith("सीमा पर चीन")


def test_among_equals_the_one_with_most_then_the_first() -> None:
    text = (
        FILLER * 10 + "पहली बार सेना। " + FILLER * 10 + "दूसरी बार सेना और सेना। " + FILLER * 10 + "सेना और सेना। "
    )
    assert shown(text, "सेना")[0].startswith("दूसरी बार")


def test_it_begins_with_the_sentence() -> None:
    text = FILLER * 20 + "रक्षा मंत्री ने आज यहां पत्रकारों से कहा कि सेना तैयार है। " + FILLER * 20
    piece, matched = shown(text, "सेना")
    assert piece.startswith("रक्षा मंत्री ने")
    assert matched == ["सेना"]


def test_without_a_sentence_near_it_begins_with_a_word() -> None:
    text = "शब्द " * 200 + "सेना " + "शब्द " * 200
    piece, matched = shown(text, "सेना")
    assert matched == ["सेना"]
    assert set(piece.split()) == {"शब्द", "सेना"}
    assert 40 < piece.index("सेना") < 120


def test_without_a_match_it_is_the_beginning() -> None:
    piece, matched = shown("शुरुआत यहां है। " + FILLER * 20, "नामौजूद")
    assert piece.startswith("शुरुआत यहां है।")
    assert matched == []
    assert WIDTH - 12 < len(piece) <= WIDTH


def test_a_text_without_spaces_is_cut_between_graphemes() -> None:
    text = "क्षि" * 200
    piece = passage(text, []).text
    assert len(piece) <= WIDTH
    assert len(piece) % len("क्षि") == 0


@pytest.mark.parametrize("text", ["\n \u094d \n", " \u094d", "  ", "\n"])
def test_a_mark_on_a_space_is_no_word_to_begin_with(text: str) -> None:
    assert passage(text, []).text == ""


def test_a_short_text_that_begins_with_a_mark_on_a_space_is_shown_whole() -> None:
    assert passage(" \u094dसेना", []).text == " \u094dसेना"


WORDS = st.sampled_from(
    ["सेना", "सेनाओं", "एस-४००", "क्\u200dषत्रिय", "।", "है।", "\n", "a", "S-400", "\u094d", "😀", "x" * 300]
)
QUERIES = st.sampled_from(["सेना", '"सेना है"', "S-400", "एस-400 OR सेना", "नामौजूद", "", "है"])


@given(st.lists(WORDS, max_size=120).map(" ".join) | st.text(), QUERIES, st.sampled_from([20, 60, WIDTH]))
def test_a_passage_is_a_piece_of_the_text_cut_between_words(text: str, query: str, width: int) -> None:
    matches = asked(query)
    made = passage(text, matches, width)
    flat = "".join(" " if character.isspace() else character for character in text)
    assert made.text in flat
    assert len(made.text) <= max(width, 20)
    assert made.text == made.text.strip() or flat == made.text
    if made.text and " " in flat:
        assert any(
            cut_between_words(flat, m.start(), len(made.text))
            for m in regex.finditer(regex.escape(made.text), flat, overlapped=True)
        )
    last = 0
    for start, end in made.spans:
        assert last <= start < end <= len(made.text)
        last = end
        assert not unicodedata.category(made.text[start]).startswith("M")
    assert not spans(text, matches) or made.spans


def cut_between_words(text: str, start: int, length: int) -> bool:
    end = start + length
    graphemes = {match.start() for match in regex.finditer(r"\X", text)} | {len(text)}
    spaces = [
        at for at in (start, end) if at in (0, len(text)) or text[at].isspace() or text[at - 1].isspace()
    ]
    long_word = max((len(word) for word in text.split()), default=0) >= 20
    return {start, end} <= graphemes and (len(spaces) == 2 or long_word)


def test_any_query_that_parses_has_a_plan() -> None:
    for text in ("½", "NOT ½", "(½ OR ½)", "OR", ""):
        try:
            query = parse(text)
        except QueryError:
            continue
        assert isinstance(list(wanted(plan(query))), list)
