"""The forms that a Hindi name takes in a sentence, by rule.

A concept's file gives the base form; what the grammar does to its last word (सेना, सेनाएं, सेनाओं) and
what writers do to its spaces and initials (डी आर डी ओ, वायुसेना) need not be listed. All functions work on
folded text (`search.text.fold`) and may make forms that no one writes: these do no harm in a match.
"""

from __future__ import annotations

import re

from search.charfilters import LETTER_NAME, LETTER_NAMES

_LETTERS = re.compile(f"{LETTER_NAME}|आइ")
_INITIALS = re.compile(f"(?:{LETTER_NAME}|आइ){{2,}}")
_DEVANAGARI = re.compile(r"[\u0900-\u097f]+")
_GENITIVE = {"का": ("के", "की"), "के": ("का", "की"), "की": ("के", "का"), "वाला": ("वाले", "वाली")}
_ADJECTIVES = {"हल्का": "हल्के", "बड़ा": "बड़े", "नया": "नए", "हल्की": "हल्के"}

_PLURAL = (
    # Last sign of the word → what replaces it, for nouns of both genders: गाजे and the like never occur.
    ("ा", ("े", "ों", "ाएं", "ाओं")),
    ("ी", ("ियां", "ियों")),
    ("ि", ("ियां", "ियों")),
    ("े", ("ों",)),
    ("ू", ("ुओं", "ुएं")),
    ("ु", ("ुओं", "ुएं")),
)


def plurals(word: str) -> tuple[str, ...]:
    """Plural and oblique forms of a folded Devanagari noun, without the word itself.

    >>> plurals("मिसाइल")
    ('मिसाइलों', 'मिसाइलें')
    """
    if not _DEVANAGARI.fullmatch(word) or is_abbreviation(word) or word.endswith(("ों", "ें", "ां", "ाएं", "ओं")):
        return ()
    for ending, replacements in _PLURAL:
        if word.endswith(ending):
            return tuple(word[: -len(ending)] + new for new in replacements)
    if word[-1] in "ंैोौेॉॅ":
        return ()
    return (word + "ों", word + "ें")


def is_abbreviation(word: str) -> bool:
    """Whether a folded word is nothing but names of Latin letters (डीआरडीओ)."""
    return _INITIALS.fullmatch(word) is not None and word not in LETTER_NAMES


def spellings(tokens: tuple[str, ...], *, inflect: bool) -> set[tuple[str, ...]]:
    """All token sequences under which a name may be printed, the given one among them.

    `tokens` are the folded tokens of one form; `inflect` is False for proper names of people and places.
    """
    found = {tokens}
    last = tokens[-1]
    if inflect and not (len(tokens) > 1 and last in _GENITIVE):
        found |= {(*tokens[:-1], plural) for plural in plurals(last)}
    for at, word in enumerate(tokens[:-1]):
        if at == 0 and word in _GENITIVE:
            continue
        others = _GENITIVE.get(word, ()) or ((_ADJECTIVES[word],) if word in _ADJECTIVES else ())
        found |= {(*form[:at], other, *form[at + 1 :]) for form in tuple(found) for other in others}
    for at, word in enumerate(tokens):
        # Spaced initials: only of three letters and more, two are too often ordinary words (के ए).
        if is_abbreviation(word) and len(letters := _LETTERS.findall(word)) >= 3:
            found.add((*tokens[:at], *letters, *tokens[at + 1 :]))
    return found
