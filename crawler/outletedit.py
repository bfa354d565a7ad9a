"""Write into an outlet's file what discovery found, and leave everything else in it as it stands.

A file is written by people: comments, order and spelling stay (tomlkit). Only sources that carry ``found``
are ever replaced. The new text is read back before it takes the place of the old one, in one step, so a
file is never half-written and never made wrong.

Exceptions:
    CannotWrite     the file stays as it was; says why in one line
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Table

from crawler.discovery import Found
from crawler.hosts import HostPattern, patterns_for
from crawler.outletfile import read_outlet_file, same_source, shown


class CannotWrite(Exception):
    """See the module."""


@dataclass(frozen=True, slots=True)
class Written:
    """What changed in a file."""

    added: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    """Found again."""
    removed: tuple[str, ...] = ()
    """Found by an earlier discovery, and of no use any more."""


def write_found(path: Path, found: Iterable[Found], day: date) -> Written:
    """Put what was found into the file at `path`, in place of what discovery found before.

    Nothing found changes nothing: a site that is away for a day keeps its sources. Raises CannotWrite.
    """
    found = list(found)
    if not found:
        return Written()
    try:
        old = path.read_bytes().decode("utf-8-sig")
        document = tomlkit.parse(old)
    except (OSError, UnicodeDecodeError, TOMLKitError) as error:
        raise CannotWrite(f"{shown(path)}: cannot be read: {_one_line(error)}") from error
    written = _put(document, found, day)
    new = tomlkit.dumps(document).rstrip("\n") + "\n"
    if new != old:
        _replace(path, new)
    return written


def _put(document: tomlkit.TOMLDocument, found: list[Found], day: date) -> Written:
    sources = document.get("sources")
    tables: list[Table] = list(sources) if isinstance(sources, AoT) else []
    wanted = {same_source(one.url): one for one in found}
    kept: list[str] = []
    removed: list[str] = []
    by_hand = False
    for number in reversed(range(len(tables))):
        table = tables[number]
        url = str(table.get("url"))
        again = wanted.pop(same_source(url), None)
        if "found" not in table:
            by_hand = by_hand or table.get("enabled", True)
        elif again is not None:
            table["found"] = day
            table["content"] = again.inspection.content
            kept.append(url)
        elif table.get("enabled", True):  # a person who switches one off wants it to stay off
            removed.append(url)
            assert isinstance(sources, AoT)
            del sources[number]
    fresh = [_table(one, day) for one in wanted.values()]
    if fresh:
        _append(document, fresh)
    _add_feed_hosts(document, found)
    if not by_hand:
        # All that is visited was found by us: what the file says of its checks is ours to say.
        document["status"] = "checked"
        _set_after(document, "status", "checked", day)
    return Written(tuple(one.url for one in wanted.values()), tuple(kept), tuple(removed))


def _append(document: tomlkit.TOMLDocument, tables: list[Table]) -> None:
    """Put the tables after the sources that are there, an empty line between any two."""
    sources = document.get("sources")
    last = sources[-1].as_string() if isinstance(sources, AoT) and len(sources) else ""
    if not last:
        document.pop("sources", None)  # `sources = []`
        sources = tomlkit.aot()
    assert isinstance(sources, AoT)
    for table in tables:
        if last.endswith("\n\n"):  # other tables follow: the empty line before them is the last source's
            table.add(tomlkit.nl())
        else:
            table.trivia.indent = "\n"
        sources.append(table)
    if not last:
        document.append("sources", sources)


def _table(one: Found, day: date) -> Table:
    table = tomlkit.table()
    table.add("kind", one.kind)
    table.add("url", one.url)
    if one.section:
        table.add("section", one.section)
    table.add("status", "checked")
    if one.archive:
        table.add("archive", True)
    table.add("content", one.inspection.content)
    table.add("found", day)
    return table


def _add_feed_hosts(document: tomlkit.TOMLDocument, found: Iterable[Found]) -> None:
    """Hosts of sources that the file does not name yet; what stands in the lists stays."""
    known = {HostPattern.parse(host) for name in ("hosts", "feed_hosts") for host in document.get(name, ())}
    missing: list[str] = []
    for one in found:
        patterns = list(patterns_for(one.url))
        if not known & set(patterns):
            host = str(patterns[1])  # the name without its port
            known.add(HostPattern.parse(host))
            missing.append(host)
    if not missing:
        return
    if "feed_hosts" in document:
        listed: Any = document["feed_hosts"]
        for host in missing:
            listed.append(host)
    else:
        _set_after(document, "paths" if "paths" in document else "hosts", "feed_hosts", missing)


def _set_after(document: tomlkit.TOMLDocument, before: str, name: str, value: Any) -> None:
    """Set a key; a new one comes in the line after the key `before`, which is there."""
    if name in document:
        document[name] = value
        return
    place = next(n for n, (key, _) in enumerate(document.body) if key is not None and key.key == before)
    document._insert_at(place + 1, name, value)


def _replace(path: Path, text: str) -> None:
    try:
        # The id must be the file's name, so the new file is read back under that name.
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".writing-") as directory:
            new = Path(directory) / path.name
            new.write_text(text, "utf-8")
            new.chmod(path.stat().st_mode & 0o777)
            problems = read_outlet_file(new).problems
            if problems:
                problem = problems[0]
                raise CannotWrite(f"{shown(path)}: would become wrong: {problem.field}: {problem.reason}")
            new.replace(path)
    except OSError as error:
        raise CannotWrite(f"{shown(path)}: cannot be written: {error.strerror}") from error


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
