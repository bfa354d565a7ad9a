"""One outlet file: read, validated, and every mistake in it with its line.

bytes ─▶ TOML ─▶ Outlet            (crawler.outlet says what is allowed)
           └───▶ checks of fields against each other ─▶ problems
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import ValidationError

from crawler import tomllines
from crawler.dated import is_pattern
from crawler.hosts import HostPattern, path_begins, patterns_for
from crawler.outlet import Outlet
from crawler.outletmistakes import field_of, reason_of

_TOML_POSITION = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_BORNE_OUT_BY = {"checked": {"checked"}, "verified-by-source": {"verified-by-source", "checked"}}
"""An outlet's status → the statuses of sources of which it needs one."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A mistake in an outlet file; as a string ``path:line: field: reason``."""

    path: Path
    line: int
    """From 1; 0 if it is about no line (a directory that is not there)."""
    field: str
    """Such as ``sources[2].url``; ``file`` if it is about the file as a whole."""
    reason: str

    def __str__(self) -> str:
        place = f"{shown(self.path)}:{self.line}" if self.line else shown(self.path)
        return f"{place}: {self.field}: {self.reason}"


@dataclass(frozen=True, slots=True)
class OutletFile:
    """What became of one file."""

    path: Path
    outlet: Outlet | None
    """None if the file has problems."""
    problems: tuple[Problem, ...]
    claims: tuple[tuple[HostPattern, str, int], ...] = ()
    """Host, path beginning ("" for all) and line: what no other outlet may claim too."""
    source_urls: tuple[tuple[str, int, int], ...] = ()
    """URL, number in the file and line of each source."""


def shown(path: Path) -> str:
    """The path as a person wants to read it: relative to where they are, if it is below."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def same_source(url: str) -> str:
    """What two spellings of one source's URL have in common."""
    parts = urlsplit(url)
    return f"{parts.netloc.lower().removeprefix('www.')}{parts.path.rstrip('/')}?{parts.query}"


def read_outlet_file(path: Path) -> OutletFile:
    """Read and validate one file; never raises for what is in it."""
    try:
        text = path.read_bytes().decode("utf-8-sig")  # Windows' Notepad writes a byte order mark
        data = tomllib.loads(text)
    except OSError as error:
        return _refused(path, 1, f"cannot be read: {error.strerror}")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return _refused(path, line, f"is not UTF-8 (byte 0x{error.object[error.start]:02x})")
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        position = _TOML_POSITION.search(message)
        line = int(position[1]) if position and position[1] else len(text.splitlines()) or 1
        reason = _TOML_POSITION.sub("", message)
        return _refused(path, line, f"is not TOML: {reason[:1].lower()}{reason[1:]}")
    if not data:
        return _refused(path, 1, "is empty")
    return _Validation(path, data, tomllines.lines_of(text)).result()


def _refused(path: Path, line: int, reason: str) -> OutletFile:
    return OutletFile(path, None, (Problem(path, line, "file", reason),))


