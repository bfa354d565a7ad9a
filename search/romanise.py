"""Latin keys (first version: the word itself)."""

from __future__ import annotations


def roman_key(word: str) -> str:
    """The key of a folded word."""
    return word
