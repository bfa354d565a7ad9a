# ruff: noqa: E501  (markup is kept whole)
"""The extraction stage as a whole: fields, refusals, hints, the feed's text, hostile input."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.entry import Entry, SourceRef
from pipelines.extract import extract
from pipelines.extraction.agencies import canonical
from pipelines.extraction.credits import Credits, read_dateline, take_credits, take_dateline
from pipelines.page import Hints
from pipelines.story import Rejected, Story
from search.text import graphemes, nfc
from tests.pipelines.pages import NOW, URL, extracted, page
from tests.pipelines.shapes.article import PARAGRAPHS, RELATED, TITLE, document, links, paragraphs

STORY = document(f"<article><h1>{TITLE}</h1>{paragraphs()}</article>")


def story(html: str | bytes, url: str = URL) -> Story:
    outcome = extracted(html, url)
    assert isinstance(outcome, Story), outcome
    return outcome


def refused(html: str | bytes, url: str = URL) -> Rejected:
    outcome = extracted(html, url)
    assert isinstance(outcome, Rejected), outcome
    assert outcome.stage == "extract"
    assert outcome.detail
    return outcome


# --- what is no story --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "url", "reason"),
    [
        (document(f"<h1>खबर संसार</h1><ul>{links() * 12}</ul>"), "https://khabar.example.in/", "home-page"),
        (
            document(f"<h1>रक्षा</h1><ul>{links() * 12}</ul>"),
            "https://khabar.example.in/category/raksha",
            "list-page",
        ),
        (
            document(
                "<h1>रक्षा समाचार</h1>"
                + links(f'<div><h2><a href="{{url}}">{{title}}</a></h2><p>{PARAGRAPHS[3]}</p></div>') * 4
            ),
            "https://khabar.example.in/raksha/",
            "list-page",
        ),
        (document("<h1>404</h1><p>पृष्ठ नहीं मिला</p>", title="404 - पृष्ठ नहीं मिला"), URL, "soft-404"),
        (document(f"<h1>Page not found</h1><ul>{links() * 5}</ul>", title="Page not found"), URL, "soft-404"),
        (
            document("<h1>Just a moment...</h1><p>Checking your browser</p>", title="Just a moment..."),
            URL,
            "error-page",
        ),
        (
            document('<form><input name="u"><input type="password"></form><h1>लॉगिन</h1>', title="लॉगिन"),
            URL,
            "login-page",
        ),
        (
            document(
                f'<h1>{TITLE}</h1><iframe src="https://www.youtube.com/embed/x"></iframe><p>देखें वीडियो</p><ul>{links()}</ul>',
                '<meta property="og:type" content="video.other">',
            ),
            URL,
            "video-without-text",
        ),
        (document(f"<h1>{TITLE}</h1><p>जैसलमेर में सोमवार को तोप का परीक्षण किया गया।</p>"), URL, "too-short"),
        (document(f"<h1>{TITLE}</h1>"), URL, "no-text"),
        (
            document(
                "<p>माफ कीजिए, यह खबर अब उपलब्ध नहीं है। यह हटा दी गई है या इसका पता बदल गया है। कृपया होम पेज पर जाएं और दूसरी खबरें पढ़ें, असुविधा के लिए खेद है।</p>",
                title="खबर संसार",
            ),
            URL,
            "soft-404",
        ),
        (
            document(
                f"<h1>हमारी गोपनीयता नीति</h1><p>{'हम और हमारे भागीदार आपके डिवाइस पर कुकीज रखते हैं। आगे बढ़ने के लिए अपनी सहमति दें। ' * 3}</p>",
                title="गोपनीयता",
            ),
            URL,
            "login-page",
        ),
        (
            document(
                f"<h1>हमारे बारे में</h1><p>{'हम 1987 से हर सुबह सेना और सीमा की खबरें लाते हैं। ' * 6}</p>",
                title="हमारे बारे में",
            ),
            "https://khabar.example.in/about-us.html",
            "not-an-article",
        ),
        (
            document(
                "<h1>नौसेना का पोत</h1><ul>"
                + links() * 4
                + "</ul>"
                + "<p>ubZ fnYyhA j{kk ea=h us dgk gS fd ukSlsuk ds csM+s esa u;k iksr 'kkfey fd;k x;k gS vkSj ;g vPNk gS</p>"
                * 5
            ),
            URL,
            "legacy-font",
        ),
        ("%PDF-1.4 सेना ने कहा", URL, "unreadable"),
        ("", URL, "unreadable"),
        (
            document(
                '<font face="Kruti Dev 010">'
                + "Hkkjr ljdkj us dgk gS fd lsuk ds tokuksa dh la[;k esa deh ugha gksxh vkSj ;g lgh gS " * 9
                + "</font>"
            ),
            URL,
            "legacy-font",
        ),
    ],
    ids=lambda value: value[:12] if isinstance(value, str) and "-" in value else "",
)
def test_refusals(html: str, url: str, reason: str) -> None:
    assert refused(html, url).reason == reason


@pytest.mark.parametrize(
    "title",
    [
        "404 करोड़ की ठगी में सेना का पूर्व अधिकारी गिरफ्तार",
        "जवान को एंबुलेंस नहीं मिली, अस्पताल पहुंचने से पहले मौत",
        "भारत और चीन में सहमति, पीछे हटेंगी सेनाएं",
        "तकनीकी खराबी के बाद लौटा वायुसेना का विमान",
        "रजिस्टर में दर्ज नहीं था हथियार, जांच शुरू",
        "निजता के अधिकार पर सरकार का जवाब, सेना भी दायरे में",
    ],
)
def test_headlines_that_only_sound_like_errors(title: str) -> None:
    assert story(document(f"<h1>{title}</h1>{paragraphs(texts=PARAGRAPHS[:2])}", title=title)).title == title


def test_an_error_status_is_no_story_whatever_the_page_says() -> None:
    outcome = extract(page(STORY, status=404))
    assert isinstance(outcome, Rejected)
    assert outcome.reason == "error-page"


# --- fields ------------------------------------------------------------------------------------------


def test_the_address_is_the_one_that_the_page_can_be_believed_to_have() -> None:
    html = document(f"<h1>{TITLE}</h1>{paragraphs()}", f'<link rel="canonical" href="{URL}">')
    assert story(html, URL + "?utm_source=x").url == URL
    foreign = document(
        f"<h1>{TITLE}</h1>{paragraphs()}", '<link rel="canonical" href="https://other.example.com/">'
    )
    assert story(foreign).url == URL


def test_titles() -> None:
    head = f'<meta property="og:title" content="{TITLE} - खबर संसार"><meta property="og:site_name" content="खबर संसार">'
    assert story(document(f"<div>{paragraphs()}</div>", head)).title == TITLE
    logo = document(f'<h1><a href="/">खबर संसार</a></h1><h1>{TITLE}</h1>{paragraphs()}', head)
    assert story(logo).title == TITLE
    slug = document(f"<h1><span>पोखरण:</span>तोप का परीक्षण सफल रहा</h1>{paragraphs()}")
    name_as_heading = document(f"<h1>खबर संसार</h1><article><h1>{TITLE}</h1>{paragraphs()}</article>")
    assert story(name_as_heading).title == TITLE
    assert story(slug).title == "पोखरण: तोप का परीक्षण सफल रहा"


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ('<span class="author">अंजलि मिश्रा</span>', ("अंजलि मिश्रा",)),
        ('<div class="byline">By <a href="/a">Ravi Kumar</a> | Updated: 23 Nov 2026</div>', ("Ravi Kumar",)),
        ('<div class="byline">लेखक: सुनीता देवी और मोहन जोशी</div>', ("सुनीता देवी", "मोहन जोशी")),
        ("<p>Written By: कविता नायर</p>", ("कविता नायर",)),
        ('<span>द्वारा <a href="/a">सीमा मिश्रा</a></span>', ("सीमा मिश्रा",)),
        ("<div>Curated by: सीमा मिश्रा</div>", ("सीमा मिश्रा",)),
        ('<p class="author">न्यूज़ डेस्क</p>', ("न्यूज़ डेस्क",)),
        ('<p class="author">राहुल सिन्हा, डिजिटल डेस्क</p>', ("राहुल सिन्हा",)),
        (
            '<p class="author">Edited By: अमित शर्मा</p><p class="author">Written By: नेहा गुप्ता</p>',
            ("नेहा गुप्ता",),
        ),
        ("", ()),
    ],
)
def test_authors(byline: str, authors: tuple[str, ...]) -> None:
    assert story(document(f"<article><h1>{TITLE}</h1>{byline}{paragraphs()}</article>")).authors == authors


def test_stated_authors_where_none_is_printed() -> None:
    head = (
        '<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"x",'
        '"author":[{"@type":"Person","name":"रेखा त्रिपाठी"},{"@type":"Organization","name":"खबर डेस्क"}]}</script>'
    )
    assert story(document(f"<h1>{TITLE}</h1>{paragraphs()}", head)).authors == ("रेखा त्रिपाठी",)


def _ld(**fields: str) -> str:
    stated = "".join(f',"{name}":"{value}"' for name, value in fields.items())
    return f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"x"{stated}}}</script>'


@pytest.mark.parametrize(
    ("head", "near", "published"),
    [
        (_ld(datePublished="2026-11-23T12:35:00Z"), "", "2026-11-23T12:35:00+00:00"),
        (_ld(datePublished="2026-11-23T18:05:00"), "", "2026-11-23T18:05:00+05:30"),
        # The same instant as readers see it: in their zone.
        (_ld(datePublished="2026-11-23T12:35:00Z"), "23 Nov 2026, 06:05 PM IST", "2026-11-23T18:05:00+05:30"),
        # Indian time with a Z behind it: readers see the same clock, or it would lie in the future.
        (_ld(datePublished="2026-11-23T18:05:00Z"), "23 Nov 2026, 06:05 PM IST", "2026-11-23T18:05:00+05:30"),
        (_ld(datePublished="2026-11-24T11:00:00Z"), "", "2026-11-24T11:00:00+05:30"),
        (_ld(datePublished="2026-11-23"), "23 Nov 2026, 06:05 PM", "2026-11-23T18:05:00+05:30"),
        (_ld(datePublished="2029-01-01T00:00:00Z"), "23 Nov 2026, 06:05 PM", "2026-11-23T18:05:00+05:30"),
        (
            '<meta property="article:published_time" content="2026-11-23 18:05">',
            "",
            "2026-11-23T18:05:00+05:30",
        ),
        ("", "प्रकाशित: २३ नवंबर २०२६, शाम ६:०५ बजे", "2026-11-23T18:05:00+05:30"),
    ],
)
def test_published(head: str, near: str, published: str) -> None:
    html = document(f'<article><h1>{TITLE}</h1><div class="dt">{near}</div>{paragraphs()}</article>', head)
    assert story(html).published == datetime.fromisoformat(published)
    assert str(story(html).published) == str(datetime.fromisoformat(published))


def test_modified_is_told_from_published() -> None:
    near = '<div class="dt">Published: 23 Nov 2026 06:05 PM | Updated: 23 Nov 2026 08:15 PM</div>'
    found = story(document(f"<article><h1>{TITLE}</h1>{near}{paragraphs()}</article>"))
    assert found.published == datetime.fromisoformat("2026-11-23T18:05:00+05:30")
    assert found.modified == datetime.fromisoformat("2026-11-23T20:15:00+05:30")


def test_a_related_storys_date_is_not_this_ones() -> None:
    related = f'<div class="rel"><a href="/x">{RELATED[0]}</a><span>12 Jan 2019, 10:00 AM</span></div>'
    assert story(document(f"<article><h1>{TITLE}</h1>{paragraphs()}</article>{related}")).published is None


def test_a_date_in_the_headline_is_one_of_the_events() -> None:
    title = "15 अगस्त 2026 को लाल किले पर दिखी नई तोप, सेना ने बताई खूबियां"
    assert (
        story(document(f"<article><h1>{title}</h1>{paragraphs()}</article>", title=title)).published is None
    )


def test_what_was_escaped_once_too_often() -> None:
    html = document(f"<article><h1>{TITLE}</h1>{paragraphs('<p>{}&amp;nbsp;</p>')}</article>")
    assert story(html).text.split("\n") == list(PARAGRAPHS)


def test_the_feed_knows_what_the_page_does_not() -> None:
    at = datetime(2026, 11, 23, 12, 35, tzinfo=UTC)
    entry = Entry(
        link=URL,
        source=SourceRef("feed", URL),
        published=at,
        updated=at + timedelta(hours=1),
        authors=("मीरा",),
    )
    found = extract(page(STORY, entry=entry))
    assert isinstance(found, Story)
    assert (found.published, found.authors) == (at, ("मीरा",))
    assert found.announced == at + timedelta(hours=1)


def test_a_page_without_text_is_read_from_the_feed() -> None:
    entry = Entry(link=URL, source=SourceRef("feed", URL), title=TITLE, full_text=paragraphs())
    found = extract(page(document(f"<h1>{TITLE}</h1><div id='app'></div>"), entry=entry))
    assert isinstance(found, Story)
    assert found.text.split("\n") == list(PARAGRAPHS)
    assert found.title == TITLE


def test_image_and_section() -> None:
    head = '<meta property="og:image" content="/img/a.jpg"><meta property="article:section" content="देश">'
    found = story(document(f"<h1>{TITLE}</h1>{paragraphs()}", head))
    assert (found.image, found.section) == ("https://khabar.example.in/img/a.jpg", "देश")


@pytest.mark.parametrize(
    ("head", "keywords"),
    [
        (_ld(keywords="नौसेना, पोत , नौसेना"), ("नौसेना", "पोत")),
        (
            '<meta name="news_keywords" content="तोप; पोखरण"><meta name="keywords" content="x y">',
            ("तोप", "पोखरण"),
        ),
        (
            '<meta property="article:tag" content="सेना"><meta property="article:tag" content="तोप">',
            ("सेना", "तोप"),
        ),
        ('<meta name="keywords" content="रक्षा मंत्री">', ("रक्षा मंत्री",)),
        ("", ()),
    ],
)
def test_keywords(head: str, keywords: tuple[str, ...]) -> None:
    assert story(document(f"<h1>{TITLE}</h1>{paragraphs()}", head)).keywords == keywords


@pytest.mark.parametrize(
    ("html", "language"),
    [
        (document(f"<h1>{TITLE}</h1>{paragraphs()}"), "hi"),
        (document(f"<h1>{TITLE}</h1>{paragraphs()}", _ld(inLanguage="hi_in")), "hi-IN"),
        (document(f"<h1>{TITLE}</h1>{paragraphs()}").replace(' lang="hi"', ""), None),
        (
            document(f"<h1>{TITLE}</h1>{paragraphs()}", _ld(inLanguage="Hindi")).replace(' lang="hi"', ""),
            "hi",
        ),
    ],
)
def test_the_language_as_declared(html: str, language: str | None) -> None:
    assert story(html).declared_language == language


@pytest.mark.parametrize(
    ("head", "near", "sources"),
    [
        (
            _ld(datePublished="2026-11-23T18:05:00+05:30", dateModified="2026-11-23T19:05:00+05:30"),
            "",
            ("json-ld", "json-ld"),
        ),
        ('<meta property="article:published_time" content="2026-11-23 18:05">', "", ("meta", None)),
        ("", "<p>Published: 23 Nov 2026 06:05 PM | Updated: 23 Nov 2026 08:15 PM</p>", ("page", "page")),
        ("", '<time datetime="2026-11-23T18:05:00+05:30"></time>', ("time", None)),
        ("", "", (None, None)),
    ],
)
def test_where_the_instants_come_from(head: str, near: str, sources: tuple[str | None, ...]) -> None:
    found = story(document(f"<article><h1>{TITLE}</h1>{near}{paragraphs()}</article>", head))
    assert (found.published_from, found.modified_from) == sources


def test_instants_of_feed_and_address() -> None:
    at = datetime(2026, 11, 23, 12, 35, tzinfo=UTC)
    entry = Entry(link=URL, source=SourceRef("feed", URL), published=at, updated=at + timedelta(hours=1))
    found = extract(page(STORY, entry=entry))
    assert isinstance(found, Story)
    assert (found.published_from, found.modified_from) == ("feed", "feed")
    assert found.modified == at + timedelta(hours=1)
    assert story(STORY, "https://khabar.example.in/2026/11/23/story.html").published_from == "url"


TEASER = f"<article><h1>{TITLE}</h1><p>{PARAGRAPHS[0]}</p>"
PROMPT = "<div><p>यह खबर केवल सब्सक्राइबर के लिए है। पूरी खबर पढ़ने के लिए सब्सक्राइब करें।</p></div></article>"


@pytest.mark.parametrize(
    ("html", "paywalled"),
    [
        (document(f"{TEASER}</article>", _ld(isAccessibleForFree="False")), True),
        (document(f"{TEASER}</article>", '<meta property="article:content_tier" content="locked">'), True),
        (document(TEASER + PROMPT), True),
        (document(f"{TEASER}</article>", _ld(isAccessibleForFree="True")), False),
        (document(f"{TEASER}</article>"), False),
    ],
)
def test_a_paywall_leaves_the_teaser(html: str, paywalled: bool) -> None:
    found = story(html)
    assert (found.paywalled, found.text) == (paywalled, PARAGRAPHS[0])


def test_what_a_paywall_hides_is_not_taken() -> None:
    hidden = f'<div class="more-content" style="display:none">{paragraphs(texts=PARAGRAPHS[1:])}</div>'
    html = document(f"{TEASER}{hidden}</article>", _ld(isAccessibleForFree="false"))
    assert story(html).text == PARAGRAPHS[0]
    assert story(document(f"{TEASER}{hidden}</article>")).text.split("\n") == list(PARAGRAPHS)


def test_a_short_teaser_that_is_sold_is_a_story_and_a_short_text_is_not() -> None:
    short = "जैसलमेर के पोखरण में सोमवार को स्वदेशी तोप का सफल परीक्षण किया गया, सेना ने बताया।"
    body = f"<article><h1>{TITLE}</h1><p>{short}</p></article>"
    assert story(document(body, _ld(isAccessibleForFree="false"))).text == short
    assert refused(document(body)).reason == "too-short"


@pytest.mark.parametrize(
    ("line", "place", "agency"),
    [
        ("नई दिल्ली, 24 नवंबर (भाषा) रक्षा मंत्री ने कहा।", "नई दिल्ली", "भाषा"),
        ("श्रीनगर (एएनआइ)। सेना ने कहा।", "श्रीनगर", "एएनआइ"),
        ("प्रयागराज, जेएनएन। पार्टी ने कहा।", "प्रयागराज", None),
        ("डिजिटल डेस्क, नई दिल्ली। सेना ने कहा।", "नई दिल्ली", None),
        ("जैसलमेर। राजस्थान के पोखरण में", "जैसलमेर", None),
        ("मुंबई, नौ मई (भाषा) नौसेना ने कहा।", "मुंबई", "भाषा"),
        ("वोल्फस्बर्ग (जर्मनी), 17 मार्च (एएफपी) सेना ने कहा।", "वोल्फस्बर्ग", "एएफपी"),
        ("नई दिल्ली, 24 नवंबर (पीआईबी) सेना ने कहा।", "नई दिल्ली", "पीआईबी"),
        ("लंदन (रायटर्स)। सेना ने कहा।", "लंदन", "रायटर्स"),
        ("लेह: सेना ने कहा।", "लेह", None),
        ("श्रीनगर। एजेंसी। सेना ने कहा।", "श्रीनगर", "एजेंसी"),
        ("नई दिल्ली/एजेंसी। सेना ने कहा।", "नई दिल्ली", "एजेंसी"),
        ("एजेंसी, इस्लामाबाद। सेना ने कहा।", "इस्लामाबाद", "एजेंसी"),
        ("3 मई, नई दिल्ली। सेना ने कहा।", "नई दिल्ली", None),
        ("नई दिल्ली, मंगलवार। सेना ने कहा।", "नई दिल्ली", None),
        ("समाचार ब्यूरो, जम्मू। सेना ने कहा।", "जम्मू", None),
        ("न्यूज डेस्क, खबर संसार, जम्मू। सेना ने कहा।", "जम्मू", None),
        ("लेह (लद्दाख)। सेना ने कहा।", "लेह", None),
        ("वाशिंगटन/नई दिल्ली: सेना ने कहा।", "वाशिंगटन/नई दिल्ली", None),
        ("२८ असार, काठमाडौं । सेनाले भन्यो।", "काठमाडौं", None),
        ("लेह में सेना ने कहा।", None, None),
        ("सेना: आगे की राह कठिन है।", None, None),
        ("दिल्ली पुलिस: आठ आरोपी पकड़े गए।", None, None),
        ("लेह, कारगिल और द्रास में बर्फ गिरी।", None, None),
        ("भाषा के सवाल पर बहस: सेना ने कहा।", None, None),
        ("सेना ने कहा कि वह तैयार है। इसके बाद", None, None),
        ("यह पूछे जाने पर: उन्होंने कहा", None, None),
    ],
)
def test_datelines(line: str, place: str | None, agency: str | None) -> None:
    found = read_dateline([line])
    assert (found.dateline, found.agency) == (place, agency)


SENTENCE = "रक्षा मंत्री ने सोमवार को पोखरण में नई तोप का परीक्षण देखा और वैज्ञानिकों को बधाई दी।"


@pytest.mark.parametrize(
    ("opening", "left", "place", "agency"),
    [
        ("नई दिल्ली, 24 नवंबर (भाषा) ", "", "नई दिल्ली", "भाषा"),
        ("नई दिल्ली, 24 नवंबर (भाषा)। ", "", "नई दिल्ली", "भाषा"),
        ("श्रीनगर (एएनआइ)। ", "", "श्रीनगर", "एएनआइ"),
        ("नई दिल्ली, जून 7 -- ", "", "नई दिल्ली", None),
        ("तेल अवीव, 6 नवंबर: ", "", "तेल अवीव", None),
        ("नई दिल्ली(8 अक्टूबर): ", "", "नई दिल्ली", None),
        ("जैसलमेर। ", "जैसलमेर। ", "जैसलमेर", None),
        ("लेह: ", "लेह: ", "लेह", None),
        ("समाचार ब्यूरो, जम्मू। ", "समाचार ब्यूरो, जम्मू। ", "जम्मू", None),
        ("3 मई, नई दिल्ली। ", "3 मई, नई दिल्ली। ", "नई दिल्ली", None),
        ("नई दिल्ली, 12 मार्च। ", "", "नई दिल्ली", None),
        ("इस्लामाबाद, 3 मई (एपी) — ", "", "इस्लामाबाद", "एपी"),
        ("भारत चीन वार्ता: ", "भारत चीन वार्ता: ", None, None),
        ("", "", None, None),
    ],
)
def test_an_agencys_dateline_is_a_field_and_no_text(
    opening: str, left: str, place: str | None, agency: str | None
) -> None:
    found = story(
        document(
            f"<article><h1>{TITLE}</h1>{paragraphs(texts=(opening + SENTENCE, *PARAGRAPHS[1:]))}</article>"
        )
    )
    assert found.text.split("\n") == [left + SENTENCE, *PARAGRAPHS[1:]]
    assert (found.dateline, found.agency) == (place, agency)


def test_a_dateline_of_its_own_line() -> None:
    texts = ("कोच्चि, 23 नवंबर (एजेंसी)।", SENTENCE, *PARAGRAPHS[1:])
    assert take_dateline(texts) == ([SENTENCE, *PARAGRAPHS[1:]], Credits("एजेंसी", "कोच्चि"))
    assert take_dateline(("कोच्चि।", SENTENCE)) == ([SENTENCE], Credits(None, "कोच्चि"))
    html = document(f"<article><h1>{TITLE}</h1>{paragraphs(texts=texts)}</article>")
    assert (story(html).text.split("\n")[0], story(html).dateline) == (SENTENCE, "कोच्चि")
    for alone in ("श्रीनगर | एजेंसी", "न्यूज डेस्क, खबर संसार, जम्मू", "लेह:", "3 मई, नई दिल्ली"):
        assert take_dateline((alone, SENTENCE))[0] == [SENTENCE]
    for subject in ("सेना:", "नमस्कार।", "प्रधानमंत्री मोदी।"):
        assert take_dateline((subject, SENTENCE))[0] == [subject, SENTENCE]
    assert take_dateline(()) == ([], Credits(None, None))


@pytest.mark.parametrize(
    ("line", "left", "agency"),
    [
        ("उन्होंने यह बात कही। (भाषा)", "उन्होंने यह बात कही।", "भाषा"),
        ("उन्होंने यह बात कही। (इनपुट: एएनआई)", "उन्होंने यह बात कही।", "एएनआई"),
        ("मंत्री (रक्षा) ने यह बात कही।", "मंत्री (रक्षा) ने यह बात कही।", None),
        ("उन्होंने यह बात कही। (हि.स.)", "उन्होंने यह बात कही।", "हि.स."),
        ("उन्होंने यह बात कही। (साभार: पीआईबी)", "उन्होंने यह बात कही।", "पीआईबी"),
        ("उन्होंने यह बात कही। भाषा सुरेश माधव", "उन्होंने यह बात कही।", "भाषा"),
        ("उन्होंने यह बात कही। हिन्दुस्थान समाचार/राकेश", "उन्होंने यह बात कही।", "हिन्दुस्थान समाचार"),
        ("उन्होंने यह बात कही। इनपुट: भाषा", "उन्होंने यह बात कही।", "भाषा"),
        ("उन्होंने यह बात कही। स्रोत – पीटीआई", "उन्होंने यह बात कही।", "पीटीआई"),
        ("यह सही है। स्रोत: रक्षा मंत्रालय", "यह सही है। स्रोत: रक्षा मंत्रालय", None),
        ("यह सही है। भाषा पर बहस", "यह सही है। भाषा पर बहस", None),
        ("यह सही है। वार्ता जारी है", "यह सही है। वार्ता जारी है", None),
        ("यह सही है। भाषा सबकी है।", "यह सही है। भाषा सबकी है।", None),
    ],
)
def test_credits_at_the_end(line: str, left: str, agency: str | None) -> None:
    assert take_credits([line]) == ([left], agency)


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("PTI/भाषा", "पीटीआई"),
        ("पीटीआई-भाषा", "भाषा"),
        ("हि. स.", "हिन्दुस्थान समाचार"),
        ("(एएनआइ)", "एएनआई"),
        ("रायटर", "रॉयटर्स"),
        ("AFP", "एएफपी"),
        ("एजेंसी", None),
        ("भाषाई", None),
        (None, None),
    ],
)
def test_the_forms_of_an_agency_have_one_name(printed: str | None, name: str | None) -> None:
    assert canonical(printed) == name


# --- the outlet's own rules --------------------------------------------------------------------------


def test_hints_win_where_they_match() -> None:
    html = document(
        f"<h1>{RELATED[0]}</h1><b id='t'>{TITLE}</b><div class='a'>{paragraphs()}</div>"
        f"<div class='b'>{paragraphs(texts=PARAGRAPHS[:2])}<p class='x'>{PARAGRAPHS[3]}</p></div><i>रीना सेठी</i><u>05/11/2026 18:05</u>"
    )
    hints = Hints(
        body=("div.nowhere", "//div[@class='b']"),
        drop=("p.x",),
        title=("#t",),
        authors=("i",),
        published=("u",),
    )
    found = extract(page(html, hints=hints))
    assert isinstance(found, Story)
    assert found.text.split("\n") == list(PARAGRAPHS[:2])
    assert (found.title, found.authors) == (TITLE, ("रीना सेठी",))
    assert found.published == datetime.fromisoformat("2026-11-05T18:05:00+05:30")
    old = replace(hints, valid_until=(NOW - timedelta(days=1)).date())
    without = extract(page(html, hints=old))
    assert isinstance(without, Story)
    assert without.text.split("\n") != found.text.split("\n")


def test_a_story_of_before_keeps_the_layout_of_its_day() -> None:
    html = document(
        f"<h1>{TITLE}</h1><div class='old'>{paragraphs(texts=PARAGRAPHS[:2])}</div><div class='b'>{paragraphs(texts=PARAGRAPHS[2:])}</div>",
        _ld(datePublished="2025-03-01T10:00:00+05:30"),
    )
    old = Hints(body=("div.old",), valid_until=date(2025, 6, 30))
    older = Hints(body=("div.b",), valid_until=date(2024, 6, 30))
    now = Hints(body=("div.new",), drop=("div.ad",), older=(old, older))
    found = extract(page(html, hints=now))
    assert isinstance(found, Story)
    assert found.text.split("\n") == list(PARAGRAPHS[:2])
    assert (found.rules_used, found.rules_missed) == (("body: div.old",), ())
    later = extract(page(html.replace("2025-03-01", "2026-03-01"), hints=now))
    assert isinstance(later, Story)
    assert later.text.split("\n") == list(PARAGRAPHS)
    assert (later.rules_used, later.rules_missed) == ((), ("body: div.new", "drop: div.ad"))


def test_a_selector_that_matches_nothing_changes_nothing() -> None:
    hints = Hints(body=("div.gone",), drop=("p.gone",), title=("h6.gone",))
    assert extract(page(STORY, hints=hints)) == extract(page(STORY))


# --- any input ---------------------------------------------------------------------------------------

FRAGMENTS = st.sampled_from(
    (
        "<div>", "</div>", "<p>", "</p>", "<br>", "<table><tr><td>", "</td></tr></table>", "<h1>", "</h1>", "<ul><li>",
        "</li></ul>", "<article>", "</article>", "<blockquote>", '<a href="/x">', "</a>", '<div class="related">',
        '<div style="display:none">', "<script>", "</script>", "<!--", "-->", "<!DOCTYPE html>", "&nbsp;", "&#0;", "\ufffd",
        '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2026-11-23"}</script>',
        *PARAGRAPHS, *RELATED, TITLE, "23 नवंबर 2026", "ि", "\u200d", "\x08",
    )
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(FRAGMENTS, max_size=40))
def test_whatever_the_markup(pieces: list[str]) -> None:
    outcome = extracted("".join(pieces))
    if isinstance(outcome, Story):
        assert outcome.text == nfc(outcome.text)
        assert outcome.title == nfc(outcome.title)
        for line in outcome.text.split("\n"):
            assert line == line.strip()
            assert line


WORDS = st.lists(
    st.sampled_from(
        [
            "सेना",
            "ने",
            "कि",
            "मिसाइल,",
            "दिल्ली",
            "(भाषा)",
            "क्षि।",
            "स्त्री",
            "ज़मीन",
            "24",
            "नवंबर:",
            "--",
            "हैं।",
            "पढ़ें",
        ]
    ),
    min_size=1,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS.map(" ".join), min_size=1, max_size=12), st.booleans())
def test_no_cut_parts_a_vowel_sign_from_its_letter(lines: list[str], titled: bool) -> None:
    head = f"<h1>{lines[0]}</h1>" if titled else ""
    outcome = extracted(f"<html><body>{head}{''.join(f'<p>{line * 3}</p>' for line in lines)}</body></html>")
    if isinstance(outcome, Story):
        printed = set(graphemes(" ".join(lines)))
        for text in (outcome.title, outcome.dateline or "", *outcome.text.split("\n"), *outcome.authors):
            assert set(graphemes(text)) <= printed | {"…"}


def test_a_first_line_that_stands_in_for_a_title_is_cut_between_letters() -> None:
    long = "क्षि" * 150 + "।"
    html = f"<html><body><div><p>{long}</p>{paragraphs()}</div></body></html>"
    assert story(html).title == "क्षि" * 99 + "…"


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from((*PARAGRAPHS, "यह भी पढ़ें: सेना ने कहा", "(इनपुट: भाषा)", "शेयर करें")), min_size=3))
def test_extracting_what_was_extracted_changes_nothing(lines: list[str]) -> None:
    """A story's text as a page of its own is the same story."""
    once = extracted(document(f"<article><h1>{TITLE}</h1>{paragraphs(texts=tuple(lines))}</article>"))
    if isinstance(once, Story):
        texts = tuple(once.text.split("\n"))
        again = extracted(document(f"<article><h1>{TITLE}</h1>{paragraphs(texts=texts)}</article>"))
        assert isinstance(again, Rejected) or again.text == once.text


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=2000))
def test_whatever_the_bytes(body: bytes) -> None:
    assert extract(page(body)) == extract(page(body))


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 50_000 + paragraphs() + "</div>" * 50_000,
        "<p>क</p>" * 60_000 + paragraphs(),
        "<p>" + "क" * 1_000_000 + "</p>",
        "<p>" + " " * 2_000_000 + "</p>" + paragraphs(),
        "<h1>" + TITLE + "</h1>" * 4_000 + paragraphs(),
        '<script type="application/ld+json">' + "[" * 50_000 + "</script>" + paragraphs(),
        "<ul>" + f"<li>{PARAGRAPHS[3]}</li>" * 20_000 + "</ul>",
        "à¤¹ " * 200_000,
        "<div class='" + "a-" * 500_000 + "'>" + paragraphs() + "</div>",
    ],
    ids=["deep", "wide", "long", "blank", "headings", "json", "list", "mojibake", "class"],
)
def test_hostile_pages_do_not_take_long(body: str) -> None:
    extracted(f"<html><body>{body}")
