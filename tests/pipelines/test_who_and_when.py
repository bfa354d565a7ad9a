# ruff: noqa: E501  (markup is kept whole)
"""Who and when, in the many ways in which outlets print and state it, on a page that is otherwise plain."""

from __future__ import annotations

from datetime import datetime

import pytest

from pipelines.story import Story
from tests.pipelines.pages import extracted
from tests.pipelines.shapes.portals import TITLE, URL, document, ld, ps

T, P = "2026-11-23T18:05:00+05:30", "2026-11-23T17:20:00+05:30"
NEWS: dict[str, object] = {"@type": "NewsArticle", "headline": TITLE}


def story(printed: str, head: str = "", above: str = "") -> Story:
    html = document(f"<div class='x'>{above}<h1>{TITLE}</h1>{printed}<div class='y'>{ps()}</div></div>", head)
    outcome = extracted(html, URL)
    assert isinstance(outcome, Story), outcome
    assert len(outcome.text.split("\n")) == 6
    return outcome


@pytest.mark.parametrize(
    ("printed", "published", "modified"),
    [
        (
            "<div>By Amit Singh <span>Publish Date: Mon, 23 Nov 2026 05:20 PM (IST)</span> <span>Updated Date: Mon, 23 Nov 2026 06:05 PM (IST)</span></div>",
            P,
            T,
        ),
        (
            "<div>By: Amit SinghEdited By: Ravi KumarPublish Date: Mon, 23 Nov 2026 05:20 PM (IST)Updated Date: Mon, 23 Nov 2026 06:05 PM (IST)</div>",
            P,
            T,
        ),
        ("<div>डेस्क</div><div>सोमवार, 23 नवंबर 2026 (18:05 IST)</div>", T, None),
        ("<div>प्रकाशित 23 नवंबर 2026 को शाम 5:20 बजे | अपडेट 23 नवंबर 2026, शाम 6:05 बजे</div>", P, T),
        ("<div>नवंबर 23, 2026 5:20 अपराह्न</div>", P, None),
        ("<div>२३ नवम्बर २०२६, सायं ५:२०</div>", P, None),
        ("<div>Published: 23/11/26 17:20</div>", P, None),
        ("<div>23.11.2026, 17:20 Uhr</div>", P, None),
        ("<div>2026-11-23 17:20:00</div>", P, None),
        ("<div>Nov 23 2026 5:20PM</div>", P, None),
        ("<div>Nov 23, 2026 | 17:20 IST</div>", P, None),
        ("<div>23 नवंबर 2026, (अपडेटेड 23 नवंबर 2026, 6:05 PM IST)</div>", "2026-11-23T00:00:00+05:30", T),
        ("<span>First Published :</span><p>November 23, 2026, 17:20 IST</p>", P, None),
    ],
)
def test_printed_instants(printed: str, published: str, modified: str | None) -> None:
    found = story(printed)
    assert found.published == datetime.fromisoformat(published)
    assert found.modified == (datetime.fromisoformat(modified) if modified else None)


@pytest.mark.parametrize(
    ("head", "published", "modified"),
    [
        (ld(**NEWS, datePublished="2026-11-23T17:20:00+0530", dateModified="2026-11-23T18:05:00+0530"), P, T),
        (ld(**NEWS, datePublished="2026-11-23T11:50:00.000Z"), P, None),
        (
            ld(
                **NEWS,
                datePublished="Mon, 23 Nov 2026 17:20:00 +0530",
                dateModified="Mon, 23 Nov 2026 18:05:00 +0530",
            ),
            P,
            T,
        ),
        (ld(**NEWS, datePublished="November 23, 2026 05:20 PM IST"), P, None),
        (ld(**NEWS, datePublished="2026-11-23 05:20:00 PM"), P, None),
        (
            '<meta name="publish-date" content="2026-11-23T17:20:00+05:30"><meta itemprop="dateModified" content="2026-11-23T18:05:00+05:30">',
            P,
            T,
        ),
    ],
)
def test_stated_instants(head: str, published: str, modified: str | None) -> None:
    found = story("", head)
    assert found.published == datetime.fromisoformat(published)
    assert found.modified == (datetime.fromisoformat(modified) if modified else None)


