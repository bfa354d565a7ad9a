"""What the alignment of two texts shows, as the few figures that the decision is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from pipelines.copies.alignment import Alignment, Tile, align
from pipelines.copies.anatomy import Anatomy
from pipelines.copies.reading import Reading
from pipelines.copies.replaced import Replaced, occasion, replaced
from pipelines.copies.spelling import levelled, stem
from pipelines.copies.topics import elsewhere, likeness
from search.stopwords import STOP_WORDS

_RUN: Final = 6
"""Words in a row, small changes between them allowed, that nobody writes twice by accident."""
_LEAD: Final = 40
"""Words that count as the first sentence at most."""
_SENTENCE: Final = 8
"""And at least: a shorter one is a dateline or a subheading."""
TRIVIAL: Final = 10
"""So many words put before a text are a line of the desk, no new lead."""
_PARAGRAPH: Final = 90
"""Words of a paragraph at most."""
_REFERRING: Final = levelled(
    "इसके इस इसी इससे इसमें ये यह वह वे उन उस उन्होंने उन्होने उनके उनका वहीं उधर इधर साथ हालांकि गौरतलब बता दरअसल "
    "जबकि लेकिन और बाद वहां यहां ऐसे अब तब फिर दूसरी"
)
"""Words that begin a sentence that is not the first."""
_LIVE: Final = levelled("live लाइव")
_DATELINE: Final = 4
"""Words before the first full stop that are a dateline."""
_PHRASE: Final = 4
"""Words from which a change is more than a set phrase in other words."""
_AKIN: Final = 0.15
"""Share of telling words from which a sentence that took another's place speaks of the same."""


@dataclass(frozen=True, slots=True)
class Measures:
    """Figures of a pair; of two, the first is of the text with fewer words. Shares are 0 to 1."""

    words: tuple[int, int]
    containment: float
    """Share of the shorter text that was taken over."""
    coverage: float
    """Share of the longer text that it makes up."""
    leads: tuple[float, float]
    """Share of each text's first sentence that stands in the other."""
    openings: tuple[int, int]
    """Words of each text before the first that was taken over."""
    news: bool
    """At the top of one text stands a fact that the other has nowhere."""
    restated: float
    """Share of the telling words of a text's own top that the other has anywhere; of two tops the lower one,
    0 without any."""
    complete: bool
    """The shorter text begins as stories do: with a headline or a dateline, or at least with nothing that
    refers to what went before."""
    headlines: float | None
    """Share of the words of one headline that the other has; None where not both have one."""
    echoed: float
    """Share of the words of a headline that its text has, of the better one; 1 without headlines."""
    live: bool
    """A headline says that its text is written on."""
    replaced: tuple[Replaced, ...]
    occasion: int
    """How many of them make it another occasion (`pipelines.copies.replaced.occasion`)."""
    rewritten: float
    """Share of the shorter text in whose place the longer has other sentences."""
    topic: float
    """How much both are about the same."""
    elsewhere: bool
    """They happen in other places."""

    @property
    def density(self) -> float:
        """Replaced facts a word of the shorter text."""
        return len(self.replaced) / self.words[0] if self.words[0] else 0.0


def measure(short: Anatomy, long: Anatomy) -> Measures:
    """The figures of two pieces."""
    a = _beheaded(short.body, long.headline)
    b = _beheaded(long.body, short.headline)
    alignment = align(a.keys, b.keys)
    tiles = _taken(alignment)
    in_short, in_long = _marks(tiles, len(a), len(b))
    heads = content(short.headline), content(long.headline)
    facts = replaced(a, b, alignment)
    return Measures(
        words=(len(a), len(b)),
        containment=_share(in_short),
        coverage=_share(in_long),
        leads=(_lead(a, in_short), _lead(b, in_long)),
        openings=(_first(in_short), _first(in_long)),
        news=_top_news(a, in_short, b) or _top_news(b, in_long, a),
        restated=min((*_restated(a, in_short, b), *_restated(b, in_long, a)), default=0.0),
        complete=bool(heads[0]) or short.dateline is not None or _is_story(a),
        headlines=overlap(*heads) if all(heads) else None,
        echoed=max(_echo(heads[0], a), _echo(heads[1], b)),
        live=any(_LIVE & head for head in heads),
        replaced=tuple(facts),
        occasion=occasion(a, b, facts),
        rewritten=_rewritten(tiles, a, b),
        topic=likeness(short, long),
        elsewhere=elsewhere(short, long),
    )


