"""Who signs a story at its end: "— रमेश शर्मा", "रिपोर्ट: रमेश शर्मा", "(लेखक रमेश शर्मा रक्षा विशेषज्ञ हैं)".

A line of its own below the text, or the end of the last paragraph. Who is named after a quotation said it,
and a dash before an item of a list is its bullet: neither signs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import regex

from pipelines.extraction import boilerplate
from pipelines.extraction.blocks import Block
from pipelines.extraction.names import is_person, read_names
from pipelines.extraction.sentences import sentences
from search.text import fold

_LONGEST: Final = 200
_BELOW: Final = 4
"""Blocks below the text that may be its signature."""
_DASH: Final = regex.compile(r"[-–—―]\s*(?P<name>[^,:।()]{4,60})")
_LABEL: Final = regex.compile(
    r"[(\[]?\s*(?:[^,:।()]{3,60},\s*)?(?:लेखक|लेखिका|रिपोर्ट|रिपोर्टर|संवाददाता|प्रस्तुति|आलेख|written by|"
    r"report(?:ed)? by|report|reporter|author|writer)\s*[:：–—-]+\s*(?P<name>[^:।()]{4,80})[)\]]?[।.]?",
    regex.I,
)
_ABOUT: Final = regex.compile(
    r"[(\[]\s*(?:इस लेख के\s+|यह\s+|ये\s+)?(?P<writer>(?:लेखक|लेखिका|स्तंभकार)\s+)?(?P<said>[^।]{10,180}?)"
    r"\s+(?:हैं|है|रहे हैं|रही हैं|चुके हैं|चुकी हैं|थे|थीं)(?:[\s,।.]+[^()]{0,90})?[।.]?\s*[)\]][।.]?"
)
_CRAFT: Final = regex.compile(
    fold(
        "(?:टिप्पणीकार|पत्रकार|विशेषज्ञ|लेखक|लेखिका|स्तंभकार|विश्लेषक|प्रोफेसर|राजनयिक|संपादक|अध्येता|शोधार्थी|कुलपति|प्राध्यापक)"
    )
)
"""What writers of opinions are; others in brackets are people of the story."""
_DESCRIBES: Final = frozenset(
    fold(
        "पूर्व वरिष्ठ रक्षा स्वतंत्र जाने-माने जाने जानेमाने भारतीय सेवानिवृत्त प्रसिद्ध राजनीतिक सामरिक विदेश सुरक्षा "
        "आर्थिक सेना थलसेना नौसेना वायुसेना एक इस यह ये के में ने का की को से पर और एवं मामलों विश्लेषक पत्रकार "
        "विशेषज्ञ टिप्पणीकार स्तंभकार शिक्षाविद राजनयिक मीडिया संपादक अंतरराष्ट्रीय अंतर्राष्ट्रीय राष्ट्रीय संस्थान "
        "वर्तमान सामाजिक युवा हिंदी कृषि कानून मशहूर विख्यात सुपरिचित केंद्रीय"
    ).split()
)
"""Words with which the description of a writer begins."""


def take_signature(lines: Sequence[str], below: Sequence[Block]) -> tuple[list[str], tuple[str, ...]]:
    """`lines` without the signature at their end, and who signs there or in the blocks that follow them.

    Empty if nobody does.
    """
    kept = list(lines)
    if not kept:
        return kept, ()
    bullets = sum(text.startswith(("-", "–", "—")) for text in (*kept, *(b.text for b in below))) > 1
    *parts, last = sentences(kept[-1]) or [""]
    if parts:
        names = _signed(last.strip(), dash=not bullets and not _quotes(parts[-1]))
        if names or _is_note(last.strip()):
            kept[-1] = "".join(parts).rstrip()
        if names:
            return kept, names
    before = kept[-1]
    for block in below[:_BELOW]:
        dash = block.kind not in ("li", "quote") and not bullets and not _quotes(before)
        if not block.links and (names := _signed(block.text, dash=dash)):
            return kept, names
        before = block.text
    return kept, ()


def _is_note(sentence: str) -> bool:
    """Is the last sentence a note in brackets on who wrote or translated the story?"""
    rule = boilerplate.what(sentence, "tail") if sentence.startswith(("(", "[")) else None
    return rule is not None and rule.kind in ("byline", "disclaimer")


def _quotes(text: str) -> bool:
    return text.rstrip().endswith(("”", "’", '"', "'", "”।"))


def _signed(text: str, *, dash: bool) -> tuple[str, ...]:
    """The people who sign with ``text``; with a dash before the name only where that is no bullet."""
    if len(text) > _LONGEST:
        return ()
    if dash and (found := _DASH.fullmatch(text)) and is_person(found["name"]):
        return read_names([found["name"]]).people
    if found := _LABEL.fullmatch(text):
        return read_names([found["name"]]).people
    if (found := _ABOUT.fullmatch(text)) and (found["writer"] or _CRAFT.search(fold(found["said"]))):
        name = _before_description(found["said"])
        return (name,) if is_person(name) else ()
    return ()


def _before_description(said: str) -> str:
    """The name with which the description of a writer begins."""
    words = []
    for word in said.split():
        if fold(word.strip(",")) in _DESCRIBES:
            break
        words.append(word)
    return " ".join(words).strip(" ,")
