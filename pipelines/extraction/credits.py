"""Agency and place: credits taken out of the text, datelines read and left where they are.

"(इनपुट: भाषा)" after the last sentence is no text and becomes the story's agency; "नई दिल्ली, 24 नवंबर
(भाषा) " before the first one is how the sentence begins, so it stays, and place and agency are noted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import regex

_AGENCY: Final = (
    r"(?:पीटीआई[- ]?भाषा|भाषा|यूनीवार्ता|वार्ता|पीटीआई|पीटीआइ|प्रेट्र|प्रेस ट्रस्ट|एएनआई|एएनआइ|"
    r"एएनआइ|आईएएनएस|आइएएनएस|यूएनआई|यूएनआइ|हि\. ?स\.?|हिस|हिन्दुस्थान समाचार|हिंदुस्थान समाचार|"
    r"आरएनएस|रॉयटर्स|रायटर|रॉयटर|एएफपी|एपी|शिन्हुआ|स्पुतनिक|रासस|एजेंसी|एजेंसियां|एजेंसियाँ|"
    r"PTI[- ]?Bhasha|Bhasha|PTI|ANI|IANS|UNI|AFP|AP|Reuters|RNS|agency|agencies)"
)
_PLACE: Final = r"[\p{Devanagari}][\p{Devanagari}.]*(?:[ /-][\p{Devanagari}.]+){0,3}"
_END: Final = r"(?![\p{L}\p{M}])"
_TAIL_CREDIT: Final = regex.compile(
    rf"\s*[(\[]\s*(?:(?:इनपुट|इनपुट्स|एजेंसी इनपुट|स्रोत|साभार|source|inputs?(?: from)?|"
    rf"with inputs? from)\s*[:：–—-]?\s*)?(?P<agency>{_AGENCY}{_END}(?:\s*[/,]\s*{_AGENCY}{_END})*)"
    r"(?:\s+(?:से|के)\s+इनपुट(?:\s+के\s+साथ)?|\s+इनपुट(?:\s+के\s+साथ)?)?\s*[)\]]\s*[।.]?\s*$",
    regex.I,
)
_CREDIT_LINE: Final = regex.compile(
    rf"^[-–—]*[(\[]?\s*(?:(?:इनपुट|इनपुट्स|एजेंसी इनपुट|स्रोत|सोर्स|साभार|source|inputs?|"
    rf"with inputs? from|समाचार एजेंसी|समाचार समिति|"
    rf"न्यूज एजेंसी)\s*[:：–—-]?\s*)*(?P<agency>{_AGENCY}){_END}",
    regex.I,
)
_DATELINE: Final = regex.compile(
    rf"^(?P<place>{_PLACE})(?:\s*,\s*(?:[\d०-९]{{1,2}}\s+[\p{{Devanagari}}]+|"
    rf"[\p{{Devanagari}}]+\s+[\d०-९]{{1,2}})(?:\s*,?\s*[\d०-९]{{4}})?)?"
    rf"\s*(?:[,/]?\s*[(\[]?(?P<agency>{_AGENCY}|जेएनएन|ब्यूरो|जागरण संवाददाता|संवाददाता|"
    rf"[\p{{Devanagari}} ]{{2,20}} ब्यूरो){_END}[)\]]?)?\s*(?P<end>[।:：]|--|[-–—](?=\s)|"
    rf"(?<=[)\]])\s)",
    regex.I,
)
_DESK_FIRST: Final = regex.compile(
    rf"^[\p{{Devanagari}}]+ (?:डेस्क|संवाददाता|ब्यूरो|न्यूज़?|टीम)\s*,\s*(?P<place>{_PLACE})\s*[।:]"
)
_HOUSE: Final = regex.compile(r"जेएनएन|ब्यूरो|संवाददाता")
_NO_PLACE: Final = regex.compile(
    r"(?:^|\s)(?:है|हैं|था|थी|थे|ने|को|में|से|पर|के|का|की|कि|और|या|सार|छ|मा|ले|हो|लेकिन|सवाल|जवाब|"
    r"नोट|प्रश्न|उत्तर)(?:\s|$)"
)


@dataclass(frozen=True, slots=True)
class Credits:
    agency: str | None
    dateline: str | None


def take_credits(lines: Sequence[str]) -> tuple[list[str], str | None]:
    """`lines` without agency credits at their end, and the agency that was credited."""
    kept = list(lines)
    agency: str | None = None
    for number in range(max(0, len(kept) - 3), len(kept)):
        found = _TAIL_CREDIT.search(kept[number])
        if found and found.start() > 0:
            kept[number] = kept[number][: found.start()].rstrip()
            agency = agency or found["agency"].strip()
    return [line for line in kept if line], agency


def credited(line: str) -> str | None:
    """The agency that a line of credits names."""
    found = _CREDIT_LINE.search(line) or _TAIL_CREDIT.search(line)
    return found["agency"].strip() if found else None


def read_dateline(lines: Sequence[str]) -> Credits:
    """Place and agency before the first sentence. Looks into the first three lines, for a standfirst may come
    first."""
    for line in lines[:3]:
        found = _DESK_FIRST.match(line) or _DATELINE.match(line)
        if not found:
            continue
        place = found["place"].strip(" .")
        agency = found.groupdict().get("agency")
        words = place.split()
        dated = any(c.isdigit() for c in found[0])
        if _NO_PLACE.search(place) or len(place) > 28 or (len(words) > 2 and not agency and not dated):
            continue
        if (
            found.groupdict().get("end", "।") in ("-", "–", "—")
            and not agency
            and not dated
            and len(words) > 2
        ):
            continue
        return Credits(None if agency is None or _HOUSE.search(agency) else agency, place)
    return Credits(None, None)
