"""Time of one comparison. ``python -m benchmarks.bench_copies``

``cold`` compares two texts that were not seen before, ``warm`` one new text with many that were, as a look-up
of candidates does. Pairs are those of ../shared/data/duplicates where that is there, else cut from a text
made of the vocabulary's names.
"""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

from benchmarks.quality_tags import SHARED, rows
from pipelines.copies.anatomy import dissected
from pipelines.copies.decision import Piece, compare
from pipelines.vocabulary import load_vocabulary


def measure(shared_dir: Path) -> dict[str, float]:
    """Milliseconds a pair, cold and warm, the slowest cold pair, and the words of a text."""
    pairs = _pairs(shared_dir)
    for a, b in pairs:  # the words of the language are remembered after the first stories
        compare(a, b)
    took = []
    for a, b in pairs:
        dissected.cache_clear()
        before = perf_counter()
        compare(a, b)
        took.append(perf_counter() - before)
    for a, b in pairs[:100]:
        compare(a, b)
    before = perf_counter()
    for a, b in pairs[:100]:
        compare(a, b)
    warm = (perf_counter() - before) / len(pairs[:100])
    texts = [piece.text for pair in pairs for piece in pair]
    return {
        "cold_ms": sum(took) * 1000 / len(took),
        "slowest_ms": max(took) * 1000,
        "warm_ms": warm * 1000,
        "words": sum(len(text.split()) for text in texts) / len(texts),
    }


def _pairs(shared_dir: Path) -> list[tuple[Piece, Piece]]:
    file = shared_dir / "data" / "duplicates" / "labelled_pairs.jsonl"
    if file.exists():
        return [(Piece(row["a"]["text"]), Piece(row["b"]["text"])) for row in rows(file)]
    names = [concept.label_hi for concept in load_vocabulary()]
    cuts = [names[at : at + 150] for at in range(0, len(names), 100)]
    return [(Piece("। ".join(cut)), Piece("। ".join(cut[20:]))) for cut in cuts]


if __name__ == "__main__":
    for name, value in measure(SHARED).items():
        print(f"{name:12} {value:8.2f}")
