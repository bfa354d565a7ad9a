"""Collapses of outlets, found by simple statistics over each outlet's own past.

    volume      fewer stories than in the same hours of earlier weeks
    length      texts much shorter than they were: the extraction fails
    dates       more stories than before without a date of publication
    language    more pages than before that are not Hindi
    refusals    more pages than before refused for one reason
    failing     visits fail again and again; ``source``: one source does
    gone        a source's server says that it is gone for good (410)

Each test asks how likely such figures are if nothing has changed, and sounds below `P`; and each asks for a
difference that matters, since news comes in bursts and no outlet is as regular as the mathematics. An outlet
with less than two whole weeks of stories has no past: only ``failing`` can sound for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp, lgamma, log, log1p
from statistics import median
from typing import Final

from crawler.health import Health, Window
from pipelines.store import OutletState
from pipelines.store.records import Arrival

P: Final = 0.001
"""Chance of an alarm although nothing has changed, each test."""
ENOUGH: Final = 20
"""Recent stories, and pages, that a share or a length is told from."""
ENOUGH_PAST: Final = 40
"""The same of the past."""
RISE: Final = 0.2
"""Share of the pages that a rise must amount to."""
FAILURES: Final = 5
"""Failures in a row, of an outlet or a source ..."""
SILENCE: Final = timedelta(days=1)
"""... that go on for so long."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """One collapse."""

    outlet: str
    kind: str
    detail: str
    """The figures that led to it, for a person."""


def alarms(health: Health, state: OutletState | None, now: datetime) -> list[Alarm]:
    """What is wrong with the outlet; empty if nothing is."""
    failing = list(_failing(health.outlet, state, now))
    found = [*_volume(health), *_length(health), *_dates(health), *_refusals(health)]
    # Where nothing can be fetched, nothing comes: one alarm tells it.
    if any(alarm.kind == "failing" for alarm in failing):
        found = [alarm for alarm in found if alarm.kind != "volume"]
    return failing + found


def _volume(health: Health) -> Iterator[Alarm]:
    for window, hours in ((health.day, "24 h"), (health.week, "7 days")):
        if collapsed(window):
            past = ", ".join(map(str, window.past))
            told = f"{window.stories} new stories in {hours}, expected {window.expected:.0f} (before: {past})"
            yield Alarm(health.outlet, "volume", told)
            return


def collapsed(window: Window) -> bool:
    """Whether so few stories are no chance. Given all stories of now and before, those of now are binomial
    (the conditional test of two Poisson rates; Przyborowski and Wilenski 1940, Biometrika 31), and they are
    less than half of the worst week before."""
    if not window.past or 2 * window.stories >= min(window.past):
        return False
    return lower_tail(window.stories, window.stories + sum(window.past), 1 / (1 + len(window.past))) < P


def _length(health: Health) -> Iterator[Alarm]:
    recent = [one.characters for one in health.recent[-ENOUGH:]]
    earlier = sorted(one.characters for one in health.earlier)
    if len(recent) < ENOUGH or len(earlier) < ENOUGH_PAST:
        return
    # As many recent texts as that are not, by chance, among the shortest tenth of the earlier ones.
    short = sum(length < earlier[len(earlier) // 10] for length in recent)
    if upper_tail(short, len(recent), 0.1) < P and 2 * median(recent) < median(earlier):
        told = (
            f"the last {len(recent)} texts have {median(recent):.0f} characters (median), before "
            f"{median(earlier):.0f}"
        )
        yield Alarm(health.outlet, "length", told)


def _dates(health: Health) -> Iterator[Alarm]:
    def undated(came: tuple[Arrival, ...]) -> int:
        return sum(one.published is None for one in came)

    recent = health.recent[-2 * ENOUGH :]
    now, before = undated(recent), undated(health.earlier)
    if risen(now, len(recent), before, len(health.earlier)):
        told = (
            f"{now} of the last {len(recent)} stories are without a date, before {before} of "
            f"{len(health.earlier)}"
        )
        yield Alarm(health.outlet, "dates", told)


def _refusals(health: Health) -> Iterator[Alarm]:
    pages = [rate for rate in health.refusals if rate.stage not in _NO_PAGES]
    week = len(health.recent) + sum(rate.week for rate in pages)
    day = health.day.stories + sum(rate.day for rate in pages)
    before = len(health.earlier) + sum(rate.before for rate in pages)
    for rate in pages:
        if rate.reason in _HARMLESS:
            continue
        for count, of, span in ((rate.day, day, "24 h"), (rate.week, week, "7 days")):
            if risen(count, of, rate.before, before):
                kind = "language" if rate.stage == "language" else "refusals"
                told = (
                    f"{rate.stage}/{rate.reason}: {count} of {of} pages in {span}, before {rate.before} of "
                    f"{before}"
                )
                yield Alarm(health.outlet, kind, told)
                break


_NO_PAGES = frozenset({"source", "entry"})
"""Stages of refusals that are about no page."""
_HARMLESS = frozenset({"not-defence", "same-text"})
"""What an outlet writes about, and copies, go up and down."""


def risen(count: int, of: int, before: int, of_before: int) -> bool:
    """Whether a share has risen by more than chance, and by `RISE` at least. The past's share is estimated
    with one more on either side (Laplace), so that "never before" is not impossible."""
    if of < ENOUGH or of_before < ENOUGH_PAST:
        return False
    share = (before + 1) / (of_before + 2)
    return count / of >= share + RISE and upper_tail(count, of, share) < P


def _failing(outlet: str, state: OutletState | None, now: datetime) -> Iterator[Alarm]:
    if state is None:
        return
    gone = [source for source in state.sources if source.gone]
    if state.failures >= FAILURES and _silent(state.last_success, now) and not gone:
        yield Alarm(outlet, "failing", f"{state.failures} visits failed in a row: {state.last_error or '?'}")
        return
    for source in state.sources:
        if source.gone:
            last = f"{source.last_success:%Y-%m-%d}" if source.last_success else "never"
            yield Alarm(outlet, "gone", f"{source.url}: gone for good (410), last read {last}")
        elif source.failures >= FAILURES and _silent(source.last_success, now):
            told = f"{source.url}: failed {source.failures} times in a row: {source.last_error}"
            yield Alarm(outlet, "source", told)


def _silent(last_success: datetime | None, now: datetime) -> bool:
    return last_success is None or now - last_success > SILENCE


def lower_tail(k: int, n: int, p: float) -> float:
    """Chance of at most `k` successes in `n` trials."""
    return sum(_chance(i, n, p) for i in range(k + 1))


def upper_tail(k: int, n: int, p: float) -> float:
    """Chance of `k` successes or more."""
    return 1.0 if k <= 0 else sum(_chance(i, n, p) for i in range(k, n + 1))


def _chance(i: int, n: int, p: float) -> float:
    # By logarithms: the coefficients of some thousand trials are beyond what a float holds.
    ways = lgamma(n + 1) - lgamma(i + 1) - lgamma(n - i + 1)
    return exp(ways + i * log(p) + (n - i) * log1p(-p))
