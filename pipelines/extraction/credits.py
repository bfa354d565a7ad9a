"""Agency and place: credits and datelines taken out of the text and kept as fields.

"(इनपुट: भाषा)" after the last sentence is no text and becomes the story's agency; so does what an agency
prints before the first one, "नई दिल्ली, 24 नवंबर (भाषा) ". A place alone ("जैसलमेर। ") is how many papers
begin a sentence, and looks like other ways to begin one: it is noted and stays, unless it has its own line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import regex

from pipelines.extraction.agencies import END, NAMES
from pipelines.places import is_place

_AGENCY: Final = rf"(?:{NAMES})"
_PLACE: Final = r"[\p{Devanagari}][\p{Devanagari}.]*(?:[ /-][\p{Devanagari}.]+){0,3}"
_DAY: Final = (
    "एक|दो|तीन|चार|पांच|पाँच|छह|छः|सात|आठ|नौ|दस|ग्यारह|बारह|तेरह|चौदह|पंद्रह|सोलह|सत्रह|अठारह|उन्नीस|बीस|इक्कीस|बाईस|तेईस|"
    "चौबीस|पच्चीस|छब्बीस|सत्ताईस|अट्ठाईस|उनतीस|तीस|इकतीस"
)
_MONTH: Final = "जनवरी|फरवरी|फ़रवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर|सितम्बर|अक्टूबर|अक्तूबर|नवंबर|नवम्बर|दिसंबर|दिसम्बर"
_TAIL_CREDIT: Final = regex.compile(
    rf"\s*[(\[]\s*(?:(?:इनपुट|इनपुट्स|एजेंसी इनपुट|स्रोत|साभार|source|inputs?(?: from)?|"
    rf"with inputs? from)\s*[:：–—-]?\s*)?(?P<agency>{_AGENCY}{END}(?:\s*[/,]\s*{_AGENCY}{END})*)"
    r"(?:\s+(?:से|के)\s+इनपुट(?:\s+के\s+साथ)?|\s+इनपुट(?:\s+के\s+साथ)?)?\s*[)\]]\s*[।.]?\s*$",
    regex.I,
)
_LABELLED: Final = regex.compile(
    rf"(?<=[।.?!'\"’”)])\s*(?:इनपुट्?स?|एजेंसी इनपुट|स्रोत|सोर्स|साभार|source|inputs?(?: from)?)\s*[:：–—-]\s*"
    rf"(?P<agency>{_AGENCY}){END}[\s/,।\p{{L}}\p{{M}}.-]{{0,30}}$",
    regex.I,
)
"""The same behind the last sentence without brackets: "… कहा। इनपुट: भाषा"."""
_CREDIT_LINE: Final = regex.compile(
    rf"^[-–—]*[(\[]?\s*(?:(?:इनपुट|इनपुट्स|एजेंसी इनपुट|स्रोत|सोर्स|साभार|source|inputs?|"
    rf"with inputs? from|समाचार एजेंसी|समाचार समिति|"
    rf"न्यूज एजेंसी)\s*[:：–—-]?\s*)*(?P<agency>{_AGENCY}){END}",
    regex.I,
)
_GRAMMAR: Final = "(?:का|की|के|को|में|से|पर|ने|तक|और|या|व|कि|है|हैं|हो|हुई|हुआ|था|थी|थे|जारी|करना|करें|नहीं|भी|ही)"
_SIGNED: Final = regex.compile(
    rf"(?<=[।.?!'\"’”)])\s+(?P<agency>{_AGENCY}){END}"
    rf"(?:[\s/,-]+(?!{_GRAMMAR}{END})[\p{{L}}\p{{M}}\d]+){{0,4}}\s*$",
    regex.I,
)
"""How agencies end a story: their name and those of the desk, "… उन्होंने कहा। भाषा सुरेश माधव"."""
_DATELINE: Final = regex.compile(
    rf"^(?P<place>{_PLACE})(?:\s*\([\p{{Devanagari}}. ]{{2,20}}\)(?=\s*,))?"
    rf"(?:\s*[,(]\s*(?P<day>(?:[\d०-९]{{1,2}}\s+[\p{{Devanagari}}]+|(?:{_DAY})\s+(?:{_MONTH}){END}|"
    rf"[\p{{Devanagari}}]+\s+[\d०-९]{{1,2}})(?:\s*,?\s*[\d०-९]{{4}})?)\s*\)?)?"
    rf"\s*(?:[,/]?\s*[(\[]?(?P<agency>{_AGENCY}|जेएनएन|ब्यूरो|जागरण संवाददाता|संवाददाता|"
    rf"[\p{{Devanagari}} ]{{2,20}} ब्यूरो){END}[)\]]?)?\s*"
    rf"(?P<end>[।:：](?:\s*(?P<wire>{_AGENCY})\s*[।:：])?|--|[-–—](?=\s)|(?<=[)\]])\s|(?<=[)\]])$)",
    regex.I,
)
_DESK_FIRST: Final = regex.compile(
    rf"^[\p{{Devanagari}}]+ (?:डेस्क|संवाददाता|ब्यूरो|न्यूज़?|टीम)\s*,\s*(?P<place>{_PLACE})\s*[।:]"
)
_AGENCY_ONLY: Final = regex.compile(rf"(?:{_AGENCY})")
_HEAD: Final = regex.compile(r"^(?P<head>[^।॥:：]{3,60}?)\s*(?P<end>[।॥:：]|--|[-–—](?=\s)|$)")
_BETWEEN: Final = regex.compile(r"\s*[,|/()\[\]]+\s*")
_DATED: Final = regex.compile(
    rf"(?:[\d०-९]{{1,2}}|{_DAY})\s+[\p{{Devanagari}}]+(?:\s+[\d०-९]{{4}})?|[\p{{Devanagari}}]+\s+[\d०-९]{{1,2}}|[\d०-९]{{4}}|"
    r"(?:सोम|मंगल|बुध|गुरु|बृहस्पति|शुक्र|शनि|रवि)वार"
)
_DESKS: Final = regex.compile(
    r"(?:^|\s)(?:डेस्क|ब्यूरो|संवाददाता|न्यूज़?|टीम|डिजिटल|जेएनएन|संवाद सूत्र|संवाद सहयोगी|संवाद)(?:\s|$)"
)
_CREDITED: Final = regex.compile(rf"[,/(\[]\s*{_AGENCY}{END}", regex.I)
_HOUSE: Final = regex.compile(r"जेएनएन|ब्यूरो|संवाददाता")
_NO_PLACE: Final = regex.compile(
    r"(?:^|\s)(?:है|हैं|था|थी|थे|ने|को|में|से|पर|के|का|की|कि|और|या|सार|छ|मा|ले|हो|लेकिन|सवाल|जवाब|"
    r"नोट|प्रश्न|उत्तर)(?:\s|$)"
)


_AFTER: Final = " \t।:：.–—-"


@dataclass(frozen=True, slots=True)
class Credits:
    agency: str | None
    dateline: str | None


def take_credits(lines: Sequence[str]) -> tuple[list[str], str | None]:
    """`lines` without agency credits at their end, and the agency that was credited."""
    kept = list(lines)
    agency: str | None = None
    for number in range(max(0, len(kept) - 3), len(kept)):
        line = kept[number]
        found = _TAIL_CREDIT.search(line) or _LABELLED.search(line) or _signed(kept, number)
        if found and found.start() > 0:
            kept[number] = kept[number][: found.start()].rstrip()
            agency = agency or found["agency"].strip()
    return [line for line in kept if line], agency


def _signed(lines: Sequence[str], number: int) -> regex.Match[str] | None:
    """The sign-off in the last line: anywhere else भाषा may begin a sentence that goes on in the next one."""
    return _SIGNED.search(lines[number]) if number == len(lines) - 1 else None


def credited(line: str) -> str | None:
    """The agency that a line of credits names."""
    found = _CREDIT_LINE.search(line) or _TAIL_CREDIT.search(line)
    return found["agency"].strip() if found else None


def read_dateline(lines: Sequence[str]) -> Credits:
    """Place and agency before the first sentence. Looks into the first three lines, for a standfirst may come
    first."""
    return _dateline(lines)[0]


def take_dateline(lines: Sequence[str]) -> tuple[list[str], Credits]:
    """`lines` without the dateline, where it is an agency's or a line of its own; and what it says."""
    credits, number, end = _dateline(lines)
    if not end:
        return list(lines), credits
    rest = lines[number][end:].lstrip(_AFTER)
    return [*lines[:number], *([rest] if rest else []), *lines[number + 1 :]], credits


