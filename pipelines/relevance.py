"""Is a story about defence? A score from 0 to 1, and the evidence for it.

What a story is about speaks for it: the concepts it mentions, each by its weight, more in the title and the
lead than further down. Against it speak the cues of other topics (topics.toml). Both are taken in proportion
to the story's length, so one soldier in a long crime report does not make it defence news.

    logit = FOR · pro / length − AGAINST · contra / length − THRESHOLD_SHIFT        score = 1 / (1 + e^−logit)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache, partial
from math import exp
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.cues import Group
from pipelines.mentions import Mention, Reader, Reading, reader
from pipelines.senses import load_table
from pipelines.setting import INDIA
from pipelines.stage import StagePipeline
from pipelines.story import Outcome, Story, reject
from pipelines.vocabulary import DIRECTORY
from pipelines.workers import WorkerPool

if TYPE_CHECKING:
    from typing import Self


STAGE = "relevance"
THRESHOLD = 0.5
"""From here on a story is defence news; measured by ``python -m benchmarks.quality_tags``."""

TAGGED = 0.26
"""From here on a story is near enough to defence to be tagged: below it, defence words stand in passing."""

STORED = 10
"""How many pieces of evidence are stored with a story."""

TITLE, LEAD, BODY = 2.0, 1.5, 1.0
"""What a mention counts by its place."""
LEAD_PIECES = 60
AGAIN = 0.5
"""What each further mention of a concept counts, of the one before."""
FOR, AGAINST, SHIFT = 2.2, 1.1, 1.15
PASSING = 0.75
"""What a topic must have before it counts: one cue further down is nothing."""
DAMPED = 0.25
"""What is left of the evidence for a story that is a recruitment notice, a match report ..."""
_THIN = frozenset({"person", "office"})
"""A minister is in many stories; what speaks for another topic speaks against his being the subject."""
MINISTER = 0.35
"""What is left of a defence minister's weight where the story has nothing else of defence and no other
country: he opens bridges and speaks at elections, too."""
_MINISTRIES = frozenset({"defence-minister", "mos-defence"})
_THEIR_OFFICES = frozenset({"office-defence-minister", "office-mos-defence"})
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
    damps: bool
    thins: frozenset[str]


class Scale:
    """Weighs readings of one reader. Raises VocabularyProblem for a mistake in topics.toml."""

    def __init__(self, reader: Reader, directory: Path = DIRECTORY) -> None:
        self.reader = reader
        self._topics = tuple(
            Topic(
                name,
                float(row["weight"]),
                reader.cues.group(row["cues"]),
                bool(row.get("damps")),
                frozenset(row.get("thins", ())),
            )
            for name, row in load_table(directory / "topics.toml").items()
        )

    def weigh(self, reading: Reading) -> Judgement:
        """The judgement on a reading; it depends on nothing else."""
        length = 1 + max(0, len(reading.tokens.pieces) - SHORT) / LONG
        damping = thin = 1.0
        thinned: dict[str, float] = {}
        evidence: list[Evidence] = []
        for topic in self._topics:
            places = set(reading.hits.places(topic.cues))
            value = _fading(sorted((_place(reading, place) for place in places), reverse=True), 0.7) - PASSING
            if value <= 0:
                continue
            evidence.append(Evidence(f"topic:{topic.name}", -AGAINST * topic.weight * value / length))
            thin = max(DAMPED, thin - 0.25 * value / length)
            if topic.thins and value / length > PASSING:
                thinned |= dict.fromkeys(topic.thins, max(DAMPED, 1 - 0.25 * value / length))
            if topic.damps and len(topic.cues & reading.hits.at.keys()) > 1:
                damping = min(damping, max(DAMPED, 1 - 0.35 * value / length))
        types = {mention.concept.id: mention.concept.type for mention in reading.mentions}
        speaking = pro(reading)
        ministers = _ministers_alone(reading, speaking)
        for id, value in speaking.items():
            factor = min(damping, thinned.get(id, 1.0), thinned.get(types[id], 1.0))
            factor = min(factor, MINISTER) if id in ministers else factor
            factor = min(factor, thin) if types[id] in _THIN else factor
            evidence.append(Evidence(id, FOR * factor * value / length))
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


def _ministers_alone(reading: Reading, speaking: Mapping[str, float]) -> frozenset[str]:
    """The defence ministers and their offices if nothing else speaks for the story."""
    ministers = frozenset(
        mention.concept.id
        for mention in reading.mentions
        if mention.concept.id in _THEIR_OFFICES
        or any(tenure.office in _MINISTRIES for tenure in mention.concept.offices)
    )
    others = (
        mention.concept
        for mention in reading.mentions
        if mention.concept.id not in ministers and mention.concept.type != "person"
    )
    alone = all(
        other.id == INDIA if other.type == "country" else not speaking.get(other.id) for other in others
    )
    return ministers if alone else frozenset()


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


def scale(directory: Path = DIRECTORY) -> Scale:
    """The scale of this process, built when first asked for. Raises VocabularyProblem."""
    return _scale(directory)


@lru_cache(maxsize=2)
def _scale(directory: Path) -> Scale:
    return Scale(reader(directory), directory)


@lru_cache(maxsize=16)
def _weighed(title: str, text: str, published: datetime | None) -> tuple[Reading, Judgement]:
    weighing = scale()
    reading = weighing.reader.read(title, text, published)
    return reading, weighing.weigh(reading)


def weighed(story: Story) -> tuple[Reading, Judgement]:
    """What a story mentions, and how relevant that makes it. Tags and relevance come from one reading.

    The place of a dateline is read with the text, whether or not it still stands there.
    """
    begun = story.dateline is None or story.text.startswith(story.dateline)
    return _weighed(story.title, story.text if begun else f"{story.dateline}। {story.text}", story.published)


def explain(story: Story) -> Judgement:
    """How relevant a story is, and why."""
    return weighed(story)[1]


def judge(story: Story, *, relevant_only: bool = True) -> Outcome:
    """The story with its relevance; refused if it is not about defence, unless `relevant_only` is False."""
    judgement = explain(story)
    judged = replace(
        story,
        relevance=judgement.score,
        relevant=judgement.score >= THRESHOLD,
        evidence=tuple((item.id, round(item.value, 2)) for item in judgement.evidence[:STORED]),
    )
    if relevant_only and not judged.relevant:
        return reject(judged, STAGE, "not-defence", judgement.summary)
    return judged


class RelevancePipeline(StagePipeline):
    """`judge` in a worker process. With PRAHARI_RELEVANT_ONLY=0 no story is refused."""

    stage = STAGE
    function = staticmethod(judge)
    in_workers = True

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        if crawler.settings.getbool("PRAHARI_RELEVANT_ONLY", True):
            return super().from_crawler(crawler)
        return KeepingPipeline(WorkerPool.of(crawler))  # type: ignore[return-value]


class KeepingPipeline(RelevancePipeline):
    """Notes the relevance of every story and refuses none."""

    function = staticmethod(partial(judge, relevant_only=False))
