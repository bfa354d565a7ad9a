"""``scrapy index``: as a process with the embedded engine, and in this one with an index of refusals."""

from __future__ import annotations

import json
import os
import subprocess
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from scrapy.settings import Settings

from crawler.commands import index as command
from crawler.indexbar import Bar
from crawler.indexreport import state_text
from crawler.services import Services
from pipelines.outbox import drain
from pipelines.store import Store
from pipelines.story import Story
from search.index import IndexUnavailable
from search.tantivy import TantivyIndex
from tests import warm
from tests.pipelines.outcomes import NOON, prose, rejected, story
from tests.pipelines.shelf import Shelf
from tests.search.samples import document

ROOT = Path(__file__).resolve().parents[2]


class Place:
    """A data directory with a store and an index."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        (directory / "outlets").mkdir()

    @property
    def store(self) -> Store:
        return Store(f"sqlite:///{self.directory}/prahari.db")

    @property
    def index(self) -> TantivyIndex:
        return TantivyIndex(self.directory / "index")

    def scrapy(self, *args: str) -> subprocess.CompletedProcess[str]:
        environment = {
            **os.environ,
            "PRAHARI_DATA": str(self.directory),
            "PRAHARI_OUTLETS": str(self.directory / "outlets"),
            "NO_COLOR": "1",
        }
        return warm.scrapy(("index", *args), environment)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def fill(store: Store, count: int) -> list[Story]:
    stories = [story(f"{n}", text=f"ख़बर {n} {prose(n, 12)}") for n in range(count)]
    for one in stories:
        store.save(one)
    return stories


def test_verify_compares_and_mends(place: Place) -> None:
    with closing(place.store) as store:
        stories = fill(store, 4)
        drain(store, place.index, {})
        place.index.delete([stories[0].id])
        place.index.upsert([document("f" * 16)])
        store.save(replace(stories[1], outlet="other", text="अन्य"))  # waits
    looked = place.scrapy("verify", "--dry-run", "--json")
    assert looked.returncode == 1, looked.stderr
    found = json.loads(looked.stdout)
    assert (found["index"], found["holds"], found["agree"]) == ("tantivy", "stories", False)
    assert (found["stored"], found["indexed"], found["waiting"]) == (4, 4, 1)
    assert (found["missing"], found["unknown"]) == ([stories[0].id], {"f" * 16: 1})
    shown = place.scrapy("verify", "--dry-run")
    assert shown.returncode == 1
    assert "4 stories in the index, 4 in the store, 1 waiting" in shown.stdout
    assert f"  1 missing in the index: {stories[0].id}" in shown.stdout.splitlines()

    mended = place.scrapy("verify")
    assert mended.returncode == 0, mended.stdout
    assert "mended: 2 stories sent" in mended.stdout
    assert mended.stdout.splitlines()[-1] == "  they agree"
    with closing(place.store) as store:
        assert list(place.index.revisions()) == list(store.revisions())

    again = json.loads(place.scrapy("verify", "--json").stdout)
    assert again["agree"] and again["sent"] == 0
    assert again["after"]["stored"] == again["after"]["indexed"] == 4


def test_failed_can_be_retried(place: Place) -> None:
    with closing(place.store) as store:
        [one] = fill(store, 1)
        store.register_index("tantivy")
        store.refuse("tantivy", {one.id: (1, "field too long")}, NOON)
    status = place.scrapy("status")
    assert status.stdout.splitlines()[1:] == [
        "0 of 1 stories indexed, none waiting in the outbox, 1 refused by the index",
        "what the index refused, and why: `scrapy index failed`",
    ]
    listed = place.scrapy("failed", "--json")
    assert listed.returncode == 0
    assert json.loads(listed.stdout) == {
        "index": "tantivy",
        "id": one.id,
        "revision": 1,
        "reason": "field too long",
        "at": NOON.isoformat(),
    }
    retried = place.scrapy("failed", "--retry")
    assert (retried.returncode, retried.stdout) == (0, "")
    assert "0 refused by the index" in retried.stderr
    assert [id for id, _ in place.index.revisions()] == [one.id]
    state = json.loads(place.scrapy("status", "--json").stdout)
    assert (state["documents"], state["waiting"], state["refused"], state["refusals"]) == (1, 0, 0, None)


def test_drain_and_rebuild_as_json(place: Place) -> None:
    with closing(place.store) as store:
        fill(store, 3)
    expected: dict[str, Any] = {"indexed": 3, "refused": 0, "busy": False, "refusals": None}
    assert json.loads(place.scrapy("drain", "--json").stdout) == expected
    assert json.loads(place.scrapy("rebuild", "--json").stdout) == expected
    assert json.loads(place.scrapy("drain", "--json").stdout) == {**expected, "indexed": 0}


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["nonsense"], "there are status, drain, rebuild, setup, verify, failed"),
        (["drain", "--dry-run"], "--dry-run goes with verify"),
        (["verify", "--retry"], "--retry goes with failed"),
    ],
)
def test_mistakes_are_told(place: Place, args: list[str], says: str) -> None:
    done = place.scrapy(*args)
    assert done.returncode != 0
    assert says in done.stderr + done.stdout


# --- with an index of refusals -----------------------------------------------------------------------


class Broken(Shelf):
    """Its server is away, so that not even its name is known."""

    @property
    def name(self) -> str:
        raise IndexUnavailable("es.example: connection refused")

    @name.setter
    def name(self, _: str) -> None:
        pass


@pytest.fixture
def services(place: Place) -> Iterator[Services]:
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.set("PRAHARI_STORE", f"sqlite:///{place.directory}/prahari.db")
    settings.set("PRAHARI_INDEX", str(place.directory / "index"))
    settings.set("PRAHARI_OUTLETS", str(place.directory / "outlets"))
    with closing(Services.open(settings)) as opened:
        opened.__dict__["refusals"] = Shelf("refusals:1")
        yield opened


Run = Callable[..., tuple[int, list[str]]]


@pytest.fixture
def run(services: Services, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs an action of the command; its exit code and its lines."""

    def act(action: Callable[[Services, Namespace], int], **options: bool) -> tuple[int, list[str]]:
        given = Namespace(**{"json": False, "dry_run": False, "retry": False} | options)
        code = action(services, given)
        return code, capsys.readouterr().out.splitlines()

    return act


