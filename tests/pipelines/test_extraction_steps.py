# ruff: noqa: E501  (markup is kept whole)
"""The steps of extraction one by one, and the floor on the real pages of the development data."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.quality_pages import SHARED, measure
from pipelines.extraction.blocks import Block, read_blocks
from pipelines.extraction.container import find_container
from pipelines.extraction.document import Unparsable, parse
from pipelines.extraction.engine import engine_lines
from pipelines.extraction.filters import story_blocks
from pipelines.extraction.headline import cut_site, find_headline
from pipelines.extraction.pruning import prune
from pipelines.extraction.statements import read_statements
from pipelines.extraction.survey import Survey, survey
from pipelines.extraction.words import BODY, FURNITURE, naming
from pipelines.story import Story
from search.text import match_key
from tests.pipelines.pages import URL, extracted
from tests.pipelines.shapes.article import PARAGRAPHS, RELATED, TITLE, document, links, paragraphs


def surveyed(body: str) -> Survey:
    return survey(parse(f"<html><body>{body}</body></html>"))


def place(seen: Survey, id: str) -> int:
    return next(n for n, element in enumerate(seen.elements) if element.get("id") == id)


def cut_ids(body: str) -> set[str]:
    seen = surveyed(body)
    title = next((n for n, e in enumerate(seen.elements) if e.tag == "h1"), None)
    return {str(seen.elements[n].get("id")) for n in prune(seen, title).cut}


@pytest.mark.parametrize("text", ["", "   ", "no markup at all", "<"])
def test_what_gives_no_tree(text: str) -> None:
    if "<" in text:
        assert parse(text + "html>").tag == "html"
        return
    with pytest.raises(Unparsable):
        parse(text)


def test_the_survey_counts_text_where_it_stands() -> None:
    seen = surveyed(
        f'<div id="a">{PARAGRAPHS[0]}<br><a href="/x">{RELATED[0]}</a><p id="b">{PARAGRAPHS[1]}</p></div>'
    )
    outer, inner = place(seen, "a"), place(seen, "b")
    assert seen.own[outer] == len(PARAGRAPHS[0]) + len(RELATED[0])
    assert seen.own_links[outer] == len(RELATED[0])
    assert seen.total[outer] == seen.own[outer] + seen.own[inner]
    assert seen.total_prose[outer] == len(PARAGRAPHS[0]) + len(PARAGRAPHS[1])
    assert seen.inside(inner, outer)


@pytest.mark.parametrize(
    ("classes", "furniture"),
    [
        ("relativeNews", True), ("td-post-sharing", True), ("social_share", True), ("ad-slot-1", True), ("wp-caption-text", True),
        ("headline", False), ("stage", False), ("readers", False), ("upload-text", False), ("loadable", False),
    ],
)  # fmt: skip
def test_names_are_compared_word_by_word(classes: str, furniture: bool) -> None:
    element = parse(f"<p class='{classes}'>x</p>").find(".//p")
    assert element is not None
    assert bool(FURNITURE.search(naming(element))) is furniture


def test_names_of_bodies() -> None:
    for classes in ("entry-content clear", "articleBody", "story_content", "td-post-content tagdiv-type"):
        element = parse(f"<p class='{classes}'>x</p>").find(".//p")
        assert element is not None
        assert BODY.search(naming(element))


def test_pruning() -> None:
    body = f"""<nav id="nav">{links()}</nav><div class="widget" id="theme"><h1>{TITLE}</h1>{paragraphs()}
    <div id="hidden" style="display: none">{paragraphs()}</div><div id="rel" class="related">{links()}</div>
    <blockquote id="post" class="twitter-tweet"><p>देखिए</p><a href="https://twitter.com/a/status/1">Nov 1</a></blockquote>
    <blockquote id="quote">मंत्री ने कहा कि यह देश के लिए बड़ी उपलब्धि है और रहेगी।</blockquote>
    <figure id="figure"><img src="/x.jpg"><figcaption>चित्र</figcaption></figure>
    <table id="data"><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table></div>
    <footer id="footer"><p>{PARAGRAPHS[0]}</p></footer>"""
    assert cut_ids(body) == {"nav", "hidden", "rel", "post", "figure", "data", "footer"}


def test_the_hidden_rest_of_a_story_stays_and_a_hidden_copy_goes() -> None:
    rest = "".join(f"<p>{p}</p>" for p in PARAGRAPHS[2:])
    first = "".join(f"<p>{p}</p>" for p in PARAGRAPHS[:2])
    assert cut_ids(f'<h1>{TITLE}</h1>{first}<div id="more" class="more-content" hidden>{rest}</div>') == set()
    assert cut_ids(f'<h1>{TITLE}</h1>{first}<div id="more" class="more-content" hidden>{first}</div>') == {
        "more"
    }


def test_a_layout_table_is_no_table_of_figures() -> None:
    assert (
        cut_ids(f'<table id="t"><tr><td>{RELATED[0]}</td><td>{"<br>".join(PARAGRAPHS)}</td></tr></table>')
        == set()
    )


def contained(body: str) -> str:
    seen = surveyed(body)
    container = find_container(seen, prune(seen), None)
    assert container is not None
    return str(seen.elements[container.place].get("id"))


def test_the_container_has_the_text_and_little_else() -> None:
    assert (
        contained(f'<div id="page"><ul>{links() * 3}</ul><div id="story">{paragraphs()}</div></div>')
        == "story"
    )
    wrapped = "".join(f"<div><p>{p}</p></div>" for p in PARAGRAPHS)
    assert contained(f'<div id="page"><ul>{links() * 3}</ul><div id="story">{wrapped}</div></div>') == "story"
    halves = f"<div>{paragraphs(texts=PARAGRAPHS[:2])}</div><div>{RELATED[0]}</div><div>{paragraphs(texts=PARAGRAPHS[2:])}</div>"
    assert contained(f'<div id="page"><ul>{links() * 3}</ul><div id="story">{halves}</div></div>') == "story"


def test_no_text_no_container() -> None:
    seen = surveyed(f"<ul>{links()}</ul>")
    assert find_container(seen, prune(seen), None) is None


def test_blocks_are_what_a_browser_sets_on_lines_of_their_own() -> None:
    seen = surveyed(
        "<div id='a'>एक<br>दो <b>तीन</b><h2>चार</h2>पांच<ul><li>छह</li><li><p>सात</p></li></ul><i>आठ</i> नौ</div>"
    )
    blocks = read_blocks(seen, prune(seen), place(seen, "a"))
    assert [(b.kind, b.text) for b in blocks] == [
        ("bare", "एक"), ("bare", "दो तीन"), ("h", "चार"), ("bare", "पांच"), ("li", "छह"), ("li", "सात"), ("bare", "आठ नौ"),
    ]  # fmt: skip


def test_words_that_markup_splits_stay_whole() -> None:
    seen = surveyed("<p id='a'>पो<b>खरण</b> में\u00a0<span>तोप</span>\n का</p>")
    assert [b.text for b in read_blocks(seen, prune(seen), place(seen, "a"))] == ["पोखरण में तोप का"]


@pytest.mark.parametrize(
    ("paragraph", "text"),
    [
        (
            "सेना ने अभ्यास किया। <b>यह भी पढ़ें:</b> <a href='/x'>नौसेना का पोत</a> इसमें टैंक भी थे।",
            "सेना ने अभ्यास किया। इसमें टैंक भी थे।",
        ),
        ("सेना ने अभ्यास किया। Also Read - <a href='/x'><b>नौसेना</b> का पोत</a>", "सेना ने अभ्यास किया।"),
        (
            "<a href='/x'>सेना</a> ने यह भी पढ़ा: <a href='/y'>रिपोर्ट</a> सही है।",
            "सेना ने यह भी पढ़ा: रिपोर्ट सही है।",
        ),
        ("यह भी पढ़ें: <a href='/x'>नौसेना का पोत</a>", "यह भी पढ़ें: नौसेना का पोत"),
    ],
)
def test_a_link_that_is_announced_in_a_paragraph_is_not_read(paragraph: str, text: str) -> None:
    seen = surveyed(f"<p id='a'>{paragraph}</p>")
    assert [b.text for b in read_blocks(seen, prune(seen), place(seen, "a"))] == [text]


def test_filters_keep_the_story() -> None:
    look = ("p", "")
    blocks = [
        Block("h", TITLE, look=("h1", ""), place=1),
        Block("bare", "अंजलि मिश्रा", look=("div", "x"), place=2),
        *(Block("p", text, look=look, place=3 + n) for n, text in enumerate(PARAGRAPHS)),
        Block("bare", "पोखरण की एक तस्वीर।", look=("div", "y"), place=20),
        Block("p", "जांच जारी है।", look=look, place=21),
        Block("p", f"यह भी पढ़ें {RELATED[0]}", links=len(RELATED[0]), hrefs=["/x"], look=look, place=22),
        Block("h", "संबंधित", look=("h3", ""), place=23),
    ]
    assert [b.text for b in story_blocks(blocks, TITLE, 1)] == [*PARAGRAPHS, "जांच जारी है।"]


def test_the_engine_loses_nothing() -> None:
    blocks = [Block("p", text) for text in PARAGRAPHS] + [
        Block("li", "एक"),
        Block("li", "दो"),
        Block("p", PARAGRAPHS[0] + "।"),
    ]
    assert engine_lines(blocks) == [b.text for b in blocks]
    assert engine_lines([]) == []


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("सेना ने किया अभ्यास | खबर संसार", "सेना ने किया अभ्यास"),
        ("सेना ने किया अभ्यास - Hindi News", "सेना ने किया अभ्यास"),
        ("खबर संसार: सेना ने किया अभ्यास", "खबर संसार: सेना ने किया अभ्यास"),
        ("एस-400 की आपूर्ति - अगले वर्ष तक", "एस-400 की आपूर्ति - अगले वर्ष तक"),
        ("खबर संसार", "खबर संसार"),
    ],
)
def test_site_names_are_cut_off(title: str, short: str) -> None:
    assert cut_site(title, frozenset({match_key("खबर संसार")})) == short


def test_the_headline_shares_words_with_the_title() -> None:
    root = parse(
        document(f"<h1>ताजा समाचार</h1><div><h1>{TITLE}</h1>{paragraphs()}</div><h1>{RELATED[0]}</h1>")
    )
    assert find_headline(survey(root), read_statements(root, URL), ()).text == TITLE


@pytest.mark.parametrize(
    "script",
    [
        '{"@type":"NewsArticle","headline":"%s"}',
        '[{"@type":"WebSite"},{"@type":["NewsArticle","Article"],"headline":"%s"}]',
        '{"@graph":[{"@type":"BreadcrumbList"},{"@type":"https://schema.org/NewsArticle","headline":"%s"}]}',
        '<!-- {"@type":"NewsArticle","headline":"%s",} -->',
        '{"@type":"NewsArticle",\n"description":"एक\nदो","headline":"%s"};',
        '//<![CDATA[\n{"@type":"NewsArticle","headline":"%s"}\n//]]>',
    ],
)
def test_json_ld_as_it_is_found(script: str) -> None:
    root = parse(document("<p>x</p>", f'<script type="application/ld+json">{script % TITLE}</script>'))
    assert read_statements(root, URL).ld("headline") == TITLE


def test_the_article_that_is_about_this_page() -> None:
    other = '{"@type":"NewsArticle","headline":"x","url":"https://khabar.example.in/other.html","datePublished":"2019-01-01"}'
    own = f'{{"@type":"NewsArticle","headline":"{TITLE}","mainEntityOfPage":{{"@id":"{URL}"}}}}'
    head = f'<script type="application/ld+json">[{other},{own}]</script><script type="application/ld+json">{{broken</script>'
    assert read_statements(parse(document("<p>x</p>", head)), URL).ld("headline") == TITLE


@pytest.mark.shared
@pytest.mark.skipif(not (SHARED / "data" / "pages").is_dir(), reason="the development data is not here")
def test_the_floor_on_real_pages() -> None:
    figures = measure(Path(SHARED / "data" / "pages"))
    assert figures["F1"] >= 0.98
    assert figures["minF1"] >= 0.94
    assert figures["false_article"].startswith("0/")
    assert figures["must_not_art"].startswith("0/")
    for name in ("must", "title_exact", "author_exact"):
        right, of = figures[name].split("/")
        assert right == of
    for name in ("published", "modified"):
        right, of = figures[name]["instant60"].split("/")
        assert right == of


def test_a_heading_over_a_summary_in_english_goes_with_it_after_an_appeal_too() -> None:
    """An outlet's list of what is read most, which was empty yet, between an appeal and the summary."""
    html = document(
        f"<article><h1>{TITLE}</h1>{paragraphs()}"
        "<p>हमारे वीडियो चैनल को सब्सक्राइब करना न भूलें, घंटी का बटन भी दबाएं।</p>"
        "<section><h3>ट्रेंडिंग वीडियो और खबरें</h3></section>"
        "<p>The Army said on Monday that the bridge would be opened next week.</p></article>"
    )
    told = extracted(html)
    assert isinstance(told, Story) and told.text.splitlines() == list(PARAGRAPHS)
