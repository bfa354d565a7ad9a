"""Worker processes for page work, so that a crawl's event loop never waits for it.

Each call has a time limit. A call that runs over it is killed with its process, a process that dies is
replaced, and in both cases the caller gets an exception that says so; the other calls notice nothing.
Processes are spawned, not forked (a fork copies the reactor's threads and locks in whatever state they
are), import what they need before their first task, and end after some hundred tasks, which bounds whatever
lxml or a pattern may leak.
"""

from __future__ import annotations

import asyncio
import gc
import importlib
import multiprocessing
import signal
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import TimeoutError as FutureTimeout
from typing import TYPE_CHECKING, Any, ClassVar, Final, Protocol, TypeVar
from weakref import WeakKeyDictionary

from pebble import ProcessExpired, ProcessPool

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

T = TypeVar("T")

TASKS_A_WORKER: Final = 400
"""Tasks after which a worker process is replaced by a fresh one."""
WARM: Final = ("pipelines.extract", "pipelines.language", "pipelines.tags", "pipelines.relevance")
"""Imported (and warmed up, where the module has a ``warm_up``) when a worker starts."""
_PATIENCE: Final = 5.0
"""Seconds that `close` waits for work that has begun."""


class WorkerProblem(Exception):
    """Base of what can befall a call in a worker.

    WorkerProblem
     ├── WorkerTimeout   it took too long and was killed
     └── WorkerDied      its process ended (out of memory, a crash in C)
    """


class WorkerTimeout(WorkerProblem):
    """The call took longer than its limit."""


class WorkerDied(WorkerProblem):
    """The process ended before the call did."""


class Read(Protocol):
    """`WorkerPool.run`, for those that do not care where the work is done."""

    def __call__(self, func: Callable[..., T], *args: Any, timeout: float | None = None) -> Awaitable[T]: ...


class WorkerPool:
    """A fixed number of worker processes."""

    _of: ClassVar[WeakKeyDictionary[Crawler, WorkerPool]] = WeakKeyDictionary()

    def __init__(
        self, workers: int, seconds: float = 20.0, warm: Sequence[str] = WARM, tasks: int = TASKS_A_WORKER
    ) -> None:
        """``workers`` 0 runs every call at once in this process, without time limit (for debuggers).

        ``seconds`` is the time limit of calls that state none.
        """
        self.seconds = seconds
        # pebble is only half typed: its close, join and stop are not.
        self._pool: Any = (
            ProcessPool(
                max_workers=workers,
                max_tasks=tasks,
                initializer=_start,
                initargs=(tuple(warm),),
                context=multiprocessing.get_context("spawn"),
            )
            if workers > 0
            else None
        )

    @classmethod
    def of(cls, crawler: Crawler) -> WorkerPool:
        """The crawl's pool, opened by whoever asks first and closed with the engine."""
        if crawler not in cls._of:
            from scrapy import signals

            pool = cls(
                crawler.settings.getint("PRAHARI_WORKERS"),
                crawler.settings.getfloat("PRAHARI_PAGE_SECONDS", 20.0),
            )
            pool.start()
            cls._of[crawler] = pool
            crawler.signals.connect(pool.close, signals.engine_stopped)
        return cls._of[crawler]

    def start(self) -> None:
        """Let the processes start now instead of with the first call."""
        if self._pool is not None:
            self._pool.schedule(_nothing)

    async def run(self, func: Callable[..., T], *args: Any, timeout: float | None = None) -> T:
        """Call ``func``, a function of a module, in a worker; its result.

        ``timeout`` in seconds is counted from when a worker takes the call up. Raises WorkerTimeout,
        WorkerDied, or what ``func`` raises.
        """
        if self._pool is None:
            return func(*args)
        limit = self.seconds if timeout is None else timeout
        future = self._pool.schedule(func, args=args, timeout=limit)
        try:
            result: T = await asyncio.wrap_future(future)
        except FutureTimeout as error:
            raise WorkerTimeout(f"took more than {limit:g} s") from error
        except ProcessExpired as error:
            raise WorkerDied(f"its worker process ended with exit code {error.exitcode}") from error
        return result

    def close(self) -> None:
        """End the processes: those at work after what they are doing, if that does not take long."""
        if self._pool is None:
            return
        self._pool.close()
        try:
            self._pool.join(timeout=_PATIENCE)
        except FutureTimeout:
            self._pool.stop()
            self._pool.join(timeout=_PATIENCE)


def _start(warm: tuple[str, ...]) -> None:
    # Ctrl-C reaches the whole process group; the parent decides what becomes of the workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What is loaded here stays: the collector need not look through it again and again meanwhile, a fifth of
    # the time that the start takes, nor with every tree afterwards.
    gc.disable()
    for name in warm:
        module = importlib.import_module(name)
        warm_up = getattr(module, "warm_up", None)
        if warm_up is not None:
            warm_up()
    gc.freeze()
    gc.enable()


def _nothing() -> None:
    """A task that starts the processes."""
