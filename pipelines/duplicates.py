"""Exact duplicates: the same text, letter for letter, at another address.

    story, first story with its text ─▶ decide() ─▶ story (on its own, or a wire copy) | rejected

The decision is pure and stands here; it is taken inside the transaction that saves the story
(`pipelines.store`), because two processes must not both be first. That is why this stage, alone, has no
item pipeline class of its own: the store's class runs it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256

import regex

from pipelines.story import Outcome, Story, reject
from search.text import fold

_BETWEEN = regex.compile(r"[^\p{L}\p{M}\p{N}]+")


@dataclass(frozen=True, slots=True)
class First:
    """The story that had a text first: of the same outlet if one of its stories has the text."""

    id: str
    outlet: str
    """Outlet id; empty if no outlet owns the host."""
    url: str
    cluster_id: str
    """Cluster that it belongs to; its own id if it is the first of it."""


def fingerprint(text: str) -> str:
    """Forty hex digits that are equal if the folded letters and digits of two texts are; else not.

    Spelling variants (`search.text.fold`), white space, punctuation and markup left-overs do not count.
    Empty if there is neither letter nor digit: such texts are nobody's copy.
    """
    letters = _BETWEEN.sub("", fold(text))
    return sha256(letters.encode("utf-8", "replace")).hexdigest()[:40] if letters else ""


def decide(story: Story, first: First | None) -> Outcome:
    """What becomes of a new address whose text ``first`` had before; None if nobody had.

    A copy in the same outlet is a duplicate (an article under two addresses) and refused. In another
    outlet it is a wire copy: a story of its own, in the cluster of the first, since that it was printed
    there is news about that outlet. Pages that no outlet owns are never taken for one outlet.
    """
    if first is None or first.id == story.id:
        return replace(story, cluster_id=story.id)
    if story.outlet and story.outlet == first.outlet:
        return reject(story, "duplicates", "same-text", f"the same text as {first.url}")
    return replace(story, cluster_id=first.cluster_id)
