"""What is not wrong in the vocabulary but looks like it: for whoever edits it.

The loader refuses files that cannot be used (`pipelines.vocabulary.reading`). These checks need the compiled
forms and tell of names that two concepts share, that are never found because a longer or a false name
covers them, or that are ordinary words and should be weak.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import combinations

from pipelines.matching import Matcher
from pipelines.tokens import tokenize
from pipelines.vocabulary import Vocabulary

ORDINARY = 4.3
"""Zipf frequency from which a Hindi word counts as an ordinary one (20 in a million)."""

_NAMES = frozenset({"country", "place", "event_type", "term", "rank"})
"""Types whose names are ordinary words, or frequent ones, by nature."""


def findings(vocabulary: Vocabulary, matcher: Matcher) -> Iterator[str]:
    """One line a finding, each beginning with the concept's id."""
    yield from _shared(matcher)
    yield from _unreachable(vocabulary, matcher)
    yield from _ordinary(vocabulary)
    yield from _both_in_office(vocabulary)


def unverified(vocabulary: Vocabulary) -> Iterator[str]:
    """One line for each time in office that the files call unverified."""
    for concept in vocabulary:
        for tenure in concept.offices:
            if tenure.unverified:
                when = f"{tenure.held_from or '?'} to {tenure.held_to or 'now'}"
                yield f"{concept.id}: {tenure.office} of {tenure.country}, {when}"


def _shared(matcher: Matcher) -> Iterator[str]:
    keys: Mapping[str, list[str]] = {
        key.strip(): sorted({form.concept.id for form in forms if form.strength == "strong"})
        for key, forms in matcher.keys.items()
    }
    for key, ids in keys.items():
        if len(ids) > 1:
            yield f"{ids[0]}: {key} is a strong name of {' and '.join(ids)}"


def _unreachable(vocabulary: Vocabulary, matcher: Matcher) -> Iterator[str]:
    for concept in vocabulary:
        for form in (*concept.names, *concept.english, *concept.short, *concept.weak):
            found = matcher.find(tokenize(form))
            if not any(match.concept is concept for match in found):
                others = ", ".join(sorted({match.concept.id for match in found})) or "a trap, or nothing"
                yield f"{concept.id}: {form} is never found; {others} stands there"


def _ordinary(vocabulary: Vocabulary) -> Iterator[str]:
    # Slow to import, and only this check needs it: Scrapy imports every command's module to run one.
    from wordfreq import zipf_frequency

    for concept in vocabulary:
        if concept.specificity == "weak" or concept.type in _NAMES:
            continue
        for form in concept.names:
            if len(tokenize(form).pieces) == 1 and zipf_frequency(form, "hi") >= ORDINARY:
                yield f"{concept.id}: {form} is an ordinary word; make it weak, or add a sense rule"


def _both_in_office(vocabulary: Vocabulary) -> Iterator[str]:
    """Two persons in one office for longer than the day on which one takes it over from the other."""
    for office, who in vocabulary.holders.items():
        for (one, a), (other, b) in combinations(who, 2):
            if a is b or one.country != other.country:
                continue
            first = max(one.held_from or date.min, other.held_from or date.min)
            last = min(one.held_to or date.max, other.held_to or date.max)
            if last - first >= timedelta(days=1):
                until = "now" if last == date.max else last
                yield f"{a.id}: {b.id} is {office} of {one.country}, too, from {first} to {until}"
