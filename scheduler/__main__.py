"""``python -m scheduler`` or ``prahari-scheduler``: the watch that runs until it is told to stop.

``--once``: one round of it. ``--worker``: only crawls, beside the watch and other workers.
"""

from __future__ import annotations

import argparse
import logging
import sys
from contextlib import closing

from crawler import logs
from crawler.command import Problem
from crawler.services import ProjectSettings, Services, project_settings
from pipelines.store import StoreProblem
from scheduler import service
from scheduler.beside import check, observed


def main(arguments: list[str] | None = None) -> int:
    """Exit code 0, or 1 with one line on standard error if the store cannot be opened."""
    parser = argparse.ArgumentParser(description=__doc__)
    kinds = parser.add_mutually_exclusive_group()
    kinds.add_argument("--once", action="store_true", help="crawl what is due now, then end")
    kinds.add_argument("--worker", action="store_true", help="crawl beside the watch, and do nothing else")
    parser.add_argument("--verbose", action="store_true", help="log what is not due, too")
    options = parser.parse_args(arguments)
    settings = project_settings()
    try:
        _log(settings, logging.DEBUG if options.verbose else logs.level(settings))
    except Problem as problem:
        return _fail(problem)
    # urllib3 tells whole addresses, and some are secrets.
    for noisy in ("apscheduler", "alembic", "urllib3"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    # A crawl longer than the interval is as it should be, and no news each minute.
    logging.getLogger("apscheduler.scheduler").addFilter(
        lambda record: "maximum number of running instances" not in str(record.msg)
    )
    try:
        check(settings)
        # Opening once at the start migrates the database and says at once if it cannot be used.
        with closing(Services.open(settings)) as services:
            store_url = services.store_url
        if options.once:
            return service.once()
        if options.worker:
            return service.assist(settings)
        with observed(settings):
            return service.serve(store_url, settings.getfloat("PRAHARI_WATCH_SECONDS"))
    except (Problem, StoreProblem) as problem:
        return _fail(problem)


def _log(settings: ProjectSettings, level: int) -> None:
    """Raises Problem for a format that there is not."""
    handler = logging.StreamHandler()
    handler.setFormatter(logs.formatter(settings))
    logging.basicConfig(level=level, handlers=[handler])


def _fail(problem: Exception) -> int:
    sys.stderr.write(f"prahari: {problem}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
