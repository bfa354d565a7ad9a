"""Bytes to text: the encoding that a page really has, whatever it declares.

Order of evidence: byte order mark; zero bytes (UTF-16 without a mark); valid UTF-8 (Devanagari is never
valid UTF-8 by chance); nearly valid UTF-8 (a page cut in the middle of a character, one bad byte in an
advertisement); what HTTP and the page declare, as browsers read it (https://encoding.spec.whatwg.org/:
latin-1 means cp1252); windows-1252.

Two things look like text and are not: UTF-8 that was decoded as windows-1252 and encoded again (à¤¹à¤¿ for
हि), repaired run by run where the repair is certain; and fonts of the time before Unicode, which show Latin
letters as Devanagari (Kruti Dev and its kin), only recognised.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

from ftfy.bad_codecs import ok as _sloppy_codecs  # noqa: F401  (registers sloppy-windows-1252)
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, resolve_encoding

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_BAD_BYTES_ALLOWED: Final = 0.02
"""Share of bytes above 0x7F that may be broken in what still is UTF-8."""


@dataclass(frozen=True, slots=True)
class Decoded:
    text: str
    encoding: str
    """Python's name of the encoding."""
    note: str = ""
    """What was odd, in words for a person; empty if nothing was."""


_MAGIC: Final = (
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "gzip data"),
    (b"RIFF", "a picture or a film"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
)


