"""Differences that a person reads."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.copies.worddiff import worddiff


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("सात जवान घायल।", "आठ जवान घायल।", "[-सात-]{+आठ+} जवान घायल।"),
        ("दिन भर चली", "दीन भर चली", "[-दिन-]{+दीन+} भर चली"),
        ("क\nख\nग", "क\nख\nग\nनया पैरा", "… 3 paragraphs\n{+नया पैरा+}"),
        ("पहला\nदूसरा", "दूसरा", "[-पहला-]\n… 1 paragraph"),
        ("दो जवान शहीद, तीन घायल", "चार जवान शहीद, पांच घायल", "[-दो-]{+चार+} जवान शहीद, [-तीन-]{+पांच+} घायल"),
        ("वह लाल किला गया", "वह इंडिया गेट गया", "वह [-लाल किला-]{+इंडिया गेट+} गया"),
        ("एक", "एक", ""),
    ],
)
def test_words_gone_and_new_are_marked(old: str, new: str, shown: str) -> None:
    assert worddiff(old, new) == shown


WORDS = ["सेना", "ने", "कहा", "7", "७", "घायल", "।", ",", "हिन्दी"]
PARAGRAPHS = st.lists(st.lists(st.sampled_from(WORDS)), min_size=1)


@given(PARAGRAPHS, PARAGRAPHS)
def test_both_texts_can_be_read_from_it(old: list[list[str]], new: list[list[str]]) -> None:
    before, after = ("\n".join(" ".join(words) for words in text) for text in (old, new))
    shown = worddiff(before, after)
    if shown and "…" not in shown:
        assert _lines(_without(r"\{\+(.*?)\+\}", r"\[-(.*?)-\]", shown)) == _lines(before)
        assert _lines(_without(r"\[-(.*?)-\]", r"\{\+(.*?)\+\}", shown)) == _lines(after)


def _without(gone: str, kept: str, shown: str) -> str:
    return re.sub(kept, r"\1", re.sub(gone, "", shown, flags=re.S), flags=re.S)


def _lines(text: str) -> list[str]:
    """A paragraph that is only new, or only gone, leaves its line break."""
    return [line for line in text.split("\n") if line]
