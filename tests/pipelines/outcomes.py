"""Stories and rejections for the store's tests."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from pipelines.entry import SourceRef
from pipelines.story import Rejected, Story, Tag

IST = timezone(timedelta(hours=5, minutes=30))
NOON = datetime(2026, 11, 24, 12, 0, 0, 123456, tzinfo=UTC)
FEED = SourceRef("feed", "https://www.prabhat.example/rss/desh.xml")
TEXT = "नौसेना के युद्धपोत ने अरब सागर में ब्रह्मोस मिसाइल दागी।\nमिसाइल ने 290 किमी दूर लक्ष्य को भेदा।"


def story(slug: str = "brahmos", outlet: str = "prabhat", text: str = TEXT, **fields: Any) -> Story:
    """A story of an outlet; its URL is made from both."""
    given: dict[str, Any] = {
        "url": f"https://www.{outlet}.example/desh/{slug}",
        "outlet": outlet,
        "title": "अरब सागर में ब्रह्मोस का सफल परीक्षण",
        "text": text,
        "fetched_at": NOON,
        "source": FEED,
    }
    return Story(**given | fields)


def prose(number: int, words: int = 60) -> str:
    """Words that no other number's prose has: stories that differ in a word or two are compared with each
    other when they are stored, which takes a test of many stories most of its time."""
    chance = random.Random(number)
    letters = "कखगघचछजटडतथदधनपबभमयरलवशसह"
    vowels = ("", "ा", "ि", "ी", "ु", "े", "ो")
    return " ".join(
        "".join(chance.choice(letters) + chance.choice(vowels) for _ in range(3)) for _ in range(words)
    )


def edit(one: Story) -> Story:
    """The story as its outlet prints it an hour later, with one word more."""
    return replace(one, text=one.text + " और", fetched_at=one.fetched_at + timedelta(hours=1))


def full_story() -> Story:
    """A story with every field set."""
    return replace(
        story(),
        authors=("सुधा रावत", "निखिल जोशी"),
        published=datetime(2026, 11, 24, 14, 5, tzinfo=IST),
        modified=datetime(2026, 11, 24, 3, 0, tzinfo=timezone(-timedelta(hours=5))),
        published_from="json-ld",
        modified_from="page",
        declared_language="hi-IN",
        keywords=("नौसेना", "ब्रह्मोस"),
        paywalled=True,
        rules_used=("body: div.story",),
        rules_missed=("drop: .share",),
        language="hi",
        summary="युद्धपोत से दागी गई मिसाइल ने लक्ष्य भेदा।",
        image="https://www.prabhat.example/img/1.jpg",
        section="देश",
        agency="भाषा",
        dateline="मुंबई",
        tags=(Tag("brahmos", "missile", "ब्रह्मोस", "BrahMos"), Tag("navy", "force", "नौसेना", "Navy")),
        tag_names=("ब्रह्मोस", "BrahMos", "नौसेना", "Indian Navy"),
        relevance=0.1 + 0.2,
        relevant=True,
        evidence=(("brahmos", 4.25), ("topic:sport", -0.5)),
        requested_url="https://www.prabhat.example/?p=77",
        announced=datetime(2026, 11, 24, 14, 5, tzinfo=IST),
    )


def rejected(url: str = "https://www.prabhat.example/desh/brahmos", **fields: Any) -> Rejected:
    """A refusal by the fetch stage, final unless stated."""
    given: dict[str, Any] = {
        "stage": "fetch",
        "reason": "http-404",
        "detail": "the server answered 404",
        "url": url,
        "outlet": "prabhat",
        "at": NOON,
        "source": FEED,
    }
    return Rejected(**given | fields)
