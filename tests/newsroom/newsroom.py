"""The sample newsroom as one object: its server, its outlets, its stories and its log."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from tests.newsroom import golden, outlets, stories
from tests.newsroom.golden import Expected
from tests.newsroom.outlets import Outlet
from tests.newsroom.response import Response, changed
from tests.newsroom.server import Server
from tests.newsroom.site import Site
from tests.newsroom.visits import Change, Fault, Visit


class Newsroom:
    """The server, its outlets and what they print.

    >>> with Newsroom() as newsroom:
    ...     newsroom.url("navprabhat", "/feed/")

    `base` is the instant from which stories' ages count back (default: now); with `clock`, a story is out
    only when its hour has come, and the clock decides what ``3 घंटे पहले`` means.
    """

    def __init__(
        self,
        base: datetime | None = None,
        port: int = 0,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        self.outlets: Mapping[str, Outlet] = outlets.load()
        self.stories = stories.load()
        unknown = {p.outlet for s in self.stories for p in s.printings} - set(self.outlets)
        if unknown:
            raise stories.StoryError(f"printed by unknown outlets: {', '.join(sorted(unknown))}")
        self.base = (base or datetime.now(UTC)).replace(second=0, microsecond=0)
        self.log: list[Visit] = []
        self.port = port
        self._clock = clock
        self._edited: set[str] = set()
        self._faults: dict[str, Fault] = {}
        self._changes: dict[tuple[str, str], Change] = {}
        self._lock = threading.Lock()
        self._server: Server | None = None

    def __enter__(self) -> Newsroom:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> int:
        """Serve from a thread; returns the port. Raises OSError if the port is taken."""
        self._server = Server(("127.0.0.1", self.port), self)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self.port

    def stop(self) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def url(self, outlet: str, path: str = "/") -> str:
        """Absolute URL of a path of an outlet. KeyError if there is no such outlet."""
        return f"http://{self.outlets[outlet].host}:{self.port}{path or '/'}"

    def write_outlets(self, directory: Path) -> list[Path]:
        """Write a registry file for each outlet, with the port; returns the files."""
        directory.mkdir(parents=True, exist_ok=True)
        files = []
        for outlet in self.outlets.values():
            file = directory / f"{outlet.id}.toml"
            file.write_text(outlets.registry_file(outlet, self.port), "utf-8")
            files.append(file)
        return files

    def edit(self, story: str) -> None:
        """Put the story's second version in place of the first, at every outlet that prints it.

        Raises KeyError if the story has no second version.
        """
        if not any(s.id == story and s.edit for s in self.stories):
            raise KeyError(f"{story} has no second version")
        self._edited.add(story)

    def break_down(self, outlet: str, fault: Fault) -> None:
        """Let something be wrong with an outlet until `repair`."""
        self._faults[self.outlets[outlet].id] = fault

    def repair(self, outlet: str) -> None:
        self._faults.pop(outlet, None)

    def change(self, outlet: str, path: str, change: Change | None) -> None:
        """Let something become of a path of an outlet; None: it is again as it was."""
        if change is None:
            self._changes.pop((outlet, path), None)
        else:
            self._changes[self.outlets[outlet].id, path] = change

    def now(self) -> datetime:
        return self._clock() if self._clock else self.base

    def site(self, outlet: str) -> Site:
        """The outlet as it is now."""
        return Site(
            outlet=self.outlets[outlet],
            home=f"http://{self.outlets[outlet].host}:{self.port}",
            stories=self.stories,
            base=self.base,
            now=self.now(),
            edited=frozenset(self._edited),
        )

    def expected(self) -> Iterator[Expected]:
        """What should come of every page that is served now, outlet by outlet."""
        for outlet in self.outlets:
            yield from golden.expected(self.site(outlet))

    def visits(self, outlet: str) -> list[Visit]:
        """Requests to one outlet, in the order in which they came."""
        with self._lock:
            return [visit for visit in self.log if visit.outlet == outlet]

    def most_at_once(self, outlet: str) -> int:
        """How many requests to one outlet were running at the same time at most."""
        edges = []
        for visit in self.visits(outlet):
            edges += [(visit.started, 1), (visit.finished or time.monotonic(), -1)]
        running = most = 0
        for _, step in sorted(edges):
            running += step
            most = max(most, running)
        return most

    def note(self, visit: Visit) -> None:
        with self._lock:
            self.log.append(visit)

    def fault(self, outlet: str) -> Fault | None:
        return self._faults.get(outlet)

    def respond(self, outlet: str, target: str) -> Response:
        """The answer to a request for a path, changed or not."""
        site = self.site(outlet)
        change = self._changes.get((outlet, target))
        if change is not None:
            return changed(site.home, change)
        old = [path for (id, path), change in self._changes.items() if (id, change.to) == (outlet, target)]
        return site.respond(old[0] if old else target)
