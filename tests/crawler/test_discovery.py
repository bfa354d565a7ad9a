"""Discovery and the check of sources against real sites: what is found, what is refused, what it costs."""

from __future__ import annotations

import asyncio
import json
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import pytest

from crawler.discovery import attempts, discover
from crawler.discovery.attempts import MAX_FETCHES
from crawler.discovery.search import MAX_SITEMAPS
from crawler.fetcher import Fetched
from crawler.registry import load_outlets
from pipelines.store import FoundSource, Store
from tests.crawler.servers import Server
from tests.crawler.sites import DOMAIN, alternate, page, serving, sites, write_outlet
from tests.project import Installation

T = TypeVar("T")
TODAY = datetime.now(UTC).date()


@dataclass(frozen=True)
class Searched:
    """One ``scrapy outlets --discover`` over all sites."""

    server: Server
    here: Installation
    answers: dict[str, dict[str, Any]]
    """Outlet → its JSON line."""

    def found(self, outlet: str) -> list[tuple[str, str]]:
        return [(one["kind"], self.path(one["url"])) for one in self.answers[outlet]["found"]]

    def verdict(self, outlet: str, path: str) -> str:
        tried = self.answers[outlet]["tried"]
        return next(str(trial["verdict"]) for trial in tried if self.path(trial["url"]) == path)

    def file(self, outlet: str) -> dict[str, Any]:
        return tomllib.loads((self.here.outlets / f"{outlet}.toml").read_text("utf-8"))

    def requests(self, outlet: str) -> Counter[str]:
        host = f"{outlet}.{DOMAIN}:{self.server.port}"
        return Counter(path for asked, path in self.server.log if asked == host)

    def path(self, url: str) -> str:
        return "/" + url.split(f":{self.server.port}/", 1)[-1] if DOMAIN in url else url


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searched]:
    directory = tmp_path_factory.mktemp("discovery")
    with serving() as server:
        here = installation(directory, server, *sites(server.port), "endless", "elsewhere")
        done = here.scrapy("outlets", "--discover", "--json")
        assert "Traceback" not in done.stderr, done.stderr
        assert done.returncode == 1, "some sites have nothing to find"
        answers = {line["outlet"]: line for line in map(json.loads, done.stdout.splitlines())}
        yield Searched(server, here, answers)


def installation(directory: Path, server: Server, *outlets: str) -> Installation:
    files = directory / "outlets"
    files.mkdir()
    for name in outlets:
        write_outlet(files, name, server.port)
    resolve = f"*.{DOMAIN}=127.0.0.1,inside.test=127.0.0.1"
    return Installation(directory / "data", files, {"PRAHARI_RESOLVE": resolve, "PRAHARI_WORKERS": "1"})


def test_every_outlet_has_an_answer_whatever_the_others_do(searched: Searched) -> None:
    assert set(searched.answers) == {*sites(0), "endless", "elsewhere"}
    assert not load_outlets(searched.here.outlets).problems


def test_feeds_of_the_home_page_and_of_the_defence_section(searched: Searched) -> None:
    assert searched.found("press") == [("feed", "/feed/"), ("feed", "/category/raksha/feed/")]
    assert [one["section"] for one in searched.answers["press"]["found"]] == [None, "defence"]
    asked = searched.requests("press")
    assert asked["/feed/"] == 1, "what is found is fetched once"
    assert not {"/comments/feed/", "/category/khel/"} & set(asked)
    assert "belongs to the outlet elsewhere" in str(searched.answers["press"]["tried"])


def test_what_was_found_stands_in_the_file_with_its_day(searched: Searched) -> None:
    file = searched.file("press")
    assert (file["status"], file["checked"]) == ("checked", TODAY)
    assert file["sources"][1] == {
        "kind": "feed",
        "url": f"http://press.{DOMAIN}:{searched.server.port}/category/raksha/feed/",
        "section": "defence",
        "status": "checked",
        "content": "summary",
        "found": TODAY,
    }
    text = (searched.here.outlets / "press.toml").read_text("utf-8")
    assert text.startswith("# press: of the tests\n") and "  # its own\n" in text


def test_a_news_sitemap_is_found_below_indexes(searched: Searched) -> None:
    assert searched.found("mapped") == [("sitemap", "/google-news.xml")]


def test_usual_paths_of_wordpress(searched: Searched) -> None:
    assert searched.found("usual") == [("feed", "/feed/"), ("api", "/wp-json/wp/v2/posts")]
    feed, api = searched.file("usual")["sources"]
    assert "archive" not in feed and api["archive"] is True, "the feed tells what is new"
    assert searched.found("rest") == [("api", "/wp-json/wp/v2/posts")]
    assert searched.answers["rest"]["found"][0]["items"] == 4
    assert not {"enabled", "archive"} & set(searched.file("rest")["sources"][0])


