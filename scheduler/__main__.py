"""``python -m scheduler`` or ``prahari-scheduler``: the watch that runs until it is told to stop.

``--once``: one round of it.
"""

from __future__ import annotations

import argparse
import logging
import sys
from contextlib import closing

from crawler.services import Services
from pipelines.store import StoreProblem
from scheduler import service


def main(arguments: list[str] | None = None) -> int:
    """Exit code 0, or 1 with one line on standard error if the store cannot be opened."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--once", action="store_true", help="crawl what is due now, then end")
    parser.add_argument("--verbose", action="store_true", help="log what is not due, too")
    options = parser.parse_args(arguments)
    logging.basicConfig(
        level=logging.DEBUG if options.verbose else logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    for noisy in ("apscheduler", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    # A crawl longer than the interval is as it should be, and no news each minute.
    logging.getLogger("apscheduler.scheduler").addFilter(
        lambda record: "maximum number of running instances" not in str(record.msg)
    )
    try:
        # Opening once at the start migrates the database and says at once if it cannot be used.
        with closing(Services.of_project()) as services:
            store_url = services.store_url
            seconds = services.settings.getfloat("PRAHARI_WATCH_SECONDS")
        return service.once() if options.once else service.serve(store_url, seconds)
    except StoreProblem as problem:
        sys.stderr.write(f"prahari: {problem}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
