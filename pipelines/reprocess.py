"""Another look at what is stored, under today's vocabulary and rules.

    stories          ─▶ tag, judge ─▶ tags, relevance, summary written where they differ ─▶ outbox
                                 └▶ not about defence: withdrawn, with reason and score
    kept refusals    ─▶ the stages from the one that refused ─▶ story saved, or the new reason

The work is done batch by batch, so it may be stopped and begun again at any time, and a crawl may go on
meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipelines import language, relevance
from pipelines.store import Rejection, Store
from pipelines.story import Outcome, Rejected, Stage, Story
from pipelines.tags import tag

Progress = Callable[[int], None]
"""Called after each batch with how many were looked at."""

STAGES: Final[dict[str, tuple[Stage, ...]]] = {
    "language": (language.judge, tag, relevance.judge),
    "relevance": (tag, relevance.judge),
}
"""Stage that refused → what its stories go through again."""


@dataclass(frozen=True, slots=True)
class Retagged:
    """What re-tagging did."""

    stories: int
    """How many were looked at."""
    changed: int
    """Of which so many have other tags, another relevance or another summary now."""
    irrelevant: int
    """How many are not about defence by today's vocabulary. They are withdrawn, or, where all stories are
    kept, marked so."""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What became of refusals that were looked at again."""

    refusals: int
    stories: int
    """How many are stories now."""
    others: int
    """How many are refused for another reason, or with another score."""


def retag(
    store: Store,
    progress: Progress | None = None,
    batch: int = 200,
    *,
    relevant_only: bool = True,
    withdrawn_only: bool = False,
) -> Retagged:
    """Tag and judge every story of the store anew, or only those that are withdrawn.

    What is not about defence is withdrawn if ``relevant_only`` (`pipelines.store.withdrawn`), and comes back
    under a vocabulary by which it is. Raises StoreProblem and VocabularyProblem.
    """
    seen = changed = irrelevant = after = 0
    while filed := store.filed(after, batch, withdrawn_only=withdrawn_only):
        after, size = filed[-1].number, len(filed)
        while filed:
            looked_at = [(one, _judged(one.story, relevant_only)) for one in filed]
            written, missed = store.write_tags(looked_at)
            changed += written
            irrelevant += sum(not _relevant(now) for one, now in looked_at if one.number not in missed)
            filed = store.filed_again(missed) if missed else []
        seen += size
        if progress is not None:
            progress(size)
    return Retagged(seen, changed, irrelevant)


def _judged(story: Story, relevant_only: bool) -> Outcome:
    return relevance.judge(tag(story), relevant_only=relevant_only)


def _relevant(outcome: Outcome) -> bool:
    return isinstance(outcome, Story) and outcome.relevant is True


def take_back(store: Store, stage: str, progress: Progress | None = None, batch: int = 200) -> TakenBack:
    """Put the kept stories that a stage of `STAGES` refused through it and what follows once more, and
    with those that were irrelevant the withdrawn.

    Raises KeyError for another stage, StoreProblem and VocabularyProblem.
    """
    stages = STAGES[stage]
    seen = stories = others = 0
    after = ""
    while kept := store.kept(stage, after, batch):
        after = kept[-1].key
        for one in kept:
            outcome = _again(one, stages)
            if isinstance(outcome, Story):
                stories += isinstance(store.save(outcome).outcome, Story)
            elif (outcome.stage, outcome.reason, outcome.detail) != (one.stage, one.reason, one.detail):
                others += 1
                store.save(outcome)
        seen += len(kept)
        if progress is not None:
            progress(len(kept))
    if stage == relevance.STAGE:
        again = retag(store, progress, batch, withdrawn_only=True)
        back = again.stories - again.irrelevant
        seen, stories, others = seen + again.stories, stories + back, others + again.changed - back
    return TakenBack(seen, stories, others)


def _again(rejection: Rejection, stages: Sequence[Stage]) -> Outcome:
    """What the stages make of the kept story; its summary is the page's own, if it states one."""
    assert rejection.story is not None
    outcome: Outcome = replace(
        rejection.story, requested_url=rejection.requested_url, announced=rejection.announced
    )
    for stage in stages:
        if isinstance(outcome, Rejected):
            break
        outcome = stage(outcome)
    return outcome
