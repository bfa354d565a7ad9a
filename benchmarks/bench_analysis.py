"""Milliseconds of processor time that the analysis takes for 2,000 characters of story text, by field.

    python -m benchmarks.bench_analysis [FILE]

FILE holds JSON lines with ``text`` (default: ../shared's newspaper stories). ``cold`` is the first pass of
a fresh process over the stories in their order, every word met for the first time somewhere on the way;
``warm`` is the second pass.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import get_args

from search.analysis import Field, analyze, terms

STORIES = Path(__file__).parents[2] / "shared/data/stories/jagran_2018.jsonl"


def milliseconds(texts: list[str], run: Callable[[str], object]) -> float:
    """Milliseconds for 2,000 characters, over all `texts`."""
    start = time.process_time()
    for text in texts:
        run(text)
    return (time.process_time() - start) * 1000 * 2000 / sum(map(len, texts))


def measure(path: Path = STORIES) -> dict[str, float]:
    """Name of the measurement → milliseconds for 2,000 characters."""
    texts = [
        str(json.loads(line)["text"]) for line in path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    ]
    terms("तैयार", "stem")  # loads the lemma table
    figures = {}
    for field in get_args(Field):
        for state in ("cold", "warm"):
            figures[f"terms {field} {state}"] = milliseconds(texts, partial(terms, field=field))
        figures[f"analyze {field} warm"] = milliseconds(texts, partial(analyze, field=field))
    return figures


def main() -> int:
    """Print the figures."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else STORIES
    if not path.exists():
        print(f"analysis: not measured, {path} is not here")
        return 0
    for name, figure in measure(path).items():
        print(f"{name:24} {figure:6.3f} ms for 2,000 characters")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
