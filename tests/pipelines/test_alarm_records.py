"""Alarms in the store: raised once, told once, over once; in SQLite and in PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pipelines.store import Store
from pipelines.store.alarms import CALM, KEPT, LONGEST_WAIT, Trouble

NOW = datetime(2026, 11, 30, 6, 30, tzinfo=UTC)
FULL = Trouble("disk", "/data", "1 GB free")
QUIET = Trouble("volume", "navprabhat", "2 new stories, expected 30")
KINDS = ("disk", "volume")
MINUTE = timedelta(minutes=1)


def events(store: Store, channel: str, at: datetime) -> list[tuple[str, str]]:
    return [(notice.event, notice.trouble.kind) for notice in store.due_notices(channel, at)]


def test_an_alarm_is_raised_once_and_over_once_it_was_calm(store: Store) -> None:
    channels = ("log", "mail")
    store.note_troubles([FULL, QUIET], KINDS, channels, NOW)
    for minute in range(1, 4):
        more = Trouble("disk", "/data", f"{minute} GB free")
        store.note_troubles([more, QUIET], KINDS, channels, NOW + minute * MINUTE)
    for channel in channels:
        assert events(store, channel, NOW) == [("raised", "disk"), ("raised", "volume")]
    (disk, _) = store.open_alarms()
    assert (disk.trouble.detail, disk.raised_at) == ("3 GB free", NOW)
    store.notices_delivered(store.due_notices("log", NOW))
    # It comes and goes: one alarm.
    store.note_troubles([QUIET], KINDS, channels, NOW + 5 * MINUTE)
    store.note_troubles([FULL, QUIET], KINDS, channels, NOW + 6 * MINUTE)
    store.note_troubles([QUIET], KINDS, channels, NOW + 6 * MINUTE + CALM - MINUTE)
    assert events(store, "log", NOW) == []
    over = NOW + 6 * MINUTE + CALM
    store.note_troubles([QUIET], KINDS, channels, over)
    (notice,) = store.due_notices("log", over)
    assert (notice.event, notice.trouble, notice.raised_at, notice.at) == ("recovered", FULL, NOW, over)
    assert [alarm.trouble.kind for alarm in store.open_alarms()] == ["volume"]


def test_kinds_that_were_not_looked_for_stay_as_they_are(store: Store) -> None:
    store.note_troubles([QUIET], ("volume",), ("log",), NOW)
    store.note_troubles([], ("disk",), ("log",), NOW + 2 * CALM)
    assert [alarm.trouble for alarm in store.open_alarms()] == [QUIET]
    store.note_troubles([], ("volume",), ("log",), NOW + 2 * CALM)
    assert store.open_alarms() == []


def test_what_cannot_be_told_is_due_again_ever_later_and_in_order(store: Store) -> None:
    store.note_troubles([FULL], KINDS, ("mail", "log"), NOW)
    waits: list[float] = []
    at = NOW
    for _ in range(9):
        notices = store.due_notices("mail", at)
        assert [notice.failures for notice in notices] == [len(waits)]
        again = store.notices_failed(notices, at)
        waits.append((again - at) / MINUTE)
        assert store.due_notices("mail", again - timedelta(seconds=1)) == []
        at = again
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    # Nobody is to read of the end before the beginning.
    store.notices_failed(store.due_notices("mail", at), at)
    store.note_troubles([], KINDS, ("mail",), at + MINUTE)
    assert events(store, "mail", at + MINUTE) == []
    assert events(store, "mail", at + LONGEST_WAIT) == [("raised", "disk"), ("recovered", "disk")]
    assert events(store, "log", NOW) == [("raised", "disk")]


def test_a_clock_that_was_ahead_keeps_nothing_back(store: Store) -> None:
    ahead = NOW + timedelta(days=300)
    store.note_troubles([FULL], KINDS, ("mail",), NOW)
    store.notices_failed(store.due_notices("mail", NOW), ahead)
    assert events(store, "mail", NOW + MINUTE) == [("raised", "disk")]


def test_what_could_not_be_told_for_days_is_given_up(store: Store) -> None:
    store.note_troubles([FULL], KINDS, ("mail",), NOW)
    assert store.give_up_notices(NOW + KEPT) == 0
    assert store.give_up_notices(NOW + KEPT + MINUTE) == 1
    assert store.due_notices("mail", NOW + KEPT + MINUTE) == []
    assert [alarm.trouble for alarm in store.open_alarms()] == [FULL]


def test_numbers_are_never_used_again(store: Store) -> None:
    store.note_troubles([FULL], KINDS, ("log",), NOW)
    (first,) = store.due_notices("log", NOW)
    store.notices_delivered([first])
    store.note_troubles([QUIET], ("volume",), ("log",), NOW)
    (second,) = store.due_notices("log", NOW)
    assert second.number > first.number
