"""Private addresses, sizes, types and redirects, against real servers with the real fetch settings."""

from __future__ import annotations

import gzip
import json
import os
from http.server import BaseHTTPRequestHandler
from typing import Any

import brotli

from tests import warm
from tests.crawler.servers import Served, serve


def probe(*urls: str, proxy: str = "", kind: str = "page", **settings: str) -> dict[str, Any]:
    """What the crawler's fetching made of each URL."""
    clean = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy") and "PRAHARI" not in k}
    options = ["--kind", kind]
    for name, value in settings.items():
        options += ["--set", f"{name}={value}"]
    environment = clean | ({"http_proxy": proxy} if proxy else {})
    done = warm.python("tests.crawler.probe", [*options, *urls], environment, timeout=60)
    assert done.returncode == 0, done.stderr
    found = {line["url"]: line for line in map(json.loads, done.stdout.splitlines())}
    assert set(found) == set(urls), done.stderr
    return found


def test_private_addresses_are_refused_however_they_are_spelt() -> None:
    with serve({"/": Served()}) as server:
        urls = [
            server.url(),
            server.url(host="localhost"),
            server.url(host="127.1"),
            server.url(host="2130706433"),
            server.url(host="0x7f000001"),
            server.url(host="[::1]"),
            server.url(host="[::ffff:127.0.0.1]"),
            server.url(host="inside.test"),
            "http://10.0.0.1/",
            "http://169.254.169.254/latest/meta-data/",
        ]
        found = probe(*urls, PRAHARI_RESOLVE="inside.test=127.0.0.1")
        assert {line.get("reason") for line in found.values()} == {"private-address"}, found
        assert all(line["final"] for line in found.values())
        assert server.log == []


def test_a_redirect_to_a_private_address_is_refused() -> None:
    with serve({"/secret": Served()}) as inside:
        location = {"Location": inside.url("/secret", host="inside.test")}
        by_name = {"Location": inside.url("/secret")}
        with serve({"/a": Served(b"", 302, location), "/b": Served(b"", 301, by_name)}) as outside:
            a, b = outside.url("/a", "outlet.test"), outside.url("/b", "outlet.test")
            found = probe(
                a,
                b,
                PRAHARI_RESOLVE="outlet.test=127.0.0.1,inside.test=127.0.0.1",
                PRAHARI_ALLOW_PRIVATE_HOSTS="outlet.test",
            )
            assert found[a]["reason"] == found[b]["reason"] == "private-address"
            assert inside.log == []
            assert len(outside.log) == 2


def test_a_redirect_out_of_the_web_is_refused_with_its_reason() -> None:
    away = {
        "/file": ("file:///etc/passwd", "forbidden-scheme"),
        "/data": ("data:text/html,x", "forbidden-scheme"),
        "/mail": ("MAILTO:x@outlet.test", "forbidden-scheme"),
        "/script": ("javascript:alert(1)", "forbidden-scheme"),
        "/broken": ("http://[::1/x", "bad-link"),
    }
    with serve({path: Served(b"", 302, {"Location": to}) for path, (to, _) in away.items()}) as server:
        urls = {path: server.url(path) for path in away}
        found = probe(*urls.values(), PRAHARI_ALLOW_PRIVATE_HOSTS="127.0.0.1")
    told = {path: (found[url]["reason"], found[url]["final"]) for path, url in urls.items()}
    assert told == {path: (reason, True) for path, (_, reason) in away.items()}
    assert found[urls["/file"]]["detail"] == "redirects to file:///etc/passwd"


def test_hosts_that_the_setting_names_are_visited() -> None:
    with serve({"/": Served()}) as server:
        by_address, by_name = server.url(), server.url(host="a.newsroom.test")
        found = probe(
            by_address,
            by_name,
            PRAHARI_RESOLVE="*.newsroom.test=127.0.0.1",
            PRAHARI_ALLOW_PRIVATE_HOSTS="127.0.0.1,*.newsroom.test",
        )
        assert found[by_address]["status"] == found[by_name]["status"] == 200


def test_with_a_proxy_the_proxy_resolves() -> None:
    def answer(handler: BaseHTTPRequestHandler) -> Served:
        return Served(f"<p>{handler.path}</p>".encode())

    with serve(answer) as proxy:
        outside, literal = "http://no-such-name.test/story", "http://192.168.0.1/"
        found = probe(outside, literal, proxy=proxy.url(""))
        assert found[outside].get("status") == 200, found
        assert found[literal]["reason"] == "private-address"
        assert [path for _, path in proxy.log if "robots" not in path] == [outside]


def test_sizes_types_and_statuses() -> None:
    big = b"<p>" + b"x" * 3_000
    served = {
        "/big": Served(big),
        "/bomb.gz": Served(
            gzip.compress(b"x" * 2_000_000), headers={"Content-Type": "text/html", "Content-Encoding": "gzip"}
        ),
        "/br": Served(
            brotli.compress(b"<p>ok</p>"), headers={"Content-Type": "text/html", "Content-Encoding": "br"}
        ),
        "/pdf": Served(b"%PDF", headers={"Content-Type": "application/pdf"}),
        "/picture": Served(b"<svg/>", headers={"Content-Type": "image/svg+xml"}),
        "/untyped": Served(b"<p>ok</p>", headers={}),
        "/text": Served(b"ok", headers={"Content-Type": "text/plain"}),
        "/moved": Served(b"moved", 302, {"Location": "/br", "Content-Type": "text/plain"}),
        "/gone": Served(b"gone", 410),
        "/busy": Served(b"busy", 429),
        "/broken": Served(b"broken", 500),
        "/loop": Served(b"", 302, {"Location": "/loop?x=1"}),
        "/loop?x=1": Served(b"", 302, {"Location": "/loop"}),
    }
    with serve(served) as server:
        settings = {
            "PRAHARI_ALLOW_PRIVATE_HOSTS": "127.0.0.1",
            "PRAHARI_PAGE_MAXSIZE": "2000",
        }
        found = probe(*map(server.url, served), **settings)
        got = {path: found[server.url(path)] for path in served}
        assert {path: line.get("reason", line.get("status")) for path, line in got.items()} == {
            "/big": "too-large",
            "/bomb.gz": "too-large",
            "/br": 200,
            "/pdf": "wrong-type",
            "/picture": "wrong-type",
            "/untyped": 200,
            "/text": "wrong-type",
            "/moved": 200,
            "/gone": "http-410",
            "/busy": "http-429",
            "/broken": "http-500",
            "/loop": "redirect-loop",
            "/loop?x=1": "redirect-loop",
        }
        worth_another_try = {path for path, line in got.items() if line.get("final") is False}
        assert worth_another_try == {"/busy", "/broken"}
        as_source = probe(server.url("/text"), server.url("/pdf"), kind="source", **settings)
        assert as_source[server.url("/text")]["status"] == 200
        assert as_source[server.url("/pdf")]["reason"] == "wrong-type"


def test_an_endless_body_ends_at_the_limit_and_silence_at_the_time_limit() -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Connection", "close")
        handler.end_headers()
        try:
            while handler.path == "/endless":
                handler.wfile.write(b"x" * 65536)
        except OSError:
            return
        import time

        time.sleep(5)

    with serve(answer) as server:
        found = probe(server.url("/endless"), server.url("/silent"), PRAHARI_ALLOW_PRIVATE_HOSTS="127.0.0.1")
        assert found[server.url("/endless")]["reason"] == "too-large"
        assert found[server.url("/silent")]["reason"] == "timeout"
        assert found[server.url("/silent")]["final"] is False
