"""Hindi number words as numbers: सात is 7, साढ़े पांच लाख is 550000.

Hindi has a word of its own for each number up to a hundred, most of them with several spellings. They are
written here unfolded, as printed; the table holds them folded.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from pipelines.copies.spelling import level

_UNITS = """
शून्य | एक | दो | तीन | चार | पांच पाँच | छह छः छै | सात | आठ | नौ | दस | ग्यारह |
बारह | तेरह | चौदह | पंद्रह पन्द्रह | सोलह | सत्रह सतरह | अठारह अट्ठारह | उन्नीस |
बीस | इक्कीस | बाईस बाइस | तेईस तेइस | चौबीस | पच्चीस पचीस | छब्बीस | सत्ताईस
सत्ताइस | अट्ठाईस अट्ठाइस अठाईस | उनतीस उन्तीस | तीस | इकतीस इकत्तीस | बत्तीस |
तैंतीस तेतीस | चौंतीस | पैंतीस | छत्तीस | सैंतीस | अड़तीस | उनतालीस | चालीस |
इकतालीस | बयालीस | तैंतालीस | चवालीस चौवालीस | पैंतालीस | छियालीस | सैंतालीस |
अड़तालीस | उनचास | पचास | इक्यावन | बावन | तिरपन तिरेपन | चौवन चव्वन | पचपन | छप्पन
| सत्तावन | अट्ठावन अठावन | उनसठ | साठ | इकसठ | बासठ | तिरसठ तिरेसठ | चौंसठ चौसठ |
पैंसठ | छियासठ | सड़सठ | अड़सठ | उनहत्तर उनत्तर | सत्तर | इकहत्तर | बहत्तर | तिहत्तर
| चौहत्तर | पचहत्तर | छिहत्तर | सतहत्तर | अठहत्तर | उनासी उन्यासी | अस्सी | इक्यासी
| बयासी | तिरासी | चौरासी | पचासी | छियासी | सत्तासी | अट्ठासी अठासी | नवासी | नब्बे
| इक्यानवे इक्यानबे | बानवे बानबे | तिरानवे तिरानबे | चौरानवे चौरानबे | पचानवे
पंचानवे पचानबे | छियानवे छियानबे | सत्तानवे सत्तानबे | अट्ठानवे अट्ठानबे | निन्यानवे
निन्यानबे
"""
_ALL_OF_THEM = "दोनों=2 तीनों=3 चारों=4 पांचों=5 पाँचों=5 छहों=6 सातों=7 आठों=8"
_SCALES = "सौ=100 हजार=1000 हज़ार=1000 लाख=100000 करोड़=10000000 करोड=10000000 अरब=1000000000 खरब=100000000000"

WORDS: Final[dict[str, Decimal]] = {
    level(form): Decimal(value) for value, forms in enumerate(_UNITS.split("|")) for form in forms.split()
} | {level(form): Decimal(value) for form, value in (pair.split("=") for pair in _ALL_OF_THEM.split())}
"""Folded word → its number; दोनों counts as two."""
SCALES: Final[dict[str, Decimal]] = {
    level(form): Decimal(value) for form, value in (pair.split("=") for pair in _SCALES.split())
}
"""Folded word → what it multiplies by. अरब is also an Arab: alone it is no number."""
_FIXED: Final = {level("डेढ़"): Decimal("1.5"), level("ढाई"): Decimal("2.5")}
_SHIFTS: Final = {level("साढ़े"): Decimal("0.5"), level("सवा"): Decimal("0.25"), level("पौने"): Decimal("-0.25")}
_BEGIN: Final = {*WORDS, *_FIXED, *_SHIFTS}


def runs(tokens: list[str]) -> Iterator[tuple[int, int, str]]:
    """The numbers among folded tokens: first token, token after the last, and the number in digits.

    Tokens of digits may have a decimal point. A run of digits keeps apart from the next (12, 15 are two
    numbers); 10 अरब 50 करोड़ is one.
    """
    at = 0
    while at < len(tokens):
        found = _run(tokens, at) if tokens[at] in _BEGIN or tokens[at][:1].isdigit() else None
        if found is None:
            at += 1
            continue
        end, value = found
        yield at, end, _digits(value)
        at = end


def _run(tokens: list[str], start: int) -> tuple[int, Decimal] | None:
    """The number that begins at a token: where it ends, and its value."""
    total = Decimal(0)
    last_scale: Decimal | None = None
    at = start
    while True:
        group = _group(tokens, at)
        if group is None:
            break
        end, value, scale = group
        # A second part belongs to the number only if it is of a smaller order: दो लाख तीस हजार.
        if last_scale is not None and scale >= last_scale:
            break
        total += value * scale
        at, last_scale = end, scale
        if scale == 1:
            break
    return (at, total) if at > start else None


def _group(tokens: list[str], at: int) -> tuple[int, Decimal, Decimal] | None:
    """A number and the scale words after it: where they end, value, scale."""
    if at >= len(tokens):
        return None
    shift = _SHIFTS.get(tokens[at])
    if shift is not None:
        value = _value(tokens, at + 1)
        if value is None:
            return None
        end, scale = _scale(tokens, at + 2)
        return end, value + shift, scale
    value = _value(tokens, at)
    if value is None:
        return None
    end, scale = _scale(tokens, at + 1)
    return end, value, scale


def _value(tokens: list[str], at: int) -> Decimal | None:
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token[:1].isdigit():
        return Decimal(token) if token.replace(".", "", 1).isdecimal() else None
    value = WORDS.get(token)
    return _FIXED.get(token) if value is None else value


def _scale(tokens: list[str], at: int) -> tuple[int, Decimal]:
    scale = Decimal(1)
    while at < len(tokens) and tokens[at] in SCALES:
        scale *= SCALES[tokens[at]]
        at += 1
    return at, scale


def _digits(value: Decimal) -> str:
    plain = format(value, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
