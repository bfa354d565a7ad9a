"""What a query asks of any engine."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from search.matching import AllOf, AnyOf, Between, Key, Match, Plan, Tokens, Without, milliseconds, plan
from search.query import parse


def match(**forms: str) -> Match:
    """``match(exact="एस 400")``: these tokens in a row, in these forms."""
    return Match(tuple(Tokens(form, tuple(texts.split())) for form, texts in forms.items()))  # type: ignore[arg-type]


SENA = match(exact="सेना", stem="सेना")
SAUDA = match(exact="सौदा", stem="सौदा")
S400 = match(exact="s 400", roman="es 400")  # a letter alone sounds as its name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", AllOf(())),
        ("सेना", SENA),
        ("सेना।", SENA),
        ("सेनाओं", match(exact="सेनाओं", stem="सेना")),
        ("की", match(exact="की")),
        ("tejas", match(exact="tejas", stem="tejas", roman="tejas")),
        ("बीएसएफ", match(exact="बीएसएफ", stem="बीएसएफ", roman="bsf")),
        ("S-400", S400),
        ("s400", S400),
        ('"s 400"', S400),
        ("एस-४००", match(exact="एस 400", roman="es 400")),
        ("R&D", match(exact="r d", roman="ar di")),
        ("12:30", match(exact="12 30")),
        ('"सेना"', match(exact="सेना")),
        ('"सेना सौदा"', match(exact="सेना सौदा")),
        ("सेना सौदा", AllOf((SENA, SAUDA))),
        ("सेना-सौदा", AllOf((SENA, SAUDA))),
        ("सेना-सेना", AllOf((SENA,))),
        ("सेना/सौदा", AnyOf((SENA, SAUDA))),
        ("सेना OR सौदा", AnyOf((SENA, SAUDA))),
        ("सेना NOT सौदा", AllOf((SENA, Without(SAUDA)))),
        ("NOT सेना", Without(SENA)),
        # what analysis leaves nothing of says nothing
        ("½", AnyOf(())),
        ("NOT ½", AnyOf(())),
        ("सेना ½", SENA),
        ("सेना OR ½", SENA),
        ("सेना NOT (½ OR ½)", SENA),
        ("from:2026-01-01", Between(1767205800000, None)),
        ("to:2025-12-31", Between(None, 1767205800000)),
    ],
)
def test_plans(text: str, expected: Plan) -> None:
    assert plan(parse(text)) == expected


def test_a_filter_asks_for_keys() -> None:
    asked = plan(parse('country:"South Korea"'))
    assert isinstance(asked, Key)
    assert asked.field == "country"
    assert {"id:south korea", "exact:south korea"} <= set(asked.keys)


def test_milliseconds_round_down_on_both_sides_of_1970() -> None:
    assert milliseconds(datetime(1970, 1, 1, 0, 0, 1, 999_999, tzinfo=UTC)) == 1999
    assert milliseconds(datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)) == -1
