"""News agencies, and the ways in which papers credit them: one name for each.

    text, byline, dateline, what the page states ─▶ credit() ─▶ भाषा | एएनआई | पीआईबी ...

The store keeps what was printed. This says which agency that is, so that copies credited to पीटीआइ, PTI
and प्रेट्र are known for one agency's.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import regex

from pipelines.extraction.credits import read_dateline, take_credits
from search.text import fold, squeeze

AGENCIES: Final[dict[str, tuple[str, ...]]] = {
    "भाषा": ("भाषा", "पीटीआई-भाषा", "पीटीआई भाषा", "PTI Bhasha", "PTI-Bhasha", "Bhasha"),
    "पीटीआई": ("पीटीआई", "पीटीआइ", "प्रेट्र", "प्रेस ट्रस्ट", "प्रेस ट्रस्ट ऑफ इंडिया", "PTI", "Press Trust of India"),
    "वार्ता": ("वार्ता", "यूनीवार्ता", "Univarta"),
    "यूएनआई": ("यूएनआई", "यूएनआइ", "UNI"),
    "हिन्दुस्थान समाचार": ("हि.स.", "हि. स.", "हि.स", "हिस", "हिन्दुस्थान समाचार", "Hindusthan Samachar"),
    "एएनआई": ("एएनआई", "एएनआइ", "ANI", "Asian News International"),
    "आईएएनएस": ("आईएएनएस", "आइएएनएस", "IANS"),
    "आरएनएस": ("आरएनएस", "RNS"),
    "रॉयटर्स": ("रॉयटर्स", "रायटर्स", "रायटर", "रॉयटर", "Reuters"),
    "एएफपी": ("एएफपी", "AFP"),
    "एपी": ("एपी", "AP", "Associated Press"),
    "शिन्हुआ": ("शिन्हुआ", "Xinhua"),
    "स्पुतनिक": ("स्पुतनिक", "Sputnik"),
    "पीआईबी": ("पीआईबी", "पीआइबी", "पसूका", "पत्र सूचना कार्यालय", "PIB", "Press Information Bureau"),
}
"""Name → the ways to print it."""

_NOT_LETTERS: Final = regex.compile(r"[^\p{L}\p{M}\p{N}]+")


def _key(printed: str) -> str:
    return _NOT_LETTERS.sub("", fold(printed))


_NAMES: Final = {_key(way): name for name, ways in AGENCIES.items() for way in ways}
_SEPARATOR: Final = regex.compile(r"\s*[/,;|&]\s*|\s+(?:and|और|एवं|व)\s+")
_DESK: Final = regex.compile(
    r"(?:समाचार एजेंसी|न्यूज एजेंसी|एजेंसी|इनपुट|संवाददाता|डेस्क|ब्यूरो|news agency|inputs?|desk|bureau)", regex.I
)


def name_of(printed: str | None) -> str | None:
    """The agency that a credit names, the first of several; None if it names none (or एजेंसी alone)."""
    for part in _SEPARATOR.split(squeeze(printed or "")):
        name = _NAMES.get(_key(part)) or _NAMES.get(_key(_DESK.sub("", part)))
        if name:
            return name
    return None


_OPENING: Final = 240
_ENDING: Final = 120
"""Characters at a text's ends in which a name in brackets is a credit."""
_BRACKETED: Final = regex.compile(r"[(\[]([^()\[\]]{2,40})[)\]]")


def credit(text: str, stated: str | None = None, authors: Iterable[str] = ()) -> str | None:
    """The agency of a story: stated by its page, else in byline or dateline, else in brackets at its ends."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    printed = (stated, *authors, read_dateline(lines).agency, take_credits(lines)[1])
    ends = (text[:_OPENING], text[-_ENDING:])
    bracketed = (found[1] for end in ends for found in _BRACKETED.finditer(end))
    return next((name for one in (*printed, *bracketed) if (name := name_of(one))), None)
