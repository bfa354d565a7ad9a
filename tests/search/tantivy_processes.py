"""What other processes do to an index while a test looks on: ``python -m tests.search.tantivy_processes``."""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

from search.index import IndexBusy, IndexUnavailable
from search.tantivy import TantivyIndex
from tests.search.samples import document


def hold(index: TantivyIndex) -> None:
    """Keep the writer until told or killed."""
    with index._writing():
        say("holding")
        sys.stdin.readline()


def write(index: TantivyIndex) -> None:
    """One commit after the other, each said when it is acknowledged."""
    for batch in range(10_000):
        documents = [document(f"{batch}-{i}", text="सेना " * 200, revision=batch + 1) for i in range(20)]
        say(" ".join(f"{id}={revision}" for id, revision in index.upsert(documents).acknowledged.items()))


def share(index: TantivyIndex, name: str) -> None:
    """Thirty commits, giving way to another process that does the same."""
    say("ready")
    sys.stdin.readline()
    for batch in range(30):
        while True:
            try:
                index.upsert([document(f"{name}-{batch}")])
                break
            except IndexBusy:
                time.sleep(0.002)


def clear(index: TantivyIndex) -> None:
    """Empty and fill, again and again."""
    for _ in range(10_000):
        index.clear()
        index.upsert([document(str(i), text="सेना") for i in range(50)])
        say("round")


def cramped(index: TantivyIndex) -> None:
    """Write where no file can grow over 20 kB: what a full disk does, as far as a test can have it."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
    try:
        index.upsert([document(f"new-{i}", text="सेना " * 2000 + str(i)) for i in range(200)])
    except IndexUnavailable as problem:
        say(str(problem))


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    act, path, *more = sys.argv[1:]
    index = TantivyIndex(Path(path))
    if act == "hold":
        hold(index)
    elif act == "write":
        write(index)
    elif act == "share":
        share(index, *more)
    elif act == "clear":
        clear(index)
    elif act == "cramped":
        cramped(index)
