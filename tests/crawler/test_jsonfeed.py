"""JSON Feed 1 and 1.1."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from pipelines.india import IST as INDIA
from tests.crawler.samples import announced, refused, sample


def test_json_feed() -> None:
    read = announced(sample("feed.json"))
    assert (read.kind, read.title, read.language) == ("json", "जेसन समाचार", "hi")
    assert (read.hub, read.next) == ("https://hub.example/", "https://json.example/feed.json?page=2")
    assert read.merged == 1
    first, second, third = read.entries
    assert first.link == "https://json.example/raksha/pahla-1"
    assert first.title == 'पहला "लेख"'
    assert first.summary == "सार < 5"
    assert first.published == datetime(2024, 7, 5, 11, 20, tzinfo=INDIA)
    assert first.updated == datetime(2024, 7, 5, 12, 0, tzinfo=INDIA), "no zone is Indian"
    assert first.image == "https://json.example/a.jpg"
    assert first.categories == ("रक्षा",)
    assert first.authors == ("मीना",)
    assert first.language == "hi"
    assert second.link == "https://other.example/dusra-2"
    assert (second.guid, second.authors) == ("2", ("संपादकीय दल",))
    assert third.link == "https://json.example/teesra-3"
    assert third.authors == ("पुराना ढंग",)
    assert [r.reason for r in read.refused] == ["no-link", "no-link"]


def test_full_text() -> None:
    text = "सेना ने सीमा पर अभ्यास किया। " * 60
    items = [
        {"id": "1", "url": "https://x.example/a-1", "content_html": f"<p>{text}</p>", "summary": "सार"},
        {"id": "2", "url": "https://x.example/a-2", "content_text": f"{text}\n\n3 < 5"},
    ]
    one, two = announced(json.dumps({"version": "1", "items": items})).entries
    assert (one.summary, one.full_text) == ("सार", f"<p>{text}</p>")
    assert two.full_text == f"<p>{text.strip()}</p><p>3 &lt; 5</p>"


def test_truncated_json_keeps_what_was_read() -> None:
    body = sample("feed.json")
    read = announced(body[: body.index(b'"teesra-3') if b'"teesra-3' in body else body.index(b"teesra-3")])
    assert [entry.guid for entry in read.entries] == ["1", "2"]
    assert read.title == "जेसन समाचार"
    assert [r.reason for r in read.refused] == ["truncated"]


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ("[]", "a list of 0"),
        ("{}", "an object with nothing"),
        ('{"items": {}}', "items"),
        ('{"items": [{"title": "x"}]}', "items"),
        ("{broken", "broken JSON"),
        ("[" * 200_000, "nested too deeply"),
        ('{"version": ' + "9" * 10_000 + "}", "JSON"),
    ],
)
def test_other_json_is_refused(body: str, detail: str) -> None:
    why = refused(body)
    assert why.reason == "not-a-feed"
    assert detail in why.detail


FIELDS = (
    "id", "url", "external_url", "title", "content_html", "content_text", "summary", "image", "banner_image",
    "date_published", "date_modified", "authors", "author", "tags", "language", "attachments",
)  # fmt: skip


@pytest.mark.parametrize("value", [None, 7, 1e400, [], {}, "", "\ud800", [None], [[1]], {"name": 3}, True])
def test_any_field_may_hold_anything(value: object) -> None:
    good = {"url": "https://x.example/a-1", "title": "क"}
    items = [{**good, name: value} for name in FIELDS]
    for name in (*FIELDS, "version", "home_page_url", "feed_url", "hubs", "next_url"):
        announced(json.dumps({"version": "https://jsonfeed.org/version/1", "items": [good], name: value}))
    read = announced(json.dumps({"version": "https://jsonfeed.org/version/1", "items": items}))
    assert len(read.entries) + len(read.refused) + read.merged == len(items)
