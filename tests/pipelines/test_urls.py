"""Which addresses are one story, and which must never become one."""

from __future__ import annotations

import pickle
import unicodedata
from base64 import urlsafe_b64encode
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.urls import BadUrl, canonical, clean, page_canonical, site, unwrap

SLUG = "सेना-ने-किया-परीक्षण"
ENCODED = quote(SLUG)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTPS://WWW.Example.IN:443/A/b", "https://www.example.in/A/b"),
        ("http://www.example.in/a", "https://www.example.in/a"),
        ("http://www.example.in:80/a", "https://www.example.in/a"),
        ("http://www.example.in:8080/a", "http://www.example.in:8080/a"),
        ("http://127.0.0.1/a", "http://127.0.0.1/a"),
        ("http://localhost/a", "http://localhost/a"),
        ("http://[::1]:8080/a", "http://[::1]:8080/a"),
        ("https://example.in.", "https://example.in/"),
        ("https://example.in/a#comments", "https://example.in/a"),
        ("https://example.in/#!/story/7", "https://example.in/#!/story/7"),
        ("https://example.in/a/./b/../c", "https://example.in/a/c"),
        ("https://example.in//news//a-1", "https://example.in/news/a-1"),
        ("https://example.in/a/", "https://example.in/a/"),
        ("https://example.in/a?", "https://example.in/a"),
        ("https://example.in/a?b=1&a=2&b=0", "https://example.in/a?a=2&b=1&b=0"),
        ("https://example.in/%7euser/%e0%a4%95", "https://example.in/~user/%E0%A4%95"),
        ("https://example.in/100%", "https://example.in/100%25"),
        ("https://example.in/a%2Fb%3Fc", "https://example.in/a%2Fb%3Fc"),
        ("https://example.in/caf%E9", "https://example.in/caf%E9"),  # Latin-1 of old: not ours to repair
        (" \ufeffhttps://example.in/a b\n", "https://example.in/a%20b"),
        ("https:/example.in/a", "https://example.in/a"),
        ("https://https://example.in/a", "https://example.in/a"),
        ("www.example.in/a", "https://www.example.in/a"),
        ("//www.example.in/a", "https://www.example.in/a"),
        ("https://example.in/a;jsessionid=4F2A?id=1", "https://example.in/a?id=1"),
        ("https://डीडी.भारत/क", "https://xn--e2ba6gb.xn--h2brj9c/%E0%A4%95"),
    ],
)
def test_normal_form(url: str, expected: str) -> None:
    assert canonical(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        f"https://example.in/{SLUG}",
        f"https://example.in/{ENCODED}",
        f"https://example.in/{ENCODED.lower()}",
        f"http://EXAMPLE.in/{SLUG}?utm_source=rss#top",
    ],
)
def test_hindi_slug_raw_or_encoded(url: str) -> None:
    assert canonical(url) == f"https://example.in/{ENCODED}"


def test_slug_is_compared_in_nfc_but_fetched_as_announced() -> None:
    precomposed = "\u0915\u0926\u092e-\u095b"  # U+095B has no composed NFC form
    decomposed = unicodedata.normalize("NFC", precomposed)
    assert decomposed != precomposed
    urls = [f"https://example.in/{quote(slug)}" for slug in (precomposed, decomposed)]
    assert canonical(urls[0]) == canonical(urls[1])
    assert [clean(url) for url in urls] == urls


def test_combining_mark_does_not_eat_an_escape() -> None:
    url = "https://example.in/a%3C%CC%A7b"  # C and a cedilla would make Ç
    assert canonical(url) == url


