"""``scrapy crawl backfill``, by real processes on real servers: each way into an archive, newest first."""

from __future__ import annotations

import json
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from pipelines.india import IST as INDIA
from pipelines.store import Store
from tests.crawler.archives import Archives, serving
from tests.crawler.servers import Served
from tests.project import Installation

WAYS = {
    "posts": 'kind = "api"\nurl = "{home}/wp-json/wp/v2/posts"\ncategories = ["raksha"]',
    "days": 'kind = "sitemap"\nurl = "{home}/days-{yyyy}-{mm}-{dd}.xml"',
    "paged": 'kind = "feed"\nurl = "{home}/feed/"',
    "hinted": 'kind = "feed"\nurl = "{home}/rss.xml"',
}
DAY = timedelta(days=1)


@pytest.fixture
def archives() -> Iterator[Archives]:
    """Stories of forty days, two a day."""
    with serving(80) as site:
        yield site


def install(site: Archives, name: str, directory: Path, **extra: str) -> Installation:
    site.write(directory / "outlets", name, f"[[sources]]\n{WAYS.get(name, WAYS['hinted'])}\n")
    return Installation(directory / "data", directory / "outlets", {"PRAHARI_RELEVANT_ONLY": "0", **extra})


def day(site: Archives, number: int, days: int = 0) -> str:
    """The Indian day of a story, and so many days later."""
    return f"{site.at(number).astimezone(INDIA).date() + days * DAY}"


def since(site: Archives, number: int) -> list[int]:
    """The stories since the day of a story."""
    return site.numbers(site.at(number).astimezone(INDIA).date(), site.base.astimezone(INDIA).date())


def backfill(here: Installation, name: str, first: str, until: str = "") -> subprocess.CompletedProcess[str]:
    more = ["-a", f"until={until}"] if until else []
    done = here.scrapy("crawl", "backfill", "-a", f"outlet={name}", "-a", f"since={first}", *more)
    assert "Traceback" not in done.stderr, done.stderr
    return done


def stored(here: Installation) -> set[str]:
    with Store(f"sqlite:///{here.data}/prahari.db") as store:
        return {story.url for story in store.stories()}


@pytest.mark.parametrize("name", WAYS)
def test_every_way_gives_the_stories_of_the_time_newest_first(
    archives: Archives, name: str, tmp_path: Path
) -> None:
    here = install(archives, name, tmp_path)
    first, last = 45, 11  # of the time: the older of its day, the newer of its day
    begin, until = day(archives, first), day(archives, last)
    wanted = archives.numbers(
        archives.at(first).astimezone(INDIA).date(), archives.at(last).astimezone(INDIA).date()
    )
    done = backfill(here, name, begin, until)
    assert done.returncode == 0, done.stdout + done.stderr
    asked = archives.stories_asked(name)
    assert asked == wanted and len(wanted) > 30, "each of the time once, and no other, newest first"
    assert stored(here) == {archives.url(name, number) for number in wanted}
    assert f"{len(wanted)} entries, {len(wanted)} pages fetched, {len(wanted)} stories kept" in done.stdout
    assert archives.most == 1
    if name == "posts":
        states = here.scrapy("outlets", "--json").stdout
        assert not json.loads(states.splitlines()[0]).get("last_success"), "for visits, it has not been"


def test_what_was_read_is_not_read_again(archives: Archives, tmp_path: Path) -> None:
    name = "paged"
    here = install(archives, name, tmp_path)
    read = []
    for first in (30, 59):
        before = archives.asked(name)
        assert backfill(here, name, day(archives, first)).returncode == 0
        new = archives.asked(name)[len(before) :]
        read.append([path for path in new if not path.startswith("/news/")])
    assert Counter(archives.stories_asked(name)) == Counter(since(archives, 59))
    again = set(read[0]) & set(read[1]) - {"/robots.txt"}
    assert again == {"/feed/", "/feed/?paged=4"}, "the front, and where it was"


def test_a_killed_backfill_goes_on(archives: Archives, tmp_path: Path) -> None:
    name = "posts"
    here = install(archives, name, tmp_path)
    first = day(archives, 59)
    reached = threading.Event()
    kill_at = {25, 40}

    def gate(host: str, path: str) -> Served | None:
        if any(path == f"/news/{number}.html" for number in kill_at):
            reached.set()
            time.sleep(3)  # until the kill
        return None

    archives.gate = gate
    for number in sorted(kill_at):
        reached.clear()
        process = here.start("scrapy", "crawl", "backfill", "-a", f"outlet={name}", "-a", f"since={first}")
        assert reached.wait(60)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        kill_at.discard(number)
    archives.gate = lambda host, path: None
    killed = len(archives.asked(name))
    done = backfill(here, name, first)
    assert done.returncode == 0, done.stdout + done.stderr
    assert stored(here) == {archives.url(name, number) for number in since(archives, 59)}, "nothing lost"
    twice = {number for number, count in Counter(archives.stories_asked(name)).items() if count > 1}
    # What was being fetched or stored at the kill, and no more.
    assert {25, 40} <= twice and len(twice) <= 8, twice
    before, after = archives.asked(name)[:killed], archives.asked(name)[killed:]
    again = {path for path in after if path in before and not path.startswith(("/news/", "/robots.txt"))}
    weeks = {path.partition("&after=")[2] for path in again if "/posts?" in path}
    assert len(weeks) <= 3, "that of the kill, and those to which stories may still be added"


