"""Which stories are one: clusters, as a function of the links between stories and of nothing else.

    links, the surest first ─▶ join their clusters, unless members of the two are an update of each other

So the order in which stories came, and links were found, does not matter. An update keeps two editions
apart even where a story stands between them that looks like a copy of both.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pipelines.copies.decision import Relation

COPIES: Final[tuple[Relation, ...]] = ("same", "syndicated")
"""Relations of copies: these are clustered."""
APART: Final[Relation] = "update"
"""The relation that keeps clusters apart."""


@dataclass(frozen=True, slots=True)
class Member:
    """A story, as far as clusters are concerned."""

    id: str
    dated: datetime
    """Published, or fetched where that is unknown."""


@dataclass(frozen=True, slots=True)
class Link:
    """What two stories, by id, are to each other."""

    one: str
    other: str
    relation: Relation
    score: float


def sources(members: Collection[Member], links: Iterable[Link]) -> dict[str, str]:
    """Id of each member → id of the source of its cluster: the story that was published first.

    Of stories of one instant it is the one with the lower id. Links to others than ``members`` do not count.
    """
    dated = {member.id: member.dated for member in members}
    inside = [link for link in links if link.one in dated and link.other in dated]
    rivals = _rivals(inside)
    cluster = {id: {id} for id in dated}
    for link in sorted((link for link in inside if link.relation in COPIES), key=_surest):
        one, other = cluster[link.one], cluster[link.other]
        if one is other or any(not rivals.get(id, _NONE).isdisjoint(other) for id in one):
            continue
        one |= other
        for id in other:
            cluster[id] = one
    return {id: min(cluster[id], key=lambda of: (dated[of], of)) for id in dated}


_NONE: Final[frozenset[str]] = frozenset()


def _surest(link: Link) -> tuple[float, str, str]:
    return (-link.score, min(link.one, link.other), max(link.one, link.other))


def _rivals(links: Iterable[Link]) -> Mapping[str, set[str]]:
    """Id → ids of the editions that it is an update of, or that are updates of it."""
    found: dict[str, set[str]] = {}
    for link in links:
        if link.relation == APART:
            found.setdefault(link.one, set()).add(link.other)
            found.setdefault(link.other, set()).add(link.one)
    return found