@pytest.mark.parametrize(
    "parameter",
    [
        "utm_source=a",
        "UTM_Medium=b",
        "utm%5Fcampaign=c",
        "fbclid=1",
        "gclid=1",
        "ref=home",
        "igshid=1",
        "mc_cid=1",
        "cmpid=1",
        "at_medium=RSS",
        "at_campaign=rss",
        "_gl=1",
        "s_kwcid=1",
        "wt_zmc=1",
        "WT.mc_id=1",
        "xtor=RSS-1",
        "ns_mchannel=social",
        "replytocom=9",
        "source=rss",
        "from=mdr",
        "via=whatsapp",
    ],
)
def test_tracking_parameter_goes(parameter: str) -> None:
    assert clean(f"https://example.in/a?id=7&{parameter}") == "https://example.in/a?id=7"
    assert clean(f"https://example.in/a?{parameter}&id=7") == "https://example.in/a?id=7"


@pytest.mark.parametrize(
    "parameter",
    [
        "id=7",
        "p=7",
        "prid=7",
        "PRID=7",
        "newsid=7",
        "articleid=7",
        "page=2",
        "story_id=7",
        "cat_id=3",
        "lang=2",
        "ref_id=7",
        "refid=7",
        "source=4711",
        "from=120",
        "src=7",
        "via=7",
        "s=7",
        "q=%E0%A4%95",
        "v=7",
        "national=1",
    ],
)
def test_parameter_that_may_tell_stories_apart_stays(parameter: str) -> None:
    url = f"https://example.in/a?{parameter}"
    assert clean(url) == canonical(url) == url


def test_ampersand_escaped_twice() -> None:
    assert clean("https://example.in/a?id=7&amp;page=2&amp;utm_term=1") == "https://example.in/a?id=7&page=2"


def test_fetched_address_keeps_what_a_server_can_tell_apart() -> None:
    url = "http://m.example.in//a-1/amp/?b=1&a=2&amp=1"
    assert clean(url) == url
    assert canonical(url) == "https://m.example.in/a-1/?a=2&b=1"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "https://hindi.example.in/news/india/a-567.html/amp",
            "https://hindi.example.in/news/india/a-567.html",
        ),
        ("https://example.in/a-story-1/amp/", "https://example.in/a-story-1/"),
        ("https://example.in/a-story-1/amp/1", "https://example.in/a-story-1"),
        ("https://example.in/amp/up/a-story-1", "https://example.in/up/a-story-1"),
        ("https://example.in/articles/c74yk22xx1do.amp", "https://example.in/articles/c74yk22xx1do"),
        ("https://example.in/india/amp_articleshow/12.cms", "https://example.in/india/articleshow/12.cms"),
        ("https://example.in/a-1?amp", "https://example.in/a-1"),
        ("https://example.in/a-1?outputType=amp&id=3", "https://example.in/a-1?id=3"),
        ("https://example.in/2024/01/a.html?m=1", "https://example.in/2024/01/a.html"),
        (
            "https://m.jagran.com/lite/up/abc-def-21109565.html",
            "https://www.jagran.com/up/abc-def-21109565.html",
        ),
        # not AMP pages
        ("https://example.in/tag/amp/", "https://example.in/tag/amp/"),
        ("https://example.in/amp", "https://example.in/amp"),
        ("https://example.in/camp-1", "https://example.in/camp-1"),
        ("https://example.in/a-1?amp=7", "https://example.in/a-1?amp=7"),
        ("https://amp.example.in/a-1", "https://amp.example.in/a-1"),
        ("https://m.example.in/a-1", "https://m.example.in/a-1"),
    ],
)
def test_amp(url: str, expected: str) -> None:
    assert canonical(url) == expected


