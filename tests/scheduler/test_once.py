"""``python -m scheduler --once``: one round, in real processes, on the sample newsroom."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from pipelines.store import Store
from search.tantivy import TantivyIndex
from tests.newsroom import Newsroom
from tests.newsroom.visits import Fault
from tests.project import Installation
from tests.scheduler.watch import OUTLETS, Service, installation, processes, wait_for

pytestmark = pytest.mark.newsroom


def round_of(here: Installation) -> tuple[int, str]:
    """Exit code and log of one round."""
    process = here.start("scheduler", "--once")
    _, log = process.communicate(timeout=60)
    assert "Traceback" not in log, log
    return process.returncode, log


def stories(url: str) -> dict[str, str]:
    """Story URL → outlet."""
    with Store(url) as store:
        return {story.url: story.outlet for story in store.stories()}


def test_a_round_crawls_and_indexes_what_is_due_and_the_next_nothing(
    newsroom: Newsroom, tmp_path: Path, store_url: str
) -> None:
    """In SQLite and in PostgreSQL; one outlet answers nothing but errors, which keeps nobody back."""
    broken, sound = OUTLETS
    here = installation(newsroom, tmp_path, PRAHARI_STORE=store_url)
    newsroom.break_down(broken, Fault(status=500))
    try:
        code, log = round_of(here)
    finally:
        newsroom.repair(broken)
    assert code == 0, log
    assert "crawling 2 outlets" in log
    expected = {
        page.url
        for page in newsroom.expected()
        if page.outlet == sound and page.announced and page.kind == "article" and page.relevant == "yes"
        if page.language == "hi"
    }
    found = stories(store_url)
    assert set(found.values()) == {sound}
    assert expected <= set(found)
    assert indexed(here) == len(found)
    with Store(store_url) as store:
        states = store.outlet_states()
        assert (states[sound].failures, states[broken].failures) == (0, 1)
        assert all(state.next_due is not None for state in states.values())

    visits = len(newsroom.log)
    code, log = round_of(here)
    assert code == 0, log
    assert len(newsroom.log) == visits
    assert "crawling" not in log and stories(store_url) == found


def indexed(here: Installation) -> int:
    """Documents in the index."""
    index = TantivyIndex(here.data / "index")
    try:
        return index.health().documents
    finally:
        index.close()


@pytest.mark.parametrize("options", [["--once"], []], ids=["once", "service"])
def test_a_store_that_cannot_be_opened_is_one_line(tmp_path: Path, options: list[str]) -> None:
    (tmp_path / "outlets").mkdir()
    url = "postgresql+psycopg://prahari:secret@127.0.0.1:1/x"
    here = Installation(tmp_path / "data", tmp_path / "outlets", {"PRAHARI_STORE": url})
    process = here.start("scheduler", *options)
    stdout, stderr = process.communicate(timeout=30)
    assert process.returncode == 1
    assert stderr.startswith("prahari: ") and stderr.count("\n") == 1
    assert "secret" not in stderr + stdout


def test_ctrl_c_ends_a_round_and_the_crawl_in_it(newsroom: Newsroom, tmp_path: Path) -> None:
    here = installation(newsroom, tmp_path)
    slow = OUTLETS[0]
    newsroom.break_down(slow, Fault(delay=1))
    try:
        visits = len(newsroom.log)
        with Service(here, tmp_path / "log", "--once") as watch:
            assert wait_for(lambda: len(newsroom.log) > visits + 3), watch.log
            assert watch.end(signal.SIGINT) < 12
            assert watch.process.returncode == 0
            assert processes(here) == {}
            assert "Traceback" not in watch.log and "cut short" in watch.log
    finally:
        newsroom.repair(slow)


def test_an_index_that_cannot_be_used_is_told_and_costs_no_story(newsroom: Newsroom, tmp_path: Path) -> None:
    here = installation(newsroom, tmp_path)
    (here.outlets / f"{OUTLETS[0]}.toml").unlink()
    here.data.mkdir()
    (here.data / "index").write_text("no folder")
    code, log = round_of(here)
    assert code == 1
    assert log.count("the index is behind") == 1
    assert [line for line in log.splitlines() if "ERROR" in line and "drain_index" in line]
    assert stories(f"sqlite:///{here.data}/prahari.db")
