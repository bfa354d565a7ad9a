"""The Hindi analysis (`search.analysis`) as Elasticsearch's components, made of the same rows.

    char_filter   signs ─▶ repairs ─▶ half nasals ─▶ structure      (`search.charfilters`)
                                                     └▶ Latin letters, for ``roman`` (`search.romanise`)
    tokenizer     standard, which finds nothing but white space left to split at
    filter        lowercase ─▶ decimal_digit ─▶ exact
                                             ├▶ stop ─▶ lemma table ─▶ snowball ─▶ stem
                                             └▶ names of letters ─▶ spelling ─▶ roman

The template file (``templates/stories.json``) says which components make up which analyzer, in order; here
each component gets its rows. Which of them an analyzer lists, and in which order, is checked against this.
"""

from __future__ import annotations

from collections.abc import Iterable
from string import ascii_letters, digits
from typing import Any, Final

from search.charfilters import SIGNS, SPELLING, STRUCTURE, CharFilter, Pattern, Table
from search.lemmas import lemma_rows
from search.romanise import CHARS, RULES, SINGLES
from search.stopwords import STOP_WORDS

_PLAIN: Final = frozenset(ascii_letters + digits)

FOLDING: Final = (SIGNS, *SPELLING, *STRUCTURE)
"""Char filters of all three fields, in their order. NFC, which here stands after SIGNS, is done before a text
is sent: see `search.charfilters`."""


def name(group: str, step: str) -> str:
    """The component's name in Elasticsearch, such as ``hindi_grouped_digits``."""
    return f"{group}_{step.lower().replace(' ', '_')}"


FOLDING_NAMES: Final = tuple(name("hindi", step.name) for step in FOLDING)
ROMAN_NAMES: Final = tuple(f"{name('latin', step.name)}_{n}" for n, step in enumerate(CHARS, 1))
"""Numbered, because two of the steps have the same name."""
RULE_NAMES: Final = tuple(f"{name('latin_rule', step.name)}_{n}" for n, step in enumerate(RULES, 1))


def char_filters() -> dict[str, Any]:
    """Name → definition."""
    steps = zip((*FOLDING_NAMES, *ROMAN_NAMES), (*FOLDING, *CHARS), strict=True)
    made = {name: _char_filter(step) for name, step in steps}
    # What a person types in Devanagari into Kibana is not looked for by sound: see `search.analysis`.
    made["drop_devanagari"] = _pattern(r"[\p{L}\p{M}]*\p{IsDevanagari}[\p{L}\p{M}]*", " ")
    return made


def filters() -> dict[str, Any]:
    """Name → definition."""
    made: dict[str, Any] = {
        "hindi_stop": {"type": "stop", "stopwords": sorted(STOP_WORDS)},
        "hindi_lemmas": _overrides(lemma_rows()),
        "hindi_snowball": {"type": "snowball", "language": "Hindi"},
        "latin_letters": _overrides(SINGLES.items()),
    }
    return made | {
        name: _pattern(step.pattern, step.replacement) for name, step in zip(RULE_NAMES, RULES, strict=True)
    }


def _overrides(rows: Iterable[tuple[str, str]]) -> dict[str, Any]:
    return {"type": "stemmer_override", "rules": [f"{form} => {lemma}" for form, lemma in rows]}


def _char_filter(step: CharFilter) -> dict[str, Any]:
    if isinstance(step, Pattern):
        return _pattern(step.pattern, step.replacement)
    return _mapping(step)


def _pattern(pattern: str, replacement: str) -> dict[str, Any]:
    # In Java's replacements $ and \ have a meaning; no row has them.
    assert not set(replacement) & set("$\\")
    return {"type": "pattern_replace", "pattern": pattern, "replacement": replacement}


def _mapping(step: Table) -> dict[str, Any]:
    rules = [f"{_escaped(key)} => {_escaped(value)}" for key, value in step.rules]
    return {"type": "mapping", "mappings": rules}


def _escaped(text: str) -> str:
    """As ``mapping`` reads it: everything that it might trim or misread as an escape."""
    return "".join(c if c in _PLAIN else f"\\u{ord(c):04x}" for c in text)
