"""The decision: what one text is to another.

    same         one text, but for spelling, dateline, credit, headline, furniture
    syndicated   one copy, cut, re-ordered or with set phrases re-worded; facts as they were
    update       an older text carried on: facts changed, or a new lead over it
    same_event   told anew, with passages in common
    different    a form filled in with other facts, or nothing in common

Precision comes first: a version taken for a copy is news lost, a copy taken for a version one line too many.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from pipelines.copies.body import body
from pipelines.copies.briefs import decide_brief
from pipelines.copies.facts import Fact
from pipelines.copies.sides import Pair, Side, own
from search.text import fold, match_key

Relation = Literal["same", "syndicated", "update", "same_event", "different"]
MERGED: Final[frozenset[Relation]] = frozenset({"same", "syndicated"})


@dataclass(frozen=True, slots=True)
class Limits:
    """The figures of the rules. What they were chosen by is said in ``benchmarks/quality_copies.py``."""

    copy: float = 0.78
    """Share of the shorter text that a copy has in common with the longer. Between a half and this lie
    independent reports that quote one statement at length."""
    same: float = 0.95
    """Share from which the shorter text is there as a whole."""
    alike: float = 0.85
    """Likeness from which a whole text is the same text, and not a cut of it."""
    carried: float = 0.38
    """Share of the shorter text that an update carries on."""
    rewritten: float = 0.6
    """Up to this share, two texts with a new lead each are two reports."""
    shared: float = 0.2
    """Share from which two reports quote the same."""
    own_lead: int = 8
    """So many units of a lead in a row that the other text has not are something new said first."""
    own_stretch: int = 4
    """So many units in a row are no set phrase but text of one's own ..."""
    own_stretches: int = 3
    """... and in so many places, it was edited, not cut."""
    cut: float = 0.9
    """From this share a text is cut, whatever else was put in."""
    paragraph: int = 100
    """Units of the longest paragraph that stands for itself."""
    brief: int = 40
    """Texts of fewer units are headlines and briefs, where each word counts."""


LIMITS: Final = Limits()
_APART: Final = timedelta(days=7)
"""Reports of one event do not come further apart than this."""
# A story does not begin by referring back: a text that does is a part of one.
_REFERS_BACK: Final = frozenset(
    fold("इसके इससे इसमें इसी इनमें इनके इन ये वहीं उन्होंने हालांकि साथ उधर इधर लेकिन जबकि वह वे").split()
)


@dataclass(frozen=True, slots=True)
class Text:
    """A text to compare, with what is known of it."""

    text: str
    title: str = ""
    published: datetime | None = None
    """Aware."""
    outlet: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two texts are to each other, and why."""

    relation: Relation
    score: float
    """How surely the two are copies of one text, 0 to 1; at least .5 for same and syndicated only."""
    reason: str
    """The rule that decided: a short name, with hyphens."""
    containment: float
    """Share of the shorter text that the longer has."""
    lead_a: float
    """Share of the first text's lead that the second has anywhere."""
    lead_b: float
    replaced: tuple[Fact, ...] = ()

    @property
    def merges(self) -> bool:
        """Whether the two belong into one cluster."""
        return self.relation in MERGED

    def evidence(self) -> dict[str, Any]:
        """As it is stored and printed."""
        return {
            "reason": self.reason,
            "containment": round(self.containment, 3),
            "lead_a": round(self.lead_a, 3),
            "lead_b": round(self.lead_b, 3),
            "replaced": [{"kind": fact.kind, "a": fact.a, "b": fact.b} for fact in self.replaced],
        }


def compare(a: Text, b: Text, limits: Limits = LIMITS) -> Comparison:
    """What ``a`` and ``b`` are to each other. The relation and the score are the same both ways round."""
    if (b.text, b.title) < (a.text, a.title):
        # What is aligned first may win a tie, so the two always stand in one order.
        return _turned(compare(b, a, limits))
    pair = Pair.of(body(a.text or a.title), body(b.text or b.title))
    relation, reason = _decide(pair, a, b, limits)
    share = min(pair.containment, 1.0)
    score = 0.5 + share / 2 if relation in MERGED else share * 0.499
    return Comparison(
        relation, round(score, 3), reason, share, pair.a.lead_share, pair.b.lead_share, pair.facts
    )


def _turned(one: Comparison) -> Comparison:
    facts = tuple(Fact(fact.kind, fact.b, fact.a) for fact in one.replaced)
    return replace(one, lead_a=one.lead_b, lead_b=one.lead_a, replaced=facts)


def _decide(pair: Pair, a: Text, b: Text, limits: Limits) -> tuple[Relation, str]:
    if not pair.shorter.has:
        return "different", "no-text"
    if len(pair.shorter.has) < limits.brief:
        return decide_brief(pair)
    if _is_form(pair):
        return "different", "form-filled-in"
    share = pair.containment
    if share >= limits.copy and not pair.facts:
        return _copy(pair, a, b, limits)
    if share >= limits.carried:
        leads = max(pair.a.lead_share, pair.b.lead_share)
        if share < limits.rewritten and leads < 0.5:
            return "same_event", "text-shared-leads-new"
        return "update", "facts-replaced" if pair.facts else "text-carried-on"
    if share >= limits.shared and not _apart(a, b):
        return "same_event", "passages-shared"
    return "different", "little-shared"


def _copy(pair: Pair, a: Text, b: Text, limits: Limits) -> tuple[Relation, str]:
    """Of two texts with much in common and no fact replaced: is one a copy or a version of the other?"""
    shorter, share = pair.shorter, pair.containment
    stretches = [length for length in own(shorter.has) if length >= limits.own_stretch]
    if share < limits.cut and len(stretches) >= limits.own_stretches:
        return "update", "edited-in-many-places"
    if max(pair.a.longest_own_lead(), pair.b.longest_own_lead()) >= limits.own_lead:
        whole = share >= limits.same
        if whole and (pair.a.headline_shared or pair.b.headline_shared or _one_title(a, b)):
            return "syndicated", "introduction-added"
        if share >= limits.cut and _is_part(shorter, limits):
            return "syndicated", "part-of-the-other"
        if whole and a.outlet and b.outlet and a.outlet != b.outlet:
            # Another paper puts its own lead over agency copy; a paper's own new lead is a new version.
            return "syndicated", "lead-of-its-own"
        return "update", "new-lead"
    if share >= limits.same and pair.likeness >= limits.alike:
        return "same", "same-text"
    return "syndicated", "text-taken-over"


def _is_part(side: Side, limits: Limits) -> bool:
    """Whether a text is a paragraph, or begins in the middle of a story."""
    first = side.units[0].form
    return first in _REFERS_BACK or (side.body.paragraphs == 1 and len(side.has) <= limits.paragraph)


def _is_form(pair: Pair) -> bool:
    """Whether what both have is a form that was filled in anew: most figures, or many and the day, too.

    That is the next day's bulletin or another fire, not a later version.
    """
    replaced = [fact.kind for fact in pair.facts]
    dated = sum(kind in ("month", "weekday") for kind in replaced)
    figures = replaced.count("number")
    if figures + dated < 2:
        return False
    have = min(sum(unit.kind == "number" for unit in side.units) for side in (pair.a, pair.b))
    return figures >= have * (0.5 if dated else 0.7)


def _apart(a: Text, b: Text) -> bool:
    return bool(a.published and b.published and abs(a.published - b.published) > _APART)


def _one_title(a: Text, b: Text) -> bool:
    return bool(a.title and match_key(a.title) == match_key(b.title))
