"""In which country a story, or a sentence, is set: whose army is meant where nobody is named as its owner."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Sequence

from pipelines.cues import Group, Hits
from pipelines.matching import Match
from pipelines.tokens import PAUSE, Tokens

INDIA = "c-india"
UNKNOWN = "?"
"""Somebody else's: an armed group's, an alliance's, a country's that has no concept."""
FOES = frozenset({"c-pakistan", "c-china"})
_LOCATIVE = 5
"""How many words after a country में may stand that makes it the scene."""

_FROM = "से"
_BEHIND = 2
"""How many words further behind a country a word of `against` may begin."""
_THERE = ("पहुंच", "रवाना", "भेज", "जाएग", "जाएंग", "दौरे")


def country_of(match: Match) -> str:
    """The country that a match names, or to which what it names belongs; `UNKNOWN` if to none."""
    return match.concept.id if match.concept.type == "country" else match.concept.country or UNKNOWN


class Setting:
    """In which country a story is set."""

    def __init__(
        self,
        tokens: Tokens,
        matches: Sequence[Match],
        roles: Collection[str],
        hits: Hits,
        home: Group,
        abroad: Group,
        against: Group,
    ) -> None:
        self._tokens = tokens
        self._hits, self._against = hits, against
        self._where = [
            (m.first, country_of(m))
            for m in matches
            if m.concept.id not in roles and country_of(m) != UNKNOWN and not self._elsewhere(m)
        ]
        self._where += [(place, INDIA) for place in hits.places(home)]
        self._where += [(place, UNKNOWN) for place in hits.places(abroad)]
        self._where.sort()
        counts = Counter(country for _, country in self._where)
        self._india = counts.pop(INDIA, 0)
        self._foreign = counts

    def country(self, match: Match, *, first: bool) -> tuple[str, str]:
        """The country whose force or office is meant where none is named next to it.

        ``first``: it is India's if it is named before any country.
        """
        if not self._foreign:
            return INDIA, "no other country is named"
        if first and self._where[0][0] > match.last:
            return INDIA, "named before any country"  # of another country's minister it is said whose he is
        begins, ends = self._tokens.sentence(match.first)
        if scene := self._scene(begins, match.first):
            return scene, "the sentence is set there"
        begin, end = bisect_left(self._where, (begins, "")), bisect_left(self._where, (ends + 1, ""))
        near = [country for _, country in self._where[begin:end]]
        most = max(self._foreign.values())
        if INDIA in near or self._india * 2 >= most:
            return INDIA, "the story is set in India"
        if near:
            return near[-1], "the country of the sentence"
        return self._foreign.most_common(1)[0][0], "the country of the story"

    def latest(self, match: Match) -> tuple[str | None, str]:
        """The country that was named last before a match, of those that have a concept."""
        named = self._where[: bisect_left(self._where, (match.first, ""))]
        return next(
            ((country, "the country named last") for _, country in reversed(named) if country != UNKNOWN),
            (None, ""),
        )

    def _elsewhere(self, match: Match) -> bool:
        """Whether something comes from a country (रूस से मिली मिसाइल), is done with or against it (उसकी साजिश),
        or goes there (म्यांमार पहुंची वायुसेना): whose it is the country does not say."""
        place = match.last + 1
        if match.concept.type != "country" or place >= len(self._tokens.pieces):
            return False
        after = self._tokens.pieces[place]
        if after == _FROM or after.startswith(_THERE):
            return True
        return self._hits.between(self._against, place, place + _BEHIND) is not None

    def _scene(self, first: int, before: int) -> str | None:
        """The foreign country in which the sentence says that it happens: सूडान की राजधानी खार्तूम में सेना.

        Not India's neighbours with whom it fights: "पाकिस्तान में ठिकानों पर सेना ने" is India's army.
        """
        pieces = self._tokens.pieces
        begin, end = bisect_left(self._where, (first, "")), bisect_left(self._where, (before, ""))
        for place, country in reversed(self._where[begin:end]):
            if country in (INDIA, UNKNOWN) or country in FOES:
                return None
            for at in range(place + 1, min(place + 1 + _LOCATIVE, before)):
                if pieces[at] == "में":
                    return country
                if pieces[at] in (PAUSE, "और", "से", "ने", "को"):
                    break
        return None
