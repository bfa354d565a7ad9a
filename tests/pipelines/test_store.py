"""What the store makes of outcomes, on both databases."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from pipelines.store import Store
from pipelines.store.database import Database
from pipelines.story import Rejected, Story, reject
from tests.pipelines.outcomes import IST, NOON, TEXT, full_story, rejected, story

HOUR = timedelta(hours=1)
EDITED = TEXT + "\nरक्षा मंत्री ने वैज्ञानिकों को बधाई दी।"


def saved_story(store: Store, one: Story) -> Story:
    outcome = store.save(one).outcome
    assert isinstance(outcome, Story)
    return outcome


# --- fields ------------------------------------------------------------------------------------------


def test_every_field_comes_back(store: Store) -> None:
    given = full_story()
    unset = [f.name for f in fields(Story) if getattr(given, f.name) in (None, (), "")]
    assert unset == ["cluster_id"]
    expected = replace(given, cluster_id=given.id)
    assert store.save(given).outcome == expected
    found = store.story(given.id)
    assert found == expected
    assert (found.rules_used, found.rules_missed) == (given.rules_used, given.rules_missed)


def test_a_story_with_nothing_but_the_necessary_comes_back(store: Store) -> None:
    given = story()
    store.save(given)
    assert store.story(given.url) == replace(given, cluster_id=given.id)


@pytest.mark.parametrize(
    "zone", [UTC, IST, timezone(-timedelta(hours=3, minutes=30)), timezone(timedelta(hours=14))]
)
def test_stated_zones_survive(store: Store, zone: timezone) -> None:
    instant = datetime(2026, 1, 1, 0, 30, 15, 7, tzinfo=zone)
    store.save(story(published=instant, modified=instant, announced=instant))
    found = store.story(story().id)
    assert found is not None
    for value in (found.published, found.modified, found.announced):
        assert value is not None
        assert value.isoformat() == instant.isoformat()
    assert found.fetched_at.utcoffset() == timedelta(0)


def test_naive_instants_are_mistakes(store: Store) -> None:
    with pytest.raises(ValueError, match="naive"):
        store.save(story(published=datetime(2026, 1, 1)))  # noqa: DTZ001
    assert store.counts().seen == 0


def test_an_instant_outside_the_calendar_is_not_known(store: Store) -> None:
    store.save(story(published=datetime(1, 1, 1, tzinfo=IST)))
    found = store.story(story().id)
    assert found is not None
    assert found.published is None


def test_what_no_database_takes_is_replaced(store: Store) -> None:
    broken = story(title="शीर्ष\x00क \ud83d", authors=("अ\x00",), text=TEXT + "\udcff")
    assert store.save(broken).created
    assert not store.save(broken).changed
    found = store.story(broken.id)
    assert found is not None
    assert (found.title, found.authors) == ("शीर्ष\ufffdक \ufffd", ("अ\ufffd",))
    store.save(rejected("https://x.example/\x00", detail="nul \x00"))
    store.save(reject(story("z", text="\x00 \ud800 ग"), "language", "not-hindi", "-"))
    assert len(store.rejections()) == 2


# --- versions ----------------------------------------------------------------------------------------


def test_a_new_story_is_version_one_of_its_own_cluster(store: Store) -> None:
    result = store.save(story())
    assert (result.created, result.changed) == (True, True)
    assert isinstance(result.outcome, Story)
    assert (result.outcome.version, result.outcome.cluster_id) == (1, story().id)
    assert [v.version for v in store.versions(story().id)] == [1]


def test_the_same_page_again_changes_nothing(store: Store) -> None:
    store.register_index("i")
    first = saved_story(store, full_story())
    store.acknowledge("i", {first.id: 1})
    again = store.save(replace(full_story(), fetched_at=NOON + HOUR, announced=NOON + HOUR))
    assert (again.created, again.changed) == (False, False)
    assert store.pending_count("i") == 0
    assert store.story(first.id) == first
    mark = store.seen([first.url])[first.url]
    assert (mark.at, mark.announced, mark.attempts) == (NOON + HOUR, NOON + HOUR, 2)


@pytest.mark.parametrize(
    "change", [{"text": EDITED}, {"title": "ब्रह्मोस का परीक्षण विफल"}], ids=["text", "title"]
)
def test_an_edit_is_the_next_version(store: Store, change: dict[str, str]) -> None:
    store.save(story())
    edited = replace(story(**change), fetched_at=NOON + HOUR)
    result = store.save(edited)
    assert (result.created, result.changed) == (False, True)
    assert store.story(edited.id) == result.outcome == replace(edited, version=2, cluster_id=edited.id)
    versions = store.versions(edited.id)
    assert [(v.version, v.title, v.text, v.fetched_at) for v in versions] == [
        (1, story().title, story().text, NOON),
        (2, edited.title, edited.text, NOON + HOUR),
    ]


def test_spelling_space_and_points_make_no_version_but_are_corrected(store: Store) -> None:
    store.save(story(text="हिंदी में छपी ख़बर, S-400 की।"))
    corrected = replace(story(text="हिन्दी में छपी खबर S 400 की ।"), fetched_at=NOON + HOUR)
    result = store.save(corrected)
    assert (result.created, result.changed) == (False, True)
    assert [(v.version, v.text) for v in store.versions(corrected.id)] == [(1, corrected.text)]


def test_other_tags_make_a_revision_and_no_version(store: Store) -> None:
    store.register_index("i")
    store.save(replace(full_story(), tags=(), tag_names=(), relevance=0.1, relevant=False))
    store.acknowledge("i", {full_story().id: 1})
    assert store.save(full_story()).changed
    [(found, revision)] = store.pending("i")
    assert (found.tags, found.relevance, found.relevant) == (full_story().tags, 0.1 + 0.2, True)
    assert (found.version, revision) == (1, 2)


def test_a_page_fetched_before_the_stored_one_is_no_news(store: Store) -> None:
    newest = saved_story(store, story(text=EDITED))
    late = store.save(replace(story(), fetched_at=NOON - HOUR))
    assert not late.changed
    assert store.story(newest.id) == newest
    assert store.seen([newest.url])[newest.url].at == NOON


def test_a_story_stays_with_those_that_printed_any_of_its_versions(store: Store) -> None:
    store.save(story(published=NOON - HOUR))
    copy = story("copy", outlet="sandhya", published=NOON)
    assert saved_story(store, copy).cluster_id == story().id
    assert saved_story(store, replace(copy, text="कुछ और।")).cluster_id == story().id


def test_no_caller_states_a_cluster(store: Store) -> None:
    store.save(story(cluster_id="00000000000000aa"))
    assert saved_story(store, story(cluster_id="00000000000000aa")).cluster_id == story().id


# --- seen --------------------------------------------------------------------------------------------


def test_canonical_and_announced_url_are_both_seen(store: Store) -> None:
    one = full_story()
    store.save(one)
    marks = store.seen([one.url, one.requested_url, "https://www.prabhat.example/never"])
    assert set(marks) == {one.url, one.requested_url}
    for url, mark in marks.items():
        assert (mark.url, mark.outcome, mark.at, mark.final, mark.attempts) == (url, "story", NOON, True, 1)
        assert mark.announced == one.announced
    assert store.story(one.requested_url) == store.story(one.url) == store.story(one.id)


def test_arguments_of_save_state_what_the_outcome_does_not(store: Store) -> None:
    store.save(story(), announced=NOON, requested_url="https://short.example/1")
    assert store.seen(["https://short.example/1"])["https://short.example/1"].announced == NOON


def test_the_latest_announcement_counts(store: Store) -> None:
    url = story().url
    for announced in (NOON, NOON - HOUR, None):
        store.save(story(announced=announced))
        assert store.seen([url])[url].announced == NOON


def test_many_urls_at_once(store: Store) -> None:
    urls = [f"https://www.prabhat.example/{n}" for n in range(1300)]
    for url in urls[::100]:
        store.save(rejected(url))
    assert set(store.seen(urls)) == set(urls[::100])
    assert store.seen([]) == {}


def test_a_passing_failure_leaves_the_url_open(store: Store) -> None:
    url = rejected().url
    for attempt in (1, 2, 3):
        store.save(rejected(reason="timeout", final=False))
        mark = store.seen([url])[url]
        assert (mark.outcome, mark.final, mark.attempts) == ("rejected", False, attempt)
    store.save(rejected())
    assert store.seen([url])[url].final


# --- rejections --------------------------------------------------------------------------------------


def test_a_refused_second_fetch_leaves_the_story(store: Store) -> None:
    first = saved_story(store, story(announced=NOON))
    gone = rejected(at=NOON + HOUR, announced=NOON + HOUR)
    assert store.save(gone).created
    assert store.story(first.id) == first
    mark = store.seen([first.url])[first.url]
    assert (mark.outcome, mark.final, mark.announced) == ("story", True, NOON + HOUR)
    assert [r.reason for r in store.rejections()] == ["http-404"]


def test_a_passing_failure_of_a_second_fetch_leaves_the_edit_to_be_fetched(store: Store) -> None:
    store.save(story(announced=NOON))
    store.save(rejected(final=False, at=NOON + HOUR, announced=NOON + HOUR))
    mark = store.seen([story().url])[story().url]
    assert (mark.outcome, mark.final, mark.at, mark.announced, mark.attempts) == (
        "story",
        True,
        NOON,
        NOON,
        2,
    )


def test_a_story_supersedes_its_rejections(store: Store) -> None:
    one = full_story()
    store.save(rejected(one.url))
    store.save(rejected(one.requested_url, requested_url=one.requested_url, final=False))
    assert store.counts().rejections == 2
    store.save(one)
    assert store.rejections() == []
    assert store.rejection(one.url) is None
    assert {m.outcome for m in store.seen([one.url, one.requested_url]).values()} == {"story"}


def test_a_refusal_under_the_canonical_url_supersedes_that_under_the_announced(store: Store) -> None:
    store.save(rejected("https://short.example/1", final=False))
    store.save(rejected(requested_url="https://short.example/1", reason="no-text", stage="extract"))
    assert [(r.url, r.reason) for r in store.rejections()] == [(rejected().url, "no-text")]
    found = store.rejection("https://short.example/1")
    assert found is not None
    assert found.reason == "no-text"


def test_a_url_has_one_rejection_the_last(store: Store) -> None:
    assert store.save(rejected()).changed
    assert not store.save(rejected(at=NOON + HOUR)).changed
    assert store.save(rejected(at=NOON + 2 * HOUR, reason="http-410")).changed
    [found] = store.rejections()
    assert (found.reason, found.attempts, found.first_at, found.at) == ("http-410", 3, NOON, NOON + 2 * HOUR)


def test_a_rejection_comes_back_whole(store: Store) -> None:
    one = full_story()
    given = replace(reject(one, "language", "not-hindi", "ने 0.2"), announced=one.announced)
    store.save(given)
    found = store.rejection(one.url)
    assert found is not None
    assert [getattr(found, f.name) for f in fields(Rejected)] == [
        getattr(given, f.name) for f in fields(Rejected)
    ]
    assert found.story is not None
    assert found.story.published is not None
    assert found.story.published.utcoffset() == IST.utcoffset(None)
    store.save(rejected("https://www.prabhat.example/x", source=None))
    without = store.rejection("https://www.prabhat.example/x")
    assert without is not None
    assert without.source is None


def test_kept_stories_go_when_their_time_is_over_and_reasons_stay(store_url: str) -> None:
    with Store(store_url, keep_rejected_days=2) as store:
        store.save(reject(full_story(), "relevance", "not-defence", "0.05"))
        # What extraction refused is no story that could be taken back.
        store.save(reject(story("list"), "extract", "not-a-story", "a list"))
        assert [r.story is not None for r in store.rejections(stage="relevance")] == [True]
        assert [r.story for r in store.rejections(stage="extract")] == [None]
        assert store.purge(NOON + timedelta(days=1, hours=23)) == 0
        assert store.purge(NOON + timedelta(days=2)) == 1
        assert store.purge(NOON + timedelta(days=9)) == 0
        assert [(r.reason, r.story) for r in store.rejections(stage="relevance")] == [("not-defence", None)]


def test_rejections_are_counted_and_filtered(store: Store) -> None:
    for n in range(3):
        store.save(rejected(f"https://a.example/{n}", outlet="a", at=NOON + n * HOUR))
    store.save(rejected("https://b.example/", outlet="b", stage="extract", reason="no-text"))
    assert store.reject_counts() == [("a", "fetch", "http-404", 3), ("b", "extract", "no-text", 1)]
    assert store.reject_counts(since=NOON + HOUR)[0].n == 2
    assert [r.url for r in store.rejections(outlet="a", limit=2)] == [
        "https://a.example/2",
        "https://a.example/1",
    ]
    assert [r.outlet for r in store.rejections(stage="extract")] == ["b"]
    assert [r.outlet for r in store.rejections(reason="no-text")] == ["b"]
    assert len(store.rejections(since=NOON + HOUR)) == 2
    assert len(store.rejections(limit=None)) == 4


# --- crawl state -------------------------------------------------------------------------------------


def test_failures_in_a_row_are_counted_until_a_success(store: Store) -> None:
    url = "https://www.prabhat.example/rss.xml"
    for n in range(3):
        store.mark_polled("prabhat", url, False, "timeout: 30 s", 0, NOON + n * HOUR)
    store.mark_outlet("prabhat", False, NOON + 4 * HOUR, NOON + 3 * HOUR)
    state = store.outlet_states()["prabhat"]
    [source] = state.sources
    assert (source.failures, source.last_success, source.last_error) == (3, None, "timeout: 30 s")
    assert (state.failures, state.last_success, state.next_due) == (1, None, NOON + 4 * HOUR)
    assert state.last_error == "timeout: 30 s"
    store.mark_polled("prabhat", url, True, None, 40, NOON + 5 * HOUR)
    store.mark_outlet("prabhat", True, NOON + 6 * HOUR, NOON + 5 * HOUR)
    state = store.outlet_states()["prabhat"]
    [source] = state.sources
    assert (source.failures, source.last_success, source.entries) == (0, NOON + 5 * HOUR, 40)
    assert (state.failures, state.last_success, state.last_error) == (0, NOON + 5 * HOUR, None)
    store.mark_polled("prabhat", url, False, "http-503", 0, NOON + 7 * HOUR)
    [source] = store.outlet_states()["prabhat"].sources
    assert (source.entries, source.failures) == (40, 1)


def test_when_each_source_was_read_last_and_which_hub_it_announces(store: Store) -> None:
    feed, other = "https://www.prabhat.example/rss.xml", "https://www.prabhat.example/sitemap.xml"
    store.mark_polled("prabhat", feed, True, None, 40, NOON)
    store.mark_polled("prabhat", feed, False, "http-503", 0, NOON + HOUR)
    store.mark_polled("prabhat", other, False, "http-404", 0, NOON)
    store.mark_polled("elsewhere", "https://elsewhere.example/", True, None, 1, NOON)
    assert store.source_successes("prabhat") == {feed: NOON}
    store.note_hub("prabhat", feed, "https://hub.example/")
    store.note_hub("prabhat", other, None)
    assert [source.hub for source in store.outlet_states()["prabhat"].sources] == [
        "https://hub.example/",
        None,
    ]
    store.note_hub("prabhat", feed, None)
    assert [source.hub for source in store.outlet_states()["prabhat"].sources] == [None, None]


def test_a_first_visit_that_was_cut_off_is_shown(store: Store) -> None:
    store.mark_polled("prabhat", "https://www.prabhat.example/rss.xml", True, None, 3, NOON)
    state = store.outlet_states()["prabhat"]
    assert (state.last_polled, state.next_due) == (NOON, None)


# --- reading -----------------------------------------------------------------------------------------


def test_stories_are_read_in_batches_in_the_order_in_which_they_came(store: Store) -> None:
    given = [story(f"{n}", text=f"{TEXT} {n}") for n in range(7)]
    for one in given:
        store.save(one)
    reading = store.stories(batch=3)
    urls = [next(reading).url for _ in range(4)]
    store.save(story("late", text="बाद में"))
    urls += [one.url for one in reading]
    assert urls == [one.url for one in given] + [story("late").url]


def slugs(found: Iterable[Story]) -> list[str]:
    return [one.url.rsplit("/", 1)[1] for one in found]


def test_stories_can_be_chosen(store: Store) -> None:
    store.save(story("old", text="क", published=NOON - 30 * HOUR, relevant=True))
    store.save(story("new", text="ख", published=NOON - HOUR, relevant=False))
    store.save(story("undated", text="ग", outlet="sandhya"))
    assert slugs(store.stories(since=NOON - HOUR)) == ["new", "undated"]
    assert slugs(store.stories(since=(NOON - HOUR).astimezone(IST))) == ["new", "undated"]
    assert slugs(store.stories(relevant=True)) == ["old"]
    assert slugs(store.stories(relevant=False)) == ["new"]
    assert slugs(store.stories(outlet="sandhya")) == ["undated"]
    counts = store.counts()
    assert (counts.stories, counts.relevant, counts.versions, counts.seen) == (3, 1, 3, 3)
    assert counts.by_outlet == {"prabhat": 2, "sandhya": 1}


def test_what_is_not_there_is_none(store: Store) -> None:
    assert store.story("0123456789abcdef") is None
    assert store.story("https://nowhere.example/") is None
    assert store.rejection("https://nowhere.example/") is None
    assert store.versions("0123456789abcdef") == []
    assert list(store.stories()) == []
    assert store.outlet_states() == {}


def test_a_store_goes_on_where_it_was_closed(store_url: str) -> None:
    with Store(store_url) as store:
        store.save(full_story())
    with Store(store_url) as store:
        assert store.story(full_story().id) is not None
        assert not store.save(full_story()).created


@pytest.mark.postgres
def test_a_server_that_vanishes_is_noticed(postgres_url: str) -> None:
    with closing(Database(f"{postgres_url}?keepalives_idle=7")) as database, database.read() as connection:
        driver: Any = connection.connection.driver_connection
        asked = driver.info.get_parameters()
    assert int(asked["tcp_user_timeout"]) == 60_000 and int(asked["keepalives_count"]) == 3
    assert asked["keepalives_idle"] == "7", "what the URL says wins"
