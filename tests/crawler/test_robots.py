"""robots.txt by RFC 9309, Crawl-delay and one request at a time, against real servers."""

from __future__ import annotations

import gzip
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from scrapy import Spider
from scrapy.utils.test import get_crawler

from crawler.leads import ROBOTS_BYTES
from crawler.robots import BoundedRobotParser
from tests.crawler.servers import Served, Server, serve
from tests.crawler.test_guard import probe
from tests.project import SHARED

REAL = SHARED / "data/hostile/robots"
PLAIN = {"Content-Type": "text/plain"}
FORBIDS = b"User-agent: *\nDisallow: /page\n"


def fetched(server: Server, paths: Mapping[str, list[str]], **settings: str) -> dict[str, Any]:
    """(host path) → what became of it."""
    urls = {
        server.url(path, f"{host}.newsroom.test"): f"{host} {path}"
        for host, asked in paths.items()
        for path in asked
    }
    found = probe(
        *urls,
        PRAHARI_RESOLVE="*.newsroom.test=127.0.0.1",
        PRAHARI_ALLOW_PRIVATE_HOSTS="*.newsroom.test",
        **settings,
    )
    return {name: found[url] for url, name in urls.items()}


def host_of(handler: BaseHTTPRequestHandler) -> str:
    return str(handler.headers["Host"]).partition(".")[0]


def test_what_an_answer_to_robots_txt_means() -> None:
    elsewhere = {"Location": "http://forbids.newsroom.test/robots.txt"}
    robots = {
        "forbids": Served(FORBIDS, 200, PLAIN),
        "allows": Served(b"User-agent: prahari\nAllow: /\nUser-agent: *\nDisallow: /\n", 200, PLAIN),
        "missing": Served(b"no", 404),
        "closed": Served(b"no", 403),
        "broken": Served(b"no", 500),
        "away": Served(b"no", 503),
        "busy": Served(b"no", 429),
        "moved": Served(b"", 301, elsewhere),
        "loop": Served(b"", 302, {"Location": "/robots.txt"}),
        "inside": Served(b"", 302, {"Location": "http://10.0.0.1/robots.txt"}),
        "prose": Served(b"<html><body>Disallow nothing</body></html>"),
        "bomb": Served(gzip.compress(b"#" * 30_000_000, 9), 200, {**PLAIN, "Content-Encoding": "gzip"}),
    }

    def answer(handler: BaseHTTPRequestHandler) -> Served | None:
        host = host_of(handler)
        if handler.path != "/robots.txt":
            return Served()
        if host == "silent":
            time.sleep(5)
        if host == "endless":
            handler.send_response(200)
            handler.send_header("Content-Type", "text/plain")
            handler.end_headers()
            handler.wfile.write(FORBIDS)
            try:
                while True:
                    handler.wfile.write(b"Disallow: /another\n" * 1000)
            except OSError:
                handler.close_connection = True
            return None
        served = robots[host]
        if served.headers.get("Location") == elsewhere["Location"]:
            there = f"http://forbids.newsroom.test:{server.port}/robots.txt"
            return Served(b"", 301, {"Location": there})
        return served

    hosts = [*robots, "silent", "endless"]
    with serve(answer, robots=True) as server:
        found = fetched(server, {host: ["/page"] for host in hosts})
    came = {name.split()[0]: line.get("reason", line.get("status")) for name, line in found.items()}
    assert came == {
        "forbids": "robots-denied",
        "allows": 200,
        "missing": 200,
        "closed": 200,
        "broken": "robots-unreachable",
        "away": "robots-unreachable",
        "busy": "robots-unreachable",
        "moved": "robots-denied",
        "loop": 200,
        "inside": 200,
        "prose": 200,
        "bomb": "robots-unreachable",
        "silent": "robots-unreachable",
        "endless": "robots-denied",
    }
    refused = {host for host, reason in came.items() if reason != 200}
    # Whoever is refused was not asked for the page, and what cannot be had today is asked for again.
    asked = {host.partition(".")[0] for host, path in server.log if path == "/page"}
    assert asked == set(hosts) - refused
    assert not any(line["final"] for name, line in found.items() if name.split()[0] in refused)
    assert found["broken /page"]["detail"] == "robots.txt: the server answered 500"