def test_the_day_of_reading_above_the_headline_is_not_the_storys() -> None:
    today = "<div class='today'>Tuesday, 24 November 2026</div>"
    found = story("<div>Published: 22 Nov 2026</div>", above=today)
    assert found.published == datetime.fromisoformat("2026-11-22T00:00:00+05:30")
    assert story("", ld(**NEWS, datePublished=P), today).published == datetime.fromisoformat(P)


@pytest.mark.parametrize(
    ("printed", "head", "authors"),
    [
        (
            "<div>By: Amit SinghEdited By: Ravi KumarPublish Date: Mon, 23 Nov 2026 05:20 PM (IST)Updated Date: Mon, 23 Nov 2026 06:05 PM (IST)</div>",
            "",
            ["Amit Singh"],
        ),
        ("", ld(**NEWS, author=["राम सिंह", "श्याम वर्मा"]), ["राम सिंह", "श्याम वर्मा"]),
        ("", ld(**NEWS, author={"@type": "Person", "name": "राम सिंह ,समाचार डेस्क"}), ["राम सिंह"]),
        ("", '<meta name="author" content="राम सिंह">', ["राम सिंह"]),
        (
            "",
            '<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="राम सिंह">',
            ["राम सिंह"],
        ),
        (
            "",
            '<meta name="twitter:label1" content="Est. reading time"><meta name="twitter:data1" content="2 मिनट">',
            [],
        ),
        ("<div class='author'>मेजर जनरल (सेवानिवृत्त) अशोक मेहता</div>", "", ["मेजर जनरल (सेवानिवृत्त) अशोक मेहता"]),
        ("<div class='byline'>By डॉ. राकेश कुमार</div>", "", ["डॉ. राकेश कुमार"]),
        ("<div class='byline'>By के. एस. राव</div>", "", ["के. एस. राव"]),
        ("<div class='byline'>रमेश तिवारी, लखनऊ</div>", "", ["रमेश तिवारी"]),
        ("<div class='byline'>समाचार डेस्क, नई दिल्ली</div>", "", ["समाचार डेस्क"]),
        ("<div class='byline'>राम सिंह और श्याम वर्मा</div>", "", ["राम सिंह", "श्याम वर्मा"]),
        ("<div><a href='/author/ram-singh-12'>राम सिंह</a><br>23 Nov 2026, 17:20</div>", "", ["राम सिंह"]),
        ("<div>राम सिंह, नवंबर 23, 2026 06:05 PM IST</div>", "", ["राम सिंह"]),
        ("<div>नई दिल्ली, 23 नवंबर 2026</div>", "", []),
        ("<div>Edited by: नेहा जोशी</div>", "", ["नेहा जोशी"]),
        ("<div>Curated By : <a href='/agency/x'>नेहा जोशी</a> | News Hindi</div>", "", ["नेहा जोशी"]),
        (
            "<div>Authored By <span>नेहा जोशी</span> | Edited by <span>राम</span> | Updated: 23 Nov 2026, 6:05 pm</div>",
            "",
            ["नेहा जोशी"],
        ),
    ],
)
def test_authors(printed: str, head: str, authors: list[str]) -> None:
    assert list(story(printed, head).authors) == authors


OTHER = """<script type="application/ld+json">{"@type": "NewsArticle", "headline": "बाढ़ में फंसे लोग निकाले गए",
"mainEntityOfPage": %s, "datePublished": "2026-10-01T10:00:00+05:30",
"author": {"@type": "Person", "name": "कोई और"}}</script>"""


@pytest.mark.parametrize(
    "address", ['"https://www.a.example/other-9"', '{"@id": "https://www.a.example/other-9"}']
)
def test_what_a_box_states_of_a_related_story_is_not_this_ones(address: str) -> None:
    found = story("", above=OTHER % address)
    assert (found.authors, found.published) == ((), None)


def test_another_address_alone_is_no_other_story() -> None:
    here = OTHER.replace("बाढ़ में फंसे लोग निकाले गए", TITLE) % '"https://www.a.example/?p=77"'
    assert story("", above=here).authors == ("कोई और",)