def test_a_section_is_a_source_where_there_is_nothing_better(searched: Searched) -> None:
    assert searched.found("lists") == [("section", "/desh/raksha/"), ("section", "/desh/")]
    assert [one["section"] for one in searched.answers["lists"]["found"]] == ["defence", "national"]
    assert searched.requests("lists")["/desh/raksha/"] == 1, "fetched once"
    assert searched.found("front") == [("section", "/")]


def test_a_feed_that_moved_for_good_is_written_with_its_new_address(searched: Searched) -> None:
    assert searched.found("moving") == [("feed", "/new.xml")]


@pytest.mark.parametrize(
    ("outlet", "path", "verdict"),
    [
        ("english", "/feed/", "not Hindi (en)"),
        ("stale", "/feed/", "stale: nothing since "),
        ("strangers", "/feed/", "only 0 of 4 items are the outlet's own"),
        ("dead", "/html", "not-a-feed: an HTML page titled 'Error establishing a database connection'"),
        ("dead", "/error", "http-500"),
        ("loop", "/", "redirect-loop"),
        ("robots", "/blocked/feed/", "robots-denied"),
        ("private", "/away/feed/", "private-address"),
        ("private", "http://10.0.0.1/feed/", "is on a host that is not the outlet's"),
    ],
)
def test_what_is_of_no_use_is_told_and_not_written(
    searched: Searched, outlet: str, path: str, verdict: str
) -> None:
    assert searched.verdict(outlet, path).startswith(verdict)
    assert searched.found(outlet) == []
    assert searched.answers[outlet]["problem"]
    assert "sources" not in searched.file(outlet)


def test_a_private_host_is_not_asked(searched: Searched) -> None:
    assert not [asked for asked in searched.server.log if "inside.test" in asked[0]]


def test_an_endless_site_costs_a_bounded_number_of_requests(searched: Searched) -> None:
    asked = searched.requests("endless")
    assert asked.total() <= MAX_FETCHES
    assert sum(count for path, count in asked.items() if path.endswith(".xml")) <= MAX_SITEMAPS
    assert searched.found("endless") == []


def test_a_huge_robots_txt_is_still_obeyed(searched: Searched) -> None:
    assert "/blocked/feed/" not in searched.requests("robots")


# --- a second look -------------------------------------------------------------------------------------


def test_what_a_person_wrote_stays_and_what_was_found_is_replaced(tmp_path: Path) -> None:
    with serving() as server:
        here = installation(tmp_path, server)
        home = f"http://press.{DOMAIN}:{server.port}"
        by_hand = (
            '\n[[sources]]  # mine\nkind = "feed"\n'
            f'url = "{home}/feed/"  # off, on purpose\nenabled = false\n'
            f'\n[[sources]]\nkind = "feed"\nurl = "{home}/gone"\nfound = 2025-01-01\n'
        )
        path = write_outlet(here.outlets, "press", server.port, by_hand)
        done = here.scrapy("outlets", "--discover", "press")
        assert done.returncode == 0, done.stderr
        assert done.stdout.splitlines()[0] == "press: 1 new, 1 gone"
        text = path.read_text("utf-8")
        assert "[[sources]]  # mine" in text and "# off, on purpose\nenabled = false\n" in text
        sources = tomllib.loads(text)["sources"]
        assert [source["url"].removeprefix(home) for source in sources] == [
            "/feed/",
            "/category/raksha/feed/",
        ]
        again = here.scrapy("outlets", "--discover", "press")
        assert again.stdout.splitlines()[0] == "press: 1 as before"
        assert path.read_text("utf-8") == text


def test_check_visits_sources_and_says_which_are_broken(tmp_path: Path) -> None:
    with serving() as server:
        here = installation(tmp_path, server)

        def source(name: str, path: str, kind: str = "feed") -> None:
            url = f"http://{name}.{DOMAIN}:{server.port}{path}"
            write_outlet(here.outlets, name, server.port, f'[[sources]]\nkind = "{kind}"\nurl = "{url}"\n')

        source("press", "/feed/")
        source("moving", "/old.xml")
        source("mapped", "/index.xml", "sitemap")
        good = here.scrapy("outlets", "--check", "--json")
        assert good.returncode == 0, good.stderr
        rows = {row["outlet"]: row for row in map(json.loads, good.stdout.splitlines())}
        press = rows.pop("press")
        assert (press["items"], press["dated"], press["hindi"]) == (4, 1.0, True)
        assert press["content"] == "summary" and datetime.fromisoformat(press["newest"]).date() <= TODAY
        assert set(rows) == {"moving", "mapped"}
        assert rows["moving"]["moved_to"].endswith("/new.xml") and rows["moving"]["ok"]
        assert rows["mapped"]["via"].endswith("/google-news.xml") and rows["mapped"]["items"] == 4

        source("dead", "/html")
        source("stale", "/feed/")
        source("endless", "/0.xml", "sitemap")
        table = here.scrapy("outlets", "--check")
        assert table.returncode == 1
        assert "6 sources visited, 3 broken" in table.stderr
        for words in ("not-a-feed", "stale: nothing since", "no items", "moved to"):
            assert words in table.stdout
        assert here.scrapy("outlets", "--check", "press").returncode == 0
        assert not (tmp_path / "data").exists(), "a check stores nothing"


