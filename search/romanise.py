"""Latin keys: राजनाथ, ``rajnath`` and ``raajnaath`` meet under one.

    folded word ─▶ CHARS (Devanagari becomes Latin letters) ─▶ SINGLES ─▶ RULES (one spelling for many) ─▶ key

Devanagari is written out with the inherent vowel where Hindi pronounces it. Then the same rules run over
what was written out and over what stood in Latin letters: they take away what people spell in several
ways (aa/a, ee/i, oo/u, ai/ay/e, au/o, w/v, sh/s, ph/f, z/j, th/t, double letters, a vowel more or less
between two consonants). A word made of names of Latin letters is those letters (डीआरडीओ is ``drdo``), and
a letter alone is its name, so that एस-400 and S-400 agree. Keys are for comparison, nobody reads them.

English spelling follows other rules (``rifle``, ``navy``) and is not caught; a concept's English names are
indexed with its stories instead.

CHARS are char filters; SINGLES a ``stemmer_override``, RULES ``pattern_replace`` token filters after it.
"""

from __future__ import annotations

from typing import Final

from search.charfilters import LETTER_NAME, LETTER_NAMES, CharFilter, Pattern, Table, apply

_CONSONANT = "(?:[kgjtdbsc]h|[bcdfghj-np-tv-z])"
_MARK = "\ue000"
"""Stands before the name of a letter while CHARS run; private use, so no text has it."""
_INHERENT = "\ue001"
"""Stands for the inherent vowel while CHARS run: a letter (ə, say) might be in the text."""
_NO_WORD = r"(?![\p{L}\p{M}])"
_NOT_INITIALS = "बीवी|बीबी|पीए|पीओ|जीए|जीओ|आईए"
"""Words that happen to consist of names of letters."""
_WORD_BEGINS = r"(?<![\p{L}\p{M}])"
_INITIALS = f"(?!(?:{_NOT_INITIALS}){_NO_WORD})"
_FIRSTS = "".join(sorted({name[0] for name in LETTER_NAMES}))
_LASTS = "".join(sorted({name[-1] for name in LETTER_NAMES}))
"""Characters with which names of letters begin, and end."""


def _silent(vowel: str, before: str) -> str:
    """The expression for a `vowel` that falls silent: after a vowel and `before`, ahead of consonant, vowel.

    Of several in a row every second one falls, counted from the word's end: Ohala's rule for Hindi as in
    Narasimhan, Sproat and Kiraz, "Schwa-Deletion in Hindi Text-to-Speech Synthesis" (2004). A look-ahead does
    the counting, so that one pass over the word is enough.
    """
    c, any_vowel = _CONSONANT, f"[aeiou{vowel}]"
    others = "aeiou".replace(vowel, "")
    kept = f"(?:[{others}]|{vowel}(?!{c}{any_vowel}))"
    return f"(?<={any_vowel}{before}){vowel}(?={c}(?:{vowel}{c}{vowel}{c})*{kept})"


CHARS: Final[tuple[CharFilter, ...]] = (
    Pattern(
        "names of letters",
        # At a word's beginning; or after another name, all the way from there. What fails at once in most
        # places stands first: names tried everywhere were most of what a story's Latin keys cost Java. It
        # also wants to see how far a look-behind reaches: ten times "perhaps", not {0,10}.
        rf"{_WORD_BEGINS}(?=[{_FIRSTS}]){_INITIALS}(?={LETTER_NAME}+{_NO_WORD})"
        rf"|(?<=[{_LASTS}])(?=[{_FIRSTS}])(?={LETTER_NAME}+{_NO_WORD})"
        rf"(?<={_WORD_BEGINS}{_INITIALS}{f'{LETTER_NAME}?' * 10})",
        _MARK,
    ),
    Table("initials", tuple((_MARK + name, letter) for name, letter in LETTER_NAMES.items()), needs=_MARK),
    # Every consonant without a vowel sign or virama gets the inherent vowel, but not at a word's end.
    Pattern("inherent vowel", "(?<=[क-हळ])(?=[ंऄ-ह])", _INHERENT),
    Table("conjuncts", (("ज्ञ", "gy"), ("ंह", "ngh"))),
    Table(
        "Latin letters",
        (
            ("क", "k"), ("ख", "kh"), ("ग", "g"), ("घ", "gh"), ("ङ", "n"),
            ("च", "ch"), ("छ", "ch"), ("ज", "j"), ("झ", "jh"), ("ञ", "n"),
            ("ट", "t"), ("ठ", "th"), ("ड", "d"), ("ढ", "dh"), ("ण", "n"),
            ("त", "t"), ("थ", "th"), ("द", "d"), ("ध", "dh"), ("न", "n"),
            ("प", "p"), ("फ", "f"), ("ब", "b"), ("भ", "bh"), ("म", "m"),
            ("य", "y"), ("र", "r"), ("ल", "l"), ("ळ", "l"), ("व", "v"),
            ("श", "sh"), ("ष", "sh"), ("स", "s"), ("ह", "h"), ("ं", "n"), ("्", ""),
            ("अ", "a"), ("आ", "aa"), ("इ", "i"), ("ई", "i"), ("उ", "u"), ("ऊ", "u"), ("ऋ", "ri"),
            ("ए", "e"), ("ऍ", "e"), ("ऎ", "e"), ("ऐ", "ai"), ("ओ", "o"), ("ऑ", "o"), ("ऒ", "o"), ("औ", "au"),
            ("ा", "a"), ("ि", "i"), ("ी", "i"), ("ु", "u"), ("ू", "u"), ("ृ", "ri"), ("ॅ", "e"),
            ("े", "e"), ("ॆ", "e"), ("ै", "ai"), ("ो", "o"), ("ॉ", "o"), ("ॊ", "o"), ("ौ", "au"), ("ॐ", "om"),
        ),
    ),
    Pattern("silent inherent vowel", _silent(_INHERENT, _CONSONANT), "", needs=_INHERENT),
    Table("inherent vowel", ((_INHERENT, "a"),)),
)  # fmt: skip
"""Devanagari to Latin letters."""

