"""What other stories are to a story, as ``scrapy show`` prints it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crawler.command import ist
from pipelines.store.copies import Cluster, Link
from pipelines.story import Story


def related(story: Story, cluster: Cluster | None, links: Sequence[Link]) -> list[str]:
    """Lines on copies, versions and thread; none for a story that has neither."""
    lines = []
    if cluster and len(cluster.members) > 1:
        agency = f", agency {cluster.agency}" if cluster.agency else ""
        lines.append(f"    copies: {len(cluster.members)} in all{agency}")
        lines += [_line(one.id, one.outlet, one.title) for one in cluster.members if one.id != story.id]
    for name, which in (("updates", "update"), ("thread", "same_event")):
        found = [link for link in links if link.relation == which]
        if found:
            lines.append(f"{name:>10}: {len(found)}")
            lines += [
                _line(link.id, link.outlet, f"{link.title} ({'later' if link.later else 'earlier'})")
                for link in found
            ]
    return lines


def _line(id: str, outlet: str, title: str) -> str:
    return f"            {id} {outlet or '-'}: {title}"


def readable_why(links: Sequence[Link]) -> str:
    """The evidence for each link."""
    if not links:
        return "nothing stored has much in common with it"
    return "\n".join(line for link in links for line in _evidence(link))


def _evidence(link: Link) -> list[str]:
    found = link.evidence
    return [
        f"{link.relation} (score {link.score:.2f}: {found['reason']}) {link.outlet or '-'}, "
        f"{ist(link.published)} · {link.title}",
        f"    {link.url}",
        f"    of the shorter text, the longer has {found['containment']:.0%}; of this one's lead, the other "
        f"{found['lead_a']:.0%}; of the other's, this one {found['lead_b']:.0%}",
        *(f"    {fact['kind']}: here {fact['a']}, there {fact['b']}" for fact in found["replaced"]),
    ]


def why_json(cluster: Cluster | None, links: Sequence[Link]) -> dict[str, Any]:
    """For programs: cluster, agency, copies, and each link with its evidence."""
    return {
        "cluster": cluster.id if cluster else None,
        "agency": cluster.agency if cluster else None,
        "copies": [one.id for one in cluster.members] if cluster else [],
        "links": [
            {
                "id": link.id,
                "url": link.url,
                "outlet": link.outlet,
                "relation": link.relation,
                "score": link.score,
                "later": link.later,
                "evidence": dict(link.evidence),
            }
            for link in links
        ],
    }