def test_a_crawl_looks_for_sources_first_and_at_most_once_a_day(tmp_path: Path) -> None:
    with serving() as server:
        here = installation(tmp_path, server, "press", "loop", "endless")
        done = here.scrapy("crawl", "all")
        assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr
        assert "looking for sources of endless, loop, press" in done.stderr
        assert "loop: no source was found: " in done.stderr
        assert [source.url for source in load_outlets(here.outlets)["press"].enabled_sources]
        # The news themselves are 404, but each was asked for: the sources were visited at once.
        news = [path for host, path in server.log if host.startswith("press.") and path.startswith("/news/")]
        assert len(set(news)) == 8
        before = Counter(host for host, _ in server.log)
        here.scrapy("crawl", "all", "-a", "force=1")
        after = Counter(host for host, _ in server.log) - before
        assert {host.partition(".")[0] for host in after} == {"press"}
        rows = here.scrapy("outlets", "--json", "loop").stdout
        assert "redirect-loop" in json.loads(rows)["last_error"]
        done = here.scrapy("crawl", "loop")  # asked for by name: again
        assert "looking for sources of loop" in done.stderr


def dead_feed(here: Installation, outlet: str, server: Server) -> str:
    """Write a feed into the outlet's file that has been dead for weeks; its URL."""
    url = f"http://{outlet}.{DOMAIN}:{server.port}/old-feed"
    file = here.outlets / f"{outlet}.toml"
    file.write_text(
        file.read_text("utf-8") + f'\n[[sources]]\nkind = "feed"\nurl = "{url}"  # by hand\n', "utf-8"
    )
    now = datetime.now(UTC)
    with Store(f"sqlite:///{here.data}/prahari.db") as store:
        store.mark_polled(outlet, url, False, "http-404: no", 0, now, now + timedelta(days=7))
        store.mark_outlet(outlet, False, now + timedelta(days=7), now)
    return url


def searched_for(log: str, outlet: str) -> bool:
    return any("looking for sources of" in line and outlet in line for line in log.splitlines())


def test_an_outlet_whose_sources_are_dead_is_searched_once_a_week(tmp_path: Path) -> None:
    with serving() as server:
        here = installation(tmp_path, server, "press", "loop")
        dead = [dead_feed(here, outlet, server) for outlet in ("press", "loop")]
        done = here.scrapy("crawl", "all")
        assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr
        assert searched_for(done.stderr, "press") and searched_for(done.stderr, "loop")
        found = [source.url for source in load_outlets(here.outlets)["press"].sources]
        assert dead[0] in found and len(found) == 3
        assert f'url = "{dead[0]}"  # by hand\n' in (here.outlets / "press.toml").read_text("utf-8")
        assert [source.url for source in load_outlets(here.outlets)["loop"].sources] == [dead[1]]
        assert [path for host, path in server.log if host.startswith("press.") and path.startswith("/news/")]
        assert not [path for _, path in server.log if path == "/old-feed"], "it is left alone as before"
        rows = [json.loads(line) for line in here.scrapy("schedule", "list", "--json").stdout.splitlines()]
        assert {row["outlet"]: row["state"] for row in rows} == {"press": "waiting", "loop": "waiting"}
        again = here.scrapy("crawl", "all")
        assert not searched_for(again.stderr, "press") and not searched_for(again.stderr, "loop")


def make_due(here: Installation, outlet: str) -> None:
    now = datetime.now(UTC)
    with Store(f"sqlite:///{here.data}/prahari.db") as store:
        store.mark_outlet(outlet, True, now, now)


