"""Facts put in the place of other facts: what tells an update, or another event, from a copy.

Only a replacement in matching context counts. A number that one text has more is a longer text; दो where the
other has तीन is other news.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from pipelines.copies.alignment import Alignment, Replacement
from pipelines.copies.names import alike, names, places
from pipelines.copies.units import Unit
from search.text import fold

FactKind = Literal["number", "month", "weekday", "place", "name", "tense", "negation"]

_SLOT: Final = 15
"""Where more words than these stand on a side, a sentence was put in, not a fact replaced."""
_NAME_SLOT: Final = 4
"""A name is replaced by a name where so few words stand on either side; in more, the sentence is another."""
_VERB_SLOT: Final = 6
_FUTURE: Final = ("ेगा", "ेगी", "ेंगे", "ेंगी", "ूंगा", "ोगा", "ोगी", "ोंगे", "एगा", "एगी", "एंगे", "येगा", "येगी")
_DONE: Final = frozenset(
    fold(
        "गया गई गए गयी गये था थी थे हुआ हुई हुए किया की दिया दी दिए लिया ली लिए रहा रही रहे चुका चुकी चुके है हैं"
    ).split()
)
_NOT: Final = frozenset(fold("नहीं नही").split())
_VALUED: Final[tuple[FactKind, ...]] = ("number", "month", "weekday")


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of one text where the other has another."""

    kind: FactKind
    a: str
    """As the first text prints it, folded."""
    b: str


def replaced(alignment: Alignment, head_a: int, head_b: int) -> list[Fact]:
    """The facts that were replaced, in the order of the first text.

    What stands in the headlines, the first ``head_a`` and ``head_b`` units, does not count.
    """
    slots = [slot for slot in alignment.replacements if slot.a0 >= head_a and slot.b0 >= head_b]
    return [fact for slot in slots for fact in _in_slot(alignment, slot)]


def _in_slot(alignment: Alignment, slot: Replacement) -> Iterator[Fact]:
    a, b = alignment.a[slot.a0 : slot.a1], alignment.b[slot.b0 : slot.b1]
    longest = max(len(a), len(b))
    if longest <= _NAME_SLOT and _negated(a) != _negated(b):
        yield Fact("negation", _text(a), _text(b))
    if not a or not b or longest > _SLOT:
        return
    for kind in _VALUED:
        yield from _values(kind, a, b)
    if longest <= _NAME_SLOT:
        yield from _names(alignment, a, b)
    if longest <= _VERB_SLOT and _future(a) != _future(b) and (_done(a) or _done(b)):
        yield Fact("tense", _text(a), _text(b))


def _values(kind: FactKind, a: Sequence[Unit], b: Sequence[Unit]) -> Iterator[Fact]:
    in_a = {unit.key: unit.form for unit in a if unit.kind == kind}
    in_b = {unit.key: unit.form for unit in b if unit.kind == kind}
    only_a = [form for key, form in in_a.items() if key not in in_b]
    only_b = [form for key, form in in_b.items() if key not in in_a]
    if only_a and only_b:
        yield Fact(kind, ", ".join(only_a), ", ".join(only_b))


def _names(alignment: Alignment, a: Sequence[Unit], b: Sequence[Unit]) -> Iterator[Fact]:
    place_a, place_b = places(a), places(b)
    if place_a and place_b and not place_a & place_b:
        yield Fact("place", ", ".join(sorted(place_a)), ", ".join(sorted(place_b)))
        return
    # A name that the other text has elsewhere was moved, not replaced.
    name_a = _missing(names(a), alignment.b)
    name_b = _missing(names(b), alignment.a)
    if (name_a or place_a) and (name_b or place_b) and _one_script(name_a + name_b) and not _similar(a, b):
        yield Fact("name", ", ".join(name_a or sorted(place_a)), ", ".join(name_b or sorted(place_b)))


def _missing(found: Sequence[str], other: Sequence[Unit]) -> list[str]:
    forms = {unit.form for unit in other}
    return [name for name in found if name not in forms]


def _one_script(found: Sequence[str]) -> bool:
    """Whether names are comparable: COVID is not another name than कोविड."""
    return len({name.isascii() for name in found}) < 2


def _similar(a: Sequence[Unit], b: Sequence[Unit]) -> bool:
    return any(alike(x.form, y.form) for x in a for y in b if x.content and y.content)


def _future(units: Sequence[Unit]) -> bool:
    return any(unit.form.endswith(_FUTURE) for unit in units)


def _done(units: Sequence[Unit]) -> bool:
    return any(unit.form in _DONE for unit in units)


def _negated(units: Sequence[Unit]) -> bool:
    return any(unit.form in _NOT for unit in units)


def _text(units: Sequence[Unit]) -> str:
    return " ".join(unit.form for unit in units)
