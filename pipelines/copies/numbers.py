"""Numbers as Hindi news prints them: 7, ७, सात; 5.45 लाख and 5 लाख 45 हजार.

A number is read with the multipliers that follow it. दोनों, तीनों refer to what was counted before and are
words here; अरब alone is an Arab.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

import regex

from search.text import fold, lower

DIGITS: Final = r"\p{Nd}+(?:[,.:]\p{Nd}+)*"
"""A number in digits of any script, with the points and commas inside it."""

# Variants of one number stand together, the rows in order from 0.
_COUNT: Final = """
शून्य|एक|दो|तीन|चार|पांच|छह छः छ छे छै|सात|आठ|नौ
दस|ग्यारह|बारह|तेरह|चौदह|पंद्रह|सोलह|सत्रह सतरह|अठारह अट्ठारह|उन्नीस
बीस|इक्कीस|बाईस बाइस|तेईस तेइस|चौबीस|पच्चीस पचीस|छब्बीस|सत्ताईस सत्ताइस|अट्ठाईस अट्ठाइस अठाईस अठाइस|उनतीस उन्तीस
तीस|इकतीस इकत्तीस|बत्तीस|तैंतीस तेंतीस|चौंतीस|पैंतीस|छत्तीस|सैंतीस|अड़तीस|उनतालीस उन्तालीस
चालीस|इकतालीस|बयालीस बियालीस|तैंतालीस तिरतालीस|चौवालीस चवालीस|पैंतालीस|छियालीस|सैंतालीस|अड़तालीस|उनचास उन्चास
पचास|इक्यावन|बावन|तिरपन तिरेपन|चौवन|पचपन|छप्पन|सत्तावन|अट्ठावन अठावन|उनसठ
साठ|इकसठ|बासठ|तिरसठ तिरेसठ|चौंसठ चौसठ|पैंसठ|छियासठ|सड़सठ|अड़सठ|उनहत्तर
सत्तर|इकहत्तर|बहत्तर|तिहत्तर|चौहत्तर|पचहत्तर पिचहत्तर|छिहत्तर|सतहत्तर|अठहत्तर|उन्यासी उनासी
अस्सी|इक्यासी|बयासी|तिरासी|चौरासी|पचासी|छियासी|सत्तासी|अट्ठासी अठासी|नवासी
नब्बे|इक्यानवे इक्यानबे|बानवे बानबे|तिरानवे तिरानबे|चौरानवे चौरानबे|पंचानवे पंचानबे पचानवे
छियानवे छियानबे|सत्तानवे सत्तानबे|अट्ठानवे अट्ठानबे|निन्यानवे निन्यानबे
"""
_VALUES: Final = {
    fold(variant): Decimal(value)
    for value, variants in enumerate(_COUNT.strip().replace("\n", "|").split("|"))
    for variant in variants.split()
} | {fold("डेढ़"): Decimal("1.5"), fold("ढाई"): Decimal("2.5")}
_ADDED: Final = {fold("साढ़े"): Decimal("0.5"), fold("सवा"): Decimal("0.25"), fold("पौने"): Decimal("-0.25")}
_MULTIPLIERS: Final = {
    fold(word): Decimal(10) ** power
    for power, words in {
        2: "सौ",
        3: "हजार हज़ार thousand",
        5: "लाख lakh lakhs",
        6: "मिलियन million",
        7: "करोड़ crore crores",
        9: "अरब बिलियन billion",
        11: "खरब",
    }.items()
    for word in words.split()
}
_ALONE: Final = frozenset(fold("सौ हजार लाख करोड़").split())
"""Multipliers that are numbers by themselves: हजार लोग."""
_ORDINALS: Final = {
    fold(stem + ending): Decimal(value)
    for stem, value in {
        "तीसर": 3,
        "चौथ": 4,
        "पांचव": 5,
        "छठ": 6,
        "सातव": 7,
        "आठव": 8,
        "नौव": 9,
        "दसव": 10,
    }.items()
    for ending in ("ा", "ी", "े", "ां", "ीं", "ें")
}
_FIRSTS: Final = frozenset({*_VALUES, *_ADDED, *_ALONE, *_ORDINALS})
_GROUPED: Final = regex.compile(r"\d{1,3}(?:,\d{2,3})*(?:,\d{3})(?:\.\d+)?")
_DECIMAL: Final = regex.compile(r"\d+(?:\.\d+)?")
_SEPARATOR: Final = regex.compile(r"[,.:]")


def split(printed: str) -> list[str]:
    """The numbers in what stands together: 24.11.2026 is three, 1,23,456 and 5.45 and 10:30 are one each."""
    plain = lower(printed)
    if _GROUPED.fullmatch(plain) or len(_SEPARATOR.findall(plain)) == 1:
        return [printed]
    return _SEPARATOR.split(printed)


def digits(printed: str) -> Decimal | None:
    """The value of a number in digits, 10:30 as 10.30 since papers print both; None if it is none."""
    plain = lower(printed)
    plain = plain.replace(",", "") if _GROUPED.fullmatch(plain) else plain.replace(":", ".")
    return Decimal(plain) if _DECIMAL.fullmatch(plain) else None


def may_begin(word: str) -> bool:
    """Whether a number can begin with a folded word; quicker than `read`."""
    return word in _FIRSTS or word[:1].isdigit()


def read(words: Sequence[str]) -> tuple[Decimal, int] | None:
    """The number with which folded ``words`` begin, and how many of them it takes; None if there is none."""
    total, at = Decimal(0), 0
    last = Decimal("Infinity")
    while at < len(words):
        part = _part(words[at:])
        if part is None:
            break
        value, taken, multiplier = part
        # "दो तीन" are two numbers; "दो लाख तीन हजार" is one, since each part counts less than the one before.
        if at and (last <= 1 or multiplier >= last or value >= last):
            break
        total, at, last = total + value, at + taken, multiplier
    return (total, at) if at else None


def _part(words: Sequence[str]) -> tuple[Decimal, int, Decimal] | None:
    """A count with its multipliers: value, words taken, and the product of the multipliers."""
    first = words[0]
    if first in _ORDINALS:
        return _ORDINALS[first], 1, Decimal(1)
    added = _ADDED.get(first, Decimal(0))
    at = 1 if added else 0
    counted = _value(words[at]) if at < len(words) else None
    if counted is not None:
        at += 1
    elif at >= len(words) or words[at] not in _ALONE:
        return None
    # सवा लाख is a lakh and a quarter.
    value = (Decimal(1) if counted is None else counted) + added
    multiplier = Decimal(1)
    while at < len(words) and words[at] in _MULTIPLIERS:
        multiplier *= _MULTIPLIERS[words[at]]
        at += 1
    return value * multiplier, at, multiplier


def _value(word: str) -> Decimal | None:
    return digits(word) if word[:1].isdigit() else _VALUES.get(word)
