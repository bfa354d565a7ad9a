"""``python -m scheduler.child crawl all``: scrapy, until its standard input closes.

Started by `scheduler.children` only, as the leader of a session of its own.
"""

from __future__ import annotations

import logging
import os
import runpy
import signal
import sys
import threading
import time
from contextlib import suppress

STOP_SECONDS = 8.0
"""How long a crawl may take to finish its running requests before it is killed. Below the 10 s after
which ``docker stop`` kills the scheduler. Killing loses nothing: what is not committed is fetched again."""


def main() -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    sys.argv[0] = "scrapy"
    # The watch has said what is crawled.
    logging.getLogger("crawler.summary.beginning").addFilter(lambda record: record.levelno > logging.INFO)
    runpy.run_module("scrapy", run_name="__main__", alter_sys=True)


def _end_with_parent() -> None:
    """Wait until nobody holds the other end of the pipe any more, then end."""
    with suppress(OSError):
        while os.read(0, 1024):
            pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(STOP_SECONDS)
    if os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    main()
