"""The worker pool with real processes, and what the stages make of its problems."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from typing import ClassVar

import pytest

from pipelines.extract import ExtractPipeline, extract
from pipelines.language import LanguagePipeline
from pipelines.page import Page
from pipelines.stage import StagePipeline
from pipelines.story import Outcome, Rejected, Story
from pipelines.workers import WorkerDied, WorkerPool, WorkerTimeout
from tests.pipelines import tasks
from tests.pipelines.pages import page
from tests.pipelines.shapes.article import TITLE, document, paragraphs

STORY = document(f"<article><h1>{TITLE}</h1>{paragraphs()}</article>")


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    workers = WorkerPool(2, seconds=30, warm=())
    workers.start()
    yield workers
    workers.close()


async def test_results_and_exceptions_come_back(pool: WorkerPool) -> None:
    assert await asyncio.gather(*(pool.run(tasks.double, n) for n in range(20))) == [2 * n for n in range(20)]
    with pytest.raises(ValueError, match="of its own accord"):
        await pool.run(tasks.fail)


async def test_workers_leave_interrupts_to_the_parent(pool: WorkerPool) -> None:
    assert await pool.run(tasks.ignores_interrupt)


async def test_a_call_that_takes_too_long_is_killed_and_the_others_go_on(pool: WorkerPool) -> None:
    slow = asyncio.create_task(pool.run(tasks.sleep, 60.0, timeout=0.5))
    assert await pool.run(tasks.double, 4) == 8
    with pytest.raises(WorkerTimeout, match=r"more than 0\.5 s"):
        await slow
    assert await pool.run(tasks.double, 5) == 10


async def test_a_worker_that_dies_is_replaced(pool: WorkerPool) -> None:
    with pytest.raises(WorkerDied, match="exit code"):
        await pool.run(tasks.die)
    assert await pool.run(tasks.double, 6) == 12


async def test_workers_are_replaced_after_so_many_tasks() -> None:
    workers = WorkerPool(1, warm=(), tasks=2)
    try:
        pids = [await workers.run(tasks.pid) for _ in range(5)]
    finally:
        workers.close()
    assert len(set(pids)) >= 2


async def test_no_workers_means_this_process() -> None:
    workers = WorkerPool(0)
    assert await workers.run(tasks.double, 3) == 6
    workers.close()


async def test_the_loop_is_not_blocked_while_pages_are_read(pool: WorkerPool) -> None:
    """The loop's own work for a page is a small part of what reading the page costs."""
    await pool.run(extract, page(STORY))  # imports
    big = page(STORY + "<table>" + "<tr><td>1</td><td>2</td></tr>" * 15_000 + "</table>")
    before = time.thread_time()
    assert isinstance(extract(big), Story)
    reading = time.thread_time() - before
    before = time.thread_time()
    outcomes = await asyncio.gather(*(pool.run(extract, big) for _ in range(6)))
    ours = time.thread_time() - before
    assert all(isinstance(outcome, Story) for outcome in outcomes)
    assert ours < 6 * reading / 10


async def test_the_pipelines_of_the_crawl(pool: WorkerPool) -> None:
    story = await ExtractPipeline(pool).process_item(page(STORY))
    assert story == extract(page(STORY))
    judged = await LanguagePipeline(pool).process_item(story)
    assert isinstance(judged, Story)
    assert judged.language == "hi"


async def test_a_refusal_passes_every_stage(pool: WorkerPool) -> None:
    refused = extract(page("", status=404))
    assert isinstance(refused, Rejected)
    for stage in (ExtractPipeline(pool), LanguagePipeline(pool)):
        assert await stage.process_item(refused) is refused


@pytest.mark.parametrize(
    ("function", "reason"),
    [(tasks.hang_on, "timeout"), (tasks.die_on, "worker-died"), (tasks.break_on, "stage-failed")],
)
async def test_what_goes_wrong_in_a_worker_refuses_the_page(
    function: Callable[[Page], Outcome], reason: str
) -> None:
    class Broken(StagePipeline):
        stage = "extract"
        takes = Page
        in_workers: ClassVar[bool] = True

    Broken.function = staticmethod(function)
    workers = WorkerPool(1, seconds=1.0, warm=())
    try:
        outcome = await Broken(workers).process_item(page(STORY))
    finally:
        workers.close()
    assert isinstance(outcome, Rejected)
    assert (outcome.stage, outcome.reason, outcome.final) == ("extract", reason, False)
    assert outcome.url == page(STORY).url
