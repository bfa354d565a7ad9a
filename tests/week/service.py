"""``python -m tests.week.service``: the scheduler, which looks ten times a second what there is to do.

It looks each second otherwise: of a clock that runs 1,000 times faster, a quarter of an hour.
"""

from __future__ import annotations

import sys

from scheduler import service
from scheduler.__main__ import main

service.TICK = 0.1

if __name__ == "__main__":
    sys.exit(main())