def test_outlets_on_subdomains_are_never_merged() -> None:
    hosts = [
        "indiatimes.com", "navbharattimes.indiatimes.com", "maharashtratimes.indiatimes.com", "oneindia.com",
        "hindi.oneindia.com", "www.oneindia.com", "zeenews.india.com", "india.com", "m.indiatimes.com",
    ]  # fmt: skip
    assert len({canonical(f"https://{host}/india/a-1") for host in hosts}) == len(hosts)
    assert site("https://navbharattimes.indiatimes.com/") != site("https://www.indiatimes.com/")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", "empty"),
        (" \ufeff ", "empty"),
        ("javascript:void(0)", "scheme"),
        ("mailto:editor@example.in", "scheme"),
        ("tag:example.in,2024:1", "scheme"),
        ("data:text/html,x", "scheme"),
        ("ftp://example.in/a", "scheme"),
        ("/india/a-1", "relative"),
        ("a-1.html", "relative"),
        ("https://", "no-host"),
        ("https:///", "no-host"),
        ("https://exa mple.in/", "host"),
        ("https://[::1/", "host"),
        ("https://example..in/", "host"),
        (f"https://{'a' * 64}.in/", "host"),
        ("https://<b>.in/", "host"),
        ("https://example.in:99999/", "port"),
        ("https://example.in:abc/", "port"),
        ("https://user:secret@example.in/", "credentials"),
        ("https://www.jagran.com@evil.example/", "credentials"),
        ("https://example.in/a\x00b", "control-character"),
        ("https://example.in/" + "क" * 500, "too-long"),
    ],
)
def test_bad_urls(url: str, reason: str) -> None:
    with pytest.raises(BadUrl) as caught:
        canonical(url)
    assert caught.value.reason == reason
    assert "\n" not in str(caught.value)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("/india/a-1", "https://www.example.in/india/a-1"),
        ("a-1", "https://www.example.in/hindi/a-1"),
        ("?id=1", "https://www.example.in/hindi/feed.xml?id=1"),
        ("//cdn.example.in/a", "https://cdn.example.in/a"),
        ("www.other.in/a", "https://www.other.in/a"),
        ("https://other.in/a", "https://other.in/a"),
    ],
)
def test_relative_to_a_base(link: str, expected: str) -> None:
    assert clean(link, "https://www.example.in/hindi/feed.xml") == expected


STORY = "https://www.example.in/india/sena-ne-kiya-parikshan-123456.html"


@pytest.mark.parametrize(
    ("fetched", "declared", "expected"),
    [
        (STORY, None, STORY),
        (STORY, "", STORY),
        (STORY + "?utm_source=x&v=3", STORY, STORY),
        ("https://m.example.in/india/sena-ne-kiya-parikshan-123456.html", STORY, STORY),
        ("https://amp.example.in/sena-ne-kiya-parikshan-123456", STORY, STORY),
        ("https://example.in/india/sena-ne-kiya-parikshan-123456.html", STORY, STORY),
        ("http://www.example.in/?p=123456", STORY, STORY),
        (STORY, "/india/sena-ne-kiya-naya-parikshan-123456.html", STORY.replace("kiya-", "kiya-naya-")),
        (STORY.replace(".html", "/2"), STORY.replace(".html", ""), STORY.replace(".html", "")),
        ("https://www.example.in/", "https://www.example.in", "https://www.example.in/"),
        # not to be believed
        (STORY, "https://www.example.in/", STORY),
        (STORY, "https://www.example.in/?ref=canonical", STORY),
        (STORY, "https://www.example.in/india", STORY),
        (STORY, "https://www.example.in/uttar-pradesh", STORY),
        (STORY, "https://www.other.in/india/sena-ne-kiya-parikshan-123456.html", STORY),
        (STORY, "https://hindi.example.in/india/sena-ne-kiya-parikshan-123456.html", STORY),
        (STORY, "sena-ne-kiya.html", STORY),
        (STORY, "#", STORY),
        (STORY, "javascript:void(0)", STORY),
        (STORY, "https://[broken/", STORY),
        (
            "https://www.example.in/uttar-pradesh-hindi-news/sena-ne-kiya-parikshan",
            "https://www.example.in/uttar-pradesh-hindi-news",
            "https://www.example.in/uttar-pradesh-hindi-news/sena-ne-kiya-parikshan",
        ),
        (
            "https://pib.example/PressReleasePage.aspx?PRID=1582",
            "https://pib.example/PressReleasePage.aspx",
            "https://pib.example/PressReleasePage.aspx?PRID=1582",
        ),
        (
            "https://www.example.in/news.php?id=7",
            "https://www.example.in/news.php?id=8",
            "https://www.example.in/news.php?id=7",
        ),
    ],
)
def test_page_canonical(fetched: str, declared: str | None, expected: str) -> None:
    assert page_canonical(fetched, declared) == expected


