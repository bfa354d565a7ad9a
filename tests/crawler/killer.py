"""An item pipeline that ends the whole crawl, as a page that exhausts the memory does. For tests alone."""

from __future__ import annotations

import os
import signal
from typing import Any

from pipelines.page import Page


class Killer:
    """Kills its own process when it is given the page whose address holds ``KILLER_PAGE``."""

    def process_item(self, item: Any) -> Any:
        if isinstance(item, Page) and os.environ["KILLER_PAGE"] in item.url:
            os.kill(os.getpid(), signal.SIGKILL)
        return item
