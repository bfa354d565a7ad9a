"""The query language: what people type, what it means, and what they are told when it means nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.query import (
    And,
    DateProblem,
    DateRange,
    Everything,
    FieldFilter,
    FilterField,
    Not,
    Or,
    Phrase,
    Query,
    QueryError,
    Word,
    parse,
    parse_instant,
)
from search.query_dates import INDIA
from search.query_error import display_width

NOW = datetime(2026, 3, 10, 20, 0, tzinfo=UTC)  # 11 March, 01:30 in India


def w(text: str) -> Word:
    return Word(text)


def f(field: FilterField, value: str) -> FieldFilter:
    return FieldFilter(field, value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Everything()),
        (" \t\n　", Everything()),
        ("सेना", w("सेना")),
        ("सेना वायुसेना", And((w("सेना"), w("वायुसेना")))),
        ("सेना AND वायुसेना", And((w("सेना"), w("वायुसेना")))),
        ("सेना OR वायुसेना", Or((w("सेना"), w("वायुसेना")))),
        ("a b OR c d", Or((And((w("a"), w("b"))), And((w("c"), w("d")))))),
        ("a (b OR c) d", And((w("a"), Or((w("b"), w("c"))), w("d")))),
        ("a (b c)", And((w("a"), w("b"), w("c")))),
        ("((a))", w("a")),
        ("NOT चीन", Not(w("चीन"))),
        ("NOT NOT चीन", w("चीन")),
        ("सेना NOT (चीन OR पाक)", And((w("सेना"), Not(Or((w("चीन"), w("पाक"))))))),
        ("a OR NOT b", Or((w("a"), Not(w("b"))))),
        ("a AND NOT b", And((w("a"), Not(w("b"))))),
        ("सेना or not and Not", And((w("सेना"), w("or"), w("not"), w("and"), w("Not")))),
        ('"भारतीय सेना"', Phrase("भारतीय सेना")),
        ('"OR"', Phrase("OR")),
        ("“एस 400” OR ＂वायु सेना＂", Or((Phrase("एस 400"), Phrase("वायु सेना")))),
        ("ａ ＯＲ ｂ", Or((w("a"), w("b")))),
        ("（ａ　ｂ）ＯＲ ｃ", Or((And((w("a"), w("b"))), w("c")))),
        # what looks like syntax elsewhere is only text here
        ("C-17/सी-17", Or((w("C-17"), w("सी-17")))),
        ("/सेना/", w("/सेना/")),
        ("24/7", w("24/7")),
        ("AK-47/203", w("AK-47/203")),
        ("भारत - पाकिस्तान", And((w("भारत"), w("पाकिस्तान")))),
        ("सेना -चीन", And((w("सेना"), w("-चीन")))),
        ("NOT - चीन", Not(w("चीन"))),
        ("DRDO + HAL && [एयर] {x} a^b~ राफेल* \\ !", And(tuple(
            map(w, ["DRDO", "HAL", "[एयर]", "{x}", "a^b~", "राफेल*"])))),
        ("INS विक्रांत(R11)", And((w("INS"), w("विक्रांत"), w("R11")))),
        ("12:30", w("12:30")),
        ("http://example.in/a/b?c=d", w("http://example.in/a/b?c=d")),
        ("भारत: पाकिस्तान", And((w("भारत:"), w("पाकिस्तान")))),
        ("ANI: बयान", And((w("ANI:"), w("बयान")))),
        ("Form: 26AS", And((w("Form:"), w("26AS")))),
        # fields
        ("outlet:jagran", f("outlet", "jagran")),
        ("Outlet:jagran", f("outlet", "jagran")),
        ("ｏｕｔｌｅｔ：jagran", f("outlet", "jagran")),
        ('person:"राजनाथ सिंह"', f("person", "राजनाथ सिंह")),
        ("person:“राजनाथ सिंह”", f("person", "राजनाथ सिंह")),
        ("country:चीन सेना", And((f("country", "चीन"), w("सेना")))),
        ("tag:NOT", f("tag", "NOT")),
        ("tag:a:b", f("tag", "a:b")),
        ("lang:hi", f("lang", "hi")),
        ("NOT outlet:jagran", Not(f("outlet", "jagran"))),
        ("country:चीन/रूस", Or((f("country", "चीन"), f("country", "रूस")))),
        ("outlet:(दैनिक जागरण OR bbc)", Or((f("outlet", "दैनिक जागरण"), f("outlet", "bbc")))),
        ("tag:(a AND NOT b) c", And((f("tag", "a"), Not(f("tag", "b")), w("c")))),
    ],
)  # fmt: skip
def test_meaning(text: str, expected: Query) -> None:
    assert parse(text, now=NOW) == expected


def india(*date: int) -> datetime:
    return datetime(*date, tzinfo=INDIA)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from:2024-01-31", DateRange(start=india(2024, 1, 31))),
        ("to:2024-01-31", DateRange(end=india(2024, 2, 1))),
        ("from:2024-2", DateRange(start=india(2024, 2, 1))),
        ("to:2024-02", DateRange(end=india(2024, 3, 1))),
        ("to:2024-12", DateRange(end=india(2025, 1, 1))),
        ("from:2024", DateRange(start=india(2024, 1, 1))),
        ("to:2024", DateRange(end=india(2025, 1, 1))),
        ("to:२०२४–०२-२९", DateRange(end=india(2024, 3, 1))),
        ('from:"2024"', DateRange(start=india(2024, 1, 1))),
        ("from:24h", DateRange(start=NOW - timedelta(hours=24))),
        ("from:7d", DateRange(start=india(2026, 3, 4))),
        ("to:7d", DateRange(end=india(2026, 3, 5))),
        ("from:1W", DateRange(start=india(2026, 3, 4))),
        ("from:आज", DateRange(start=india(2026, 3, 11))),
        ("to:yesterday", DateRange(end=india(2026, 3, 11))),
    ],
)
def test_dates_are_indian_days_with_both_ends_included(text: str, expected: Query) -> None:
    assert parse(text, now=NOW) == expected


def test_an_instant_alone_can_be_read_for_options_such_as_since() -> None:
    assert parse_instant("2024-01-31") == india(2024, 1, 31)
    assert parse_instant("2024-01-31", edge="to") == india(2024, 2, 1)
    with pytest.raises(DateProblem, match=r"^'gestern' is no date: write 2024-01-31"):
        parse_instant("gestern")


def test_relative_dates_count_from_the_present() -> None:
    before = datetime.now(UTC)
    query = parse("from:1h")
    assert isinstance(query, DateRange)
    assert query.start is not None
    assert timedelta(0) <= query.start - (before - timedelta(hours=1)) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("text", "position", "said"),
    [
        ('सेना "राफेल', 5, "never closed"),
        ("सेना “राफेल", 5, "never closed"),
        ('""', 0, "nothing to search for"),
        ('"-"', 0, "nothing to search for"),
        ("(सेना", 0, "never closed"),
        ("(", 0, "never closed"),
        ("सेना)", 4, "never opened"),
        (")", 0, "never opened"),
        ("सेना () चीन", 6, "before this parenthesis"),
        ("( - )", 4, "before this parenthesis"),
        ("-", 0, "not one letter or digit"),
        ("  / ?", 2, "not one letter or digit"),
        ("OR", 0, "OR needs something before"),
        ("AND सेना", 0, "AND needs something before"),
        ("सेना OR", 5, "OR needs something after"),
        ("सेना AND OR चीन", 5, "AND needs something after"),
        ("सेना OR OR चीन", 5, "OR needs something after"),
        ("NOT", 0, "NOT needs something after"),
        ("NOT OR", 0, "NOT needs something after"),
        ("(NOT)", 1, "NOT needs something after"),
        ("सेना NOT -", 5, "NOT needs something after"),
        ("outlet:", 7, "outlet: needs a value, as in outlet:jagran"),
        ("outlet: jagran", 7, "needs a value"),
        ("tag:/", 4, "needs a value"),
        ('person:""', 7, "nothing to search for"),
        ("tag:()", 5, "before this parenthesis"),
        ("outlet:(tag:x)", 8, "no field can stand inside outlet:"),
        ("outlt:jagran", 0, 'did you mean "outlet:"'),
        ("सेना cuontry:चीन", 5, 'did you mean "country:"'),
        ("language:hi", 0, 'did you mean "lang:"'),
        ("since:2024", 0, 'did you mean "from:"'),
        ("from:2024-13", 5, "is no date: write 2024-01-31"),
        ("to:2024-02-30", 3, "is no date: write 2024-01-31"),
        ("from:31/01/2024", 5, "is no date: write 2024-01-31"),
        ("from:0000", 5, "is no date: write 2024-01-31"),
        ("to:10000", 3, "is no date: write 2024-01-31"),
        ("from:99999d", 5, "is no date: write 2024-01-31"),
        ("from:(2024)", 5, "is no date: write 2024-01-31"),
        ("(" * 13 + "a" + ")" * 13, 12, "at most 12 deep"),
        ("a " * 101, 200, "at most 100 words"),
        ("अ" * 2001, 2000, "at most 2000 characters"),
    ],
)
def test_mistakes_are_shown_where_they_are(text: str, position: int, said: str) -> None:
    with pytest.raises(QueryError) as raised:
        parse(text, now=NOW)
    assert raised.value.position == position
    assert said in raised.value.message
    assert "\n" not in raised.value.message


@pytest.mark.parametrize(
    ("text", "width"),
    [("सेना", 2), ("क्षत्रिय", 5), ("हिंदी", 2), ("ab", 2), ("全角", 4), ("क\u200dष", 2), ("ड\u093cा", 1)],
)
def test_display_width_counts_columns(text: str, width: int) -> None:
    assert display_width(text) == width


def test_caret_stands_under_the_mistake() -> None:
    with pytest.raises(QueryError) as raised:
        parse("हिंदी की\tसेना OR")
    message, shown, caret = str(raised.value).split("\n")
    assert message == 'OR needs something after it (the word itself: "OR")'
    assert shown == "  हिंदी की सेना OR"
    assert caret == " " * (2 + 2 + 1 + 1 + 1 + 2 + 1) + "^"


def test_a_long_query_is_shown_around_the_mistake() -> None:
    with pytest.raises(QueryError) as raised:
        parse("सेना " * 60 + "OR OR" + " सेना" * 30)
    _, shown, caret = str(raised.value).split("\n")
    assert display_width(shown) <= 102
    assert display_width(shown[: shown.index("OR")]) == len(caret) - 1


PIECES = '( ) " “ : / - । OR AND NOT outlet: tag: from: to: lang: सेना S-400 एस-४०० C-17 2024-01 7d'
SYNTAX = st.sampled_from([*PIECES.split(), " ", "  ", " OR ", " NOT ", "\u200d", "\u093c", "\ud800", "\x00"])


@given(st.text() | st.lists(SYNTAX).map("".join) | st.lists(SYNTAX | st.text(max_size=3)).map("".join))
@example("\udcff")
@example("NOT " * 499 + "a")
@example("(" * 2000)
@example("from:" + "9" * 50)
def test_nothing_raises_anything_but_query_error(text: str) -> None:
    try:
        query = parse(text, now=NOW)
    except QueryError as error:
        message, shown, caret = error.render().split("\n")
        assert message
        assert 0 <= error.position <= len(text)
        assert caret.endswith("^")
        assert shown.startswith("  ")
        (message + shown).encode()
    else:
        assert hash(query) is not None
        assert parse(text, now=NOW) == query