def _rewritten(tiles: Sequence[Tile], short: Reading, long: Reading) -> float:
    """What stands between the same two tiles in both texts, is not the same and speaks of the same things.

    Without common words it is a paragraph that one desk left out, and one that the other put in.
    """
    out = 0
    for one, two in pairwise(tiles):
        ours = range(one.short + one.size, two.short)
        theirs = range(one.long + one.size, two.long)
        if min(len(ours), len(theirs)) >= _PHRASE:
            share = overlap({*_telling(short, ours)}, {*_telling(long, theirs)})
            out += min(len(ours), len(theirs)) if share >= _AKIN else 0
    return out / len(short) if short else 0.0


def _telling(reading: Reading, places: range) -> Iterator[str]:
    return (reading.keys[at] for at in places if reading.keys[at] not in STOP_WORDS)


def _beheaded(body: Reading, headline: Reading) -> Reading:
    """The text without the other's headline, where it runs on into the text."""
    size = len(headline)
    same = bool(size) and body.keys[:size] == headline.keys
    return body.part(size) if same else body


def _lead(reading: Reading, marks: bytearray) -> float:
    """How much of the first sentence was taken over. A short line before it is none."""
    start = _first(marks) if _first(marks) <= TRIVIAL else 0
    at = start
    while at < len(marks) and at - start < _LEAD:
        if at - start >= _SENTENCE and reading.sentences[at] != reading.sentences[at - 1]:
            break
        at += 1
    return _share(marks[start:at])


def _top_news(reading: Reading, marks: bytearray, other: Reading) -> bool:
    """Whether before or in its first sentences a text has facts of its own that the other has nowhere."""
    top = range(min(len(reading), max(_first(marks), _LEAD)))
    return any(reading.kinds[at] and not marks[at] and reading.keys[at] not in other.keys for at in top)


def _restated(reading: Reading, marks: bytearray, other: Reading) -> Iterator[float]:
    """How much of what stands before the first word that was taken over is said in the other text, too."""
    size = _first(marks)
    own = {stem(reading.said(at, at + 1)) for at in range(size) if reading.keys[at] not in STOP_WORDS}
    if size > _PHRASE and own:
        yield len(own & _stems(other)) / len(own)


@lru_cache(maxsize=128)
def _stems(reading: Reading) -> frozenset[str]:
    """The stems of all words; kept for a while, as the text itself is (`pipelines.copies.anatomy`)."""
    return frozenset(stem(reading.said(at, at + 1)) for at in range(len(reading)))


def _is_story(body: Reading) -> bool:
    """Whether a text without a headline begins as a story, and not as a paragraph from within one.

    A place or the paper's name may stand before the first sentence ("नईदुनिया, बीजापुर।"); else it must be
    longer than a paragraph, and not begin with a word like इसके or वहीं.
    """
    size = next((at for at, number in enumerate(body.sentences) if number != body.sentences[0]), len(body))
    if size <= _DATELINE and size < len(body):
        return True
    return len(body) > _PARAGRAPH and body.keys[0] not in _REFERRING


def _echo(headline: frozenset[str], body: Reading) -> float:
    return len(headline & content(body)) / len(headline) if headline else 1.0


def overlap(one: Set[str], other: Set[str]) -> float:
    """Share of the smaller set that the other has; 0 if it is empty."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


@lru_cache(maxsize=256)
def content(reading: Reading) -> frozenset[str]:
    """The words of a text that carry more than grammar; kept for a while."""
    return frozenset(key for key in reading.keys if key not in STOP_WORDS)


def _taken(alignment: Alignment) -> list[Tile]:
    """The tiles that belong to runs long enough to have been taken over."""
    kept: list[Tile] = []
    run: list[Tile] = []
    for tile in alignment.tiles:
        if run and not _follows(run[-1], tile):
            kept += _if_long(run)
            run = []
        run.append(tile)
    return kept + _if_long(run)


def _follows(one: Tile, other: Tile) -> bool:
    gap, ahead = other.short - one.short - one.size, other.long - one.long - one.size
    return 0 <= gap <= 2 and 0 <= ahead <= 2


def _if_long(run: list[Tile]) -> list[Tile]:
    return run if sum(tile.size for tile in run) >= _RUN else []


def _marks(tiles: Sequence[Tile], short: int, long: int) -> tuple[bytearray, bytearray]:
    first, second = bytearray(short), bytearray(long)
    for tile in tiles:
        first[tile.short : tile.short + tile.size] = b"\1" * tile.size
        second[tile.long : tile.long + tile.size] = b"\1" * tile.size
    return first, second


def _share(marks: bytearray) -> float:
    return sum(marks) / len(marks) if marks else 0.0


def _first(marks: bytearray) -> int:
    found = marks.find(1)
    return len(marks) if found < 0 else found
