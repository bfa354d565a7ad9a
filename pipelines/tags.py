"""What a story is about, as tags: concepts of the vocabulary in the order of their weight in the story.

A story that is not about defence gets no tags, however many defence words stand in it: a minister in a list
of guests is a name, not a subject. How near a story must be is `pipelines.relevance.TAGGED`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from pipelines.mentions import Reading, reader
from pipelines.relevance import TAGGED, TITLE, pro, scale
from pipelines.story import Story, Tag
from pipelines.vocabulary import Concept

_LISTED_LAST = frozenset({"rank", "term"})


def tag(story: Story) -> Story:
    """The story with `tags` and `tag_names`."""
    concepts = concepts_of(story)
    names = dict.fromkeys(name for concept in concepts for name in concept.all_names)
    return replace(story, tags=tuple(map(_tag, concepts)), tag_names=tuple(names))


def concepts_of(story: Story) -> tuple[Concept, ...]:
    """The concepts that a story is about, weightiest first; none if it is not about defence."""
    weigh = scale().weigh
    reading = reader().read(story.title, story.text, story.published)
    return ranked(reading) if weigh(reading).score >= TAGGED else ()


def ranked(reading: Reading) -> tuple[Concept, ...]:
    """The concepts of a reading's mentions that make tags, weightiest first."""
    counts = Counter(mention.concept.id for mention in reading.mentions)
    in_title = {mention.concept.id for mention in reading.mentions if mention.first < reading.title_pieces}
    about = pro(reading)
    concepts = {mention.concept.id: mention.concept for mention in reading.mentions}

    def weight(concept: Concept) -> tuple[bool, float, str]:
        value = (
            about.get(concept.id, 0.0) + 0.1 * counts[concept.id] + (TITLE if concept.id in in_title else 0)
        )
        return (
            concept.type in _LISTED_LAST or concept.specificity == "weak" and concept.type != "country",
            -value,
            concept.id,
        )

    return tuple(sorted(_specific(concepts.values()), key=weight))


def _specific(concepts: Iterable[Concept]) -> list[Concept]:
    """Without what is said better by another: सेना without a country where an army with one is named."""
    return list(concepts)


def _tag(concept: Concept) -> Tag:
    return Tag(concept.id, concept.type, concept.label_hi, concept.label_en)
