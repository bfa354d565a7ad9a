"""How well the stemmed field conflates: pairs of word forms with one gold lemma against pairs with one term.

Over the distinct Devanagari word forms of a file of gold lemmas (JSON lines with ``text`` and ``lemmas``,
both split at spaces, one lemma a word), folded; where a form has several gold lemmas, the most frequent
counts. A pair is rightly conflated if both its forms have the same gold lemma and the same term.

    python -m benchmarks.quality_lemmas [FILE]
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path

import regex

from search.lemmas import lemma, lemma_rows, snowball
from search.text import fold

GOLD = Path(__file__).parents[2] / "shared/data/stories/lemmas_hdtb.jsonl"
FLOOR = 0.90
"""The F1 below which the table counts as broken."""

_WORD = regex.compile(r"(?=.*\p{IsDevanagari})[\p{L}\p{M}\u200c\u200d]+")


def gold(path: Path) -> dict[str, str]:
    """Folded word form → folded lemma."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for line in path.read_text(encoding="utf-8").rstrip("\n").split("\n"):
        row = json.loads(line)
        for form, lemma_of_form in zip(row["text"].split(), row["lemmas"].split(), strict=True):
            if _WORD.fullmatch(form):
                counts[fold(form)][fold(lemma_of_form)] += 1
    return {form: lemmas.most_common(1)[0][0] for form, lemmas in counts.items()}


def score(truth: Mapping[str, str], term: Callable[[str], str]) -> tuple[float, float, float]:
    """Precision, recall and F1 of the pairs that `term` conflates."""

    def pairs(groups: Counter[str] | Counter[tuple[str, str]]) -> int:
        return sum(n * (n - 1) // 2 for n in groups.values())

    found = {form: term(form) for form in truth}
    right = pairs(Counter((found[form], truth[form]) for form in truth))
    precision = right / max(pairs(Counter(found.values())), 1)
    recall = right / max(pairs(Counter(truth.values())), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def measure(path: Path = GOLD) -> dict[str, float]:
    """``precision``, ``recall``, ``f1`` of our lemmas; ``snowball_f1`` beside it; ``forms`` and ``rows``."""
    truth = gold(path)
    precision, recall, f1 = score(truth, lemma)
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(f1, 4),
        "snowball_f1": round(score(truth, snowball)[2], 4),
        "forms": len(truth),
        "rows": len(lemma_rows()),
    }


def main() -> int:
    """Print the figures; 1 if the F1 is below the floor."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else GOLD
    if not path.exists():
        print(f"lemmas: not measured, {path} is not here")
        return 0
    figures = measure(path)
    print(
        "lemmas: " + ", ".join(f"{name} {value:g}" for name, value in figures.items()) + f" (floor {FLOOR})"
    )
    return int(figures["f1"] < FLOOR)


if __name__ == "__main__":
    raise SystemExit(main())
