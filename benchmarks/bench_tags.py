"""Time of loading the vocabulary, and of matching, tagging and judging a story.

Stories are those of ../shared/data/stories/jagran_2018.jsonl where that is there (2,100 characters on
average), else a text made of the vocabulary's own names.
"""

from __future__ import annotations

from pathlib import Path
from time import process_time

from benchmarks.quality_tags import SHARED, rows, story
from pipelines.matching import Matcher
from pipelines.mentions import Reader, reader
from pipelines.relevance import scale, weighed
from pipelines.tokens import tokenize
from pipelines.vocabulary import load_vocabulary


def measure(shared_dir: Path) -> dict[str, float]:
    """Milliseconds of CPU: load_ms and build_ms once a process, match_ms and tag_ms a story."""
    start = process_time()
    vocabulary = load_vocabulary()
    loaded = process_time()
    Reader(vocabulary)
    built = process_time()
    scale()
    matcher = Matcher(vocabulary)
    texts = _texts(shared_dir)
    for text in texts:  # the words of the language are remembered after the first story or two
        matcher.find(tokenize(text))
    before = process_time()
    for text in texts:
        matcher.find(tokenize(text))
    matched = process_time()
    reader().read("", texts[0])
    begun = process_time()
    for text in texts:
        weighed(story(text))
    done = process_time()
    return {
        "load_ms": (loaded - start) * 1000,
        "build_ms": (built - loaded) * 1000,
        "match_ms": (matched - before) * 1000 / len(texts),
        "tag_ms": (done - begun) * 1000 / len(texts),
        "characters": sum(map(len, texts)) / len(texts),
    }


def _texts(shared_dir: Path) -> list[str]:
    file = shared_dir / "data" / "stories" / "jagran_2018.jsonl"
    if file.exists():
        return [row["text"] for row in rows(file)]
    names = [concept.label_hi for concept in load_vocabulary()]
    return ["। ".join(names[i : i + 100]) for i in range(0, len(names), 100)]


if __name__ == "__main__":
    for name, value in measure(SHARED).items():
        print(f"{name:12} {value:8.2f}")
