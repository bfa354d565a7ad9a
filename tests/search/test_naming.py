"""Prefixes: what the check refuses the server refuses too, white space aside, and it takes the rest."""

from __future__ import annotations

import pytest
from elasticsearch import BadRequestError, Elasticsearch

from search.naming import checked
from tests.elasticsearch.node import new_prefix

SIGNS = [*'\\/*?"<>|,#: A', "É"]


@pytest.mark.parametrize(
    "prefix",
    [
        "",
        ".",
        "..",
        "-a",
        "_a",
        "+a",
        *SIGNS,
        *(f"a{sign}b" for sign in SIGNS),
        "a" * 201,
        "अ" * 67,
        "a\udce9",
        "a\tb",
    ],
)
def test_what_no_index_may_be_called(prefix: str) -> None:
    with pytest.raises(ValueError, match="PRAHARI_ELASTICSEARCH_PREFIX: ") as caught:
        checked(prefix)
    assert "\n" not in str(caught.value)


@pytest.mark.elasticsearch
@pytest.mark.parametrize("sign", SIGNS)
def test_the_server_refuses_the_same_signs(elasticsearch_url: str, sign: str) -> None:
    with Elasticsearch(elasticsearch_url) as client, pytest.raises(BadRequestError):
        client.indices.create(index=f"{new_prefix()}a{sign}b")


@pytest.mark.elasticsearch
@pytest.mark.parametrize("more", ["a-b_c", "a+b.c", "सेना", "é", "a" * 180])
def test_the_server_takes_what_is_let_through(elasticsearch_url: str, more: str) -> None:
    prefix = checked(new_prefix() + more)
    name = f"{prefix}-rejections-v000001"
    with Elasticsearch(elasticsearch_url) as client:
        client.indices.create(index=name)
        client.indices.delete(index=name)
