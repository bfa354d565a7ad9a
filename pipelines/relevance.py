"""Is a story about defence? A score from 0 to 1, and the evidence for it.

What a story is about speaks for it: the concepts it mentions, each by its weight, more in the title and the
lead than further down. Against it speak the cues of other topics (topics.toml). Both are taken in proportion
to the story's length, so one soldier in a long crime report does not make it defence news.

    logit = FOR · pro / length − AGAINST · contra / length − THRESHOLD_SHIFT        score = 1 / (1 + e^−logit)
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from math import exp
from pathlib import Path

from pipelines.cues import Group
from pipelines.mentions import Mention, Reader, Reading, reader
from pipelines.senses import load_table
from pipelines.story import Outcome, Story, reject
from pipelines.vocabulary import DIRECTORY

THRESHOLD = 0.5
"""From here on a story is defence news; measured by ``python -m benchmarks.quality_tags``."""

TAGGED = 0.22
"""From here on a story is near enough to defence to be tagged: below it, defence words stand in passing."""

TITLE, LEAD, BODY = 2.0, 1.5, 1.0
"""What a mention counts by its place."""
LEAD_PIECES = 60
AGAIN = 0.5
"""What each further mention of a concept counts, of the one before."""
FOR, AGAINST, SHIFT = 2.2, 1.1, 1.15
SHORT, LONG = 60, 160
"""Pieces up to which a story counts as short, and how many more halve what one mention counts."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that speaks for or against."""

    id: str
    """A concept's id, or ``topic:sport`` and the like."""
    value: float
    """What it adds to the logit; negative if it speaks against."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A story's relevance and why."""

    score: float
    """0 to 1."""
    evidence: tuple[Evidence, ...]
    """Strongest first."""

    @property
    def summary(self) -> str:
        """One line: the score and the main evidence."""
        main = ", ".join(f"{item.id} {item.value:+.1f}" for item in self.evidence[:5])
        return f"{self.score:.2f} ({main or 'no mention of defence'})"


@dataclass(frozen=True, slots=True)
class Topic:
    name: str
    weight: float
    cues: Group


class Scale:
    """Weighs readings of one reader. Raises VocabularyProblem for a mistake in topics.toml."""

    def __init__(self, reader: Reader, directory: Path = DIRECTORY) -> None:
        self._topics = tuple(
            Topic(name, float(row["weight"]), reader.cues.group(row["cues"]))
            for name, row in load_table(directory / "topics.toml").items()
        )

    def weigh(self, reading: Reading) -> Judgement:
        """The judgement on a reading; it depends on nothing else."""
        length = 1 + max(0, len(reading.tokens.pieces) - SHORT) / LONG
        evidence = [Evidence(id, FOR * value / length) for id, value in pro(reading).items() if value]
        for topic in self._topics:
            places = {place for place in reading.hits.places(topic.cues)}
            value = _fading(sorted((_place(reading, place) for place in places), reverse=True), 0.7)
            if value:
                evidence.append(Evidence(f"topic:{topic.name}", -AGAINST * topic.weight * value / length))
        logit = sum(item.value for item in evidence) - SHIFT
        evidence.sort(key=lambda item: -abs(item.value))
        return Judgement(round(1 / (1 + exp(-max(min(logit, 30), -30))), 4), tuple(evidence))


def pro(reading: Reading) -> dict[str, float]:
    """Concept id → how much the story is about it, by weight, place and number of mentions."""
    places: defaultdict[str, list[float]] = defaultdict(list)
    weights: dict[str, float] = {}
    taken: set[tuple[int, float]] = set()
    for mention in sorted(reading.mentions, key=lambda m: -m.concept.weight):
        # Two concepts at one place (सेना: indian-army and army-generic) are one piece of evidence.
        weight = _weight(mention)
        if not weight or (mention.named and (mention.first, 0.0) in taken):
            continue
        if mention.named:
            taken.add((mention.first, 0.0))
        places[mention.concept.id].append(_place(reading, mention.first))
        weights[mention.concept.id] = max(weights.get(mention.concept.id, 0.0), weight)
    return {id: weights[id] * _fading(sorted(values, reverse=True), AGAIN) for id, values in places.items()}


def _weight(mention: Mention) -> float:
    if mention.named:
        return mention.concept.weight
    if mention.concept.type == "event_type":
        return mention.concept.weight * 0.6
    return mention.concept.weight if mention.concept.id == "military-word" else 0.0


def _place(reading: Reading, piece: int) -> float:
    if piece < reading.title_pieces:
        return TITLE
    return LEAD if piece < reading.title_pieces + LEAD_PIECES else BODY


def _fading(values: list[float], ratio: float) -> float:
    return sum(value * ratio**rank for rank, value in enumerate(values))


@lru_cache(maxsize=2)
def scale(directory: Path = DIRECTORY) -> Scale:
    """The scale of this process, built when first asked for. Raises VocabularyProblem."""
    return Scale(reader(directory), directory)


def explain(story: Story) -> Judgement:
    """How relevant a story is, and why."""
    weigh = scale().weigh  # before reading: the scale adds its cues to the reader
    return weigh(reader().read(story.title, story.text, story.published))


def judge(story: Story, *, relevant_only: bool = True) -> Outcome:
    """The story with its relevance; refused if it is not about defence, unless `relevant_only` is False."""
    judgement = explain(story)
    judged = replace(story, relevance=judgement.score, relevant=judgement.score >= THRESHOLD)
    if relevant_only and not judged.relevant:
        return reject(judged, "relevance", "not-defence", judgement.summary)
    return judged