def test_second_statement_where_the_first_is_not_believed() -> None:
    assert page_canonical("https://m.example.in/a-1", "https://www.example.in/", STORY) == STORY


def test_archived_statement_is_unwrapped() -> None:
    assert page_canonical(STORY, f"https://web.archive.org/web/20220721143833/{STORY}") == STORY


@pytest.mark.parametrize(
    "url",
    [
        f"https://www.google.com/url?rct=j&sa=t&url={quote(STORY, safe='')}&ct=ga&usg=AOv",
        f"https://www.google.co.in/url?q={STORY}&sa=U",
        f"https://l.facebook.com/l.php?u={quote(STORY, safe='')}&h=AT0",
        f"https://lm.facebook.com/l.php?u={quote(STORY, safe='')}",
        f"https://l.instagram.com/?u={quote(STORY, safe='')}",
        f"https://www.bing.com/news/apiclick.aspx?ref=FexRss&url={quote(STORY, safe='')}",
        "https://www-example-in.cdn.ampproject.org/c/s/" + STORY.removeprefix("https://"),
        "https://www.google.com/amp/s/" + STORY.removeprefix("https://"),
        f"https://web.archive.org/web/20220721143833/{STORY}",
        f"https://www.google.com/url?q={quote('https://www.google.com/amp/s/' + STORY[8:], safe='')}",
        "https://news.google.com/rss/articles/"
        + urlsafe_b64encode(b"\x08\x13\x22\x45" + STORY.encode() + b"\xd2\x01\x00").decode().rstrip("=")
        + "?oc=5",
    ],
)
def test_unwrap(url: str) -> None:
    assert unwrap(url) == STORY
    assert clean(url) == STORY


@pytest.mark.parametrize(
    "url",
    [
        STORY,
        "https://www.google.com/search?q=x",
        "https://www.google.com/url?q=/relative",
        "https://www.google.com/url?q=javascript:alert(1)",
        "https://news.google.com/rss/articles/CBMiAAAAQVVfeXFMTk9wYXF1ZQ?oc=5",
        "https://feedproxy.google.com/~r/ndtv/~3/abc/",
        "https://notgoogle.com/url?q=https://example.in/a",
        "https://example.in/url?q=https://other.in/a",
        "https://[broken",
    ],
)
def test_unwrap_leaves_the_rest(url: str) -> None:
    assert unwrap(url) == url


PATHS = st.text(alphabet="ab/.-_%~;:@1٣सेनाक़\u0958\u200d 2F0éÇ\u0327<>|'\"\\&=+?#!amp", max_size=40)
URLS = st.builds(
    "{}://{}/{}?{}#{}".format,
    st.sampled_from(["http", "https", "HTTP"]),
    st.sampled_from(
        ["example.in", "WWW.example.in:443", "m.jagran.com", "127.0.0.1:81", "समाचार.भारत", "google.com"]
    ),
    PATHS,
    st.one_of(
        PATHS,
        st.sampled_from(["amp=1", "utm_source=x&id=1", "q=http://a.in/b", "url=http%3A%2F%2Fb.in%2F%25"]),
    ),
    PATHS,
)


@given(URLS)
def test_idempotent(url: str) -> None:
    try:
        fetchable = clean(url)
    except BadUrl:
        return
    known = canonical(url)
    assert clean(fetchable) == fetchable
    assert canonical(known) == known
    assert canonical(fetchable) == known
    assert known.isascii()
    assert urlsplit(known).path.startswith("/")


@given(st.text(max_size=60), st.one_of(st.none(), st.text(max_size=30), st.just("https://example.in/a/")))
def test_anything_is_an_address_or_bad(text: str, base: str | None) -> None:
    try:
        result = canonical(text, base)
    except BadUrl:
        return
    assert result.startswith(("http://", "https://"))
    page_canonical(result, text)