def test_refusals_are_drained_shown_verified_and_retried_too(services: Services, run: Run) -> None:
    shelf = services.refusals
    assert isinstance(shelf, Shelf)
    fill(services.store, 2)
    for n in range(3):
        services.store.save(rejected(f"https://a.example/{n}"))
    assert run(command.drain) == (0, ["2 stories indexed, 0 refused", "3 refusals indexed, 0 refused"])
    assert len(shelf.taken) == 3

    services.store.save(rejected("https://a.example/new"))
    _, [_, _, line, advice] = run(command.status)
    assert line == "refusals:1: ok, 4 refusals stored, 1 waiting in the outbox"
    assert "`scrapy index drain`" in advice
    _, [text] = run(command.status, json=True)
    assert json.loads(text)["refusals"] == {
        "index": "refusals:1",
        "set_up": True,
        "rejections": 4,
        "waiting": 1,
        "refused": 0,
        "detail": "ok",
    }

    removed = shelf.taken.pop(next(iter(shelf.taken)))
    code, lines = run(command.verify_index, dry_run=True, json=True)
    stories, refusals = map(json.loads, lines)
    assert (code, stories["agree"], refusals["agree"]) == (1, True, False)
    assert (refusals["missing"], refusals["waiting"]) == ([removed.id], 1)
    assert run(command.verify_index)[0] == 0
    assert len(shelf.taken) == 4
    assert run(command.verify_index, dry_run=True)[0] == 0

    shelf.refuses = frozenset({removed.id})
    code, lines = run(command.rebuild)
    assert (code, lines) == (1, ["2 stories indexed, 0 refused", "3 refusals indexed, 1 refused"])
    _, [failure] = run(command.failed)
    assert failure.endswith(f"{removed.id}  field too long")
    assert run(command.failed, retry=True)[0] == 1
    shelf.refuses = frozenset()
    assert run(command.failed, retry=True) == (0, [])
    assert services.store.index_failures(shelf.name) == []


def test_status_of_an_index_that_is_away(services: Services, run: Run) -> None:
    services.__dict__["refusals"] = Broken()
    _, [text] = run(command.status, json=True)
    state = json.loads(text)["refusals"]
    assert (state["index"], state["waiting"]) == (None, None)
    assert state["detail"] == "es.example: connection refused"


def test_a_cause_that_both_indexes_share_is_told_once() -> None:
    away: dict[str, Any] = {
        "index": None,
        "set_up": True,
        "ok": False,
        "stories": 7,
        "waiting": None,
        "refused": None,
    }
    away["detail"] = "es.example: connection refused"
    refusals = {**away, "rejections": 46}
    told = state_text({**away, "refusals": refusals})
    assert told == "the index: BROKEN, es.example: connection refused"
    refusals["detail"] = "es.example: gone"
    assert state_text({**away, "refusals": refusals}).splitlines()[1:] == [
        "the index of refusals: es.example: gone"
    ]


def test_the_bar_has_a_total_and_is_not_shown_for_nothing() -> None:
    told = StringIO()
    console = Console(file=told, width=80)
    with Bar(console):
        pass
    assert told.getvalue() == ""
    with Bar(console) as bar:
        bar.expect(2)
        bar.advance(2)
        bar.advance(1)  # saved meanwhile
    assert "3/3" in told.getvalue()
