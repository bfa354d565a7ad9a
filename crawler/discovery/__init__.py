"""Find an outlet's sources: what its site announces is fetched once, checked, and kept if it is of use.

    home page ─▶ leads ──▶ feeds ─────────┐
        │          └─▶ sections ─▶ feeds ─┤
    robots.txt ─▶ sitemaps ─▶ indexes ────┼─▶ fetch ─▶ inspection ─▶ Found, or a Trial with its reason
    WordPress's usual paths, its API ─────┤
    else the sections themselves ─────────┘

    search.py       what is tried, in which order
    attempts.py     each address once, in bounds: an endless site costs `MAX_FETCHES` requests, a slow one
                    `MAX_SECONDS`
    judgement.py    whose an address is, and whether what is there is of use
    examination.py  fetch one address and look into it
    findings.py     what came of it

`crawler.fetcher` fetches (robots.txt, politeness, address guard), `crawler.outletedit` writes into the
outlet's file.
"""

from __future__ import annotations

from crawler.discovery.examination import examine
from crawler.discovery.findings import Discovery, Found, Trial, with_sources
from crawler.discovery.search import discover

__all__ = ["Discovery", "Found", "Trial", "discover", "examine", "with_sources"]
