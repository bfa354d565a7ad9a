"""What a story mentions: matcher, senses, possessors and scenes, one after the other.

    title + text ─▶ Tokens ─▶ matches ─▶ verdicts ─▶ owned ─▶ mentions

`Reader` holds everything compiled; one is made a process (`reader`). It keeps no state between stories.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from pipelines.cues import Cues, Hits
from pipelines.india import INDIA
from pipelines.matching import Matcher
from pipelines.possessors import Owned, Possessors
from pipelines.senses import Senses, load_table
from pipelines.setting import UNKNOWN
from pipelines.tokens import SENTENCE_END, Tokens, tokenize
from pipelines.vocabulary import DIRECTORY, Concept, Vocabulary, load_vocabulary

_LINKS = [f"{this} भी {read}" for this in ("यह", "ये", "इसे") for read in ("पढ़ें", "पढ़े", "पढें", "देखें")]
_LINKS += ["also read", "और पढ़ें", "संबंधित खबरें", "latest news"]
_READ_ON = re.compile(r"(?:पढ़ें|पढ़े|पढें|पढ़िए|देखें|Read)\s*(?:[:：ः]|[-–—]\s)[^।\n]*")
"""A link's headline in the middle of a line."""
_OTHER_STORIES = re.compile(
    r"^\s*(?:Latest News|Trending News|More (?:Articles|Stories|News)\b.*|Read More|"
    r"Related (?:Posts|News|Articles)|"
    r"ताज[ाे़]+ (?:खबरें|ख़बरें|समाचार)|(?:संबंधित|अन्य|और) (?:खबरें|ख़बरें|समाचार)|ट्रेंडिंग.*)\s*:?\s*$",
    re.M | re.I,
)
"""A line of its own below which an outlet lists other stories."""
_FOREIGN = "military-word"
"""What a foreign force without a concept of its own leaves: that the story is about a military."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A concept that a story mentions, and where."""

    concept: Concept
    first: int
    last: int
    """Pieces of the story's `Tokens`."""
    why: str
    """For a person who asks: which form, and what decided its sense."""
    named: bool = True
    """False where the concept follows from another one or from a sentence as a whole."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A form that was found and does not mean its concept here."""

    concept: Concept
    first: int
    last: int
    why: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A story as the vocabulary sees it."""

    tokens: Tokens
    """Of the title, a line break, and the text."""
    title_pieces: int
    """How many pieces the title has; 0 if there is none."""
    mentions: tuple[Mention, ...]
    refusals: tuple[Refusal, ...]
    hits: Hits
    """All cues."""


class Reader:
    """Everything compiled that reading a story takes."""

    def __init__(self, vocabulary: Vocabulary, directory: Path = DIRECTORY) -> None:
        """Raises VocabularyProblem for a mistake in the rules."""
        self.vocabulary = vocabulary
        self.cues = Cues()
        traps = [phrase for row in load_table(directory / "traps.toml").values() for phrase in row["phrases"]]
        self.matcher = Matcher(vocabulary, traps)
        self._senses = Senses(vocabulary, self.cues, directory)
        self._possessors = Possessors(vocabulary, self.cues, directory)
        self._link_cues = self.cues.group(_LINKS)

    def read(self, title: str, text: str, published: datetime | None = None) -> Reading:
        """What a story mentions. `published` decides who held an office; without it nobody is resolved."""
        tokens = tokenize(f"{title}\n{text}" if title else text)
        title_pieces = sum(1 for start in tokens.starts if start < len(title)) if title else 0
        matches, trapped = self.matcher.scan(tokens)
        hits = self.cues.find(tokens)
        if links := self._links(tokens, hits):
            matches = [match for match in matches if match.first not in links]
        hits = hits.outside(trapped | links)
        verdicts = self._senses.judge(tokens, matches, hits)
        refusals = tuple(
            Refusal(v.match.concept, v.match.first, v.match.last, f"{v.match.form}: {v.why}")
            for v in verdicts
            if not v.counts
        )
        why = {id(v.match): v.why for v in verdicts}
        counted = [v.match for v in verdicts if v.counts]
        owned = self._possessors.settle(tokens, counted, hits)
        day = _day(published)
        mentions: list[Mention] = []
        for item in owned:
            mentions += self._mentions(item, why[id(item.match)], day)
        mentions += self._shown(tokens, mentions, owned, hits)
        mentions.sort(key=lambda mention: mention.first)
        return Reading(tokens, title_pieces, tuple(mentions), refusals, hits)

    def _links(self, tokens: Tokens, hits: Hits) -> frozenset[int]:
        """The pieces of headlines of other stories that stand in the text (यह भी पढ़ें: ...)."""
        masked: set[int] = set()
        for place in hits.places(self._link_cues):
            if place == 0 or tokens.pieces[place - 1] == SENTENCE_END:
                masked.update(range(place, tokens.sentence(place)[1] + 1))
        for block in _OTHER_STORIES.finditer(tokens.text, len(tokens.text) // 2):
            masked.update(range(bisect_left(tokens.starts, block.start()), len(tokens.pieces)))
            break
        for link in _READ_ON.finditer(tokens.text):
            masked.update(
                range(bisect_left(tokens.starts, link.start()), bisect_left(tokens.starts, link.end()))
            )
        return frozenset(masked)

    def _mentions(self, item: Owned, why: str, day: date | None) -> list[Mention]:
        match, concepts = item.match, self.vocabulary.concepts
        reason = f"{match.form} ({why})"
        out: list[Mention] = []

        def add(concept: Concept, reason: str, named: bool) -> None:
            out.append(Mention(concept, match.first, match.last, reason, named))

        if item.concept is not None:
            add(item.concept, reason if item.why == "not possessed" else f"{reason}, {item.why}", True)
        else:
            add(concepts[_FOREIGN], f"{reason}: {item.why}: {item.owner}", False)
        if item.concept is not match.concept and match.concept.id in ("army-generic", "soldier", "jawan"):
            add(match.concept, reason, True)
        base = item.concept or match.concept
        for id_ in base.broader:
            add(concepts[id_], f"follows from {base.id}", False)
        owner = item.owner if item.why == "possessor" or item.concept is not match.concept else base.country
        if owner and owner != UNKNOWN and owner != "c-india" and base.type != "person" and base.id != owner:
            add(concepts[owner], f"country of {base.id}", False)
        force = self._possessors.force_of(item)
        if force:
            add(concepts[force], f"{match.concept.id} of {item.owner}", False)
        if item.office and day and item.owner != UNKNOWN:
            holder = self.vocabulary.holder(item.office, item.owner, day)
            if holder:
                add(holder, f"{item.office} of {item.owner} on {day}", False)
        return out

    def _shown(
        self, tokens: Tokens, mentions: Sequence[Mention], owned: Sequence[Owned], hits: Hits
    ) -> list[Mention]:
        sure = [item.match for item in owned]
        seen = {(mention.concept.id, tokens.sentence(mention.first)) for mention in mentions}
        return [
            Mention(concept, first, last, "the sentence shows it", named=False)
            for concept, first, last in self._senses.shown(tokens, sure, hits)
            if (concept.id, (first, last)) not in seen
        ]


def _day(published: datetime | None) -> date | None:
    """The day in India; None also for instants at the ends of the calendar, which broken pages state."""
    try:
        return published.astimezone(INDIA).date() if published else None
    except OverflowError:
        return None


def reader(directory: Path = DIRECTORY) -> Reader:
    """The reader of this process, built when first asked for. Raises VocabularyProblem."""
    return _reader(directory)


@lru_cache(maxsize=2)
def _reader(directory: Path) -> Reader:
    return Reader(load_vocabulary(directory), directory)
