"""The directory of the Tantivy index: made whole or not at all, opened if it is ours and sound, replaced.

data/index/
    format.json     which format of ours, which Tantivy; written once
    meta.json ...   Tantivy's own files
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Final

import tantivy

from search.index import IndexBusy, IndexProblem, IndexUnavailable
from search.tantivy_schema import FORMAT, register, schema

FORMAT_FILE: Final = "format.json"
META_FILE: Final = "meta.json"
MANAGED_FILE: Final = ".managed.json"
"""Tantivy's list of its files, from which it knows what to remove."""
_LOCK_FILE: Final = ".tantivy-writer.lock"
_REBUILD: Final = "run `scrapy index rebuild`"
_PARTS: Final = ("term", "idx", "pos", "store", "fast", "fieldnorm")
"""Files of a segment."""
_PROBE: Final = 1 << 20
"""Bytes of a file that shows whether files can be written."""
_MAGIC: Final = (1337).to_bytes(4, "little")
"""How each of them ends (tantivy/src/directory/footer.rs)."""

Stamp = tuple[int, int, int]


def stamp(path: Path) -> Stamp | None:
    """Differs after every commit of any process; None if there is no index."""
    return _stamp(path / META_FILE)


def files_stamp(path: Path) -> Stamp | None:
    """Differs after any process began or removed a file, committed or not (one that was killed, say)."""
    return _stamp(path / MANAGED_FILE)


def open_index(path: Path) -> tantivy.Index:
    """The index in `path`, an empty one if there is none yet. Raises IndexUnavailable."""
    with explained(path):
        if stamp(path) is None and not (path / FORMAT_FILE).exists():
            _put(path)
        _check(path)
        index = tantivy.Index.open(str(path))
        register(index)
        # Whether to look again is decided by `stamp`; Tantivy's own watcher would be a thread that polls.
        index.config_reader("manual")
        return index


def replace(path: Path) -> None:
    """An empty index in place of what is in `path`, however broken. Raises IndexBusy, IndexUnavailable."""
    with explained(path):
        if not path.exists():
            return _put(path)
        if any(path.iterdir()) and not any((path / name).exists() for name in (FORMAT_FILE, META_FILE)):
            raise IndexUnavailable(
                f"{path}: holds files but no index; remove it by hand if it is meant for one"
            )
        with _writer_lock(path):
            old = _beside(path)
            path.rename(old)
            _put(path)
        shutil.rmtree(old)
    return None


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turns what Tantivy and the file system raise into IndexBusy and IndexUnavailable."""
    try:
        yield
    except IndexProblem:
        raise
    except OSError as error:
        raise IndexUnavailable(f"{path}: {error.strerror or error}") from error
    except ValueError as error:
        reason = " ".join(str(error).split())
        if "LockBusy" in reason:
            raise IndexBusy(f"{path}: another process is writing the index") from None
        if "(os error " in reason:  # no space, no permission: nothing that rebuilding would help
            raise IndexUnavailable(f"{path}: {reason}") from error
        if "occurred in a thread" in reason:
            raise IndexUnavailable(f"{path}: {_unwritten(path, reason)}") from error
        raise IndexUnavailable(f"{path}: the index is damaged ({reason}); {_REBUILD}") from error
    except BaseException as error:
        # A Rust panic comes as pyo3_runtime.PanicException, which nothing exports. Tantivy panics on
        # files that are not what their footers say.
        if type(error).__name__ != "PanicException":
            raise
        raise IndexUnavailable(f"{path}: the index is damaged ({error}); {_REBUILD}") from error


def _unwritten(path: Path, reason: str) -> str:
    """Why Tantivy's writer ended, which writes new files only: its own words may leave that out.

    Found out by writing a file as it does: on a full disk, that says what there is to say.
    """
    probe = path / f".probe-{uuid.uuid4().hex}"
    try:
        try:
            with probe.open("wb") as file:
                file.write(bytes(_PROBE))
                file.flush()
                os.fsync(file.fileno())
        finally:
            probe.unlink(missing_ok=True)
    except OSError as error:
        return f"cannot be written: {error.strerror} (os error {error.errno})"
    free = shutil.disk_usage(path).free / 1e6
    return f"could not be written ({reason}; {free:,.0f} MB free); if that stays so, {_REBUILD}"


def size(path: Path) -> int:
    """Bytes on disk."""
    total = 0
    for file in path.iterdir():
        try:
            total += file.stat().st_size
        except FileNotFoundError:  # merged away just now
            continue
    return total


def _stamp(file: Path) -> Stamp | None:
    try:
        stat = file.stat()
    except FileNotFoundError:
        return None
    return stat.st_ino, stat.st_mtime_ns, stat.st_size


def _put(path: Path) -> None:
    """Make an empty index beside `path` and move it there: two processes may try, one succeeds."""
    new = _beside(path)
    new.mkdir(parents=True)
    try:
        (new / FORMAT_FILE).write_text(json.dumps(_format()) + "\n")
        tantivy.Index(schema(), str(new))
        try:
            new.rename(path)
        except OSError:
            if stamp(path) is None:  # not another process's index that stands there
                raise
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}-{uuid.uuid4().hex}")


def _format() -> dict[str, object]:
    return {"engine": "tantivy", "format": FORMAT, "tantivy": version("tantivy")}


def _check(path: Path) -> None:
    """Raises IndexUnavailable for a directory of another format or with damaged files."""
    try:
        found = json.loads((path / FORMAT_FILE).read_text())
        segments = json.loads((path / META_FILE).read_text())["segments"]
        names = [
            f"{segment['segment_id'].replace('-', '')}.{part}" for segment in segments for part in _PARTS
        ]
    except FileNotFoundError as error:
        raise IndexUnavailable(f"{path}: {Path(error.filename).name} is missing; {_REBUILD}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise IndexUnavailable(f"{path}: the index is damaged ({error}); {_REBUILD}") from error
    # Another release of Tantivy may or may not read these files; it says so itself.
    if not isinstance(found, dict) or found.get("format") != FORMAT or found.get("engine") != "tantivy":
        raise IndexUnavailable(
            f"{path}: an index of another format ({found}, wanted {_format()}); {_REBUILD}"
        )
    for name in names:
        if not _complete(path / name):
            raise IndexUnavailable(f"{path}: {name} is damaged; {_REBUILD}")


def _complete(file: Path) -> bool:
    """Whether the file ends as Tantivy's do. A missing one is left to Tantivy: merges remove files."""
    try:
        with file.open("rb") as opened:
            opened.seek(-len(_MAGIC), os.SEEK_END)
            return opened.read() == _MAGIC
    except FileNotFoundError:
        return True
    except OSError:  # shorter than the footer
        return False


@contextmanager
def _writer_lock(path: Path) -> Iterator[None]:
    """Tantivy's own lock (flock, so it ends with its process)."""
    with (path / _LOCK_FILE).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise IndexBusy(f"{path}: another process is writing the index") from None
        yield
