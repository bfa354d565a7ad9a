"""The AMP copy of a page that gives no text: where it is, and that only the outlet's own is asked for."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from crawler.amp import HEAD, amp_address
from tests.crawler.servers import Served, serve
from tests.crawler.sites import DOMAIN, TITLES, feed, page, write_outlet
from tests.project import Installation

URL = "https://seema.example/raksha/a-1"


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ('<link rel="amphtml" href="/amp/raksha/a-1">', "https://seema.example/amp/raksha/a-1"),
        ("<LINK HREF='?amp=1&amp;x=2' REL=amphtml>", f"{URL}?amp=1&x=2"),
        ("<link href=https://amp.seema.example/a-1 rel='amphtml'/>", "https://amp.seema.example/a-1"),
        ('<link rel="canonical" href="/x"><link rel="amphtml" href="/y">', "https://seema.example/y"),
        ('<link rel="amphtml" href="/raksha/a-1">', None),  # the page itself
        ('<link rel="amphtml">', None),
        ('<link rel="amphtml" href="javascript:alert(1)">', None),
        ('<link rel="canonical" href="/amphtml">', None),
        ("<link " * 100_000 + 'rel="amphtml" href="/x">', None),
        (" " * HEAD + '<link rel="amphtml" href="/x">', None),
        ('<link rel="amphtml" href="/\udcff">', "https://seema.example/%EF%BF%BD"),
    ],
)
def test_where_the_copy_is(head: str, found: str | None) -> None:
    body = f"<html><head>{head}</head></html>".encode("utf-8", "surrogateescape")
    assert amp_address(body, URL) == found


def story(title: str) -> str:
    """A page with the whole story."""
    text = "".join(f"<p>{line}। {line} और जवानों को इसकी जानकारी दी गई है।</p>" for line in TITLES * 2)
    return f"<article><h1>{title}</h1>{text}</article>"


def test_a_copy_elsewhere_is_not_asked_for_and_one_in_vain_changes_nothing(tmp_path: Path) -> None:
    """Pages name copies: 0 its own, 1 a stranger's, 2 one that is not there, 3 one without text."""
    copies = ("/amp/0.html", "http://strangers.test:{port}/amp/1.html", "/amp/2.html", "/amp/3.html")

    def answer(request: BaseHTTPRequestHandler) -> Served:
        site, path = f"http://shell.{DOMAIN}:{server.port}", request.path
        if path == "/feed/":
            return feed(site)
        if path.startswith("/news/"):
            copy = copies[int(path[6])].format(port=server.port)
            return page(f'<title>{TITLES[0]}</title><link rel="amphtml" href="{copy}">', "<div id=app></div>")
        if path in ("/amp/0.html", "/amp/1.html"):
            return page(f"<title>{TITLES[0]}</title>", story(TITLES[0]))
        return page(body="<div></div>") if path == "/amp/3.html" else Served(b"no", 404)

    with serve(answer, robots=True) as server:
        files = tmp_path / "outlets"
        files.mkdir()
        source = f'[[sources]]\nkind = "feed"\nurl = "http://shell.{DOMAIN}:{server.port}/feed/"\n'
        write_outlet(files, "shell", server.port, source)
        allow = f"*.{DOMAIN},strangers.test"
        here = Installation(
            tmp_path / "data",
            files,
            {
                "PRAHARI_RESOLVE": f"*.{DOMAIN}=127.0.0.1,strangers.test=127.0.0.1",
                "PRAHARI_ALLOW_PRIVATE_HOSTS": allow,
                "PRAHARI_RELEVANT_ONLY": "0",
                "PRAHARI_WORKERS": "1",
            },
        )
        done = here.scrapy("crawl", "shell")
        assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr
        asked = [path for _, path in server.log if path.startswith("/amp/")]
    assert sorted(asked) == ["/amp/0.html", "/amp/2.html", "/amp/3.html"]
    stories = [json.loads(line) for line in here.scrapy("export").stdout.splitlines()]
    assert [story["url"].rpartition("/")[2] for story in stories] == ["0.html"]
    refused = here.scrapy("rejected", "--list", "--json").stdout.splitlines()
    reasons = {json.loads(line)["url"]: json.loads(line)["rejected"]["reason"] for line in refused}
    assert {url.rpartition("/")[2] for url in reasons} == {"1.html", "2.html", "3.html"}
    assert set(reasons.values()) <= {"no-text", "too-short"}
