"""Quality of extraction on real pages: what ``score_pages.py`` of the development data says of
`pipelines.extract`."""

from __future__ import annotations

import importlib.util
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from pipelines.entry import SourceRef
from pipelines.extract import extract
from pipelines.page import Page
from pipelines.story import Story

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


def extracted(html: str) -> dict[str, Any]:
    """One page for the scorer: text, title, authors and instants; an empty text if the page is refused.

    The page's address is made up, no outlet's hints are used: what is measured is how unknown outlets fare.
    """
    url = "https://unknown.example.in/news/story-1.html"
    page = Page(
        url=url,
        outlet="",
        body=html.encode(),
        fetched_at=datetime.now(UTC),
        source=SourceRef("page", url),
        headers={"content-type": "text/html; charset=utf-8"},
    )
    story = extract(page)
    if not isinstance(story, Story):
        return {"text": ""}
    return {
        "text": story.text,
        "title": story.title,
        "authors": list(story.authors),
        "published": story.published.isoformat() if story.published else None,
        "modified": story.modified.isoformat() if story.modified else None,
    }


def measure(directory: Path) -> dict[str, Any]:
    """Means over the pages in ``directory`` (``data/pages`` of the development data), and the worst page's
    figure.

    Raises FileNotFoundError if the pages or their scorer are not there.
    """
    scorer = _scorer(directory.parent.parent / "bench" / "score_pages.py")
    rows = scorer.evaluate(extracted, scorer.load_gold(directory / "gold.jsonl"), str(directory))
    summary: dict[str, Any] = scorer.summary(rows)
    return summary


def _scorer(path: Path) -> ModuleType:
    if not path.is_file():
        raise FileNotFoundError(path)
    spec = importlib.util.spec_from_file_location("score_pages", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["score_pages"] = module
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    print("(no outlet's rules are used)")
    for key, value in measure(SHARED / "data" / "pages").items():
        print(f"{key:>18}: {value}")
