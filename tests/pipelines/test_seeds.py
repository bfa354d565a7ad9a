"""The seed stories, tagged as an analyst who read them would: what must be there, and what must not."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pipelines.aspects import aspects
from pipelines.relevance import THRESHOLD, explain
from pipelines.tags import concepts_of
from tests.pipelines.test_tags import story

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
IST = ZoneInfo("Asia/Kolkata")

GOLDEN = [
    (
        "000_fbfd0586c11ab87c.txt",
        datetime(2024, 7, 8, tzinfo=IST),
        (
            "c-drc mod-india office-defence-secretary p-aramane p-marcel office-coas p-dwivedi "
            "co-production defence-cooperation defence-production weapon-system major-general"
        ),
        "p-rk-singh office-defence-minister c-usa pakistan-army war-1962 ev-clash",
        "c-drc c-india",
        "ev-bilateral-meeting",
        None,
    ),
    (
        "001_af4f66e542d5d578.txt",
        datetime(2025, 11, 7, tzinfo=IST),
        (
            "c-israel office-defence-secretary p-rk-singh elbit rafael-company iai p-katz "
            "p-baram jwg mou co-production defence-cooperation strategic-partnership tel-aviv "
            "mod-india"
        ),
        "rafale rafale-bare office-defence-minister p-rajnath",
        "c-israel c-india",
        "ev-bilateral-meeting",
        "तेल अवीव",
    ),
    (
        "002_37b422418b928e51.txt",
        datetime(2025, 6, 27, tzinfo=IST),
        (
            "sco s-400 su-30mki p-rajnath p-belousov p-dong-jun office-defence-minister "
            "c-russia c-china pahalgam-attack qingdao ev-bilateral-meeting ev-delivery "
            "defence-production"
        ),
        "p-shoigu bihar-regiment s-300 ev-attack-terror",
        "c-russia c-china c-india",
        "ev-bilateral-meeting ev-delivery",
        "किंगदाओ",
    ),
    (
        "003_59de5fc976f49afa.txt",
        datetime(2025, 12, 6, tzinfo=IST),
        (
            "c-russia ex-indra irigc co-production strategic-partnership p-putin p-modi brics "
            "sco al-qaeda isis make-in-india atmanirbhar defence-cooperation qingdao"
        ),
        "office-defence-minister p-rajnath op-vijay",
        "c-russia c-india",
        "ev-bilateral-meeting ev-joint-exercise",
        None,
    ),
    (
        "004_9f78bb9ca59e6774.txt",
        datetime(2024, 10, 30, tzinfo=IST),
        (
            "c-pakistan c-russia p-fomin p-munir office-coas colonel-general islamabad brics "
            "kazan pakistan-air-force russia-ukraine-war"
        ),
        "indian-army indian-armed-forces office-defence-minister p-rajnath idf ex-dosti c-guyana c-iran",
        "c-pakistan c-russia",
        "ev-bilateral-meeting",
        None,
    ),
]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "published", "must", "never", "countries", "events", "dateline"),
    GOLDEN,
    ids=[row[0][:3] for row in GOLDEN],
)
def test_a_seed(
    name: str,
    published: datetime,
    must: str,
    never: str,
    countries: str,
    events: str,
    dateline: str | None,
) -> None:
    file = SEEDS / name
    if not file.exists():
        pytest.skip("../shared is not here")
    seed = story(file.read_text("utf-8"), published=published)
    found = {concept.id for concept in concepts_of(seed)}
    assert explain(seed).score >= THRESHOLD
    assert set(must.split()) - found == set()
    assert set(never.split()) & found == set()
    shown = aspects(seed)
    assert set(countries.split()) <= set(shown.countries)
    assert set(shown.event_type) == set(events.split())
    assert (shown.dateline, shown.agency) == (dateline, None)
