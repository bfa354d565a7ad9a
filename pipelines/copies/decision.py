"""What two texts are to each other: one story, an edition of it, or something else.

This is the interface; `compare` is symmetric in the relation that it finds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from pipelines.copies.anatomy import Anatomy, dissected
from pipelines.copies.briefs import BRIEF, brief
from pipelines.copies.measures import TRIVIAL, Measures, measure
from pipelines.extraction.agencies import canonical

Relation = Literal["same", "syndicated", "update", "same_event", "different"]

_COPY: Final = 0.78
"""Containment from which a text is a copy, if nothing speaks against it."""
_EXCERPT: Final = 0.6
"""The same, where the top is the same and no sentence was put in the place of another."""
_WHOLE: Final = 0.9
"""Share of both texts that makes them one text."""
_LED: Final = 0.7
"""Share of a first sentence from which it counts as the same."""
_REWRITTEN: Final = 0.05
"""Share of a text from which other sentences in the place of its own are news, no wording."""
_EDITION: Final = 0.4
"""Containment from which an older text was kept."""
_AGREE: Final = 0.6
"""Share of words from which two headlines say the same."""
_TALLY: Final = 0.035
"""Replaced facts a word from which a line of news has only the mould in common; a longer text has twice that,
and another day."""
_LINE: Final = 60
"""Words of a line of news at most."""
_RESTATED: Final = 0.4
"""Share of a top's words that the other text has, too, from which it says the same in other words."""
_ECHO: Final = 0.3
"""Share of words under which two headlines, or headline and text, have nothing to do with each other."""
_TOPIC: Final = 0.33
"""Likeness of topics from which two texts are about one event."""
_FAR_TOPIC: Final = 0.38
"""The same if they name other places: two desks may report it from two towns."""
_NEAR: Final = timedelta(hours=30)
_FAR: Final = timedelta(days=4)
_NEAR_BONUS: Final = 0.05
"""What publication near in time, or far, counts in the likeness of topics."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What is compared: a text, and what is known of it."""

    text: str
    title: str = ""
    published: datetime | None = None
    """Aware, or None if unknown."""
    outlet: str = ""
    """Outlet id; empty if unknown."""


@dataclass
class Verdict:
    """What two pieces are to each other, and why."""

    relation: Relation
    score: float
    """How sure that is, 0 to 1."""
    evidence: dict[str, Any]
    """What was found, in terms that JSON knows."""


def compare(a: Piece, b: Piece) -> Verdict:
    """The relation of two pieces, from their texts; symmetric in the relation."""
    first, second = dissected(a.text, a.title), dissected(b.text, b.title)
    turned = (len(first.body), a.text, a.title) > (len(second.body), b.text, b.title)
    short, long = (second, first) if turned else (first, second)
    found = measure(short, long)
    relation: Relation
    if len(short.body) <= BRIEF:
        relation, score, swapped = brief(short.body, long.body)
        found, why = replace(found, replaced=tuple(swapped)), "brief"
    else:
        found = replace(found, topic=_dated_topic(found.topic, a.published, b.published))
        relation, score, why = _judge(found, _other_desks(a, b))
    return Verdict(relation, round(score, 3), _evidence(found, why, short, long, turned))


def _dated_topic(topic: float, one: datetime | None, other: datetime | None) -> float:
    """The likeness of topics, less the further apart in time the two were published: what is like an event of
    last week is the next of its kind."""
    if one is None or other is None or not topic:
        return topic
    apart = abs(one - other)
    found = topic + (_NEAR_BONUS if apart <= _NEAR else -_NEAR_BONUS if apart >= _FAR else 0.0)
    return min(1.0, max(0.0, found))


def _other_desks(a: Piece, b: Piece) -> bool:
    return bool(a.outlet and b.outlet and a.outlet != b.outlet)


