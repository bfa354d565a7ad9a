"""What a story is about, as tags: concepts of the vocabulary in the order of their weight in the story.

A story that is not about defence gets no tags, however many defence words stand in it: a minister in a list
of guests is a name, not a subject. How near a story must be is `pipelines.relevance.TAGGED`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from pipelines.mentions import Reading
from pipelines.relevance import TAGGED, TITLE, pro, scale, weighed
from pipelines.stage import StagePipeline
from pipelines.story import Story, Tag
from pipelines.summary import opening
from pipelines.vocabulary import Concept

LONG_STORY = 300
"""Pieces from which a story is long: a country or an event that is named once below its lead is passing."""
NEAR_PIECES = 80
"""Pieces that belong to its lead."""
EVENTS = 3
"""Most event types of one story."""
_PASSING = frozenset({"country", "event_type"})
_LISTED_LAST = frozenset({"rank", "term"})


def tag(story: Story) -> Story:
    """The story with `tags`, `tag_names` and, where the page states none, a `summary`."""
    concepts = concepts_of(story)
    names = dict.fromkeys(name for concept in concepts for name in concept.all_names)
    return replace(
        story,
        tags=tuple(map(_tag, concepts)),
        tag_names=tuple(names),
        summary=story.summary or opening(story.text),
    )


def concepts_of(story: Story) -> tuple[Concept, ...]:
    """The concepts that a story is about, weightiest first; none if it is not about defence."""
    reading, judgement = weighed(story)
    return ranked(reading) if judgement.score >= TAGGED else ()


def ranked(reading: Reading) -> tuple[Concept, ...]:
    """The concepts of a reading's mentions that make tags, weightiest first."""
    counts = Counter(mention.concept.id for mention in reading.mentions)
    in_title = {mention.concept.id for mention in reading.mentions if mention.first < reading.title_pieces}
    about = pro(reading)
    near = reading.title_pieces + NEAR_PIECES
    in_lead = {mention.concept.id for mention in reading.mentions if mention.first < near}
    long = len(reading.tokens.pieces) > LONG_STORY
    concepts = {
        mention.concept.id: mention.concept
        for mention in reading.mentions
        if not long
        or mention.concept.type not in _PASSING
        or counts[id := mention.concept.id] > 1
        or id in in_lead
    }

    def weight(concept: Concept) -> tuple[bool, float, str]:
        value = (
            about.get(concept.id, 0.0) + 0.1 * counts[concept.id] + (TITLE if concept.id in in_title else 0)
        )
        return concept.type in _LISTED_LAST or _generic(concept), -value, concept.id

    listed = sorted(concepts.values(), key=weight)
    events = [concept for concept in listed if concept.type == "event_type"]
    return tuple(concept for concept in listed if concept not in events[EVENTS:])


def _generic(concept: Concept) -> bool:
    """Whether a concept is an ordinary word (सेना, टैंक) and not a name."""
    return concept.specificity == "weak" and concept.type not in ("country", "place", "event_type")


def _tag(concept: Concept) -> Tag:
    return Tag(concept.id, concept.type, concept.label_hi, concept.label_en)


class TagsPipeline(StagePipeline):
    """`tag` in a worker process: a long story takes longer than the event loop should wait."""

    stage = "tags"
    function = staticmethod(tag)
    in_workers = True


def warm_up() -> None:
    """Build the automaton and the rules, so that the first story does not wait for them."""
    scale()