SINGLES: Final = {
    "a": "e", "b": "bi", "c": "si", "d": "di", "e": "i", "f": "ef", "g": "ji", "h": "ech", "i": "ayi",
    "j": "je", "k": "ke", "l": "el", "m": "em", "n": "en", "o": "o", "p": "pi", "q": "kyu", "r": "ar",
    "s": "es", "t": "ti", "u": "yu", "v": "vi", "w": "dablyu", "x": "eks", "y": "vayi", "z": "jed",
}  # fmt: skip
"""A letter that is a word of its own → its name."""

RULES: Final[tuple[Pattern, ...]] = (
    Pattern("ch", "t?chh?", "č", needs="ch"),
    Pattern("sh", "sh", "s", needs="sh"),
    Pattern("ph", "ph", "f", needs="ph"),
    Pattern("soft c", "c(?=[eiy])", "s", needs="c"),
    Pattern("hard c", "ck?", "k", needs="c"),
    Pattern("q", "q", "k", needs="q"),
    Pattern("ch again", "č", "c", needs="č"),
    Pattern("x", "x", "ks", needs="x"),
    Pattern("w", "w", "v", needs="w"),
    Pattern("z", "z", "j", needs="z"),
    Pattern("fort names", "rh$", "dh", needs="rh"),  # गढ़: Chandigarh, Junagadh
    Pattern("th", "th", "t", needs="th"),
    Pattern("ee", "ee+|ii+", "i"),
    Pattern("oo", "oo+|uu+", "u"),
    Pattern("double letters", r"([a-z])(?=\1)", ""),
    Pattern("mh", "mh", "hm", needs="mh"),
    Pattern("m", "m(?=[pbf])", "n", needs="m"),
    Pattern("y", "(?<=[^aeiou])y(?![aeiou])", "i", needs="y"),
    Pattern("ia", "(?<=i)(?=[aou])", "y", needs="i"),
    Pattern("final ah", "(?<=.l)ah$", "a", needs="lah"),
    Pattern("final a", "(?<=.{4})a$", "", needs="a"),
    Pattern("y again", "(?<=[^aeiou])y$", "i", needs="y"),
    Pattern("silent a", _silent("a", f"{_CONSONANT}?{_CONSONANT}"), "", needs="a"),
    Pattern("ai", "[ae][iy]y?(?![aeiouy]|$)|e[iy]$", "e"),
    Pattern("ay", "ay$", "ai", needs="ay"),
    Pattern("au", "[ao]u", "o", needs="u"),
    Pattern("ao", "ao$", "av", needs="ao"),
    Pattern("eh", "e(?=h[^aeiou])", "a", needs="eh"),
    Pattern("double letters again", r"([a-z])(?=\1)", ""),
)
"""One spelling for many, in this order, over Latin letters in lower case."""


def roman_key(word: str) -> str:
    """The key of a folded word of any script, never empty for a word. Same key: perhaps the same name."""
    latin = apply(CHARS, word)
    return apply(RULES, SINGLES.get(latin, latin))
