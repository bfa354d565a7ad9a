"""What polling costs: the share of polls that cost a 304 or a hash, and how soon news are found.

usage: python -m benchmarks.bench_polls [--rounds 4]
First the sample newsroom, crawled once for each three hours of its day, while its stories come out: how its
polls ended after the first round. Then, simulated, 60 outlets over four weeks: the mean delay from
publication to visit in the last week, at intervals that follow the outlets, and at one fixed interval with as
many visits.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from crawler.spiders.polls import COUNTED, share_unchanged
from crawler.spiders.timing import jittered
from pipelines.india import INDIA
from pipelines.rhythm import Rhythm, learn, rates, wait
from tests.newsroom import Newsroom
from tests.project import Installation

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FLOOR, CEILING = timedelta(minutes=10), 3 * HOUR
"""As the settings have them."""


def newsroom(rounds: int) -> Counter[str]:
    """How the polls of all rounds but the first ended."""
    base = datetime.now(UTC)
    now = [base]
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as temporary, Newsroom(base, clock=lambda: now[0]) as room:
        room.write_outlets(Path(temporary) / "outlets")
        here = Installation(Path(temporary) / "data", Path(temporary) / "outlets")
        for number in range(rounds):
            now[0] = base - (rounds - 1 - number) * 3 * HOUR
            done = here.scrapy("crawl", "all", "-a", "force=1", "-s", "STATS_DUMP=1", timeout=600)
            for how, count in re.findall(r"'prahari/polls/(\w+)': (\d+),", done.stderr):
                found[how] += int(count) if number and how in COUNTED else 0
    return found


def hours_of(outlet: int, chance: Random) -> list[float]:
    """Stories an hour of an outlet, by hour of day: two to two hundred a day, most of them by day."""
    a_day = 2 * 100 ** chance.random()
    begins, ends = 5 + outlet % 5, 19 + outlet % 4
    weights = [1.0 if begins <= hour < ends else 0.1 for hour in range(24)]
    return [a_day * weight / sum(weights) for weight in weights]


def publications(hours: list[float], start: datetime, end: datetime, chance: Random) -> list[datetime]:
    """A Poisson process with these rates (by thinning)."""
    most, at, found = max(hours), start, []
    while (at := at + chance.expovariate(most) * HOUR) < end:
        if chance.random() < hours[at.astimezone(INDIA).hour] / most:
            found.append(at)
    return found


Next = Callable[[Rhythm | None, datetime], timedelta]


def followed(news: list[datetime], start: datetime, end: datetime, next_wait: Next) -> list[datetime]:
    """The visits to an outlet."""
    known: Rhythm | None = None
    visits, at, told = [], start, 0
    while at < end:
        visits.append(at)
        new = []
        while told < len(news) and news[told] <= at:
            new.append(news[told])
            told += 1
        known = learn(known, list(new), at)
        at += next_wait(known, at)
    return visits


def delays(news: list[datetime], visits: list[datetime], since: datetime) -> list[float]:
    """Minutes from publication to the next visit, of what came since then and was visited."""
    found, number = [], 0
    for at in news:
        while number < len(visits) and visits[number] < at:
            number += 1
        if at >= since and number < len(visits):
            found.append((visits[number] - at) / timedelta(minutes=1))
    return found


def simulated(outlets: int = 60, days: int = 28) -> str:
    """The comparison, in a line."""
    chance = Random(11)
    start = datetime(2026, 11, 1, tzinfo=INDIA)
    end, last = start + days * DAY, start + (days - 7) * DAY
    every = [publications(hours_of(n, chance), start, end, chance) for n in range(outlets)]

    def adaptive(known: Rhythm | None, at: datetime) -> timedelta:
        due = wait(rates(known, HOUR), at, FLOOR, CEILING)
        return jittered(due, FLOOR, CEILING, chance)

    visits = [followed(news, start, end, adaptive) for news in every]
    number = sum(visit >= last for of_one in visits for visit in of_one)
    same = 7 * DAY * outlets / number
    fixed = [followed(news, start, end, lambda *_: same) for news in every]
    mine, theirs = (
        [late for news, of_one in zip(every, both, strict=True) for late in delays(news, of_one, last)]
        for both in (visits, fixed)
    )
    return (
        f"simulated week, {outlets} outlets, {len(mine):,} stories, {number:,} visits: "
        f"{sum(mine) / len(mine):.1f} min from publication to visit; at one fixed interval of "
        f"{same / timedelta(minutes=1):.0f} min {sum(theirs) / len(theirs):.1f} min"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=4)
    ended = newsroom(parser.parse_args().rounds)
    told = ", ".join(f"{ended[how]} {how}" for how in COUNTED)
    share = share_unchanged({how: ended[how] for how in COUNTED})
    print(f"newsroom: share of polls that cost a 304 or a hash {share} ({told})")
    print(simulated())


if __name__ == "__main__":
    main()
