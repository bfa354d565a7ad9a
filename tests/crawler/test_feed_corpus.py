"""No bytes make the reader raise: feedparser's corpus, XML attacks, and our samples broken at random."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.sources import Announced, SourceRefused, parse
from tests.crawler.samples import FEEDS, NOW, SHARED, URL

CORPUS = SHARED / "data/feeds/feedparser"
HOSTILE = SHARED / "data/hostile/defusedxml"
SAMPLES = sorted(path for path in FEEDS.iterdir() if path.is_file())
INSERTS = [
    b"", b"<", b"&#x110000;", b"&#xD800;", b"&#99999999999;", b"<![CDATA[", b"]]>", b"<!--", b"\x00",
    b"<item>", b"</item>", b"<!DOCTYPE ", b"\xff\xfe", b"<a:b>", b"&#;", b"<?x", b'="', b"<![if]",
]  # fmt: skip


def read(path: Path) -> Announced | SourceRefused:
    """Parse a corpus file as its header comment says that it is served."""
    body = path.read_bytes()
    stated = re.search(
        rb"^Header:\s*Content-type:[ \t]*([^\r\n]*)", body[:2000], re.IGNORECASE | re.MULTILINE
    )
    content_type = stated[1].decode("latin-1").strip() if stated else None
    return parse(body, f"http://127.0.0.1:8097/{path.name}", content_type, now=NOW)


@pytest.mark.shared
@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no {CORPUS}")
def test_feedparser_corpus() -> None:
    """Every file parses or is refused with a reason."""
    counts: Counter[str] = Counter()
    for path in sorted(CORPUS.rglob("*.xml")):
        found = read(path)
        if isinstance(found, SourceRefused):
            assert found.reason and found.detail, path
            counts[found.reason] += 1
            continue
        counts["parsed"] += 1
        counts["entries"] += len(found.entries)
        for refusal in found.refused:
            assert refusal.reason and refusal.detail, path
            counts[f"entry {refusal.reason}"] += 1
    assert counts["parsed"] + counts["not-a-feed"] + counts["unsafe-xml"] == 638
    # The empty document, and one whose document type declares an entity of many characters.
    assert (counts["not-a-feed"], counts["unsafe-xml"]) == (1, 1)
    # Most of these files show one element of one item, which has no link.
    assert (counts["entries"], counts["entry no-link"], counts["entry home-link"]) == (24, 284, 36)
    print(f"\n{dict(counts)}")  # noqa: T201


@pytest.mark.shared
@pytest.mark.skipif(not HOSTILE.is_dir(), reason=f"no {HOSTILE}")
def test_xml_attacks_are_refused() -> None:
    reasons = {path.name: parse(path.read_bytes(), URL, now=NOW) for path in sorted(HOSTILE.iterdir())}
    assert all(isinstance(found, SourceRefused) for found in reasons.values())
    unsafe = {name for name, found in reasons.items() if getattr(found, "reason", "") == "unsafe-xml"}
    assert unsafe == {
        "cyclic.xml", "external.xml", "external_file.xml", "quadratic.xml", "xmlbomb.xml", "xmlbomb2.xml",
    }  # fmt: skip


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_every_prefix_of_a_sample(path: Path) -> None:
    body = path.read_bytes()
    for end in range(0, len(body), max(1, len(body) // 120)):
        found = parse(body[:end], URL, now=NOW)
        assert isinstance(found, Announced | SourceRefused)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(SAMPLES),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=12),
    st.floats(0, 1),
    st.sampled_from(INSERTS),
)
def test_broken_samples(path: Path, flips: list[tuple[float, int]], at: float, insert: bytes) -> None:
    body = bytearray(path.read_bytes())
    for place, value in flips:
        body[int(place * len(body))] = value
    cut = int(at * len(body))
    found = parse(bytes(body[:cut] + insert + body[cut:]), URL, now=NOW)
    assert isinstance(found, Announced | SourceRefused)


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=200), st.text(alphabet="<>/!?&;#[]-\"'=rssfeditmlnkCDATA x:\u0915", max_size=120)
    )
)
def test_noise(noise: bytes | str) -> None:
    body = noise if isinstance(noise, bytes) else noise.encode()
    for whole in (
        body,
        b"<rss><channel><item>" + body,
        b'{"version":"1","items":[' + body,
        b"<urlset><url>" + body,
    ):
        assert isinstance(parse(whole, URL, now=NOW), Announced | SourceRefused)