def test_what_names_no_older_page_is_no_way(archives: Archives, tmp_path: Path) -> None:
    here = install(archives, "bare", tmp_path)
    done = backfill(here, "bare", day(archives, 59))
    assert done.returncode == 1
    assert f"feed {archives.home('bare')}/rss.xml: names no older page" in done.stdout
    assert f"api {archives.home('bare')}/wp-json/wp/v2/posts: http-404" in done.stdout
    assert done.stdout.rstrip().endswith("no way into the archive of bare was found; looked at: those above")
    # What the feed has of the time was taken all the same.
    assert len(stored(here)) == archives.per_page


def test_a_host_that_asks_to_be_left_alone_is_waited_for(archives: Archives, tmp_path: Path) -> None:
    here = install(archives, "paged", tmp_path)
    refused: list[float] = []

    def gate(host: str, path: str) -> Served | None:
        if path == "/feed/?paged=3" and not refused:
            refused.append(time.monotonic())
            return Served(b"later", 429, {"Retry-After": "2", "Content-Type": "text/plain"})
        return None

    archives.gate = gate
    done = backfill(here, "paged", day(archives, 59))
    assert done.returncode == 0 and refused, done.stdout
    assert len(stored(here)) == len(since(archives, 59))


def test_a_part_that_fails_is_told_and_read_by_the_next_run(archives: Archives, tmp_path: Path) -> None:
    here = install(archives, "days", tmp_path)
    broken = f"/days-{day(archives, 30)}.xml"
    archives.gate = lambda host, path: Served(b"no", 500) if path == broken else None
    done = backfill(here, "days", day(archives, 59))
    assert done.returncode == 1 and "1 parts could not be read" in done.stdout and broken in done.stdout
    assert done.stdout.rstrip().endswith("broken off: the same command goes on from here")
    assert len(stored(here)) < len(since(archives, 59))
    archives.gate = lambda host, path: None
    before = len(archives.asked("days"))
    assert backfill(here, "days", day(archives, 59)).returncode == 0
    assert len(stored(here)) == len(since(archives, 59))
    assert len(archives.asked("days")) - before <= 8


def test_thousands_of_links_at_once_are_taken_in_windows(tmp_path: Path) -> None:
    with serving(100) as site:
        months = '[[sources]]\nkind = "sitemap"\nurl = "{home}/months.xml"\n'
        site.write(tmp_path / "outlets", "months", months)
        extra = {"PRAHARI_RELEVANT_ONLY": "0", "PRAHARI_MAX_ENTRIES": "25"}
        here = Installation(tmp_path / "data", tmp_path / "outlets", extra)
        assert backfill(here, "months", day(site, 99)).returncode == 0
        assert Counter(site.stories_asked("months")) == Counter(range(100))


def test_what_cannot_be_is_told_in_one_line(tmp_path: Path) -> None:
    with serving(1) as site:
        here = install(site, "paged", tmp_path)
    done = here.scrapy("crawl", "backfill", "-a", "outlet=pagd", "-a", "since=2026-01-01")
    assert (done.returncode, done.stderr) == (1, "prahari: no outlet 'pagd'; did you mean paged?\n")
    done = here.scrapy("crawl", "backfill", "-a", "outlet=paged", "-a", "since=2024-13-01")
    assert (done.returncode, done.stderr) == (
        1,
        "prahari: since: '2024-13-01' is no day: write it as 2024-01-31\n",
    )


def test_a_visit_has_its_turn_and_the_backfill_waits_for_it(archives: Archives, tmp_path: Path) -> None:
    """Two crawls never ask one outlet at once, and the backfill loses nothing by a visit."""
    here = install(archives, "paged", tmp_path)
    begun, go_on = threading.Event(), threading.Event()

    def gate(host: str, path: str) -> Served | None:
        if path == "/news/3.html" and not begun.is_set():
            begun.set()
            go_on.wait(60)
        return None

    archives.gate = gate
    visit = here.start("scrapy", "crawl", "paged")
    assert begun.wait(60)
    arguments = ("-a", "outlet=paged", "-a", f"since={day(archives, 20)}")
    looking_back = here.start("scrapy", "crawl", "backfill", *arguments)
    assert looking_back.stderr is not None
    assert any("waiting until the other crawl is done" in line for line in looking_back.stderr)
    asked = archives.asked("paged")
    go_on.set()
    for process in (looking_back, visit):
        process.communicate(timeout=100)
        assert process.returncode == 0
    assert archives.most == 1
    assert asked.count("/robots.txt") == asked.count("/feed/") == 1, "the visit's"
    assert Counter(archives.stories_asked("paged")) == Counter(since(archives, 20))
