"""The sample newsroom: a dozen invented outlets with invented stories, served on loopback.

It is what the tests crawl and what ``make demo`` shows. `newsroom.Newsroom` is the way in; stories and
outlets are data in ``stories/*.toml`` and ``outlets/*.toml``.
"""

from tests.newsroom.golden import Expected
from tests.newsroom.newsroom import Newsroom
from tests.newsroom.visits import Change, Fault, Visit

__all__ = ["Change", "Expected", "Fault", "Newsroom", "Visit"]
