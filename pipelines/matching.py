"""Finding the vocabulary's names in a text: one automaton over a folded key, offsets in the original.

    text ─▶ Tokens (folded words, with where they stand) ─▶ key " वास्तविक नियंत्रण रेखा " ─▶ Matcher ─▶ Match

A name is matched token by token, so सेना is never found in सक्सेना or शिवसेना. Dashes, quotation marks and
spaces between tokens do not matter, letters and digits are tokens of their own, dotted initials one token:
S-400, "S 400", एस–४०० and एस400 all have two tokens. A comma, a bracket or the end of a sentence never
stands inside a name. Where names overlap the longest wins: वास्तविक नियंत्रण रेखा is not नियंत्रण रेखा.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import ahocorasick_rs

from pipelines.tokens import Tokens, cut, shorten
from pipelines.vocabulary import Concept, Specificity, Vocabulary
from pipelines.vocabulary.inflection import spellings
from search.charfilters import LETTER_NAMES
from search.text import fold

_DIGITS = re.compile(r"\d+")
_PLAIN = frozenset({"country", "place", "org", "forum", "treaty", "policy", "scheme"})
"""Types whose names are names: where the concept as a whole is weak, it is so as evidence, not as a word."""
# What happens and whom it concerns are two layers: "मिसाइल का परीक्षण" is an event and a missile. A rank or an
# office may lie within a person's name (जनरल रावत), or run into it (लेफ्टिनेंट जनरल मनोज पांडे).
_APART: Mapping[str, tuple[str, ...]] = {
    "event_type": ("event_type",),
    "person": ("person", "thing"),
    "rank": ("rank", "thing", "office"),
    "office": ("office", "thing", "rank"),
    "thing": ("thing", "person", "rank", "office"),
}
"""Layer → those with whose matches its matches must not overlap."""
_SHIP = fold("आईएनएस")
SHORTEST = 6
"""Characters that words joined without their hyphen must have, so that they are no other word."""
_UNINFLECTED = frozenset({"person", "place"})


@dataclass(frozen=True, slots=True)
class Form:
    """One way in which a concept is printed."""

    concept: Concept
    text: str
    """As the vocabulary has it."""
    strength: Specificity
    dashed: bool = False
    """Its parts must not stand apart: के-4 is a missile, "के 4" mostly is not."""
    upper: bool = False
    """A short Latin abbreviation, which matches in capitals only (LAC, not lac)."""


@dataclass(frozen=True, slots=True)
class Match:
    """A concept's name found in a text."""

    concept: Concept
    form: str
    """The vocabulary's form, which may be spelt otherwise in the text."""
    strength: Specificity
    first: int
    last: int
    """Pieces of the `Tokens`, inclusive."""
    start: int
    end: int
    """Characters of the text."""


class Matcher:
    """All forms of a vocabulary in one automaton. Building it takes a moment; matching does not."""

    def __init__(self, vocabulary: Vocabulary, traps: Iterable[str] = ()) -> None:
        """`traps` are phrases that are no concept and win over the shorter names inside them (शिव सेना)."""
        forms: dict[str, list[Form]] = {}
        again = lru_cache(maxsize=None)(shorten)
        listed = list(_forms_of(vocabulary))
        pieces = cut([text for _, text, _ in listed])
        made: list[tuple[str, Form]] = []
        for (concept, text, strength), tokens in zip(listed, pieces, strict=True):
            form = Form(
                concept,
                text,
                strength,
                dashed=tokens[0] in ("को", "के") and "-" in text,
                upper=len(text) <= 4 and text.isascii() and text != text.lower(),
            )
            inflect = concept.type not in _UNINFLECTED and _inflects(text)
            written = spellings(tokens, inflect=inflect) | _joined(text, tokens) | _in_latin(tokens)
            for spelling in written:
                key = f" {' '.join(map(again, spelling))} "
                if spelling == tokens:
                    _add(forms.setdefault(key, []), form)
                else:
                    made.append((key, form))
        listed_keys = frozenset(forms)
        for key, form in made:
            if (
                key not in listed_keys
            ):  # भारतीय सेनाएं is listed with the armed forces, so not the army's plural
                _add(forms.setdefault(key, []), form)
        for tokens in cut(list(traps)):
            for spelling in spellings(tokens, inflect=True):
                forms[f" {' '.join(map(again, spelling))} "] = []
        self._keys = list(forms)
        self._forms = list(forms.values())
        self._automaton = ahocorasick_rs.AhoCorasick(self._keys)

    @property
    def keys(self) -> Mapping[str, list[Form]]:
        """Key → forms; for checks."""
        return dict(zip(self._keys, self._forms, strict=True))

    def find(self, tokens: Tokens) -> list[Match]:
        """The names in a text, in its order; several concepts may share a place, but places never overlap."""
        return self.scan(tokens)[0]

    def scan(self, tokens: Tokens) -> tuple[list[Match], frozenset[int]]:
        """As `find`, and the pieces that belong to traps."""
        spans: dict[tuple[int, int], list[Form]] = {}
        for index, start, end in self._automaton.find_matches_as_indexes(tokens.key, overlapping=True):
            first = tokens.piece_at(start + 1)
            last = tokens.piece_at(end - 2)
            forms = self._forms[index]
            usable = [form for form in forms if _usable(form, tokens, first, last)] if forms else []
            if usable or not forms:
                spans[first, last] = usable
        taken = {layer: bytearray(len(tokens.pieces)) for layer in _APART}
        found: list[Match] = []
        trapped: set[int] = set()
        # Of two equally long names that overlap an office wins, then the first: पाक सेना प्रमुख is no force.
        for first, last in sorted(
            spans, key=lambda span: (span[0] - span[1], not _office(spans[span]), span[0])
        ):
            forms = spans[first, last]
            layers = {_layer(form.concept.type) for form in forms} or _APART.keys()
            free = {
                layer
                for layer in layers
                if not any(any(taken[one][first : last + 1]) for one in _APART[layer])
            }
            for layer in free:
                taken[layer][first : last + 1] = b"\x01" * (last + 1 - first)
            start, end = tokens.starts[first], tokens.ends[last]
            if not forms and free == layers:
                trapped.update(range(first, last + 1))
            for form in forms:
                if _layer(form.concept.type) in free:
                    strength = _strength(form, tokens, first, last)
                    found.append(Match(form.concept, form.text, strength, first, last, start, end))
        found.sort(key=lambda match: match.start)
        return _without_named_events(found), frozenset(trapped)


