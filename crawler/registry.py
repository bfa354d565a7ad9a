"""The outlet registry: every outlet that Prahari watches, one file each in ``crawler/outlets/``.

    crawler/outlets/*.toml ─▶ load_outlets ─▶ Registry ─▶ outlet_for_url, hints, sources to visit
                                   └────────▶ problems, one line each: file:line: field: reason

Exceptions:
    RegistryError   outlet files are wrong; lists every problem of every file
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from crawler.hosts import HostPattern, path_begins, patterns_for
from crawler.outlet import Extraction, Outlet, Source
from crawler.outletfile import OutletFile, Problem, read_outlet_file, same_source, shown
from pipelines.page import Hints

__all__ = [
    "Extraction",
    "Outlet",
    "Problem",
    "Registry",
    "RegistryError",
    "Source",
    "load_outlets",
]


class RegistryError(Exception):
    """Outlet files are wrong. The message has one line a problem."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class Registry(Mapping[str, Outlet]):
    """Outlets by id, in the order of their ids. Immutable."""

    def __init__(self, outlets: Iterable[Outlet], problems: tuple[Problem, ...] = ()) -> None:
        self._outlets = {outlet.id: outlet for outlet in sorted(outlets, key=lambda outlet: outlet.id)}
        self._owners: dict[HostPattern, list[tuple[str, Outlet]]] = {}
        for outlet in self._outlets.values():
            for host in outlet.hosts:
                owners = self._owners.setdefault(HostPattern.parse(host), [])
                owners.extend((path, outlet) for path in outlet.paths or ("/",))
        for owners in self._owners.values():
            owners.sort(key=lambda owner: len(owner[0]), reverse=True)
        self.problems = problems
        """What is wrong with the files that were left out."""

    def __getitem__(self, id: str) -> Outlet:
        return self._outlets[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._outlets)

    def __len__(self) -> int:
        return len(self._outlets)

    def outlet_for_url(self, url: str) -> Outlet | None:
        """The outlet whose page this is: by the most specific host, then by the longest of its paths.

        A sub-domain is never taken for its parent (navbharattimes.indiatimes.com is not indiatimes.com)
        unless a file says ``*.``; hosts that only serve feeds belong to nobody.
        """
        for pattern in patterns_for(url):
            for beginning, outlet in self._owners.get(pattern, ()):
                if path_begins(urlsplit(url).path, beginning):
                    return outlet
        return None

    def owner(self, url: str, announced_by: Outlet) -> Outlet | None:
        """Whose page this is, given which outlet announced it.

        As `outlet_for_url`; a page that is nobody's by the files is the announcer's where it lies on one
        of its hosts (outside its `paths`) or on a name below one (m.x.in for x.in). None: somebody else's.
        """
        if outlet := self.outlet_for_url(url):
            return outlet
        hosts = {HostPattern.parse(host) for host in announced_by.hosts}
        hosts |= {HostPattern(host.name, host.port, below=True) for host in hosts}
        return announced_by if hosts & set(patterns_for(url)) else None

    def hints(self, on: date | None = None) -> dict[str, Hints]:
        """Extraction hints by outlet id for pages fetched `on` that day (None: for today's layouts)."""
        return {id: outlet.hints(on) for id, outlet in self._outlets.items()}


def load_outlets(directory: Path, *, strict: bool = True) -> Registry:
    """Read every ``*.toml`` in `directory`.

    Strictly, any problem raises RegistryError with all problems of all files. Else the outlets without
    problems are returned, and the problems with them; of two files that claim the same host or source,
    the second in the order of names is left out.
    """
    if not directory.is_dir():
        files: list[OutletFile] = []
        problems = [Problem(directory, 0, "outlets", "no such directory")]
    else:
        files = [read_outlet_file(path) for path in sorted(directory.glob("*.toml"))]
        problems = [problem for file in files for problem in file.problems]
        problems += _conflicts(files)
    if strict and problems:
        raise RegistryError(tuple(sorted(problems)))
    bad = {problem.path for problem in problems}
    outlets = [file.outlet for file in files if file.outlet and file.path not in bad]
    return Registry(outlets, tuple(sorted(problems)))


def _conflicts(files: Iterable[OutletFile]) -> Iterator[Problem]:
    """What a later file claims although an earlier one has it; faulty files come after all good ones."""
    owner: dict[tuple[HostPattern, str], Path] = {}
    announcer: dict[str, Path] = {}
    for file in sorted(files, key=lambda file: bool(file.problems)):
        for host, path, line in file.claims:
            first = owner.setdefault((host, path), file.path)
            if first != file.path:
                yield Problem(file.path, line, "hosts", f"{host}{path} belongs to {shown(first)} already")
        for url, number, line in file.source_urls:
            first = announcer.setdefault(same_source(url), file.path)
            if first != file.path:
                reason = f"is a source of {shown(first)} already: {url!r}"
                yield Problem(file.path, line, f"sources[{number}].url", reason)
