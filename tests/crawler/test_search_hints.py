"""What ``scrapy search`` says of an outlet that there is not."""

from __future__ import annotations

import pytest

from crawler.commands.search import unknown_outlets
from search.query import parse

NAMES = {"jagran": ("दैनिक जागरण", "Dainik Jagran"), "ani": ("एएनआई", "ANI")}


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("outlet:xyzzy", ["there is no outlet xyzzy; `scrapy outlets` lists all"]),
        (
            "सेना (outlet:jagrn OR outlet:ANI)",
            ["there is no outlet jagrn: did you mean jagran? `scrapy outlets` lists all"],
        ),
        ('outlet:jagran outlet:"Dainik Jagran" outlet:"दैनिक जागरण"', []),
        ("सेना -outlet:nix", []),
        ("nix person:nix", []),
    ],
)
def test_an_outlet_that_there_is_not_is_told(query: str, told: list[str]) -> None:
    assert unknown_outlets(parse(query), NAMES) == told
