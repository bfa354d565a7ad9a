# ruff: noqa: E501  (markup is kept whole)
"""Pages that mark no headline, or mark the site's name as one."""

from __future__ import annotations

import pytest

from pipelines.extract import extract
from pipelines.extraction.unmarked import names_the_site
from pipelines.story import Story
from tests.pipelines.pages import page
from tests.pipelines.shapes.article import PARAGRAPHS, RELATED, TITLE, menu, paragraphs

URL = "https://www.purvanchal-samachar.example.in/news.php?id=77"
SITE = "पूर्वांचल समाचार"
BROKEN = "<br><br>".join(PARAGRAPHS)
HOME = f'<table><tr><td><a href="/">{SITE}</a></td></tr></table>{menu("div")}'
SUB = "कब मिलेगी पहली खेप सेना को"
OTHERS = "".join(f'<h3><a href="/x{n}">{title}</a></h3>' for n, title in enumerate(RELATED))

BODIES = {
    "bold and big": f"<table><tr><td><b><font size=5>{TITLE}</font></b><br><br>{BROKEN}</td></tr></table>",
    "a row above": f"<table><tr><td><font size=4><b>{TITLE}</b></font></td></tr><tr><td>{BROKEN}</td></tr></table>",
    "span": f"<div><span class=head1>{TITLE}</span><br><span>23/11/2026</span><br>{BROKEN}</div>",
    "cell": f"<table><tr><td class=heading>{TITLE}</td></tr><tr><td>23 नवंबर 2026</td></tr><tr><td>{BROKEN}</td></tr></table>",
    "lone h2": f"<div><h2>{TITLE}</h2>{paragraphs()}</div>",
    "lone h3": f"<div><h3>{TITLE}</h3>{paragraphs()}</div>",
    "paragraph": f"<div><p><strong>{TITLE}</strong></p>{paragraphs()}</div>",
    "nothing": f"<div class=fs20>{TITLE}</div><div>{paragraphs()}</div>",
    "centred": f"<center><big><b>{TITLE}</b></big></center>{paragraphs()}",
    "below the section": f"<h2>राष्ट्रीय समाचार</h2><div><b><font size=4>{TITLE}</font></b><br>{BROKEN}</div>",
    "above others": f"<div><font size=5>{TITLE}</font><br>{BROKEN}</div><div>{OTHERS}</div>",
    "above a subhead": f"<div><b>{TITLE}</b><br>{PARAGRAPHS[0]}<br><h3>{SUB}</h3>{'<br>'.join(PARAGRAPHS[1:])}</div>",
    "below the date": f"<div><span>23 नवंबर 2026</span><br><b>{TITLE}</b><br>{BROKEN}</div>",
    "below the logo": f"<h1>{SITE}</h1><div><div class=newstitle>{TITLE}</div>{paragraphs()}</div>",
}
TITLES = (
    SITE,
    "purvanchal-samachar.example.in",
    "Welcome to Purvanchal Samachar",
    "समाचार विवरण",
    "Untitled Document",
    f"{SITE}, हिंदी समाचार, ताजा खबरें",
    "",
)


def titled(body: str, title: str = SITE) -> Story:
    html = f'<html><head><meta charset="utf-8"><title>{title}</title></head><body>{HOME}{body}</body></html>'
    outcome = extract(page(html, URL))
    assert isinstance(outcome, Story), outcome
    return outcome


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_the_headline_above_the_text(body: str) -> None:
    story = titled(body)
    assert story.title == TITLE
    assert [line for line in story.text.split("\n") if line != SUB] == list(PARAGRAPHS)


@pytest.mark.parametrize("title", TITLES)
def test_what_the_page_calls_itself_is_no_headline(title: str) -> None:
    assert titled(BODIES["span"], title).title == TITLE


def test_the_logo_names_the_site() -> None:
    logo = '<a href="/"><img alt="आज की आवाज" src="logo.png"></a>'
    assert titled(f"{logo}{BODIES['nothing']}", "आज की आवाज").title == TITLE


def test_without_any_headline_the_first_line_stands_in() -> None:
    assert titled(f"<div>{BROKEN}</div>").title.startswith(PARAGRAPHS[0][:40])


def test_a_headline_of_the_page_is_left_alone() -> None:
    short = "सेना को सलाम"
    story = titled(f"<div><h1>{short}</h1><p><b>{TITLE}</b></p>{paragraphs()}</div>", f"{short} | {SITE}")
    assert story.title == short


@pytest.mark.parametrize(
    ("title", "site"),
    [
        ("पूर्वांचल समाचार", True),
        ("ताजा समाचार", True),
        ("समाचार एजेंसी ने खोला नया दफ्तर", False),
        ("जय जवान", False),
        ("", True),
    ],
)
def test_names_of_sites(title: str, site: bool) -> None:
    assert names_the_site(title, frozenset({"पूर्वांचल समाचार"}), URL) is site
