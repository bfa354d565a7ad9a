"""Texts as units."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipelines.copies.units import read


def keys(text: str) -> list[str]:
    return [unit.key for unit in read(text)]


def test_spellings_of_one_word_have_one_key() -> None:
    for pair in (
        "गयी गई",
        "गये गए",
        "सीबीआइ सीबीआई",
        "हिन्दी हिंदी",
        "ज़मीन जमीन",
        "कशमीर कश्मीर",
        "हेलीकॉप्टर हेलिकाप्टर",
    ):
        one, other = keys(pair)
        assert one == other, pair


def test_other_words_have_other_keys() -> None:
    for pair in ("सेना सोना", "घायल जख्मी", "दिल्ली दिल", "बताया बताना", "सोमवार मंगलवार", "मई जून"):
        one, other = keys(pair)
        assert one != other, pair


def test_names_of_days_are_read_as_days() -> None:
    assert keys("गुरुवार बृहस्पतिवार वीरवार") == ["weekday 4"] * 3
    assert keys("अक्टूबर अक्तूबर October") == ["month 10"] * 3


def test_addresses_and_file_names_are_no_words() -> None:
    assert keys("सेना https://x.in/a_b?c=1 बढ़ी news_2026_11_3.txt") == keys("सेना बढ़ी")


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_places_are_right_for_any_text(text: str) -> None:
    units = read(text)
    for before, after in pairwise(units):
        assert before.end <= after.start
    for unit in units:
        assert 0 <= unit.start < unit.end <= len(text)
        assert unit.key