def not_text(body: bytes) -> str | None:
    """What `body` is if it is no text at all; None if it may be."""
    return next((what for magic, what in _MAGIC if body.startswith(magic)), None)


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """The text of `body`. Never fails: bytes that fit nowhere become U+FFFD."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return Decoded(_clean(body[len(mark) :].decode(name, "replace")), name)
    if wide := _wide(body):
        return Decoded(_clean(body.decode(wide, "replace")), wide, f"{wide} without a mark")
    declared = http_content_type_encoding(content_type) or html_body_declared_encoding(body)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return _repaired(text, "utf-8")
    text = body.decode("utf-8", "replace")
    broken, high = text.count("\ufffd"), len(body) - len(body.translate(None, _HIGH))
    if broken <= max(2, high * _BAD_BYTES_ALLOWED):
        return Decoded(_clean(text), "utf-8", f"{broken} broken characters")
    believed = resolve_encoding(declared) if declared else None
    if believed is None or believed in ("utf-8", "ascii", "utf-16", "utf-32"):
        believed = "cp1252"
    return _repaired(body.decode(believed, "replace"), believed)


_HIGH: Final = bytes(range(128, 256))


def _wide(body: bytes) -> str | None:
    """UTF-16 shows as zero bytes: the upper halves of markup, or 0x09 as the upper half of Devanagari."""
    head = body[:4096]
    if head.count(0) < len(head) // 8 or len(head) < 8:
        return None
    return "utf-16-be" if head[0::2].count(0) > head[1::2].count(0) else "utf-16-le"


def _clean(text: str) -> str:
    # XML forbids NUL, and libxml2 stops reading there.
    return text.replace("\x00", "")


def _repaired(text: str, name: str) -> Decoded:
    mended, count = mend(text)
    return Decoded(_clean(mended), name, f"{count} double-encoded runs repaired" if count else "")


# à¤ and à¥ are how the first two UTF-8 bytes of every Devanagari letter look in windows-1252.
_SIGN: Final = re.compile("à[¤¥]")
_TWICE: Final = re.compile("Ã[\u00a0 ]Â[¤¥]")
"""The same signs encoded once more."""
_RUN: Final = re.compile(
    "[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013-\u203a\u20ac\u2122 ]{3,}"
)


def mend(text: str) -> tuple[str, int]:
    """`text` with double-encoded UTF-8 decoded, and how many runs that were.

    A run is repaired only if every one of its characters fits and the result is Devanagari: then it is
    certain. ftfy's ``sloppy-windows-1252`` keeps the five bytes that Windows leaves undefined.
    """
    if _TWICE.search(text):
        text = _RUN.sub(_peeled, text)
    if not _SIGN.search(text):
        return text, 0
    count = 0

    def once(found: re.Match[str]) -> str:
        nonlocal count
        run = found[0]
        if not _SIGN.search(run):
            return run
        whole = _redecoded(run)
        if whole is not None:
            count += 1
            return whole
        # One broken word must not keep its neighbours from being read.
        words = [(word, _redecoded(word) if _SIGN.search(word) else None) for word in run.split(" ")]
        count += sum(good is not None for _, good in words)
        return " ".join(word if good is None else good for word, good in words)

    mended = _RUN.sub(once, text)
    return mended, count


def _peeled(found: re.Match[str]) -> str:
    """One layer less of a run that was encoded three times."""
    if not _TWICE.search(found[0]):
        return found[0]
    whole = _redecoded(found[0])
    return whole if whole is not None and _SIGN.search(whole) else found[0]


def _redecoded(run: str) -> str | None:
    # The no-break space is the third byte of ठ; editors make it an ordinary one.
    for candidate in (run, re.sub("([à\u00c3][¤¥]?) ", "\\1\u00a0", run)):
        # Programs that took latin-1 at its word kept the bytes 80 to 9F as control characters.
        for encoding in ("sloppy-windows-1252", "latin-1"):
            try:
                return candidate.encode(encoding).decode("utf-8")
            except UnicodeError:
                continue
    return None


def mojibake_share(text: str) -> float:
    """Share of the characters of `text` that are double-encoded Devanagari which could not be repaired."""
    return 3 * len(_SIGN.findall(text)) / len(text) if text else 0.0


# The commonest Hindi words as Kruti Dev 010 types them: है हैं में के की का और से ने को कि पर भी नहीं लिए ...
_KRUTI: Final = frozenset(
    [
        "gS",
        "gSa",
        "esa",
        "ds",
        "dh",
        "dk",
        "vkSj",
        "ls",
        "us",
        "dks",
        "fd",
        "ij",
        "Hkh",
        "ugha",
        "fy,",
        "fd;k",
        "x;k",
        "djus",
        "dj",
        "rks",
        "gks",
        "Fkk",
        "Fks",
        "Fkh",
        "vius",
        "bl",
        "ml",
        "lkFk",
        "ckn",
        "tks",
        ";g",
        "og",
        "os",
        ";s",
        "dgk",
        "crk;k",
        "jgs",
        "jgk",
        "jgh",
        ",d",
        "nks",
        "lHkh",
        "rd",
        "gh",
        "fdlh",
        "dksbZ",
        "yksx",
        "iqfyl",
        "ljdkj",
        "fnYyh",
        "Hkkjr",
    ]
)
_DEVANAGARI_ALLOWED: Final = 0.1
"""Share of Devanagari that a text in a legacy font may have."""
_LEGACY_CHARS: Final = 20_000
_LETTER: Final = re.compile("[\u0904-\u0939]")
_KRUTI_HINT: Final = re.compile(r"(?<=[ >])(?:gS|esa|vkSj|dks|fd;k|ugha|Hkh|fy,)(?=[ <])")
_KRUTI_FONTS: Final = re.compile(
    r"kruti\s*dev|devlys|chanakya|shusha|walkman-chanakya|krutidev|agra\s*thin|4cgandhi|bhaskar_?web", re.I
)


def may_be_legacy(markup: str) -> bool:
    """A quick look at a page: is `legacy_font` worth asking?"""
    low = markup.lower()
    named = any(
        name in low for name in ("kruti", "devlys", "chanakya", "shusha", "agra", "4cgandhi", "bhaskar")
    )
    return (named and bool(_KRUTI_FONTS.search(markup))) or len(set(_KRUTI_HINT.findall(markup))) >= 3


def legacy_font(text: str, markup: str = "") -> str | None:
    """Why `text` is Hindi in a font of the time before Unicode, or None if it is not.

    Lines in Devanagari are left out, since menus and titles came to
    Unicode first. Judged by the words: is there a sufficient share of Kruti Dev's commonest; the name of such
    a font in `markup` lowers what is asked for. Other legacy fonts are found by their name and by characters
    that neither Hindi nor English has.
    """
    text = " ".join(
        " ".join(piece.split())
        for piece in text.splitlines()
        if len(_LETTER.findall(piece)) <= len(piece) * _DEVANAGARI_ALLOWED
    )[:_LEGACY_CHARS]
    tokens = text.split()
    hits = [t for t in tokens if t.strip(".()A\"'") in _KRUTI]
    share, kinds = len(hits) / len(tokens) if tokens else 0.0, len(set(hits))
    font = _KRUTI_FONTS.search(markup)
    if kinds >= 5 and share >= (0.05 if font else 0.12):
        return f"looks like Kruti Dev ({share:.0%} of {len(tokens)} words are its commonest)"
    if font and len(tokens) >= 30 and _odd(text) > 0.04:
        return f"names the font {font[0]} and has no Devanagari in {len(tokens)} words"
    return None


def _odd(text: str) -> float:
    """Share of characters that are rare in English: what the keys of a legacy font look like."""
    high = len(re.findall("[\u00a1-\u00ff]", text))
    return (high + len(re.findall(r"(?<=[A-Za-z])[;:/{}\[\]¼½¾±²³A-Z](?=[a-z])", text))) / len(text)
