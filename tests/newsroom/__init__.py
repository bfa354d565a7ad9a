"""The sample newsroom: a dozen invented outlets with invented stories, served on loopback.

It is what the tests crawl and what ``make demo`` shows. `server.Newsroom` is the way in; stories and
outlets are data in ``stories/*.toml`` and ``outlets/*.toml``.
"""

from tests.newsroom.golden import Expected
from tests.newsroom.server import Fault, Newsroom, Visit

__all__ = ["Expected", "Fault", "Newsroom", "Visit"]
