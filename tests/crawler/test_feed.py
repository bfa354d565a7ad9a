"""RSS and Atom, neat and ugly, become entries."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from crawler.sources import Announced, parse
from crawler.sources.bounds import MAX_ENTRIES, MAX_TAGS_MALFORMED, bounded
from pipelines.entry import SourceRef
from pipelines.india import IST as INDIA
from tests.crawler.samples import NOW, URL, announced, item, refused, rss, sample


def test_rss_2() -> None:
    read = announced(sample("rss2.xml"))
    assert (read.kind, read.title, read.language, read.ttl) == ("rss", "सीमा समाचार", "hi-IN", 15)
    assert read.hub == "https://hub.example/"
    assert read.next == "https://rss.seema.example/all.xml?paged=2"
    assert read.home == "https://www.seema.example/"
    assert read.notes == ()
    first, second, third = read.entries
    assert first.link == "https://www.seema.example/desh/vajra-parikshan-1001"
    assert first.source == SourceRef("feed", URL)
    assert first.title == 'सेना ने "वज्र" का परीक्षण किया'
    assert first.published == datetime(2024, 7, 5, 11, 20, tzinfo=INDIA)
    assert first.summary == "सेना ने बुधवार को परीक्षण किया।"
    assert first.full_text is not None
    assert first.full_text.startswith("<p>जैसलमेर।")
    assert '<script>track("x")</script>' in first.full_text, "the full text is untouched"
    assert first.guid == "1001"
    assert first.authors == ("अमित कुमार",)
    assert first.image == "https://img.seema.example/a.jpg"
    assert first.language == "hi-IN"
    assert second.link == "https://www.seema.example/desh/relative-1002.html"
    assert second.guid == "1002", "not resolved into an address"
    assert second.published == datetime(2024, 7, 5, 5, 50, tzinfo=UTC)
    assert second.summary == "सादा & छोटा"
    assert second.full_text is None
    assert second.image == "https://www.seema.example/media/c.webp"
    assert third.link == "https://www.seema.example/desh/guid-1003"
    assert third.published is None


def test_what_cannot_be_visited_is_refused_with_a_reason() -> None:
    read = announced(sample("rss2.xml"))
    assert [(r.reason, r.title, r.link, r.guid) for r in read.refused] == [
        ("no-link", "न लिंक, न guid", None, None),
        ("bad-link", "बुरा लिंक", "javascript:void(0)", "x-1005"),
        ("home-link", "मुखपृष्ठ", "https://www.seema.example/", None),
    ]


def test_story_announced_twice_is_one_entry() -> None:
    read = announced(sample("rss2.xml"))
    assert read.merged == 1
    assert read.entries[0].categories == ("देश", "रक्षा", "विज्ञान")
    assert read.entries[0].full_text is not None


def test_the_fuller_announcement_wins_and_is_completed() -> None:
    poor = item("छोटा", rest="<pubDate>Fri, 05 Jul 2024 10:00:00 +0530</pubDate>")
    full = item("बड़ा शीर्षक", rest=f"<description>{'सार ' * 40}</description>")
    for items in (poor + full, full + poor):
        [entry] = announced(rss(items)).entries
        assert entry.title == "बड़ा शीर्षक"
        assert entry.published == datetime(2024, 7, 5, 10, 0, tzinfo=INDIA)


def test_one_guid_and_title_under_two_links() -> None:
    guid = '<guid isPermaLink="false">77</guid>'
    one, other = item("क", "https://x.example/a-1", guid), item("क", "https://x.example/b-1", guid)
    assert len(announced(rss(one + other)).entries) == 1
    assert len(announced(rss(one + other.replace("<title>क", "<title>ख"))).entries) == 2


def test_rss_1() -> None:
    read = announced(sample("rss1.rdf"))
    assert (read.kind, read.language) == ("rdf", "hi")
    [entry] = read.entries
    assert entry.link == "https://www.videsh.example/a-51001"
    assert entry.published == datetime(2024, 7, 5, 5, 50, tzinfo=UTC)
    assert entry.updated is None
    assert entry.categories == ("नौसेना",)


def test_rss_091_says_latin_and_is_utf8() -> None:
    read = announced(sample("rss091.xml"), content_type="text/xml; charset=ISO-8859-1")
    [entry] = read.entries
    assert read.title == "पुराना फ़ीड"
    assert entry.title == "वायुसेना का विमान उतरा"
    assert entry.link == "https://purana.example/news.php?id=91"
    assert entry.guid is None


def test_atom() -> None:
    read = announced(sample("atom.xml"), "https://feeds.other.example/atom.xml")
    assert (read.kind, read.title, read.language) == ("atom", "प्रहार & पड़ताल", "hi")
    assert read.next == "https://www.prahar.example/hindi/feed?page=2"
    first, second = read.entries
    assert first.link == "https://www.prahar.example/hindi/raksha/tejas-7001", (
        "the Hindi page, by nested xml:base"
    )
    assert first.title == "तेजस ने पहली उड़ान भरी"
    assert first.published == datetime(2024, 7, 5, 10, 20, 33, tzinfo=INDIA)
    assert first.updated == datetime(2024, 7, 5, 11, 20, 33, tzinfo=INDIA)
    assert first.authors == ("सुनीता राव", "रवि शर्मा")
    assert first.categories == ("रक्षा", "वायुसेना")
    assert first.summary == "तेजस की उड़ान <सफल> रही"
    assert first.guid == "tag:prahar.example,2024:7001"
    assert first.image == "https://www.prahar.example/hindi/raksha/tejas.png"
    assert second.link == "https://www.prahar.example/hindi/raksha/update-7002"
    assert (second.published, second.updated) == (None, datetime(2024, 7, 4, 11, 20, 33, tzinfo=UTC))
    assert (second.summary, second.full_text) == ("छोटा पाठ", None)


def test_feedburner_and_google_links_are_resolved() -> None:
    links = [entry.link for entry in announced(sample("feedburner.xml")).entries]
    assert links == ["https://khabar.example/india/pahli-1", "https://khabar.example/india/dusri-2"]


@pytest.mark.parametrize(
    ("link", "head", "expected"),
    [
        ("/a-1", "<link>https://www.seema.example/hindi/</link>", "https://www.seema.example/a-1"),
        ("a-1", "<link>https://www.seema.example/hindi/</link>", "https://www.seema.example/hindi/a-1"),
        ("/a-1", "<link>/</link>", "https://rss.seema.example/a-1"),
        ("/a-1", "<link>not an address</link>", "https://rss.seema.example/a-1"),
        ("/a-1", "", "https://rss.seema.example/a-1"),
        ("www.seema.example/a-1", "", "https://www.seema.example/a-1"),
        ("//seema.example/a-1", "", "https://seema.example/a-1"),
        ("\n  https://seema.example/a-1\n ", "", "https://seema.example/a-1"),
        ("<![CDATA[https://seema.example/a?x=1&id=2]]>", "", "https://seema.example/a?x=1&id=2"),
        ("https://seema.example/a?x=1&amp;amp;id=2", "", "https://seema.example/a?x=1&id=2"),
        ("https://seema.example/a?x=1&id=2", "", "https://seema.example/a?x=1&id=2"),  # malformed XML
        ("https://seema.example/सेना 1", "", "https://seema.example/%E0%A4%B8%E0%A5%87%E0%A4%A8%E0%A4%BE%201"),
    ],
)
def test_links(link: str, head: str, expected: str) -> None:
    [entry] = announced(rss(item(link=link), head)).entries
    assert entry.link == expected


@pytest.mark.parametrize(
    ("guid", "expected"),
    [
        ("<guid>https://other.example/a-1</guid>", "https://other.example/a-1"),
        ('<guid isPermaLink="true">https://other.example/a-1</guid>', "https://other.example/a-1"),
        (
            '<guid isPermaLink="false">https://www.seema.example/?p=77</guid>',
            "https://www.seema.example/?p=77",
        ),
        ('<guid isPermaLink="false">https://other.example/a-1</guid>', None),
        ("<guid>12345</guid>", None),
        ("<guid>urn:uuid:6ba7</guid>", None),
    ],
)
def test_guid_as_link_where_there_is_no_link(guid: str, expected: str | None) -> None:
    read = announced(rss(f"<item><title>x</title>{guid}</item>"))
    assert [entry.link for entry in read.entries] == ([expected] if expected else [])
    assert [r.reason for r in read.refused] == ([] if expected else ["no-link"])


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("सेना &amp;amp; पुलिस", "सेना & पुलिस"),
        ("&amp;amp;quot;वज्र&amp;amp;quot;", '"वज्र"'),
        ("&#39;वज्र&#39; &#x2013; तैयार", "'वज्र' – तैयार"),
        ("&lt;b&gt;वज्र&lt;/b&gt; &amp;lt;i&amp;gt;तैयार&amp;lt;/i&amp;gt;", "वज्र तैयार"),
        ("<![CDATA[ <span class='x'>वज्र</span><br/>तैयार ]]>", "वज्र तैयार"),
        ("3 &lt; 5 और 7 &gt; 6", "3 < 5 और 7 > 6"),
        ("&lt;नई दिल्ली&gt; से", "<नई दिल्ली> से"),
        ("AT&amp;T का ठेका", "AT&T का ठेका"),
        ("राम & श्याम", "राम & श्याम"),  # malformed XML
        ("सेना&nbsp;तैयार", "सेना तैयार"),  # an entity that XML does not know
        ("\u200e\ufeffसेना\u00ad\u200b तैयार", "सेना तैयार"),
        ("क्\u200dष और क्\u200cष", "क्\u200dष और क्\u200cष"),
        ("\u0958दम", "क़दम"),
        ("  दो\n\t पंक्तियाँ ", "दो पंक्तियाँ"),
        ("<b></b>", None),
        ("", None),
    ],
)
def test_titles(title: str, expected: str | None) -> None:
    [entry] = announced(rss(item(title))).entries
    assert entry.title == expected


LONG = "<p>" + "सेना ने सीमा पर अभ्यास किया। " * 60 + "</p>"
SHORT = "<p>सेना ने सीमा पर अभ्यास किया।</p>"


@pytest.mark.parametrize(
    ("description", "content", "has_summary", "full"),
    [
        (SHORT, LONG, True, True),
        (SHORT, SHORT, True, False),
        (None, LONG, False, True),
        (None, SHORT, True, False),
        (LONG, None, True, True),  # Blogger's RSS
        (LONG, LONG, False, True),
        (SHORT, None, True, False),
        (None, None, False, False),
    ],
)
def test_full_text_only_where_the_feed_has_it(
    description: str | None, content: str | None, has_summary: bool, full: bool
) -> None:
    rest = f"<description><![CDATA[{description}]]></description>" if description else ""
    if content:
        encoded = "http://purl.org/rss/1.0/modules/content/"
        rest += f'<content:encoded xmlns:content="{encoded}"><![CDATA[{content}]]></content:encoded>'
    [entry] = announced(rss(item(rest=rest))).entries
    assert (entry.summary is not None) is has_summary
    assert entry.full_text == (LONG if full else None)


@pytest.mark.parametrize(
    "rest",
    [
        '<media:content url="https://x.example/p.jpg" medium="image"/>',
        '<media:content url="https://x.example/p.jpg" type="image/jpeg"/>',
        '<media:content url="https://x.example/v.mp4" type="video/mp4"/><media:thumbnail url="https://x.example/p.jpg"/>',
        '<media:group><media:content url="https://x.example/p.jpg"/></media:group>',
        '<enclosure url="https://x.example/p.jpg" type="image/jpeg"/>',
        '<enclosure url="https://x.example/a.mp3" type="audio/mpeg"/><enclosure url="https://x.example/p.jpg"/>',
        "<image><url>https://x.example/p.jpg</url></image>",
        "<thumbimage>https://x.example/p.jpg</thumbimage>",
    ],
)
def test_images(rest: str) -> None:
    feed = rss(item(rest=rest)).replace("<rss ", '<rss xmlns:media="http://search.yahoo.com/mrss/" ')
    [entry] = announced(feed).entries
    assert entry.image == "https://x.example/p.jpg"


def test_image_within_the_text_is_not_declared() -> None:
    [entry] = announced(
        rss(item(rest='<description>&lt;img src="https://x.example/p.jpg"&gt;क</description>'))
    ).entries
    assert entry.image is None


def test_dates_of_the_future_and_of_the_epoch_are_dropped() -> None:
    for date in (
        "Fri, 05 Jul 2030 10:00:00 +0530",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "आज",
        "0000-00-00 00:00:00",
    ):
        [entry] = announced(rss(item(rest=f"<pubDate>{date}</pubDate>"))).entries
        assert entry.published is None


def test_indian_time_that_is_called_gmt() -> None:
    dates = [NOW.replace(tzinfo=None) + timedelta(hours=hours) for hours in (5.4, 3, -10)]
    items = "".join(
        item(f"ख {n}", f"https://x.example/a-{n}", f"<pubDate>{d:%a, %d %b %Y %H:%M:%S} GMT</pubDate>")
        for n, d in enumerate(dates)
    )
    read = announced(rss(items))
    assert [entry.published for entry in read.entries] == [d.replace(tzinfo=INDIA) for d in dates]
    assert any("Indian time" in note for note in read.notes)
    honest = announced(rss(items.replace("GMT", "+0100")))
    assert all(entry.published and entry.published.tzinfo != INDIA for entry in honest.entries)
    assert honest.entries[0].published == dates[0].replace(tzinfo=timezone(timedelta(hours=1)))


def test_authors_are_names() -> None:
    rest = "<author>desk@x.example (अमित कुमार)</author>"
    assert announced(rss(item(rest=rest))).entries[0].authors == ("अमित कुमार",)
    assert announced(rss(item(rest="<author>desk@x.example</author>"))).entries[0].authors == ()


@pytest.mark.parametrize(
    "junk",
    [
        "\n\n  ",
        "\ufeff\n",
        "<br />\n<b>Warning</b>: Undefined variable $x in <b>/var/www/feed.php</b> on line <b>3</b><br />\n",
        "<!-- cached <rss> page -->\n",
        "Notice: something\n",
    ],
)
def test_junk_before_the_declaration(junk: str) -> None:
    read = announced(junk + '<?xml version="1.0" encoding="UTF-8"?>\n' + rss(item("सेना")))
    assert [entry.title for entry in read.entries] == ["सेना"]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7"]
)
def test_encodings(encoding: str) -> None:
    declared = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>'
    read = announced((declared + rss(item("सेना तैयार"))).encode(encoding))
    assert read.entries[0].title == "सेना तैयार"


def test_declared_legacy_encoding() -> None:
    body = ('<?xml version="1.0" encoding="windows-1251"?>' + rss(item("Армия")).replace("सीमा", "")).encode(
        "cp1251"
    )
    assert announced(body).entries[0].title == "Армия"
    assert (
        announced(body[body.index(b"?>") + 2 :], content_type="text/xml; charset=cp1251").entries[0].title
        == "Армия"
    )


def test_utf8_with_a_summary_cut_by_bytes_is_still_utf8() -> None:
    body = rss(item("सेना तैयार", rest="<description>@</description>")).encode()
    read = announced(body.replace(b"@", "सीमा पर".encode()[:-1]))
    assert read.entries[0].title == "सेना तैयार"
    assert read.notes == ("1 byte sequences are no utf-8",)


def test_control_characters_do_not_make_a_feed_malformed() -> None:
    read = announced(rss(item("सेना\x0b\x00 तैयार &#8211; &#2309;")))
    assert read.entries[0].title == "सेना तैयार – अ"
    assert read.notes == ("2 characters that XML forbids were removed",)
    for reference in ("&#xD800;", "&#55296;", "&#x1F;", "&#8;", "&#x110000;", "&#99999999999999;"):
        read = announced(rss(item(f"सेना{reference} तैयार")))
        assert (read.entries[0].title, len(read.notes)) == ("सेना तैयार", 1)


def test_truncated_feed_keeps_what_was_read() -> None:
    whole = rss("".join(item(f"क {n}", f"https://x.example/a-{n}") for n in range(3)))
    cut = announced(whole[: whole.index("a-2")])
    assert [entry.link for entry in cut.entries] == ["https://x.example/a-0", "https://x.example/a-1"]
    assert [r.reason for r in cut.refused] == ["truncated"]
    between = announced(whole[: whole.index("</channel>")])
    assert (len(between.entries), between.refused) == (3, ())
    atom = sample("atom.xml")
    [entry] = announced(atom[: atom.index(b"update-7002")]).entries
    assert entry.title == "तेजस ने पहली उड़ान भरी"


def test_huge_feed_is_bounded_and_says_so() -> None:
    items = "".join(item("क", f"https://x.example/a-{n}") for n in range(100_000))
    read = announced(rss(items))
    assert len(read.entries) == MAX_ENTRIES
    [refusal] = read.refused
    assert (refusal.reason, refusal.count) == ("too-many-entries", 100_000 - MAX_ENTRIES)
    assert f"{100_000 - MAX_ENTRIES:,}" in refusal.detail


def test_malformed_feed_is_bounded_by_its_tags() -> None:
    text = rss(item("क") * 3 + "<a>" * (MAX_TAGS_MALFORMED + 10) + item("ख"))
    limited = bounded(text)
    assert limited.text.endswith("</item></channel></rss>")
    assert (limited.text.count("<item>"), limited.left_over) == (3, 1)
    assert len(bounded("<rss>" + "<a>" * (2 * MAX_TAGS_MALFORMED)).text) < 4 * MAX_TAGS_MALFORMED


@pytest.mark.parametrize(
    ("body", "reason", "detail"),
    [
        ("", "empty", "no body"),
        (" \n\t\ufeff", "empty", "no body"),
        ("<!DOCTYPE html><html><head><title>रुकिए &amp; देखिए</title>", "not-a-feed", "titled 'रुकिए & देखिए'"),
        ("<HTML><body>Access denied", "not-a-feed", "without title"),
        ("<!doctype html><head><title>Just a moment...</title>", "not-a-feed", "Just a moment"),
        ("<svg xmlns='x'/>", "not-a-feed", "<svg>"),
        ("404 not found", "not-a-feed", "404 not found"),
        ('{"code": "rest_no_route", "message": "x"}', "not-a-feed", "code, message"),
        ('<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">]>' + rss(item("&a;")), "unsafe-xml", "<!ENTITY a"),
        (
            '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + rss(item("&a;")),
            "unsafe-xml",
            "passwd",
        ),
        ('<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://x/">%p;]>' + rss(item()), "unsafe-xml", "% p"),
        ("<!DOCTYPE x [<!ENTITY a '&b;'>]><x>&a;</x>", "unsafe-xml", "&b;"),
    ],
)
def test_what_is_no_feed(body: str, reason: str, detail: str) -> None:
    why = refused(body)
    assert why.reason == reason
    assert detail in why.detail
    assert "\n" not in why.detail


def test_entities_hidden_by_an_encoding_are_found() -> None:
    bomb = '<!DOCTYPE rss [<!ENTITY a "0123456789"><!ENTITY b "&a;&a;&a;">]>' + rss(item("&b;"))
    for encoding in ("utf-16", "utf-32", "cp037"):
        body = f'<?xml version="1.0" encoding="{encoding}"?>{bomb}'.encode(encoding, "replace")
        assert refused(body).reason == "unsafe-xml"
    body = b'<?xml version="1.0" encoding="utf-7"?>' + bomb.encode("utf-7")
    assert refused(body).reason == "unsafe-xml"


def test_entities_of_one_character_are_harmless() -> None:
    prolog = '<!DOCTYPE rss [<!ENTITY nbsp "&#160;"> <!ENTITY danda "।"><!ENTITY less \'&#60;\'>]>'
    assert announced(prolog + rss(item("सेना&nbsp;3 &less; 5&danda;"))).entries[0].title == "सेना 3 < 5।"


def test_html_doctype_over_a_feed() -> None:
    doctype = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://x.example/">'
    assert announced(doctype + rss(item("सेना"))).entries[0].title == "सेना"


def test_kind_and_base_of_a_redirected_source() -> None:
    read = parse(
        rss(item(link="/a-1"), "").encode(), URL, None, "section", base="https://new.example/feed", now=NOW
    )
    assert isinstance(read, Announced)
    assert read.entries[0].source == SourceRef("section", URL)
    assert read.entries[0].link == "https://new.example/a-1"


@pytest.mark.parametrize(
    ("links", "older"),
    [
        ('<link rel="prev-archive" href="https://x.example/2026-10.xml"/>', "https://x.example/2026-10.xml"),
        ('<link rel="prev-archive" href="/a.xml"/><link rel="next" href="/b.xml"/>', "/b.xml"),
        ('<link rel="next-archive" href="/a.xml"/><link rel="current" href="/b.xml"/>', None),
    ],
)
def test_the_older_page_of_rfc_5005(links: str, older: str | None) -> None:
    entry = '<entry><title>क</title><link href="https://x.example/1"/><id>1</id></entry>'
    read = announced(
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>{links}{entry}</feed>'.encode()
    )
    assert (read.next or "").endswith(older or "") and bool(read.next) == bool(older)