def _judge(found: Measures, other_desks: bool) -> tuple[Relation, float, str]:
    """Relation, how sure it is, and the reason."""
    if found.replaced:
        return _edition(found, "facts-replaced")
    taken = found.containment - found.rewritten
    if taken < (_EXCERPT if _untouched(found) else _COPY):
        return _apart(found)
    top = _new_top(found, other_desks)
    if top:
        return "update", min(1.0, found.containment), top
    if min(found.containment, found.coverage) >= _WHOLE:
        return "same", min(found.containment, found.coverage), "same-text"
    if found.live and not other_desks:
        return "update", found.containment, "live"
    return "syndicated", found.containment, "taken-over"


def _untouched(found: Measures) -> bool:
    """Whether nothing that was taken over was edited: then the rest was only cut, or added elsewhere."""
    same_head = (found.headlines or 0) >= 0.8 and found.leads[0] >= _WHOLE
    same_lead = min(found.leads) >= _WHOLE and found.words[0] > _LINE
    return (same_head or same_lead) and not found.rewritten


def _new_top(found: Measures, other_desks: bool) -> str:
    """Why the text is the old one below a new lead; empty if it is not."""
    if found.rewritten >= _REWRITTEN:
        return "rewritten"
    if other_desks and not found.news and (found.containment >= _WHOLE or found.restated >= _RESTATED):
        # Another paper's own words over agency copy; with other facts in them they are the agency's news.
        return ""
    if found.echoed < _ECHO and found.headlines is not None and found.headlines < _ECHO:
        return "other-headline"
    if min(found.leads) >= _LED:
        return ""
    if found.leads[0] < _LED:
        return "new-lead"
    # The longer text has a top that the shorter has not: a new lead over the old story, unless the shorter
    # is a cutting from the middle.
    if found.headlines is not None:
        return "" if found.headlines >= _AGREE else "new-lead"
    return "new-lead" if found.complete or found.openings[1] <= TRIVIAL else ""


def _edition(found: Measures, why: str) -> tuple[Relation, float, str]:
    """What a text with other facts in the same place is."""
    if found.containment < _EDITION:
        if _another_day(found):
            return "different", 1 - found.containment, "other-day"
        return _apart(found)
    if _is_bulletin(found):
        return "different", min(1.0, found.density / _TALLY / 2), "other-tally"
    if found.occasion >= 2 and found.density >= _TALLY / 2:
        return "different", min(1.0, 0.5 + found.occasion / 8), "other-occasion"
    return "update", min(1.0, 0.5 + found.containment / 2), why


def _is_bulletin(found: Measures) -> bool:
    """Whether only the mould is the same: a line of figures, or the tally of another day."""
    if found.density < _TALLY:
        return False
    return found.words[0] <= _LINE or (_another_day(found) and found.density >= 2 * _TALLY)


def _another_day(found: Measures) -> bool:
    return any(one.kind in ("weekday", "month") for one in found.replaced)


def _apart(found: Measures) -> tuple[Relation, float, str]:
    """What two texts are that share too little for a copy."""
    if found.containment >= _EXCERPT or (found.containment >= _EDITION and max(found.leads) >= _LED / 2):
        return "update", found.containment, "partly-kept"
    if found.topic >= (_FAR_TOPIC if found.elsewhere else _TOPIC):
        return "same_event", found.topic, "same-topic"
    return "different", 1 - found.topic, "little-shared"


def _evidence(found: Measures, why: str, short: Anatomy, long: Anatomy, turned: bool) -> dict[str, Any]:
    """The figures, those of ``a`` before those of ``b``."""

    def pair(values: tuple[Any, Any]) -> list[Any]:
        return [*reversed(values)] if turned else [*values]

    return {
        "why": why,
        "containment": round(found.containment, 3),
        "coverage": round(found.coverage, 3),
        "words": pair(found.words),
        "leads": pair(tuple(round(lead, 3) for lead in found.leads)),  # type: ignore[arg-type]
        "topic": round(found.topic, 3),
        "headlines": None if found.headlines is None else round(found.headlines, 3),
        "replaced": [
            {"kind": one.kind, "a": pair((one.short, one.long))[0], "b": pair((one.short, one.long))[1]}
            for one in found.replaced
        ],
        "agencies": pair((canonical(short.agency), canonical(long.agency))),
    }
