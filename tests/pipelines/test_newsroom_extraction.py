"""Extraction on the sample newsroom: floors for every page shape, and the rules made for one, alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from benchmarks.quality_newsroom import BASE, Judged, judge_all, summary, token_f1
from pipelines.entry import Entry, SourceRef
from pipelines.extract import extract
from pipelines.page import Page
from pipelines.story import Rejected, Story
from tests.newsroom import Newsroom
from tests.newsroom import outlets as newsroom_outlets

IST = timezone(timedelta(hours=5, minutes=30))
NOW = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)
URL = "https://prahari.example/desh/khabar-11.html"
FEED = SourceRef("feed", "https://prahari.example/rss.xml")
SHAPES = sorted({outlet.shape for outlet in newsroom_outlets.load().values()})
TEXT = (
    "<p>जैसलमेर में सेना ने सोमवार को नई तोप का परीक्षण किया और सभी लक्ष्य समय पर भेद दिए गए।</p>"
    "<p>अधिकारियों ने बताया कि परीक्षण के दौरान मौसम साफ रहा तथा सभी उपकरणों ने ठीक से काम किया।</p>"
    "<p>अगले चरण में यही तोप ऊंचाई वाले इलाके में परखी जाएगी, इसके लिए दल रवाना हो चुका है।</p>"
)


@pytest.fixture(scope="module")
def rows() -> list[Judged]:
    return judge_all(Newsroom(BASE, port=8080))


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_keeps_its_floor(rows: list[Judged], shape: str) -> None:
    some = [row for row in rows if row.expected.shape == shape]
    figures = summary(some)
    faults = [f"{row.expected.url}: {fault}" for row in some for fault in row.faults]
    assert figures["articles"] >= 3 and figures["others"] >= 2
    assert figures["f1"] >= 0.998 and figures["worst_f1"] >= 0.99, faults
    assert (figures["refused"], figures["leaked"], figures["false_stories"]) == (0, 0, 0), faults
    assert (figures["titles"], figures["authors"], figures["published"]) == (1, 1, 1), faults


def test_the_newsroom_has_all_kinds_of_pages(rows: list[Judged]) -> None:
    kinds = {row.expected.kind for row in rows}
    assert kinds >= {"article", "home", "section", "video", "soft-404", "login"}
    assert sum(row.expected.kind == "article" for row in rows) >= 90
    where = {row.expected.published_from for row in rows if row.expected.kind == "article"}
    assert where >= {"page", "feed"}


@pytest.mark.parametrize(
    ("found", "golden", "optional", "f1"),
    [
        ("सेना ने कहा", "सेना ने कहा", "", 1.0),
        ("सेना ने", "सेना ने कहा और", "", 2 / 3),
        ("दिल्ली। सेना ने कहा", "सेना ने कहा", "दिल्ली।", 1.0),
        ("दिल्ली। सेना ने कहा", "सेना ने कहा", "", 6 / 7),
        ("सेन ने", "सेना नी", "", 0.0),
        ("", "सेना", "", 0.0),
    ],
)
def test_token_f1(found: str, golden: str, optional: str, f1: float) -> None:
    assert token_f1(found, golden, optional) == pytest.approx(f1)


def run(main: str, entry: Entry | None = None, head: str = "", url: str = URL) -> Story | Rejected:
    head = f'<meta charset="utf-8"><title>नई तोप का सफल परीक्षण</title>{head}'
    html = f"<html><head>{head}</head><body>{main}</body></html>"
    source = entry.source if entry else FEED
    names = ("प्रहरी", "Prahari")
    return extract(Page(url, "prahari", html.encode(), NOW, source, entry=entry, outlet_names=names))


def story(line: str, entry: Entry | None = None, head: str = "", url: str = URL) -> Story:
    """The story under a headline and ``line``."""
    found = run(f"<article><h1>नई तोप का सफल परीक्षण</h1>{line}<div>{TEXT}</div></article>", entry, head, url)
    assert isinstance(found, Story), found
    return found


def announced(at: datetime | None = None, authors: tuple[str, ...] = ()) -> Entry:
    return Entry(URL, FEED, "नई तोप का सफल परीक्षण", at, authors=authors)


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ('<p>प्रकाशित <span class="author"><a href="/a">आलोक दीक्षित, विवेक शुक्ल</a></span></p>',
         ("आलोक दीक्षित", "विवेक शुक्ल")),
        ('<div><span itemprop="author"><span itemprop="name">संतोष ध्रुव</span></span></div>', ("संतोष ध्रुव",)),
        ("<div><span>गौरव शर्मा</span><span>अपडेटेड 3 घंटे पहले</span></div>", ("गौरव शर्मा",)),
        ("<p>गौरव शर्मा और इमरान डार | 24 नवंबर 2026</p>", ("गौरव शर्मा", "इमरान डार")),
        ("<p>उत्तर प्रदेश | 24 नवंबर 2026</p>", ()),
        ("<p>जैसलमेर में | 24 नवंबर 2026</p>", ()),
        ('<div><strong class="byline" aria-hidden="true">Article Information</strong></div>', ()),
    ],
    ids=["inline", "microdata", "before a relative date", "two before a date", "region", "place", "hidden"],
)  # fmt: skip
def test_people_of_the_byline(line: str, authors: tuple[str, ...]) -> None:
    assert story(line).authors == authors


@pytest.mark.parametrize(
    ("stated", "authors"),
    [
        (("स्टैंजिन नोरबू, विवेक शुक्ल",), ("स्टैंजिन नोरबू", "विवेक शुक्ल")),
        (("प्रहरी",), ()),
        (("सीमा डेस्क",), ("सीमा डेस्क",)),
        (("सीमा डेस्क", "इमरान डार"), ("इमरान डार",)),
    ],
)
def test_authors_of_the_feed(stated: tuple[str, ...], authors: tuple[str, ...]) -> None:
    """Joined names are taken apart; a desk signs only where nobody else does, the outlet never."""
    assert story("", announced(authors=stated)).authors == authors


STALE = '<meta property="article:published_time" content="2019-01-01T00:00:00+05:30">'
FRESH = datetime(2026, 11, 24, 8, 15, tzinfo=IST)


@pytest.mark.parametrize(
    ("line", "head", "url", "feed", "published"),
    [
        ("", STALE, URL, FRESH, FRESH),
        ("<p>1 जनवरी 2019</p>", STALE, URL, FRESH, datetime(2019, 1, 1, tzinfo=IST)),
        ("", STALE, URL.replace("desh", "2019/01"), FRESH, datetime(2019, 1, 1, tzinfo=IST)),
        ("", STALE, URL, None, datetime(2019, 1, 1, tzinfo=IST)),
        ("", STALE.replace("2019-01", "2026-11"), URL, FRESH, datetime(2026, 11, 1, tzinfo=IST)),
        ("<p>अपडेटेड 3 घंटे पहले</p>", "", URL, FRESH, FRESH),
        ("<p>अपडेटेड 3 घंटे पहले</p>", "", URL, None, NOW - timedelta(hours=3)),
        ("<p>24 नवंबर 2026</p>", "", URL, FRESH, FRESH),
        ("<p>24 नवं 2026, 07:05 AM</p>", "", URL, FRESH, datetime(2026, 11, 24, 7, 5, tzinfo=IST)),
        ("<p>23 नवंबर 2026</p>", "", URL, FRESH, datetime(2026, 11, 23, tzinfo=IST)),
    ],
    ids=["stale", "readers see it", "the URL says it", "no feed", "near enough", "relative", "only relative",
         "time of day", "page has both", "another day"],
)  # fmt: skip
def test_page_or_feed(line: str, head: str, url: str, feed: datetime | None, published: datetime) -> None:
    assert story(line, announced(feed), head, url).published == published


def test_a_rounded_relative_date_is_no_later_version() -> None:
    """Two hours ago, rounded, may well be the hour of publication."""
    assert story("<p>अपडेटेड 4 घंटे पहले</p>", announced(NOW - timedelta(hours=4, minutes=40))).modified is None
    assert story("<p>अपडेटेड 2 घंटे पहले</p>", announced(NOW - timedelta(hours=9))).modified is not None


def test_a_home_page_in_disguise_is_a_list() -> None:
    """Under /?lang=hi every link leads elsewhere."""
    first = TEXT.partition("</p>")[0]
    cards = (
        f'<div><a href="/desh/topi-{n}.html"><h3>नई तोप का सफल परीक्षण {n}</h3></a>{first} ({n})</p></div>'
        for n in range(12)
    )
    found = run("".join(cards), url="https://prahari.example/?lang=hi")
    assert isinstance(found, Rejected)


@pytest.mark.parametrize(("href", "refused"), [("/desh/topi-12.html", True), ("/desh/khabar-11.html", False)])
def test_a_list_of_one_story(href: str, refused: bool) -> None:
    teaser = f'<div><a href="{href}"><h3 class="title">नई तोप का सफल परीक्षण</h3></a><div>{TEXT}</div></div>'
    found = run(f"<h2>रक्षा</h2>{teaser}", url=URL)
    assert isinstance(found, Rejected) == refused, found
