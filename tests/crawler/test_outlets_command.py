"""``scrapy outlets`` as a process of its own, as a person runs it."""

from __future__ import annotations

import json
import subprocess
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.commands.outlets import select
from crawler.outlettable import due
from crawler.registry import load_outlets
from crawler.timetable import Standing
from pipelines.store import Store
from pipelines.story import reject
from tests.crawler.test_registry import outlet, write
from tests.pipelines.outcomes import story
from tests.project import Installation

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


def scrapy(directory: Path, *args: str) -> subprocess.CompletedProcess[str]:
    """Run the command on the outlet files and the store in `directory`."""
    store = f"sqlite:///{directory}/prahari.db"
    here = Installation(directory, directory, {"PRAHARI_STORE": store, "NO_COLOR": "1"})
    return here.scrapy("outlets", *args)


def test_table_and_json_show_what_the_store_knows(tmp_path: Path) -> None:
    source = '[[sources]]\nkind = "feed"\nurl = "https://sena.example/feed"\n'
    write(tmp_path, "sena", outlet("sena", source))
    write(tmp_path, "new", outlet("new", source.replace("sena", "new")))
    now = datetime.now(UTC)
    later = now + timedelta(hours=2)
    with closing(Store(f"sqlite:///{tmp_path}/prahari.db")) as store:
        store.mark_outlet("sena", True, None, NOW)
        store.mark_polled("sena", "https://sena.example/feed", False, "timeout: took 30 s", 0, NOW)
        store.mark_outlet("sena", False, later, now)

    shown = scrapy(tmp_path)
    assert shown.returncode == 0, shown.stderr
    lines = {line.split()[0]: line for line in shown.stdout.splitlines()}
    assert list(lines) == ["id", "new", "sena"]
    assert "समाचार" in lines["sena"] and "24 Nov 2026, 11:30 IST" in lines["sena"]
    assert lines["sena"].split()[-1] == "1"
    assert "never" in lines["new"] and " now " in lines["new"]

    shown = scrapy(tmp_path, "--json", "sena")
    (row,) = [json.loads(line) for line in shown.stdout.splitlines()]
    assert row["name_hi"] == "समाचार" and row["sources"][0]["url"] == "https://sena.example/feed"
    assert datetime.fromisoformat(row["last_success"]) == NOW
    assert datetime.fromisoformat(row["next_due"]) == later
    assert (row["failures"], row["last_error"]) == (1, "timeout: took 30 s")


def test_check_prints_every_mistake_and_fails(tmp_path: Path) -> None:
    write(tmp_path, "sena", outlet("sena"))
    good = scrapy(tmp_path, "--files")
    assert (good.returncode, good.stdout) == (0, "1 outlet file, no mistakes\n")

    write(tmp_path, "bad", outlet("bad", "interval = 1\nkind = 'x'\n"))
    bad = scrapy(tmp_path, "--files")
    assert bad.returncode == 1
    assert [line.split(": ")[:2] for line in bad.stdout.splitlines()] == [
        [f"{tmp_path}/bad.toml:6", "interval"],
        [f"{tmp_path}/bad.toml:7", "kind"],
    ]
    assert "2 mistakes in 1 file" in bad.stderr
    assert not (tmp_path / "prahari.db").exists(), "checking files opens no store"


def test_a_bad_file_is_reported_under_the_table(tmp_path: Path) -> None:
    write(tmp_path, "sena", outlet("sena"))
    write(tmp_path, "bad", "")
    shown = scrapy(tmp_path)
    assert shown.returncode == 0
    assert "sena" in shown.stdout
    assert "bad.toml:1: file: is empty" in shown.stderr


def test_alarms_without_outlets_or_with_a_bad_file_are_no_silence(tmp_path: Path) -> None:
    """Cron goes by the exit code: a directory that is not mounted must not look like a quiet day."""
    outlets = tmp_path / "outlets"
    here = Installation(tmp_path / "data", outlets)
    none = here.scrapy("outlets", "--alarms")
    assert (none.returncode, none.stdout) == (1, "")
    assert none.stderr == f"prahari: there are no outlets ({outlets}: outlets: no such directory)\n"
    outlets.mkdir()
    write(outlets, "sena", outlet("sena"))
    write(outlets, "bad", "")
    bad = here.scrapy("outlets", "--alarms")
    assert (bad.returncode, bad.stdout) == (1, "")
    assert bad.stderr == f"{outlets}/bad.toml:1: file: is empty\n"


def test_help_has_an_example_and_unknown_ids_a_suggestion(tmp_path: Path) -> None:
    assert "Example: scrapy outlets" in " ".join(scrapy(tmp_path, "--help").stdout.split())
    write(tmp_path, "jagran", outlet("jagran"))
    shown = scrapy(tmp_path, "jagrn")
    assert (shown.returncode, shown.stderr) == (1, "prahari: no outlet 'jagrn'; did you mean jagran?\n")


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (None, "now"),
        (NOW, "now"),
        (NOW - timedelta(days=1), "now"),
        (NOW + timedelta(seconds=61), "in 2 min"),
        (NOW + timedelta(minutes=119), "in 119 min"),
        (NOW + timedelta(hours=3), "24 Nov 2026, 14:30 IST"),
    ],
)
def test_when_the_next_visit_is(tmp_path: Path, at: datetime | None, text: str) -> None:
    source = '[[sources]]\nkind = "feed"\nurl = "https://sena.example/feed"\n'
    write(tmp_path, "sena", outlet("sena", source))
    write(tmp_path, "dead", outlet("dead"))
    sena, dead = (load_outlets(tmp_path)[id] for id in ("sena", "dead"))
    assert due(sena, Standing("waiting", at, "rhythm", at), NOW) == text
    assert due(dead, Standing("due", None, "never", None), NOW) == "search now"
    assert due(sena, Standing("paused", None, "rhythm", at), NOW) == "paused"


