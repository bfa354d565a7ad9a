"""Lemmas of Hindi word forms: a table first, Snowball's Hindi stemmer for what it does not hold.

    simplemma's dictionary, folded ─▶ forms that wordfreq's Hindi list knows  ─┐
    their other spelling (पायेगा, पाएगा)                                       ─┼▶ less what Snowball
    ``bases.txt`` with its plurals                                             ─┘  does alike ─▶ rows

On distinct word forms with gold lemmas this conflates pairs with an F1 of .92, Snowball alone of .64
(``python -m benchmarks.quality_lemmas``). Some 9,000 rows serve both engines; Elasticsearch gets them as
a ``stemmer_override``.

The rows derive from other people's dictionaries, so they are not part of the repository: they are built
from the installed packages by ``python -m search.lemmas`` (``make setup``), or on first use, and kept in
``_lemmas.tsv`` beside this file. Other package versions, rules or bases make it be built anew.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from threading import local

from snowballstemmer.hindi_stemmer import HindiStemmer

from search.charfilters import SIGNS, SPELLING
from search.text import fold

BASES = Path(__file__).with_name("bases.txt")
"""Nouns of our field, each its own lemma; the file says how it is written."""
CACHE = Path(__file__).with_name("_lemmas.tsv")
"""The built rows; safe to delete."""

_RULES = 1
"""Goes up when the code below makes other rows of the same packages and data."""
_VERB_FORMS = 5
"""A lemma with so many forms in wordfreq's list is a verb in common use: its variants are kept."""
_GLIDES = (("ाये", "ाए"), ("ायी", "ाई"), ("ाए", "ाये"), ("ोये", "ोए"), ("िये", "िए"), ("ेये", "ेए"))
"""Two spellings of one verb ending; dictionaries hold either."""

_stemmers = local()


def snowball(word: str) -> str:
    """Snowball's Hindi stem of a folded word; what is not Devanagari comes back as it is."""
    # A Snowball stemmer keeps the word in itself while it works, so every thread has its own.
    stemmer = getattr(_stemmers, "hindi", None)
    if stemmer is None:
        stemmer = _stemmers.hindi = HindiStemmer()
    return str(stemmer.stemWord(word))


def lemma(word: str) -> str:
    """The lemma of a folded word form (of its surface if nothing better is known)."""
    return _table().get(word) or snowball(word)


def lemma_rows() -> list[tuple[str, str]]:
    """Every (form, lemma) of the table, folded, sorted; Snowball is right for all other words."""
    return sorted(_table().items())


def inflections(base: str, masculine: bool = False) -> tuple[str, ...]:
    """Plural and oblique forms of a Hindi noun given in the nominative singular, folded.

    `masculine` matters for words in ा only: हमला gives हमले and हमलों, सेना gives सेनाएं, सेनाओं and the
    older spelling सेनायें. Of words in a consonant both plurals are given (मिसाइलें, मिसाइलों), though a
    masculine one has no first. The last word of a name of several is inflected.
    """
    word = fold(base)
    stem, last = word[:-1], word[-1:]
    if last == "ा":
        return (stem + "े", stem + "ों") if masculine else (word + "एं", word + "ओं", word + "यें")
    if last in ("ी", "ि"):
        return (stem + "ियां", stem + "ियों")
    if last in ("ू", "ु"):
        return (stem + "ुएं", stem + "ुओं")
    if last in ("े", "ै", "ो", "ौ", "ं") or not last:
        return (word + "ओं",) if last in ("ो", "ौ") else ()
    if "\u0904" <= last <= "\u0914":  # a vowel letter: डीआरडीओ, यूएवी end so
        return ()
    return (word + "ें", word + "ों")


def bases() -> Iterator[tuple[str, bool]]:
    """The nouns of ``bases.txt``, folded, and whether each is masculine. ValueError names a bad line."""
    for number, line in enumerate(BASES.read_text(encoding="utf-8").splitlines(), 1):
        word, *gender = line.split("#")[0].split() or [""]
        if not word:
            continue
        if gender not in ([], ["m"], ["f"]) or (word.endswith("ा") and not gender):
            raise ValueError(f"{BASES.name}:{number}: expected a noun, with m or f if it ends in ा: {line!r}")
        yield fold(word), gender == ["m"]


def _dictionary(known: dict[str, float]) -> dict[str, str]:
    """simplemma's single words, folded; where two forms fold alike, the frequent one's lemma counts."""
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    entries = DefaultDictionaryFactory().get_dictionary("hi")
    table: dict[str, str] = {}
    for form in sorted(entries, key=lambda form: (-known.get(form, 0.0), form)):
        key, value = fold(form), fold(entries[form])
        if not (set(key + value) & set(" -'")):
            table.setdefault(key, value)
    return table


def _closed(table: dict[str, str]) -> dict[str, str]:
    """`table` with lemmas of lemmas followed to the end, so that a lemma is its own lemma."""

    def end(word: str) -> str:
        seen: list[str] = []
        while table.get(word, word) != word and word not in seen:
            seen.append(word)
            word = table[word]
        # Some entries point at each other; the whole ring goes to its first word.
        return min(seen[seen.index(word) :]) if word in seen else word

    return {form: end(value) for form, value in table.items()}


def build() -> dict[str, str]:
    """The rows made from the installed packages; takes two seconds."""
    from wordfreq import get_frequency_dict

    frequency = get_frequency_dict("hi", "best")
    known = {fold(word) for word in frequency}
    table = _closed(_dictionary(frequency))
    own = dict(bases())
    for base, masculine in own.items():
        table[base] = base
        for form in inflections(base, masculine):
            if form not in own:
                table[form] = base
    forms = Counter(table[form] for form in known if form in table)
    rows = {form: value for form, value in table.items() if form in known or value in own}
    for form, value in table.items():
        if forms[value] < _VERB_FORMS:
            continue
        for old, new in _GLIDES:
            if (variant := form.replace(old, new)) not in table:
                rows[variant] = value
    rows = {form: value for form, value in rows.items() if snowball(form) != value}
    # A lemma that Snowball would cut has to stay with its forms.
    return rows | {value: value for value in rows.values() if snowball(value) != value}


def _stamp() -> str:
    packages = " ".join(f"{name} {version(name)}" for name in ("simplemma", "wordfreq", "snowballstemmer"))
    data = repr((_RULES, SIGNS.rules, [repr(step) for step in SPELLING])) + BASES.read_text(encoding="utf-8")
    return f"# {packages} rules {sha256(data.encode()).hexdigest()[:16]}"


def write(path: Path = CACHE) -> int:
    """Build the rows and keep them in `path`, replaced in one step. Returns their number. Raises OSError."""
    return _write(build(), path)


def _write(rows: dict[str, str], path: Path) -> int:
    lines = [_stamp(), *(f"{form}\t{value}" for form, value in sorted(rows.items()))]
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        new.write_text("\n".join(lines) + "\n", encoding="utf-8")
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
    return len(rows)


def read(path: Path = CACHE) -> dict[str, str] | None:
    """The rows kept in `path`; None if there are none, or if they were made of something else."""
    try:
        head, *lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError, ValueError):
        return None
    if head != _stamp():
        return None
    return dict(line.split("\t") for line in lines)


@cache
def _table() -> dict[str, str]:
    rows = read()
    if rows is None:
        rows = build()
        try:
            _write(rows, CACHE)
        except OSError:
            # An installation that cannot be written to works as well, two seconds later.
            return rows
    return rows


if __name__ == "__main__":
    write()
