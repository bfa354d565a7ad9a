"""``scrapy show --why --history`` and ``scrapy copies`` as a user runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.store import Store
from tests.pipelines.copies.stories import RESCUE, STORY
from tests.pipelines.outcomes import NOON
from tests.pipelines.test_linking import HOUR, SHORT, UPDATED, told

PROJECT = Path(__file__).resolve().parents[2]
OLD, NEW, COPY = told("prabhat"), told("prabhat", UPDATED, 3, "nauka-2"), told("sandhya", SHORT, 1)
EVENT = told(
    "kiran",
    "\n".join(
        (
            "लक्षद्वीप जा रही नौका के हादसे में नौसेना की तत्परता से बड़ा नुकसान टल गया और सभी लोग सुरक्षित हैं।",
            "जिला प्रशासन ने परिजनों के लिए हेल्पलाइन शुरू की है और मुआवजे का प्रस्ताव सरकार को भेजा है।",
            RESCUE,
            "नाविक संघ ने मांग की है कि छोटी नौकाओं में संचार उपकरण अनिवार्य किए जाएं ताकि मदद जल्दी पहुंचे।",
        )
    ),
    2,
)


def run(*args: str, data: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scrapy", *args],
        cwd=PROJECT,
        env={**os.environ, "PRAHARI_DATA": str(data)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def data(tmp_path: Path) -> Path:
    with Store(f"sqlite:///{tmp_path / 'prahari.db'}") as store:
        for one in (EVENT, replace(OLD, agency="PTI"), replace(COPY, agency="प्रेट्र"), NEW):
            store.save(one)
        corrected = replace(NEW, text=UPDATED.replace("चालीस मिनट", "पचास मिनट"), fetched_at=NOON + 5 * HOUR)
        store.save(corrected)
    return tmp_path


def test_show_tells_copies_updates_and_thread(data: Path) -> None:
    shown = run("show", OLD.id, data=data).stdout
    assert "copies: 2 in all, agency पीटीआई" in shown
    assert f"{COPY.id} sandhya: " in shown
    assert f"{NEW.id} prabhat: {NEW.title} (later)" in shown
    assert "thread: 1" in shown
    assert f"{EVENT.id} kiran: {EVENT.title} (later)" in shown


def test_why(data: Path) -> None:
    shown = run("show", OLD.id, "--why", data=data).stdout
    assert "number: here सात, there नौ" in shown
    assert NEW.url in shown
    why = json.loads(run("show", NEW.id, "--why", "--json", data=data).stdout)["why"]
    assert (why["cluster"], why["copies"]) == (NEW.id, [NEW.id])
    relation = {link["id"]: (link["relation"], link["later"]) for link in why["links"]}
    assert relation[OLD.id] == ("update", False)
    facts = next(link["evidence"]["replaced"] for link in why["links"] if link["id"] == OLD.id)
    assert {"kind": "number", "a": "नौ", "b": "सात"} in facts


def test_history_is_one_for_a_page_and_its_outlets_updates(data: Path) -> None:
    shown = run("show", NEW.id, "--history", data=data).stdout
    assert [line.split(",")[0] for line in shown.splitlines() if line.startswith("---")] == [
        "--- version 1",
        "--- version 2",
        "--- version 3",
    ]
    assert "[-सात-] {+नौ+} नाविकों" in shown
    assert "[-चालीस-] {+पचास+} मिनट" in shown
    assert COPY.url not in shown.split("--- version 1")[1]
    steps = json.loads(run("show", OLD.id, "--history", "--json", data=data).stdout)["history"]
    assert [(step["number"], step["url"]) for step in steps] == [(1, OLD.url), (2, NEW.url), (3, NEW.url)]
    assert steps[0]["text"] == STORY and steps[0]["changes"] == ""


def test_copies_counts_and_rebuilds(data: Path) -> None:
    before = run("copies", "--json", data=data)
    counts = json.loads(before.stdout)
    assert (counts["stories"], counts["clusters"], counts["waiting"]) == (4, 3, 0)
    assert counts["links"]["syndicated"] == 1
    rebuilt = run("copies", "--rebuild", "--json", data=data)
    assert rebuilt.stdout == before.stdout
    assert "4 stories in 3 clusters" in run("copies", data=data).stdout
    assert run("copies", "x", data=data).returncode == 2
