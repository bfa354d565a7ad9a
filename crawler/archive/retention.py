"""Which files of the archive are removed: those that are too old, and the oldest of what is too much.

Closed files of ours alone (``prahari-*.warc.gz`` in a directory named like a day): never one that is being
written, by this process or another, which ends in ``.open``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

from crawler.archive.files import OPEN

_CLOSED = "prahari-*.warc.gz"


def remove_old(directory: Path, today: date, days: int) -> int:
    """Remove closed files of days more than ``days`` ago; how many. 0 days keeps all."""
    removed = 0
    for day, at in _days(directory) if days > 0 else ():
        if today - at > timedelta(days=days):
            removed += sum(_remove(path) for path in day.glob(_CLOSED))
            _remove_empty(day)
    return removed


def remove_over(directory: Path, total: int) -> int:
    """Remove the oldest closed files until all, open ones too, have at most ``total`` bytes; how many."""
    closed = [path for day, _ in _days(directory) for path in sorted(day.glob(_CLOSED))]
    left = sum(_size(path) for path in (*closed, *directory.glob(f"*/{_CLOSED}{OPEN}")))
    removed = 0
    for path in closed:
        if left <= total:
            break
        left -= _size(path)
        removed += _remove(path)
        _remove_empty(path.parent)
    return removed


def _days(directory: Path) -> Iterator[tuple[Path, date]]:
    """The directories of days, the oldest first."""
    for path in sorted(directory.glob("????-??-??")):
        with suppress(ValueError):
            yield path, date.fromisoformat(path.name)


def _size(path: Path) -> int:
    with suppress(FileNotFoundError):  # another process removed it
        return path.stat().st_size
    return 0


def _remove(path: Path) -> bool:
    with suppress(FileNotFoundError):
        path.unlink()
        return True
    return False


def _remove_empty(day: Path) -> None:
    with suppress(OSError):  # not empty
        day.rmdir()