def test_in_place_of_one_dead_source_others_are_looked_for(tmp_path: Path) -> None:
    """The living one is asked once in the visit, and once by the search, and the visit is no failure."""
    with serving() as server:
        here = installation(tmp_path, server, "press", "stale")
        for outlet in ("press", "stale"):
            dead_feed(here, outlet, server)
            with (here.outlets / f"{outlet}.toml").open("a", encoding="utf-8") as file:
                url = f"http://{outlet}.{DOMAIN}:{server.port}/feed/"
                file.write(f'[[sources]]\nkind = "feed"\nurl = "{url}"\nfound = 2026-01-01\n')
            make_due(here, outlet)
        done = here.scrapy("crawl", "all")
        assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr
        assert searched_for(done.stderr, "press") and searched_for(done.stderr, "stale")
        assert Counter(path for host, path in server.log if host.startswith("press."))["/feed/"] == 2
        paths = [urlsplit(source.url).path for source in load_outlets(here.outlets)["press"].sources]
        assert paths == ["/old-feed", "/feed/", "/category/raksha/feed/"]
        assert [path for _, path in server.log if path == "/category/raksha/feed/"], "it is asked at once"
        assert len(load_outlets(here.outlets)["stale"].sources) == 2, "nothing else was found"
        rows = [json.loads(line) for line in here.scrapy("outlets", "--json").stdout.splitlines()]
        assert {row["id"]: row["failures"] for row in rows} == {"press": 0, "stale": 0}
        make_due(here, "press")
        make_due(here, "stale")
        again = here.scrapy("crawl", "all")
        assert not searched_for(again.stderr, "press") and not searched_for(again.stderr, "stale")


def test_a_backfill_for_which_no_source_is_found_says_so(tmp_path: Path) -> None:
    with serving() as server:
        here = installation(tmp_path, server, "loop")
        done = here.scrapy("crawl", "backfill", "-a", "outlet=loop", "-a", "since=2026-11-01")
        assert done.returncode == 1 and "no way into the archive of loop was found" in done.stdout
        assert "loop: no source was found" in done.stderr
        assert " ERROR " not in done.stderr, done.stderr


def test_what_cannot_be_written_is_kept_in_the_store(tmp_path: Path) -> None:
    """A file in a path so long that none can be written beside it; by the rights of a file, root can."""
    with serving() as server:
        here = installation(tmp_path, server, "press")
        outlets = tmp_path
        while len(str(outlets)) < 3800:
            outlets /= "o" * 200
        outlets /= "o" * (4096 - len("/press.toml") - 8 - len(str(outlets)))
        outlets.mkdir(parents=True)
        (here.outlets / "press.toml").rename(outlets / "press.toml")
        here = replace(here, outlets=outlets)
        before = (outlets / "press.toml").read_text("utf-8")
        done = here.scrapy("crawl", "all")
        assert "is kept in the store" in done.stderr, done.stderr
        assert (outlets / "press.toml").read_text("utf-8") == before
        [row] = [json.loads(line) for line in here.scrapy("outlets", "--json").stdout.splitlines()]
        assert len(row["sources"]) == 2 and row["failures"] == 0
        [row] = [json.loads(line) for line in here.scrapy("schedule", "list", "--json").stdout.splitlines()]
        assert (row["state"], row["by"]) == ("waiting", "rhythm")
        again = here.scrapy("crawl", "press")
        assert not searched_for(again.stderr, "press"), "they are known"
        assert re.search(r"[1-9] sources read, 0 failed", again.stderr), again.stderr


def test_what_the_store_had_instead_of_the_file_is_forgotten_when_it_is_written(tmp_path: Path) -> None:
    with serving() as server:
        here = installation(tmp_path, server, "press", "loop")
        found = FoundSource("feed", "http://press.x/old", None, False, "full", datetime.now(UTC))
        with Store(f"sqlite:///{here.data}/prahari.db") as store:
            for id in ("press", "loop", "other"):
                store.note_found_sources(id, [found])
            done = here.scrapy("outlets", "--discover", "press", "loop")
            assert "2 outlets searched, 1 without result" in done.stderr, done.stdout
            assert len(tomllib.loads((here.outlets / "press.toml").read_text("utf-8"))["sources"]) == 2
            assert {*store.found_sources()} == {"loop", "other"}, "nothing of them was written"


def test_a_slow_site_costs_a_bounded_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Decided between two requests, so no request is broken off. The site here is the decider's, not real."""
    write_outlet(tmp_path, "slow", 80)
    registry = load_outlets(tmp_path)
    asked: list[str] = []

    async def fetch(url: str, kind: str = "source") -> Fetched:
        asked.append(url)
        monkeypatch.setattr(attempts, "MAX_SECONDS", -1.0)  # the home page took all the time
        return Fetched(url, url, page(alternate("/feed/"), '<a href="/raksha">रक्षा</a>').body)

    async def read(func: Callable[..., T], *args: Any, timeout: float | None = None) -> T:
        return func(*args)

    found = asyncio.run(discover(registry["slow"], registry, fetch, read))
    assert asked == [registry["slow"].home]
    assert found.failure
