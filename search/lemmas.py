"""Lemmas of Hindi word forms (first version: Snowball alone)."""

from __future__ import annotations

from snowballstemmer.hindi_stemmer import HindiStemmer


def lemma(word: str) -> str:
    """The lemma of a folded word form."""
    return str(HindiStemmer().stemWord(word))
