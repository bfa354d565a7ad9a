"""Elasticsearch's analyzers against `search.analysis`, token for token, on a real node."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.analysis import FIELDS, Field, terms
from search.elasticsearch_template import template
from search.text import nfc
from tests.elasticsearch.node import new_prefix, remove
from tests.newsroom.stories import load
from tests.project import SHARED

pytestmark = pytest.mark.elasticsearch

STORIES = SHARED / "data" / "stories"
Analyze = Callable[[str, str], list[str]]

_LIMIT = 9_000
"""Tokens of one request; the server answers at most 10,000."""


@pytest.fixture(scope="module")
def analyze(elasticsearch_url: str) -> Iterator[Analyze]:
    """The tokens that the server's analyzer of that name makes of a text."""
    prefix = new_prefix()
    with Elasticsearch(elasticsearch_url, request_timeout=60) as client:
        client.indices.create(index=f"{prefix}-analysis", **template("stories").body)

        def ask(text: str, analyzer: str) -> list[str]:
            answer = client.indices.analyze(index=f"{prefix}-analysis", analyzer=analyzer, text=text)
            return [token["token"] for token in answer["tokens"]]

        yield ask
    remove(elasticsearch_url, prefix)


def differing(analyze: Analyze, words: list[str], field: Field) -> list[tuple[str, list[str], list[str]]]:
    """Words of which the two make different tokens, and both. Asks for many at once, then for single ones
    of those that differ."""
    ours = [terms(word, field) for word in words]
    if len(words) > 1 and sum(map(len, ours)) > _LIMIT:
        half = len(words) // 2
        return differing(analyze, words[:half], field) + differing(analyze, words[half:], field)
    theirs = analyze(" ".join(words), f"hindi_{field}")
    if theirs == [token for tokens in ours for token in tokens]:
        return []
    if len(words) == 1:
        return [(words[0], ours[0], theirs)]
    half = len(words) // 2
    return differing(analyze, words[:half], field) + differing(analyze, words[half:], field)


def chunks_of(texts: Iterator[str]) -> list[str]:
    """All different pieces between white space, NFC as stored text is."""
    return sorted({chunk for text in texts for chunk in nfc(text).split()})


def strings(value: Any) -> Iterator[str]:
    """All texts in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def shared_texts(folder: Path) -> Iterator[str]:
    for file in sorted(folder.glob("*.jsonl")):
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                yield from strings(json.loads(line))


@pytest.mark.parametrize("field", FIELDS)
def test_every_token_of_the_newsroom(analyze: Analyze, field: Field) -> None:
    words = chunks_of(text for story in load() for text in (story.text.title, *story.text.paragraphs))
    assert len(words) > 3_000
    assert differing(analyze, words, field) == []


@pytest.mark.shared
@pytest.mark.skipif(not STORIES.is_dir(), reason=f"{STORIES} is not here")
@pytest.mark.parametrize("field", FIELDS)
def test_every_token_of_the_shared_stories(analyze: Analyze, field: Field) -> None:
    words = chunks_of(shared_texts(STORIES))
    assert len(words) > 80_000
    assert differing(analyze, words, field) == []


def letters(*blocks: tuple[int, int]) -> list[str]:
    """Every assigned character of the blocks that is not white space and is NFC."""
    found = []
    for first, last in blocks:
        for code in range(first, last + 1):
            character = chr(code)
            if unicodedata.category(character)[0] not in "CZ" and nfc(character) == character:
                found.append(character)
    return found


@pytest.mark.parametrize("field", FIELDS)
def test_every_character_of_hindi_pages_inside_a_word(analyze: Analyze, field: Field) -> None:
    """Basic Latin to Greek and Cyrillic, Devanagari with its extensions, punctuation, signs, letter-like
    and numerals, half- and full-width forms, joiners. (Lucene's tokenizer knows Unicode 12.1: letters of
    other scripts that came later, and Thai or Burmese glued to Devanagari, are cut in other places.)"""
    characters = letters(
        (0x21, 0x52F), (0x900, 0x97F), (0xA8E0, 0xA8FD), (0x1CD0, 0x1CF9), (0x2000, 0x2BFF), (0xFF01, 0xFF60)
    )  # fmt: skip
    assert len(characters) > 2_500
    words = [f"क{character}b" for character in characters] + [f"4{c}द" for c in characters]
    assert differing(analyze, words, field) == []


PIECES = (
    "सेना वायुसेनाओं हिन्दी हिंदी पड़ोसी एस-400 S-400 एस–४०० डी.आर.डी.ओ. बीएसएफ (भाषा) 1,27,000 12.5 कि.मी. "
    "C-17/सी-17 R&D rajnath Rajnath's लेफ्टिनेंट-जनरल ‘प्रलय’ ब्रह्मोस-II ॐ दुःख आॅपरेशन İ Ə ß Ⅳ ½ ٣ 中国 ディズニー "
    "\u200d \u200b क् ा ् ।"
)
GLUE = ["", " ", "-", "\n", "।", ","]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from(PIECES.split(" ")), st.sampled_from(GLUE)), min_size=1, max_size=12)
)
def test_whatever_is_put_together(analyze: Analyze, pieces: list[tuple[str, str]]) -> None:
    text = nfc("".join(part for pair in pieces for part in pair))
    for field in FIELDS:
        assert analyze(text, f"hindi_{field}") == terms(text, field), (field, text)


def test_what_is_typed_into_kibana_in_devanagari_is_not_looked_for_by_sound(analyze: Analyze) -> None:
    assert analyze("राजनाथ Rajnath सिंह S-400", "hindi_roman_search") == analyze(
        "Rajnath S-400", "hindi_roman"
    )


def test_tokens_that_are_analysed_already_stay_as_they_are(analyze: Analyze) -> None:
    words = [token for field in FIELDS for token in terms("एस-400 12.5 भारतीय सेनाओं ने r&d बीएसएफ", field)]
    assert analyze(" ".join(words), "analysed") == words


@pytest.mark.parametrize(
    "unit",
    [
        "क",
        "बीसी",
        "का",
        "क्",
        "ा",
        "a",
        "ba",
        "A.",
        "बी.",
        "1",
        "1,",
        "12,345,",
        "1.",
        "एस-400",
        "中",
        "ディ",
        "\u200d",
        "ऩ",
        "é",
        "r&d",
    ],
)
def test_words_without_end(analyze: Analyze, unit: str) -> None:
    """Java recurses where an expression repeats a group: an endless word must not overflow its stack. (Where
    exactly a word of over 255 characters is cut differs.)"""
    for field in FIELDS:
        shorter = unit * (60 // len(unit))
        assert analyze(shorter, f"hindi_{field}")[:3] == terms(shorter, field)[:3]
        many = len(terms(unit * 100, field)) > 50
        assert analyze(unit * ((8_000 if many else 60_000) // len(unit)), f"hindi_{field}") or not terms(
            unit, field
        )


def test_no_group_is_repeated_without_a_limit() -> None:
    settings = template("stories").settings["index"]["analysis"]
    for part in ("char_filter", "filter"):
        for name, component in settings[part].items():
            assert not re.search(r"\)[*+]", component.get("pattern", "")), name
