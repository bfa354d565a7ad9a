"""Who looks at one time for what is due does not choose the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler import leases
from crawler.registry import Registry, load_outlets
from crawler.services import Services
from pipelines.store import Store, StoreProblem
from scheduler.reservations import reservation, reserve
from tests.real_outlet import outlet_file

IDS = ("a", "b", "c", "d")


@pytest.fixture
def outlets(tmp_path: Path) -> Registry:
    """The last two of `IDS` are on one host."""
    (tmp_path / "outlets").mkdir()
    for id in IDS:
        host = f"{'c' if id == 'd' else id}.example"
        text = outlet_file(id, f"समाचार {id}", id, f"https://{host}/{id}", host)
        text = text.replace("\ninterval", f'\npaths = ["/{id}"]\ninterval')
        (tmp_path / "outlets" / f"{id}.toml").write_text(text, "utf-8")
    return load_outlets(tmp_path / "outlets")


def test_what_one_has_chosen_nobody_else_chooses(store: Store, outlets: Registry) -> None:
    due = list(outlets.values())
    assert reserve(store, due, 2, "one:1") == ["a", "b"]
    assert reserve(store, due, 1, "two:2") == ["c"]
    assert reserve(store, due, None, "three:3") == [], "the host of the last one is reserved, too"
    store.give_back(["two:2"])
    assert reserve(store, due, None, "three:3") == ["c", "d"]
    assert not any(name in store.holdings() for name in leases.names(outlets["a"])), "a crawl may have it"


def test_a_choice_at_the_same_moment_is_given_up_whole(
    store: Store, outlets: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    reserve(store, [outlets["c"]], None, "one:1")
    monkeypatch.setattr(store, "holdings", dict)  # both looked before one of them chose
    assert reserve(store, [outlets["a"], outlets["d"]], None, "two:2") == ["a"]
    monkeypatch.undo()
    mine = {name for name, one in store.holdings().items() if one.owner == "two:2"}
    assert mine == {f"next:{name}" for name in leases.names(outlets["a"])}


def test_what_could_not_be_given_back_is_with_the_next(
    store: Store, outlets: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database was away when the crawl ended, and this process lives on."""

    class Opened:
        def __init__(self) -> None:
            self.store = store

        def close(self) -> None: ...

    def away() -> Opened:
        raise StoreProblem("the database is away")

    monkeypatch.setattr(Services, "of_project", Opened)
    with pytest.raises(StoreProblem), reservation() as mine:
        assert mine.of([outlets["a"]], None) == ["a"]
        monkeypatch.setattr(Services, "of_project", away)
    assert reserve(store, [outlets["a"]], None, "two:2") == []
    monkeypatch.setattr(Services, "of_project", Opened)
    with reservation() as again:
        assert again.of([outlets["a"]], None) == ["a"]
    assert not store.holdings()


def test_what_a_dead_process_had_chosen_is_free(store: Store, outlets: Registry) -> None:
    machine = leases.name().rsplit(":", 3)[0]
    assert reserve(store, [outlets["a"]], None, f"{machine}:4194304:1:00000000") == ["a"]
    assert reserve(store, [outlets["a"]], None, "two:2") == ["a"]
