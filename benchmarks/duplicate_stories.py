"""Stories of drawn words for `benchmarks.bench_duplicates`, and what they are found by."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from random import Random
from struct import Struct

from wordfreq import top_n_list, word_frequency

from pipelines.copies.sketch import sketch
from pipelines.copies.subjects import subjects
from pipelines.entry import SourceRef
from pipelines.story import Story

ANALYSED = 5_000
"""Stories whose text is analysed; the others are made of what these are found by."""
START = datetime(2026, 1, 1, tzinfo=UTC)
_MINIMA = Struct("<64I")
_WORDS = top_n_list("hi", 30_000)
_SHARES = list(accumulate(word_frequency(word, "hi") for word in _WORDS))


def made(number: int) -> Story:
    """Story ``number``: the same whenever it is asked for; every tenth a shorter copy of the one before."""
    copied = number % 10 == 9
    chance = Random(number - copied)
    paragraphs = [" ".join(chance.choices(_WORDS, cum_weights=_SHARES, k=50)) + "।" for _ in range(6)]
    at = START + timedelta(minutes=chance.randrange(365 * 24 * 60), seconds=copied)
    return Story(
        url=f"https://outlet-{number % 7}.example/story/{number}",
        outlet=f"outlet-{number % 7}",
        title=paragraphs[0][:60],
        text="\n".join(paragraphs[: 5 if copied else 6]),
        fetched_at=at + timedelta(hours=1),
        published=at,
        source=SourceRef("feed", "https://outlet.example/rss"),
        cluster_id="0" * 16,
    )


Found = tuple[bytes, bytes]
"""Minima and subjects of a story."""


def sketched(count: int) -> Iterator[Found]:
    """What as many stories are found by."""
    kept = []
    for number in range(min(count, ANALYSED)):
        story = made(number)
        minima = sketch(story.text)
        assert minima is not None
        kept.append((minima, subjects(story.title, story.text)))
        yield kept[-1]
    chance = Random(7)
    for number in range(ANALYSED, count):
        old = _MINIMA.unpack(kept[number % ANALYSED][0])
        minima = _MINIMA.pack(*(lane if chance.random() < 0.3 else chance.getrandbits(32) for lane in old))
        yield minima, _mixed([about for _, about in chance.choices(kept, k=8)])


def _mixed(some: list[bytes]) -> bytes:
    """A subject of each: popular ones stay popular."""
    return b"".join(about[8 * place : 8 * place + 8] for place, about in enumerate(some))
