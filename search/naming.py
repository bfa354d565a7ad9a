"""What indexes on a server may be called."""

from __future__ import annotations

import re

_PREFIX = re.compile(r"""[^-_+.\s\\/*?"<>|,#:\ud800-\udfff][^\s\\/*?"<>|,#:\ud800-\udfff]*""")
_LONGEST = 200
"""Bytes: names may be of 255, and ours end with what they hold and a number."""


def checked(prefix: str) -> str:
    """What the names of our indexes shall begin with, as it is. Raises ValueError, which names the setting,
    for what no index may be called, or more than one would be."""
    # https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-indices-create
    if not _PREFIX.fullmatch(prefix) or prefix != prefix.lower() or len(prefix.encode()) > _LONGEST:
        raise ValueError(
            f"PRAHARI_ELASTICSEARCH_PREFIX: {prefix!r}: no index may be called so; write small letters, "
            f"digits, - and _, beginning with a letter or digit, {_LONGEST} bytes at most"
        )
    return prefix
