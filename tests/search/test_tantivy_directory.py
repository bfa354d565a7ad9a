"""The directory of the embedded engine: made whole, refused if it is not sound, replaced on request."""

from __future__ import annotations

import json
import resource
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import tantivy

from search.index import IndexUnavailable, SearchRequest
from search.query import Everything
from search.tantivy import TantivyIndex
from search.tantivy_directory import FORMAT_FILE, META_FILE, explained
from search.tantivy_schema import schema
from tests.search.samples import document

DOCUMENTS = [document(id, text="सेना") for id in "abc"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "index"
    index = TantivyIndex(path)
    index.upsert(DOCUMENTS)
    index.close()
    return path


def test_nothing_is_made_before_it_is_needed(tmp_path: Path) -> None:
    index = TantivyIndex(tmp_path / "a" / "b")
    assert not (tmp_path / "a").exists()
    assert index.count(Everything()) == 0
    assert [file.name for file in (tmp_path / "a").iterdir()] == ["b"]


def test_an_empty_directory_will_do(tmp_path: Path) -> None:
    assert TantivyIndex(tmp_path).upsert(DOCUMENTS).acknowledged == {"a": 1, "b": 1, "c": 1}


def other_format(path: Path) -> None:
    (path / FORMAT_FILE).write_text(json.dumps({"engine": "tantivy", "format": 999}))


def no_format(path: Path) -> None:
    (path / FORMAT_FILE).unlink()


def format_is_no_json(path: Path) -> None:
    (path / FORMAT_FILE).write_text("format 1")


def format_is_a_list(path: Path) -> None:
    (path / FORMAT_FILE).write_text("[]")


def no_meta(path: Path) -> None:
    (path / META_FILE).unlink()


def half_a_meta(path: Path) -> None:
    (path / META_FILE).write_text((path / META_FILE).read_text()[:100])


def meta_of_nothing(path: Path) -> None:
    (path / META_FILE).write_text("{}")


def part(suffix: str, change: Callable[[Path], object]) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        (file,) = path.glob(f"*.{suffix}")
        change(file)

    damage.__name__ = f"{suffix}_{change.__name__}"
    return damage


def removed(file: Path) -> None:
    file.unlink()


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-40])


def overwritten(file: Path) -> None:
    file.write_bytes(b"\xff" * file.stat().st_size)


DAMAGES = [
    other_format,
    no_format,
    format_is_no_json,
    format_is_a_list,
    no_meta,
    half_a_meta,
    meta_of_nothing,
    *(
        part(suffix, change)
        for suffix in ("term", "store", "fast")
        for change in (removed, emptied, cut_short, overwritten)
    ),
]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_what_is_not_sound_is_refused_until_it_is_cleared(path: Path, damage: Callable[[Path], None]) -> None:
    damage(path)
    index = TantivyIndex(path)
    for act in (
        lambda: index.search(SearchRequest(Everything())),
        lambda: index.count(Everything()),
        lambda: index.get("a"),
        lambda: list(index.revisions()),
        lambda: index.upsert(DOCUMENTS),
        lambda: index.delete(["a"]),
    ):
        with pytest.raises(IndexUnavailable, match=r"run `scrapy index rebuild`$") as raised:
            act()
        assert str(raised.value).startswith(f"{path}: ")
        assert "\n" not in str(raised.value)
    health = index.health()
    assert not health.ok
    assert "scrapy index rebuild" in health.detail

    index.clear()
    assert index.health().ok
    assert index.count(Everything()) == 0
    assert index.upsert(DOCUMENTS).acknowledged == {"a": 1, "b": 1, "c": 1}
    assert [file.name for file in path.parent.iterdir()] == ["index"]