@dataclass(slots=True)
class _Validation:
    """The checks of one file. Those that compare fields look only at fields that are right by themselves,
    so one mistake is one line."""

    path: Path
    data: dict[str, Any]
    lines: dict[tomllines.Path, int]
    problems: list[Problem] = field(default_factory=list)
    wrong: set[tomllines.Path] = field(default_factory=set)

    def result(self) -> OutletFile:
        outlet: Outlet | None = None
        try:
            outlet = Outlet.model_validate(self.data)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                self._add(detail["loc"], reason_of(detail))
        self._check_id()
        hosts = self._check_hosts()
        self._check_intervals()
        urls = self._check_sources(hosts)
        self._check_extraction()
        if self._right("cron") is not None and self._right("every") is not None:
            self._add(("cron",), "is one way to say when it is visited, and every is another: choose")
        if self.problems:
            outlet = None
        return OutletFile(self.path, outlet, tuple(sorted(self.problems)), tuple(self._claims(hosts)), urls)

    def _add(self, loc: Sequence[str | int], reason: str) -> None:
        self.wrong.add(tuple(loc))
        line = tomllines.line_of(self.lines, loc)
        self.problems.append(Problem(self.path, line, field_of(loc), reason))

    def _right(self, *loc: str | int) -> Any:
        """The value there; None if it is missing or wrong."""
        if any(bad[: len(loc)] == loc or loc[: len(bad)] == bad for bad in self.wrong):
            return None
        value: Any = self.data
        for key in loc:
            if isinstance(value, list) and isinstance(key, int):
                value = value[key]
            elif isinstance(value, dict):
                value = value.get(str(key))
            else:
                return None
        return value

    def _check_id(self) -> None:
        found = self._right("id")
        if found is not None and found != self.path.stem:
            self._add(("id",), f"is {found!r}, but the file is named {self.path.name}")

    def _check_hosts(self) -> list[HostPattern] | None:
        """The outlet's hosts; None if they are wrong."""
        hosts = self._patterns("hosts")
        home = self._right("home")
        if hosts is None or home is None:
            return hosts
        if not set(hosts) & set(patterns_for(home)):
            self._add(("home",), f"{urlsplit(home).hostname} is not among hosts")
        paths = self._right("paths")
        if paths and not any(path_begins(urlsplit(home).path, path) for path in paths):
            self._add(("home",), f"{urlsplit(home).path or '/'} begins with none of paths")
        return hosts

    def _check_intervals(self) -> None:
        shortest, longest = self._right("interval_min"), self._right("interval_max")
        if shortest is not None and longest is not None and shortest > longest:
            self._add(("interval_min",), f"is {shortest} minutes, more than interval_max, {longest}")

    def _check_sources(self, hosts: list[HostPattern] | None) -> tuple[tuple[str, int, int], ...]:
        feed_hosts = self._patterns("feed_hosts")
        urls: list[tuple[str, int, int]] = []
        first: dict[str, int] = {}
        statuses: set[str] = set()
        for number in range(self._length("sources")):
            enabled = self._right("sources", number, "enabled") is not False
            visited = enabled and not self._right("sources", number, "archive")
            if visited and (status := self._right("sources", number, "status")):
                statuses.add(status)
            url = self._right("sources", number, "url")
            self._check_kind(number, url)
            if url is None:
                continue
            loc = ("sources", number, "url")
            if (same := same_source(url)) in first:
                self._add(loc, f"is the same source as sources[{first[same]}]: {url!r}")
                continue
            first[same] = number
            urls.append((url, number, tomllines.line_of(self.lines, loc)))
            if hosts is None or feed_hosts is None or not enabled:
                continue
            if not {*hosts, *feed_hosts} & set(patterns_for(url)):
                self._add(loc, f"{urlsplit(url).hostname} is neither among hosts nor among feed_hosts")
        claimed = self._right("status")
        if (
            (borne_out := _BORNE_OUT_BY.get(claimed))
            and not borne_out & statuses
            and not self._any_wrong("sources")
        ):
            self._add(("status",), f"says {claimed!r}, but no enabled source has that status")
        if claimed == "checked" and self._right("checked") is None and ("checked",) not in self.wrong:
            self._add(("status",), "says 'checked', but the line `checked = <date>` is missing")
        return tuple(urls)

    def _check_kind(self, number: int, url: str | None) -> None:
        """What only sources of another kind may have."""
        kind = self._right("sources", number, "kind")
        if kind is None:
            return
        for name, belongs in (("items", "section"), ("categories", "api")):
            if kind != belongs and self._right("sources", number, name):
                self._add(("sources", number, name), f"is for sources of kind {belongs!r} only, not {kind!r}")
        if url is not None and kind != "sitemap" and is_pattern(url):
            reason = f"has places for a date, which only a sitemap may have: {url!r}"
            self._add(("sources", number, "url"), reason)

    def _check_extraction(self) -> None:
        ends: dict[object, int] = {}
        for number in range(self._length("extraction")):
            if self._any_wrong("extraction", number, "valid_until"):
                continue
            end = self.data["extraction"][number].get("valid_until")
            if end in ends:
                when = f"valid until {end}" if end else "in use (without valid_until)"
                self._add(("extraction", number), f"extraction[{ends[end]}] is also the layout {when}")
            ends.setdefault(end, number)

    def _claims(self, hosts: list[HostPattern] | None) -> Iterator[tuple[HostPattern, str, int]]:
        if self._any_wrong("paths"):
            return
        paths = self._right("paths") or [""]
        for number, host in enumerate(hosts or []):
            line = tomllines.line_of(self.lines, ("hosts", number))
            for path in paths:
                yield host, path.rstrip("/"), line

    def _patterns(self, name: str) -> list[HostPattern] | None:
        """The host patterns of a field; None if one of them is wrong."""
        if self._any_wrong(name):
            return None
        return [HostPattern.parse(text) for text in self._right(name) or []]

    def _any_wrong(self, *loc: str | int) -> bool:
        return any(bad[: len(loc)] == loc for bad in self.wrong)

    def _length(self, name: str) -> int:
        tables = self.data.get(name)
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            return 0
        return len(tables)
