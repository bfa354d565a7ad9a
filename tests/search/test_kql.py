"""Kibana's query language, as far as Prahari's objects use it."""

from __future__ import annotations

import pytest

from search.kibana.kql import clauses


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("", []),
        ("रक्षा मंत्री", [None]),
        ('tags.id : "s-400" and labels.country : "चीन"', ["tags.id", "labels.country"]),
        (
            "not agency : * or (outlet : (a or b) and not relevant : true)",
            ["agency", "outlet", "outlet", "relevant"],
        ),
        ("delay_minutes >= 5 and dated < now-1d", ["delay_minutes", "dated"]),
        ("title : रक्षा मंत्री and text : x\\:y", ["title", "text"]),
    ],
)
def test_kql_names_its_fields(query: str, named: list[str | None]) -> None:
    assert [clause.field for clause in clauses(query)] == named


@pytest.mark.parametrize(
    "query", ["a :", "(a", "a)", "and", "a and", 'a : "b', ": b", "a : (b or)", "a b : c", "a : b : c"]
)
def test_kql_that_kibana_refuses(query: str) -> None:
    with pytest.raises(ValueError, match=r"expected|cannot be read|no field name"):
        clauses(query)