def _dateline(lines: Sequence[str]) -> tuple[Credits, int, int]:
    """What the dateline says, in which line it stands, and where it ends there (0: it is to stay)."""
    for number, line in enumerate(lines[:3]):
        found = _DESK_FIRST.match(line) or _DATELINE.match(line)
        if not found:
            if composed := _composed(line):
                return composed[0], number, composed[1]
            continue
        groups = found.groupdict()
        agency = groups.get("agency") or groups.get("wire")
        place, slash, last = found["place"].strip(" .").rpartition("/")
        if slash and _AGENCY_ONLY.fullmatch(last):
            agency = agency or last
        else:
            place += slash + last
        words = place.split()
        dated = any(c.isdigit() for c in found[0])
        if _NO_PLACE.search(place) or len(place) > 28 or (len(words) > 2 and not agency and not dated):
            continue
        if groups.get("end", "।") in ("-", "–", "—") and not agency and not dated and len(words) > 2:
            continue
        known = is_place(place)
        if not (known or agency or dated) and groups.get("end", "।")[0] != "।":
            continue  # "सेना: ..." names a subject
        wire = bool(groups.get("day")) or bool(_CREDITED.search(found[0])) or bool(groups.get("wire"))
        alone = (known or wire or bool(agency)) and not line[found.end() :].strip(_AFTER)
        credits = Credits(None if agency is None or _HOUSE.search(agency) else agency, place)
        return credits, number, found.end() if wire or alone else 0
    return Credits(None, None), 0, 0


def _composed(line: str) -> tuple[Credits, int] | None:
    """What a dateline of parts in any order says, and where it ends (0: it is to stay).

    "3 मई, नई दिल्ली।", "श्रीनगर | एजेंसी", "न्यूज डेस्क, <outlet>, जम्मू": beside a desk one part may be unknown.
    """
    found = _HEAD.match(line)
    if not found:
        return None
    parts = [part for part in _BETWEEN.split(found["head"]) if part]
    places = [part for part in parts if is_place(part)]
    agency = next((part for part in parts if _AGENCY_ONLY.fullmatch(part)), None)
    days = [part for part in parts if _DATED.fullmatch(part)]
    desks = [part for part in parts if part not in (*places, agency) and _DESKS.search(part)]
    unknown = len(parts) - len({*places, *days, *desks, agency} - {None})
    if not places or unknown > bool(desks) or len(parts) == 1:
        return None
    alone = not line[found.end() :].strip(_AFTER)
    if not found["end"] and not alone:
        return None
    first = parts[0] in places
    out = alone or bool(agency) or (first and bool(days))
    return Credits(agency, places[0] if first else places[-1]), found.end("end") if out else 0
