"""Several real processes at one index: one writes, all read, and any may be killed."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from search.index import IndexBusy, SearchRequest
from search.query import Everything, parse
from search.tantivy import TantivyIndex
from tests.search.samples import document

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def process(*args: str | Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.search.tantivy_processes", *map(str, args)]
    with subprocess.Popen(
        command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        try:
            yield child
        finally:
            child.kill()


def line(child: subprocess.Popen[str]) -> str:
    assert child.stdout is not None
    return child.stdout.readline().strip()


def tell(child: subprocess.Popen[str]) -> None:
    assert child.stdin is not None
    child.stdin.write("go\n")
    child.stdin.flush()


def test_while_another_process_writes_we_read_and_writing_is_busy(tmp_path: Path) -> None:
    path = tmp_path / "index"
    index = TantivyIndex(path)
    index.upsert([document("a")])
    with process("hold", path) as child:
        assert line(child) == "holding"
        for act in (lambda: index.upsert([document("b")]), lambda: index.delete(["a"]), index.clear):
            with pytest.raises(IndexBusy, match="another process is writing the index"):
                act()
        assert index.count(Everything()) == 1
        # What needs no writing needs no writer.
        assert index.upsert([document("a")]).acknowledged == {"a": 1}
        (path / "format.json").write_text("{}")
        with pytest.raises(IndexBusy):
            TantivyIndex(path).clear()
        tell(child)
        assert child.wait() == 0
    TantivyIndex(path).clear()
    assert index.upsert([document("b")]).acknowledged == {"b": 1}


def test_the_writer_of_a_killed_process_is_free(tmp_path: Path) -> None:
    with process("hold", tmp_path / "index") as child:
        assert line(child) == "holding"
        child.kill()
        child.wait()
    assert TantivyIndex(tmp_path / "index").upsert([document("a")]).acknowledged == {"a": 1}


@pytest.mark.parametrize("commits", [1, 7, 9])
def test_what_a_killed_process_had_acknowledged_is_there(tmp_path: Path, commits: int) -> None:
    path = tmp_path / "index"
    with process("write", path) as child:
        acknowledged: dict[str, int] = {}
        for _ in range(commits):
            acknowledged |= {id: int(n) for id, n in (pair.split("=") for pair in line(child).split())}
        time.sleep(0.004 * commits)  # somewhere in the middle of the next commits
        child.kill()
        assert child.stdout is not None
        rest = child.stdout.read().splitlines()
    for said in rest:
        acknowledged |= {id: int(n) for id, n in (pair.split("=") for pair in said.split())}
    index = TantivyIndex(path)
    there = dict(index.revisions())
    assert acknowledged.items() <= there.items()
    assert len(there) % 20 == 0, "half a batch was committed"
    assert index.count(parse("सेना")) == len(there)
    assert index.search(SearchRequest(parse("सेना"), size=5)).hits[0].passage
    index.upsert([document("after")])
    assert index.get("after") == document("after")
    assert orphans(path) == set()


def test_a_full_disk_is_told_and_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "index"
    index = TantivyIndex(path)
    index.upsert([document("a")])
    with process("cramped", path) as child:
        told = line(child)
        assert child.wait() == 0
    assert told.startswith(f"{path}: ")
    assert "os error" in told
    assert "rebuild" not in told and "damaged" not in told
    assert {id for id, _ in index.revisions()} == {"a"}
    assert index.upsert([document("b")]).acknowledged == {"b": 1}
    assert orphans(path) == set()


def test_two_processes_take_turns(tmp_path: Path) -> None:
    path = tmp_path / "index"
    with process("share", path, "x") as x, process("share", path, "y") as y:
        assert line(x) == line(y) == "ready"
        tell(x)
        tell(y)
        reader = TantivyIndex(path)
        seen = [0]
        while x.poll() is None or y.poll() is None:
            seen.append(reader.count(Everything()))
            time.sleep(0.01)
        assert (x.wait(), y.wait()) == (0, 0)
    assert seen == sorted(seen)
    assert len(set(seen)) > 5, "the reader does not see what others commit"
    assert {id for id, _ in reader.revisions()} == {f"{name}-{n}" for name in "xy" for n in range(30)}
    reader.upsert([document("last")])
    assert orphans(path) == set()


def test_searching_goes_on_while_another_process_clears_and_fills(tmp_path: Path) -> None:
    path = tmp_path / "index"
    index = TantivyIndex(path)
    with process("clear", path) as child:
        assert line(child) == "round"
        totals = set()
        deadline = time.monotonic() + 2
        while time.monotonic() < deadline:
            result = index.search(SearchRequest(parse("सेना"), size=20, facets=("outlet",)))
            assert len(result.hits) == min(20, result.total)
            totals.add(result.total)
    assert totals == {0, 50}


def orphans(path: Path) -> set[str]:
    """Segments on disk that the index does not use."""
    used = json.loads((path / "meta.json").read_text())["segments"]
    return {file.stem for file in path.glob("*.store")} - {s["segment_id"].replace("-", "") for s in used}
