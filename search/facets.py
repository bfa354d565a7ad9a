"""What a document counts for in each facet; the same in every engine."""

from __future__ import annotations

from typing import Final, get_args

from search.index import Document, Facet

FACETS: Final[tuple[Facet, ...]] = get_args(Facet)


def facet_values(document: Document, facet: Facet) -> tuple[str, ...]:
    """What `document` counts for, ids where there are any. People and countries are no ``tag``: they have
    facets of their own."""
    match facet:
        case "outlet":
            values: tuple[str | None, ...] = (document.outlet,)
        case "tag":
            values = tuple(tag.id for tag in document.tags if tag.type not in ("person", "country"))
        case "person" | "country":
            values = tuple(tag.id for tag in document.tags if tag.type == facet)
        case "lang":
            values = (document.language,)
        case "agency":
            values = (document.agency,)
        case "section":
            values = (document.section,)
    return tuple(dict.fromkeys(value for value in values if value))