def test_a_host_that_is_not_there_is_told_as_such() -> None:
    url = "http://127.0.0.1:9/page"
    assert probe(url, PRAHARI_ALLOW_PRIVATE_HOSTS="127.0.0.1")[url]["reason"] == "connection-refused"


def test_robots_txt_is_fetched_once_for_all_pages_of_a_site() -> None:
    def answer(handler: BaseHTTPRequestHandler) -> Served:
        time.sleep(0.2)
        return Served(FORBIDS, 200, PLAIN) if handler.path == "/robots.txt" else Served()

    with serve(answer, robots=True) as server:
        fetched(server, {"one": [f"/news/{n}" for n in range(5)]})
    assert Counter(path for _, path in server.log)["/robots.txt"] == 1


@pytest.mark.parametrize(
    ("rule", "limit", "least"),
    [
        ("Crawl-delay: 1.5", "60", 1.5),
        ("Request-rate: 2/3s", "60", 1.5),
        ("Crawl-delay: 86400", "1.2", 1.2),
    ],
)
def test_a_crawl_delay_is_kept_up_to_the_limit(rule: str, limit: str, least: float) -> None:
    instants: list[float] = []

    def answer(handler: BaseHTTPRequestHandler) -> Served:
        if handler.path == "/robots.txt":
            return Served(f"User-agent: *\n{rule}\n".encode(), 200, PLAIN)
        instants.append(time.monotonic())
        return Served()

    with serve(answer, robots=True) as server:
        found = fetched(server, {"slow": ["/1", "/2", "/3"]}, PRAHARI_CRAWL_DELAY_LIMIT=limit)
    assert [line["status"] for line in found.values()] == [200] * 3
    gaps = [later - earlier for earlier, later in pairwise(instants)]
    # The server sees a request a little after it was sent.
    assert min(gaps) > least - 0.2, gaps


@pytest.mark.parametrize("delay", ["0", "0.001"])
def test_redirects_from_elsewhere_wait_in_the_queue_of_their_host(delay: str) -> None:
    """Also without a delay, where Scrapy's own downloader starts all that wait at once."""
    at_once: defaultdict[str, int] = defaultdict(int)
    most: defaultdict[str, int] = defaultdict(int)
    lock = threading.Lock()

    def answer(handler: BaseHTTPRequestHandler) -> Served:
        host = host_of(handler)
        with lock:
            at_once[host] += 1
            most[host] = max(most[host], at_once[host])
        time.sleep(0.1)
        with lock:
            at_once[host] -= 1
        if host != "there":
            target = f"http://there.newsroom.test:{server.port}{handler.path}/{host}"
            return Served(b"", 302, {"Location": target})
        return Served()

    with serve(answer) as server:
        found = fetched(server, {host: ["/a", "/b", "/c"] for host in ("here", "across", "there")},
                        DOWNLOAD_DELAY=delay)  # fmt: skip
    assert {line["status"] for line in found.values()} == {200}
    assert len([path for host, path in server.log if host.startswith("there")]) == 9
    assert dict(most) == {"here": 1, "across": 1, "there": 1}


def parsed(body: bytes) -> BoundedRobotParser:
    return BoundedRobotParser.from_crawler(get_crawler(Spider), body)


def test_no_more_is_read_than_the_limit() -> None:
    early, late = b"User-agent: *\nDisallow: /early\n", b"Disallow: /late\n"
    rules = parsed(early + b"# \n" * (ROBOTS_BYTES // 3) + late)
    assert not rules.allowed("https://x.example/early", "Prahari")
    assert rules.allowed("https://x.example/late", "Prahari")


@pytest.mark.shared
@pytest.mark.skipif(not REAL.is_dir(), reason=f"no {REAL}")
def test_real_files() -> None:
    """HTML error pages, byte-order marks and Windows line ends among them: all are read, none forbids all."""
    delays: dict[str, float] = {}
    files: list[Path] = sorted(REAL.iterdir())
    for file in files:
        rules = parsed(file.read_bytes())
        rules.allowed(f"https://{file.name}/news/भारत?x=1", "Prahari")
        assert rules.allowed(f"https://{file.name}/", "Prahari"), file
        if (seconds := rules.delay("Prahari")) is not None:
            delays[file.name] = seconds
    assert len(files) == 40
    assert delays == {"www.isro.gov.in": 10, "www.jmi.ac.in": 10, "www.tn.gov.in": 10}