def test_a_desk_ends_where_a_date_is_announced() -> None:
    found = story("<div>By: विशेष संवाददाता &nbsp; Date: 05/11/2026</div>")
    assert found.authors == ("विशेष संवाददाता",)


RETIRED = "मेजर जनरल (सेवानिवृत्त) अशोक मेहता"
SIGNATURES = [
    ("लेखक – रमेश शर्मा", ["रमेश शर्मा"]),
    ("लेखक — डॉ. रमेश शर्मा", ["डॉ. रमेश शर्मा"]),
    ("रक्षा विशेषज्ञ, लेखक – रमेश शर्मा", ["रमेश शर्मा"]),
    ("(लेखक: रमेश शर्मा)", ["रमेश शर्मा"]),
    ("(लेखक रमेश शर्मा रक्षा विशेषज्ञ हैं)", ["रमेश शर्मा"]),
    ("(लेखिका सीमा वर्मा वरिष्ठ पत्रकार हैं और ये उनके निजी विचार हैं।)", ["सीमा वर्मा"]),
    (f"(लेखक {RETIRED} सेना में रहे हैं)", [RETIRED]),
    ("(रमेश शर्मा स्वतंत्र टिप्पणीकार हैं)", ["रमेश शर्मा"]),
    ("- रमेश शर्मा", ["रमेश शर्मा"]),
    ("— Ramesh Sharma", ["Ramesh Sharma"]),
    ("रिपोर्ट: रमेश शर्मा", ["रमेश शर्मा"]),
    ("(रिपोर्ट- रमेश शर्मा, लेह)", ["रमेश शर्मा"]),
    ("(लेखक वरिष्ठ पत्रकार हैं)", []),
    ("(अनुवाद: रमेश शर्मा)", []),
]


def signed(html: str) -> Story:
    outcome = extracted(document(f"<div class='x'><h1>{TITLE}</h1><div class='y'>{html}</div></div>"), URL)
    assert isinstance(outcome, Story), outcome
    return outcome


@pytest.mark.parametrize(("signature", "authors"), SIGNATURES)
def test_who_signs_at_the_end(signature: str, authors: list[str]) -> None:
    plain = signed(ps()).text
    below = signed(f"{ps()}<p>{signature}</p>")
    assert (below.text, list(below.authors)) == (plain, authors)
    behind = signed(f"{ps().removesuffix('</p>')} {signature}</p>")
    assert (behind.text, list(behind.authors)) == (plain, authors)


@pytest.mark.parametrize(
    "end",
    [
        "<p>“देश पहले है, बाकी सब बाद में।”</p><p>— रमेश शर्मा</p>",
        "<blockquote>देश पहले है, बाकी सब बाद में।</blockquote><p>उन्होंने कहा, “देश पहले है।” — रमेश शर्मा</p>",
        "<p>ये अधिकारी सम्मानित हुए:</p><p>- रमेश शर्मा</p><p>- सुरेश वर्मा</p>",
        "<ul><li>- रमेश शर्मा</li></ul>",
        "<p>- टैंक और तोप</p>",
        "<p>(रक्षा मंत्री रमेश शर्मा बैठक में हैं)</p>",
        "<p>— नई दिल्ली</p>",
    ],
)
def test_who_is_named_at_the_end_and_does_not_sign(end: str) -> None:
    assert signed(ps() + end).authors == ()


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("लखनऊ, डिजिटल डेस्क", ["डिजिटल डेस्क"]),
        ("राम सिंह, ग्रेटर नोएडा", ["राम सिंह"]),
        ("Lucknow, Digital Desk", ["Digital Desk"]),
        ("नई दिल्ली", []),
        ("वैशाली", ["वैशाली"]),
        ("नई दिल्ली, वैशाली, समाचार डेस्क", ["समाचार डेस्क"]),
    ],
)
def test_a_place_is_no_author(byline: str, authors: list[str]) -> None:
    stated = ld(**NEWS, author={"@type": "Person", "name": byline})
    assert list(story("", stated).authors) == authors
    assert list(story(f"<div class='byline'>{byline}</div>").authors) == authors