def _without_named_events(found: list[Match]) -> list[Match]:
    """The matches without events that are part of an operation's name: who speaks of the पहलगाम आतंकी हमला
    does not report an attack."""
    names = [(match.first, match.last) for match in found if match.concept.type == "operation"]
    if not names:
        return found
    return [
        match
        for match in found
        if match.concept.type != "event_type"
        or not any(
            first <= match.first and match.last <= last and last - first > match.last - match.first
            for first, last in names
        )
    ]


def _office(forms: list[Form]) -> bool:
    return any(form.concept.type == "office" for form in forms)


def _layer(type_: str) -> str:
    return type_ if type_ in _APART else "thing"


def _in_latin(tokens: tuple[str, ...]) -> set[tuple[str, ...]]:
    """A ship's name with the prefix in Latin letters: INS विक्रांत."""
    return {("ins", *tokens[1:])} if len(tokens) > 1 and tokens[0] == _SHIP else set()


def _joined(text: str, tokens: tuple[str, ...]) -> set[tuple[str, ...]]:
    """The form with its hyphened words written as one: हिंद-प्रशांत, हिंदप्रशांत."""
    if "-" not in text or any(char.isdigit() for char in text):
        return set()
    words = [word.split("-") for word in text.split()]
    if sum(map(len, words)) != len(tokens):
        return set()  # dots or brackets cut it otherwise
    places = iter(tokens)
    joined = tuple("".join(next(places) for _ in parts) for parts in words)
    return {joined} if len(joined) < len(tokens) and min(map(len, joined)) >= SHORTEST else set()


def _add(known: list[Form], form: Form) -> None:
    if not any(other.concept is form.concept for other in known):
        known.append(form)


def _inflects(text: str) -> bool:
    """Whether the last word of a form may take endings: Devanagari words do, finished verbs do not."""
    return not text.isascii() and not text.endswith(("गया", "गए", "हुए", "किया", "किए", "हुआ", "मिला", "संभाला"))


def _forms_of(vocabulary: Vocabulary) -> Iterable[tuple[Concept, str, Specificity]]:
    for concept in vocabulary:
        plain = "medium" if concept.specificity == "weak" and concept.type in _PLAIN else concept.specificity
        for form in (*concept.names, *concept.english, *concept.short):
            yield concept, form, plain
        for form in concept.weak:
            yield concept, form, "weak"


def _usable(form: Form, tokens: Tokens, first: int, last: int) -> bool:
    if form.upper:
        surface = tokens.text[tokens.starts[first] : tokens.ends[last]]
        if tokens.text[tokens.ends[last] : tokens.ends[last] + 1] == "$":
            return False  # US$ 321 is money
        return _capitals(surface) >= min(2, _capitals(form.text))
    return not (form.dashed and last > first and _apart(tokens, first, first + 1))


def _capitals(text: str) -> int:
    return sum(char.isupper() for char in text)


def _apart(tokens: Tokens, first: int, last: int) -> bool:
    """Whether white space, and no dash, stands between two pieces of a match."""
    gaps = (tokens.text[tokens.ends[a] : tokens.starts[b]] for a, b in pairwise(range(first, last + 1)))
    return any(gap.isspace() for gap in gaps)


def _strength(form: Form, tokens: Tokens, first: int, last: int) -> Specificity:
    """A letter and a number that stand apart ("के 4", "सी 17") are weak evidence only."""
    if form.strength != "weak" and last == first + 1:
        letter, number = tokens.pieces[first], tokens.pieces[last]
        short = letter in LETTER_NAMES or len(letter) == 1
        if short and _DIGITS.fullmatch(number) and _apart(tokens, first, last):
            return "weak"
    return form.strength
