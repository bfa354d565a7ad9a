"""The archive's files: their names, and what a killed process leaves behind.

A file has ``.open`` at the end of its name while it is written, and its process holds a lock on it. The lock
ends with the process, however that ends; so a file that is ``.open`` and not locked was left behind.
"""

from __future__ import annotations

import fcntl
import os
import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from itertools import count
from pathlib import Path

OPEN = ".open"
"""End of the name of a file that is being written."""
_CHUNK = 1 << 18


class ArchiveProblem(Exception):
    """The archive cannot be written; one line that says what and why."""


def directory_of(setting: str) -> Path | None:
    """Where ``PRAHARI_ARCHIVE`` says that the archive is; None where it is off."""
    return None if setting in ("", "off") else Path(setting)


def create(directory: Path, at: datetime, serial: Iterator[int] | None = None) -> tuple[Path, int]:
    """A new file for pages from ``at`` on, locked: its final path and its descriptor.

    Raises ArchiveProblem.
    """
    day = directory / f"{at:%Y-%m-%d}"
    try:
        day.mkdir(parents=True, exist_ok=True)
        for number in serial or count(1):
            path = day / f"prahari-{at:%Y%m%d-%H%M%S}-{os.getpid()}-{number:05}.warc.gz"
            if path.exists():
                continue
            flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_APPEND | os.O_CLOEXEC
            with suppress(FileExistsError):
                descriptor = os.open(opened(path), flags, 0o644)
                if _lock(descriptor) and _is(descriptor, opened(path)):
                    return path, descriptor
                os.close(descriptor)  # taken for a left one in the instant before the lock
    except OSError as error:
        raise ArchiveProblem(f"{error.filename or day}: {error.strerror or error}") from error
    raise AssertionError("numbers do not end")


def opened(path: Path) -> Path:
    """The name of the file while it is written."""
    return path.with_name(path.name + OPEN)


def close(path: Path, descriptor: int) -> None:
    """Give the file its final name, its bytes safe on the disk; without any, remove it."""
    try:
        if os.fstat(descriptor).st_size == 0:
            opened(path).unlink(missing_ok=True)
            return
        os.fsync(descriptor)
        opened(path).rename(path)
    except OSError as error:
        raise ArchiveProblem(f"{path}: {error.strerror or error}") from error
    finally:
        os.close(descriptor)


def adopt_left(directory: Path) -> list[Path]:
    """Close what processes that are gone left open; the files, without a record that was cut off.

    Such a record belongs to a page that was not processed yet: it will be fetched again. Raises
    ArchiveProblem.
    """
    closed = []
    for left in sorted(directory.glob(f"*/*.warc.gz{OPEN}")):
        try:
            descriptor = os.open(left, os.O_RDWR | os.O_CLOEXEC)
        except FileNotFoundError:
            continue  # another process was faster
        except OSError as error:
            raise ArchiveProblem(f"{left}: {error.strerror}") from error
        if not (_lock(descriptor) and _is(descriptor, left)):
            os.close(descriptor)
            continue
        path = left.with_name(left.name.removesuffix(OPEN))
        os.ftruncate(descriptor, whole(left))
        close(path, descriptor)
        if path.exists():
            closed.append(path)
    return closed


def whole(path: Path) -> int:
    """How many bytes of a file are whole gzip members, which is to say records."""
    end = 0
    with path.open("rb") as file:
        member, data = zlib.decompressobj(zlib.MAX_WBITS + 16), b""
        while data := data or file.read(_CHUNK):
            try:
                member.decompress(data)
            except zlib.error:
                break
            if member.eof:
                data = member.unused_data
                end = file.tell() - len(data)
                member = zlib.decompressobj(zlib.MAX_WBITS + 16)
            else:
                data = b""
    return end


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _is(descriptor: int, path: Path) -> bool:
    """Whether the open file is (still) the one with this name."""
    try:
        there = path.stat()
    except FileNotFoundError:
        return False
    here = os.fstat(descriptor)
    return (here.st_dev, here.st_ino) == (there.st_dev, there.st_ino)
