"""The ``Link`` header of HTTP (RFC 8288): next page, WebSub hub."""

from __future__ import annotations

import re
from typing import Final

MAX_HEADER: Final = 8_000
"""Characters of the header that are read."""

# Between the links stand commas, which may also stand within < > and quotes.
_LINK: Final = re.compile(
    r"<\s*([^<>]{1,2000}?)\s*>((?:\s*;\s*[\w*!-]{1,40}\s*(?:=\s*(?:\"[^\"]*\"|[^\s\",;]*))?)*)"
)
_RELATION: Final = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s\",;]+))", re.IGNORECASE)


def related(header: str | None, relation: str) -> str | None:
    """Address (as it stands there) of the first link with this relation; None if there is none."""
    for link in _LINK.finditer((header or "")[:MAX_HEADER]):
        stated = _RELATION.search(link[2])
        if stated and relation in (stated[1] or stated[2] or "").lower().split():
            return link[1]
    return None
