"""One newsroom for all scheduler tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.newsroom import Newsroom


@pytest.fixture(scope="package")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom() as room:
        yield room
