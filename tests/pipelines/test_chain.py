from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.chain import STAGES_KEEPING_ALL, page_to_outcome
from pipelines.saved import UnreadableFile, read_page, stated_address
from pipelines.story import Rejected, Story
from tests.pipelines.pages import page
from tests.pipelines.shapes.article import TITLE, document, paragraphs
from tests.pipelines.test_language import SAMPLES

STORY = document(f"<article><h1>{TITLE}</h1>{paragraphs()}</article>")


def test_a_defence_story_passes_every_stage() -> None:
    outcome = page_to_outcome(page(STORY))
    assert isinstance(outcome, Story), outcome
    assert outcome.language == "hi"
    assert outcome.relevant
    assert outcome.tags


def test_the_first_refusal_ends_it() -> None:
    nepali = document(f"<h1>{TITLE}</h1><p>{SAMPLES['ne']}</p><p>{SAMPLES['ne']} थप विवरण आउन बाँकी छ।</p>")
    outcome = page_to_outcome(page(nepali))
    assert isinstance(outcome, Rejected)
    assert (outcome.stage, outcome.reason) == ("language", "not-hindi")
    nothing = page_to_outcome(page("<html></html>"))
    assert isinstance(nothing, Rejected)
    assert nothing.stage == "extract"


def test_everything_can_be_kept() -> None:
    text = (
        "नगर निगम ने बाजार में सड़क की मरम्मत का काम शुरू कर दिया है। "
        "व्यापारियों ने बताया कि बारिश में यहां पानी भर जाता था। "
    )
    html = document(f"<h1>बाजार में सड़क की मरम्मत शुरू हुई</h1><p>{text}</p><p>{text}काम दो महीने में पूरा होगा।</p>")
    refused = page_to_outcome(page(html))
    assert isinstance(refused, Rejected)
    assert refused.stage == "relevance"
    kept = page_to_outcome(page(html), STAGES_KEEPING_ALL)
    assert isinstance(kept, Story)
    assert kept.relevant is False


@pytest.mark.parametrize(
    ("html", "address"),
    [
        ('<link rel="canonical" href="https://a.in/x?a=1&amp;b=2">', "https://a.in/x?a=1&b=2"),
        ("<link href=https://a.in/x rel=canonical>", "https://a.in/x"),
        (
            '<meta property="og:url" content="https://a.in/y"><link rel="canonical" href="/x">',
            "https://a.in/y",
        ),
        ('<link rel="stylesheet" href="https://a.in/x">', None),
        ("", None),
    ],
)
def test_a_saved_page_is_known_by_what_it_states(tmp_path: Path, html: str, address: str | None) -> None:
    file = tmp_path / "page.html"
    file.write_text(html, "utf-8")
    assert stated_address(html.encode()) == address
    assert read_page(file).url == (address or file.as_uri())
    assert read_page(file, "https://b.in/z").url == "https://b.in/z"


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="No such file"):
        read_page(tmp_path / "missing.html")
    with pytest.raises(UnreadableFile, match="is a directory"):
        read_page(tmp_path)