def test_damage_inside_a_file_is_no_crash(path: Path) -> None:
    """The footer is right, so opening succeeds; Tantivy panics or errs when it reads on."""
    (file,) = path.glob("*.term")
    content = bytearray(file.read_bytes())
    content[: len(content) // 2] = b"\xff" * (len(content) // 2)
    file.write_bytes(content)
    index = TantivyIndex(path)
    for _ in range(2):
        with pytest.raises(IndexUnavailable, match="damaged"):
            index.get("a")
    index.clear()
    assert index.upsert(DOCUMENTS).acknowledged == {"a": 1, "b": 1, "c": 1}


def test_a_panic_of_tantivy_is_an_index_problem(path: Path) -> None:
    with pytest.raises(IndexUnavailable, match="strictly more than one term"), explained(path):
        tantivy.Query.phrase_query(schema(), "title_exact", ["सेना"])


def test_an_open_index_notices_that_it_was_damaged(path: Path) -> None:
    index = TantivyIndex(path)
    assert index.count(Everything()) == 3
    other_format(path)
    half_a_meta(path)
    with pytest.raises(IndexUnavailable, match="scrapy index rebuild"):
        index.count(Everything())


def test_a_directory_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("ten years of work")
    index = TantivyIndex(tmp_path)
    with pytest.raises(IndexUnavailable):
        index.count(Everything())
    with pytest.raises(IndexUnavailable, match="holds files but no index"):
        index.clear()
    assert (tmp_path / "thesis.txt").read_text() == "ten years of work"


def test_a_file_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("")
    index = TantivyIndex(tmp_path / "index")
    assert not index.health().ok
    for act in (index.clear, lambda: index.count(Everything())):
        with pytest.raises(IndexUnavailable, match=str(tmp_path / "index")):
            act()


def test_no_files_are_left_behind_when_documents_are_replaced(path: Path) -> None:
    index = TantivyIndex(path)
    for revision in range(2, 30):
        index.upsert([document("a", revision=revision)])
    used = {
        segment["segment_id"].replace("-", "")
        for segment in json.loads((path / META_FILE).read_text())["segments"]
    }
    stems = {file.name.split(".")[0] for file in path.glob("*.store")}
    assert stems == used


KILLED = (
    "An error occurred in a thread: 'An index writer was killed.. A worker thread encountered an error "
    "(io::Error most likely) or panicked.'"
)
"""All that Tantivy may say of a full disk, now and then."""


def test_a_writer_that_was_killed_by_a_full_disk_is_explained_so(path: Path) -> None:
    """No file can grow over 20 kB: what a full disk does, as far as a test can have it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        with pytest.raises(IndexUnavailable) as raised, explained(path):
            raise ValueError(KILLED)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert str(raised.value) == f"{path}: cannot be written: File too large (os error 27)"
    assert not list(path.glob(".probe*"))


def test_a_writer_that_was_killed_by_something_else_is_no_damage(path: Path) -> None:
    with pytest.raises(IndexUnavailable) as raised, explained(path):
        raise ValueError(KILLED)
    assert f"could not be written ({KILLED}; " in str(raised.value)
    assert "damaged" not in str(raised.value)
    assert not list(path.glob(".probe*"))
    assert TantivyIndex(path).upsert([document("d")]).acknowledged == {"d": 1}


def test_what_a_kill_within_a_commit_leaves_is_in_nobody_s_way(path: Path, tmp_path: Path) -> None:
    """The files of the deletions are written, and listed, but not the commit itself: the next one will have
    the same number, and files of the same names."""
    ahead = tmp_path / "ahead"
    shutil.copytree(path, ahead)
    edited = document("a", text="नौसेना", revision=2)
    TantivyIndex(ahead).upsert([edited])
    [deletions] = set(ahead.glob("*.del")) - set(path.glob("*.del"))
    shutil.copy(deletions, path)
    listed = path / ".managed.json"
    listed.write_text(json.dumps([*json.loads(listed.read_text()), deletions.name]))
    index = TantivyIndex(path)
    assert index.upsert([edited]).acknowledged == {"a": 2}
    assert index.get("a") == edited and index.count(Everything()) == 3
