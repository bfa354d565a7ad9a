"""Filters find by id, by id without its prefix, and by any whole name in any script."""

from __future__ import annotations

import pytest

from search.filters import document_keys, value_keys
from search.index import Name
from search.query_tree import FilterField
from tests.search.samples import BHASKAR, document

KOREA = Name("c-south-korea", "country", ("दक्षिण कोरिया", "South Korea"))
MODI = Name("p-modi", "person", ("नरेंद्र मोदी", "Narendra Modi", "मोदी"))
GLOBEMASTER = Name("c-17", "aircraft", ("सी-17", "C-17"))
DOCUMENT = document("x", outlet=BHASKAR, tags=(KOREA, MODI, GLOBEMASTER), language="hi")


@pytest.mark.parametrize(
    ("field", "value", "passes"),
    [
        ("outlet", "bhaskar", True),
        ("outlet", "Bhaskar", True),
        ("outlet", "दैनिक भास्कर", True),
        ("outlet", "dainik bhaskar", True),
        ("outlet", "dainik", False),
        ("outlet", "jagran", False),
        ("country", "c-south-korea", True),
        ("country", "south-korea", True),
        ("country", "south korea", True),
        ("country", "दक्षिण-कोरिया", True),
        ("country", "कोरिया", False),
        ("country", "modi", False),
        ("person", "p-modi", True),
        ("person", "मोदी", True),
        ("person", "नरेन्द्र मोदी", True),
        ("person", "narendra modi", True),
        ("person", "narendra", False),
        ("tag", "modi", True),
        ("tag", "c-17", True),
        ("tag", "C17", True),
        ("tag", "सी १७", True),
        ("tag", "17", False),
        ("lang", "hi", True),
        ("lang", "HI", True),
        ("lang", "हिन्दी", True),
        ("lang", "hindi", True),
        ("lang", "en", False),
    ],
)
def test_who_passes(field: FilterField, value: str, passes: bool) -> None:
    assert bool(document_keys(DOCUMENT)[field] & set(value_keys(value))) is passes


def test_a_document_without_outlet_and_language_passes_no_filter() -> None:
    keys = document_keys(document("x", outlet=("", ("",)), language=None))
    assert set(keys.values()) == {frozenset()}
