"""How often an outlet publishes, and when it is worth another visit."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.india import INDIA
from pipelines.rhythm import HALF_LIFE, Rhythm, learn, packed, rates, unpacked, wait

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
MIDNIGHT = datetime(2026, 11, 24, tzinfo=INDIA)
FLOOR, CEILING = 10 * MINUTE, 3 * HOUR


def followed(per_hour: dict[int, int], days: int = 20, every: timedelta = HOUR) -> tuple[Rhythm, datetime]:
    """What is known of an outlet that prints so many stories in these hours, spread evenly; and when."""
    known, at = None, MIDNIGHT
    while at < MIDNIGHT + days * DAY:
        number = per_hour.get(at.hour, 0)
        news: list[datetime | None] = [at + (n + 0.5) / number * HOUR for n in range(number)]
        at += every
        known = learn(known, news, at.astimezone(UTC))
    assert known is not None
    return known, at


def test_until_something_is_known_the_file_s_interval_counts() -> None:
    for minutes in (15, 60, 180):
        interval = minutes * MINUTE
        assert wait(rates(None, interval), MIDNIGHT, FLOOR, CEILING) == interval


def test_an_outlet_is_asked_by_day_as_often_as_it_publishes_and_rarely_by_night() -> None:
    known, _ = followed(dict.fromkeys(range(8, 20), 4))
    found = rates(known, HOUR)
    noon, night = (wait(found, MIDNIGHT + hour * HOUR, FLOOR, CEILING) for hour in (12, 1))
    assert 13 * MINUTE < noon < 17 * MINUTE
    assert night == CEILING
    # Two hours before the first story of the day, the wait ends where it is to be expected.
    assert HOUR < wait(found, MIDNIGHT + 6 * HOUR, FLOOR, CEILING) < 2.5 * HOUR


def test_the_hours_are_those_of_india() -> None:
    known = learn(None, [], MIDNIGHT - HOUR)
    known = learn(known, [datetime(2026, 11, 23, 18, 0, tzinfo=UTC)], MIDNIGHT)  # 23:30 in India
    assert [hour for hour, number in enumerate(known.entries) if number] == [23]
    assert [hour for hour, watched in enumerate(known.hours) if watched] == [23]


def test_one_story_is_worth_one_visit() -> None:
    """As many visits as stories, near enough, whatever the outlet's rate, within the bounds."""
    for per_hour in (1, 3, 5):
        known, _ = followed(dict.fromkeys(range(24), per_hour))
        found = wait(rates(known, HOUR), MIDNIGHT, FLOOR, CEILING)
        assert found / (HOUR / per_hour) == pytest.approx(1, abs=0.05)


def test_what_is_long_ago_fades() -> None:
    known, at = followed(dict.fromkeys(range(24), 4))
    before = sum(known.entries)
    later = learn(known, [], at + HALF_LIFE)
    assert sum(later.entries) == pytest.approx(before / 2)
    # Of the time that nobody looked, no more counts as watched than a feed can tell of.
    assert sum(later.hours) == pytest.approx(sum(known.hours) / 2 + 24)


def test_the_first_visit_counts_from_the_oldest_entry_on() -> None:
    at = MIDNIGHT + 12 * HOUR
    known = learn(None, [at - n * HOUR for n in range(1, 7)], at)
    assert round(sum(known.entries)) == 5
    assert sum(known.hours) == pytest.approx(6)
    assert sum(learn(None, [at - 9 * DAY, at - HOUR], at).hours) == pytest.approx(24)
    nothing = learn(None, [None, None, at + HOUR], at)
    assert sum(nothing.entries) == sum(nothing.hours) == 0


def test_entries_without_or_with_another_date_came_since_the_last_visit() -> None:
    known = learn(None, [], MIDNIGHT)
    known = learn(known, [None, MIDNIGHT - 5 * HOUR, MIDNIGHT + 9 * HOUR], MIDNIGHT + 2 * HOUR)
    assert known.entries[:3] == pytest.approx((1.5, 1.5, 0))


def test_it_is_kept_as_json() -> None:
    known, _ = followed({9: 3, 17: 1}, days=3)
    back = unpacked(json.loads(json.dumps(packed(known))))
    assert back is not None and back.at == known.at
    assert back.entries == pytest.approx(known.entries, abs=1e-3)
    for broken in ("null", "[]", "{}", '{"at": "x", "entries": [], "hours": []}'):
        assert unpacked(json.loads(broken)) is None
    assert unpacked(packed(known) | {"hours": [1.0]}) is None


@given(st.lists(st.floats(0, 500), min_size=24, max_size=24), st.integers(0, 24 * 60 - 1))
def test_every_wait_is_within_the_bounds(found: list[float], minute: int) -> None:
    assert FLOOR <= wait(found, MIDNIGHT + minute * MINUTE, FLOOR, CEILING) <= CEILING


def test_at_as_many_visits_news_are_found_earlier_than_at_a_fixed_interval() -> None:
    """A simulated week of an outlet that prints by day: the mean delay, at equal numbers of visits."""
    chance = Random(7)
    hours = [0.0] * 7 + [4.0] * 4 + [1.0] * 6 + [4.0] * 4 + [0.5] * 3
    known, _ = followed({hour: round(rate) for hour, rate in enumerate(hours)})
    start, end = known.at, known.at + 7 * DAY
    news, at = [], start
    while at < end:
        at += chance.expovariate(4.0) * HOUR
        if chance.random() < hours[at.astimezone(INDIA).hour] / 4:
            news.append(at)
    visits, at = [], start
    while at < end:
        at += wait(rates(known, HOUR), at, FLOOR, CEILING)
        visits.append(at)
    fixed = [start + (n + 1) * ((end - start) / len(visits)) for n in range(len(visits))]

    def delay(visits: list[datetime]) -> float:
        late = [min(v for v in [*visits, end + DAY] if v >= at) - at for at in news if at < end]
        return sum(late, timedelta()) / HOUR / len(late)

    assert delay(visits) < 0.85 * delay(fixed)
