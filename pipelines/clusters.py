"""Which stories are one: clusters made of what pairs of stories are to each other.

    stories of a component + merging pairs + other pairs ─▶ grouped() ─▶ story → the cluster's source

A chain is no cluster: an excerpt may be a copy of two versions of a story that differ in the toll. So stories
join in the order of publication, and none joins where it is something else than a copy to anybody. The result
depends on the stories and pairs alone, never on the order in which they came to be known.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, order=True)
class Member:
    """A story as clustering sees it; sorts by publication."""

    dated: datetime
    """Aware."""
    id: str


Edge = frozenset[str]
"""The ids of a pair."""


def grouped(
    members: Collection[Member], merging: Collection[Edge], apart: Collection[Edge]
) -> dict[str, str]:
    """Story id → id of its cluster's source, the story of the cluster that was published first.

    ``merging`` are pairs of copies; ``apart`` pairs that were compared and are none.
    """
    clusters: list[list[str]] = []
    for member in sorted(members):
        joined = [member.id]
        others = []
        for cluster in clusters:
            if _touch(cluster, [member.id], merging) and not _touch(cluster, joined, apart):
                joined = [*cluster, *joined]
            else:
                others.append(cluster)
        clusters = [*others, joined]
    order = {member.id: member for member in members}
    return {id: min(cluster, key=order.__getitem__) for cluster in clusters for id in cluster}


def _touch(one: Collection[str], other: Collection[str], edges: Collection[Edge]) -> bool:
    return any(frozenset((a, b)) in edges for a in one for b in other)
