"""Who is named beside an office: रक्षा मंत्री पीट हेगसेथ, सेना प्रमुख जनरल आसिम मुनीर.

Where somebody is named, the name says whose office it is, and nobody need be looked up by the story's date.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipelines.matching import Match
from pipelines.tokens import PAUSE, SENTENCE_END, Tokens, cut, shorten
from pipelines.vocabulary import Vocabulary

_HONORIFICS = frozenset(map(shorten, ("श्री", "श्रीमती", "डॉ", "डा", "सैयद", "फील्ड", "मार्शल")))
_AGENT = "ने"
_NAME_LONGEST = 4
"""Most words of a name."""
_NO_NAME = frozenset(
    {PAUSE, SENTENCE_END, "का", "के", "की", "और", "तथा", "एवं", "व", "में", "पर", "को", "से", "तक", "समेत", "सहित",
     "द्वारा", "आज", "कल", "भी", "ही", "तो", "तब", "अब", "रहते", "बनने"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Beside:
    """Who is named right behind an office."""

    person: Match | None
    """A person of the vocabulary."""
    stranger: bool
    """Whether it is somebody who never held it, as far as the vocabulary knows."""


NOBODY = Beside(None, False)


def people(matches: Iterable[Match]) -> Mapping[int, Match]:
    """First piece → the person or the rank that is named there."""
    found = {match.first: match for match in matches if match.concept.type == "rank"}
    return found | {match.first: match for match in matches if match.concept.type == "person"}


class Incumbents:
    """The names of all who held an office."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._known = {
            office: frozenset(
                shorten(word)
                for _, person in who
                for tokens in cut([person.label_hi, *person.names])
                for word in tokens
            )
            for office, who in vocabulary.holders.items()
        }

    def beside(self, tokens: Tokens, match: Match, named: Mapping[int, Match], office: str) -> Beside:
        """Who is named right behind the match of an office; `named` as `people` gives it."""
        around = named.get(match.first)
        if around is not None and around.concept.type == "person":
            return Beside(around, False)  # रक्षा सचिव गिरिधर अरमाने is a name as a whole
        place = match.last + 1
        while place < len(tokens.pieces):
            found = named.get(place)
            if found is not None and found.concept.type == "person":
                held = any(tenure.office == office for tenure in found.concept.offices)
                return Beside(found, False) if held else NOBODY  # सेना प्रमुख पुतिन से मिले
            if found is None and tokens.pieces[place] not in _HONORIFICS:
                break
            place = found.last + 1 if found else place + 1
        return Beside(None, self._stranger(tokens, place, office))

    def _stranger(self, tokens: Tokens, place: int, office: str) -> bool:
        """Whether words that look like a name stand at a place, and are none of the holders': "राष्ट्रीय सुरक्षा
        सलाहकार जोनाथन पावेल ने"."""
        words = tokens.pieces[place : place + 1 + _NAME_LONGEST]
        if _AGENT not in words[1:]:
            return False
        name = set(words[: words.index(_AGENT)])
        return not name & _NO_NAME and not name & self._known.get(office, frozenset())
