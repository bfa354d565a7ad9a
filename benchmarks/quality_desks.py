"""Whether what desks do to a story leaves it the same story, on stories that no pair was labelled from.

usage: python -m benchmarks.quality_desks [--wrong]

Each of the Jagran stories of ../shared is treated as desks treat agency copy: cut from below, its middle left
out, one sentence left out, its paragraphs in another order, all in one line; other digits and spellings; a
headline, a dateline and a credit, or a paragraph of another story below; and cut, headed and with set phrases
re-worded (``desk``). These are copies. A figure, a weekday or a place replaced by another, in one sentence
alone, makes another edition. The labelled pairs have few of each kind; here are hundreds.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Final

import regex

from benchmarks.quality_tags import SHARED, rows
from pipelines.copies.decision import Piece, compare

STORIES: Final = Path("data", "stories", "jagran_2018.jsonl")
LEAST: Final = 5
"""Sentences of the shortest story that is treated."""
_MERGED: Final = frozenset({"same", "syndicated"})
_SENTENCES: Final = regex.compile(r"(?<=।)\s*")
_FIGURE: Final = regex.compile(r"(?<![\d.,:/-])\d{1,6}(?![\d.,:/-]|\s*[.)])")
_WEEKDAYS: Final = ("सोमवार", "मंगलवार", "बुधवार", "गुरुवार", "शुक्रवार", "शनिवार", "रविवार")
_WEEKDAY: Final = regex.compile("|".join(_WEEKDAYS))
_PLACES: Final = ("श्रीनगर", "लखनऊ", "मुंबई", "पटना", "भोपाल", "जयपुर", "चंडीगढ़", "कोलकाता", "बेंगलुरु", "काबुल")
_PLACE: Final = regex.compile(rf"(?<![\p{{L}}\p{{M}}])(?:{'|'.join(_PLACES)})(?=\s(?:में|से|के|की|का|को)\s)")
_DEVANAGARI: Final = str.maketrans("0123456789", "०१२३४५६७८९")
_SPELT: Final = str.maketrans({"़": None, "ँ": "ं", "\u0958": "क", "\u0959": "ख", "\u095b": "ज", "\u095e": "फ"})
_PHRASES: Final = {
    "के मुताबिक": "के अनुसार",
    "ने बताया": "ने कहा",
    "घायल": "जख्मी",
    "इलाके": "क्षेत्र",
    "कोशिश": "प्रयास",
    "मदद": "सहायता",
    "हालांकि": "लेकिन",
    "लोगों": "नागरिकों",
    "खिलाफ": "विरुद्ध",
}
_BEGINNING: Final = 2
"""Sentences that stay where they are: dateline and lead."""


def treated(text: str, another: str, chance: Random) -> Iterator[tuple[str, str]]:
    """Name of the treatment, and what it makes of a story beside ``another``; nothing of a short one."""
    whole = [sentence for sentence in _SENTENCES.split(text) if sentence.strip()]
    if len(whole) < LEAST:
        return
    lead, rest = whole[:_BEGINNING], whole[_BEGINNING:]
    half = len(rest) // 2
    yield "one_line", " ".join(whole)
    yield "cut", " ".join(whole[: max(3, len(whole) * 3 // 5)])
    yield "middle", " ".join(lead + rest[half:])
    yield "order", " ".join(lead + rest[half:] + rest[:half])
    out = chance.randrange(len(rest))
    yield "sentence", " ".join(lead + rest[:out] + rest[out + 1 :])
    yield "digits", text.translate(_DEVANAGARI)
    yield "spelling", text.translate(_SPELT)
    yield "head", f"{' '.join(whole[-1].split()[:9])}\nनई दिल्ली, 24 नवंबर (भाषा) {text}\n(इनपुट: भाषा)"
    yield "desk", f"{' '.join(whole[1].split()[:8])}\n{_reworded(' '.join(whole[: len(whole) * 4 // 5]))}"
    yield "paragraph", f"{text}\n{_SENTENCES.split(another)[0]}"
    yield from _replaced("figure", text, _FIGURE, chance, lambda one: str(int(one) + chance.randint(1, 8)))
    yield from _replaced("weekday", text, _WEEKDAY, chance, lambda one: _next(one, _WEEKDAYS))
    yield from _replaced("place", text, _PLACE, chance, lambda one: _next(one, _PLACES))


def _reworded(text: str) -> str:
    for old, new in _PHRASES.items():
        text = regex.sub(rf"(?<![\p{{L}}\p{{M}}]){old}(?![\p{{L}}\p{{M}}])", new, text)
    return text


def _replaced(
    name: str, text: str, what: regex.Pattern[str], chance: Random, by: Callable[[str], str]
) -> Iterator[tuple[str, str]]:
    """``text`` with one find replaced: one in a sentence, since lists and tables are no sentences."""
    found = [one for one in what.finditer(text) if "।" in text[one.end() : one.end() + 200].split("\n")[0]]
    if found:
        one = chance.choice(found)
        yield name, text[: one.start()] + by(one[0]) + text[one.end() :]


def _next(one: str, among: Sequence[str]) -> str:
    return among[(among.index(one) + 2) % len(among)]


COPIES: Final = (
    "one_line",
    "cut",
    "middle",
    "order",
    "sentence",
    "digits",
    "spelling",
    "head",
    "desk",
    "paragraph",
)
EDITIONS: Final = ("figure", "weekday", "place")


def decided(shared: Path = SHARED) -> Iterator[tuple[str, str, str]]:
    """Treatment, what was decided, and the story's beginning."""
    texts = [row["text"] for row in rows(shared / STORIES)]
    for number, text in enumerate(texts):
        for name, other in treated(text, texts[number - 1], Random(number)):
            yield name, compare(Piece(text), Piece(other)).relation, text[:60].replace("\n", " ")


def measure(shared: Path = SHARED) -> dict[str, float]:
    """For each treatment, the share that was decided rightly: copies merged, editions not."""
    counts: dict[str, list[bool]] = {name: [] for name in (*COPIES, *EDITIONS)}
    for name, relation, _ in decided(shared):
        counts[name].append((relation in _MERGED) == (name in COPIES))
    return {name: sum(right) / len(right) for name, right in counts.items() if right}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--wrong", action="store_true", help="list what was decided wrongly")
    if parser.parse_args().wrong:
        for name, relation, beginning in decided():
            if (relation in _MERGED) != (name in COPIES):
                print(f"{name:9} {relation:10} {beginning}")
        return
    for name, value in measure().items():
        print(f"{name:9} {value:.4f}")


if __name__ == "__main__":
    main()