def test_an_outlet_with_a_faulty_file_is_not_passed_over_in_silence(tmp_path: Path) -> None:
    write(tmp_path, "sena", outlet("sena"))
    write(tmp_path, "bad", "")
    here = Installation(tmp_path, tmp_path, {"PRAHARI_STORE": f"sqlite:///{tmp_path}/prahari.db"})
    mistake = f"{tmp_path}/bad.toml:1: file: is empty"
    listed = here.scrapy("schedule", "list")
    assert (listed.returncode, listed.stderr) == (0, f"{mistake}\n") and "sena" in listed.stdout
    for action in ("why", "pause"):
        one = here.scrapy("schedule", action, "bad")
        assert (one.returncode, one.stderr) == (1, f"prahari: {mistake}: it is not visited\n")
    status = here.scrapy("status").stdout
    assert "1 watched" in status and "files with mistakes are left out (1)" in " ".join(status.split())


def test_the_table_and_the_schedule_tell_the_same_of_a_file_that_was_edited(tmp_path: Path) -> None:
    source = '[[sources]]\nkind = "feed"\nurl = "https://sena.example/feed"\n'
    write(tmp_path, "sena", outlet("sena", "every = 50\n" + source))
    write(tmp_path, "idle", outlet("idle", source.replace("sena", "idle")))
    now = datetime.now(UTC)
    with closing(Store(f"sqlite:///{tmp_path}/prahari.db")) as store:
        for id in ("sena", "idle"):
            store.mark_outlet(id, True, now + timedelta(minutes=100), now - timedelta(minutes=30))
        store.pause(["idle"], "they asked us to", now)
    rows = [json.loads(line) for line in scrapy(tmp_path, "--json").stdout.splitlines()]
    environment = {"PRAHARI_STORE": f"sqlite:///{tmp_path}/prahari.db"}
    listed = Installation(tmp_path, tmp_path, environment).scrapy("schedule", "list", "--json")
    plans = {one["outlet"]: one for one in map(json.loads, listed.stdout.splitlines())}
    assert {row["id"]: row["state"] for row in rows} == {"idle": "paused", "sena": "waiting"}
    for row in rows:
        of_outlet = plans[row["id"]]
        assert (row["next_visit"], row["next_due"]) == (of_outlet["next_visit"], of_outlet["due_at"])
    sena = rows[1]
    assert sena["interval_now"] == pytest.approx(50)
    assert datetime.fromisoformat(sena["next_visit"]) == now + timedelta(minutes=20)
    shown = {line.split()[0]: line for line in scrapy(tmp_path).stdout.splitlines()}
    assert "paused" in shown["idle"] and "in 20 min" in shown["sena"]


def test_selecting_a_faulty_outlet_is_no_mistake(tmp_path: Path) -> None:
    write(tmp_path, "bad", "")
    assert select(load_outlets(tmp_path, strict=False), ["bad"]) == []


RULES = """
[[extraction]]
body = ["div.story-text", "//article"]
title = ["h1.headline"]
drop = [".share"]
"""


def test_rules_that_match_nothing_any_more_are_told(tmp_path: Path) -> None:
    write(tmp_path, "jagran", outlet("jagran", RULES))
    assert scrapy(tmp_path, "--files").returncode == 0
    body, title, drop = "body: div.story-text, //article", "title: h1.headline", "drop: .share"
    with closing(Store(f"sqlite:///{tmp_path}/prahari.db")) as store:
        for number in range(3):
            one = story(f"story-{number}", "jagran", f"सेना ने चौकी नंबर {number} पर अभ्यास किया और लौट आई।")
            missed = replace(one, rules_used=(title,), rules_missed=(body, drop))
            store.save(missed if number else reject(missed, "relevance", "not-defence", "0.1"))
    done = scrapy(tmp_path, "--files")
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        f"jagran.toml: extraction: {body}: matched on none of the last 3 pages"
    ]
    with closing(Store(f"sqlite:///{tmp_path}/prahari.db")) as store:
        store.save(replace(story("again", "jagran", "तोप आई।"), rules_used=(body,)))
    assert scrapy(tmp_path, "--files").returncode == 0


def test_pages_without_text_speak_against_the_rule_for_the_body(tmp_path: Path) -> None:
    write(tmp_path, "jagran", outlet("jagran", RULES))
    body = "body: div.story-text, //article"
    refused = reject(story("gone", "jagran", "तोप आई।"), "extract", "no-text", "no running text")
    with closing(Store(f"sqlite:///{tmp_path}/prahari.db")) as store:
        for number, reason in enumerate(("no-text", "too-short", "list-page", "home-page")):
            url = f"https://www.jagran.com/{number}"
            store.save(replace(refused, url=url, reason=reason, story=None))
    assert scrapy(tmp_path, "--files").returncode == 0  # two pages are not enough, lists are no stories
    with closing(Store(f"sqlite:///{tmp_path}/prahari.db")) as store:
        store.save(replace(refused, url="https://www.jagran.com/5", story=None))
    done = scrapy(tmp_path, "--files")
    assert done.stdout.splitlines() == [
        f"jagran.toml: extraction: {body}: matched on none of the last 3 pages"
    ]
