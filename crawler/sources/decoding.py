"""The bytes of a source as text: decompressed, decoded, without what no XML may hold.

Servers lie about encodings, and the commonest lie about Hindi is a Latin charset over UTF-8. So UTF-8 that is
valid wins over every declaration, and UTF-8 with a few broken sequences (summaries cut by bytes) is still
UTF-8. Only then are the declarations asked, then windows-1252, which reads anything.
"""

from __future__ import annotations

import codecs
import re
import zlib
from dataclasses import dataclass
from typing import Final

from crawler.sources.announced import SourceRefused

MAX_BYTES: Final = 50 * 1024 * 1024
"""Largest decompressed source: what the sitemap protocol allows. The fetcher has a limit of its own."""

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES: Final = (
    # "<?" or "<r" without a mark, XML 1.0 appendix F
    (re.compile(rb"<\0\0\0"), "utf-32-le"),
    (re.compile(rb"\0\0\0<"), "utf-32-be"),
    (re.compile(rb"<\0[^\0]\0"), "utf-16-le"),
    (re.compile(rb"\0<\0[^\0]"), "utf-16-be"),
    (re.compile(rb"Lo\xa7\x94"), "cp037"),  # "<?xm" in EBCDIC
)
_ALIASES: Final = {
    # What browsers do with these labels (WHATWG Encoding), and names that only the web uses.
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "x-mac-roman": "mac_roman",
    "x-sjis": "cp932",
}
# Python decodes these from text to text or to bytes, or they are not encodings at all.
_NOT_TEXT: Final = frozenset({"base64", "hex", "rot13", "rot_13", "zlib", "zip", "bz2", "uu", "quopri",
                              "idna", "punycode", "raw_unicode_escape", "unicode_escape",
                              "undefined"})  # fmt: skip
_DECLARED: Final = re.compile(
    rb"""<\?xml[^>]{0,200}?\sencoding\s*=\s*["']\s*([A-Za-z0-9._:-]{1,40})\s*["']"""
)
_XML_DECLARATION: Final = re.compile(r"<\?xml\s[^>]{0,500}?\?>\s*")
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")

# Character references that may stand for one of these: not those of three or four digits, as all Hindi is.
_REFERENCE: Final = re.compile(r"&#(?:[xX](?:[0-9A-Fa-f]{1,2}|[0-9A-Fa-f]{4,})|[0-9]{1,2}|[0-9]{5,});")


@dataclass(frozen=True, slots=True)
class Decoded:
    text: str
    """Without byte order mark, XML declaration and characters that XML forbids."""
    encoding: str
    notes: tuple[str, ...] = ()


def decoded(body: bytes, content_type: str | None) -> Decoded | SourceRefused:
    """The text of `body`, which may be compressed with gzip, as a sitemap is. Never raises."""
    notes: list[str] = []
    if body[:2] == b"\x1f\x8b":
        body, problem = gunzipped(body)
        if len(body) > MAX_BYTES:
            return SourceRefused("too-big", f"more than {MAX_BYTES // 1024**2} MB after decompression")
        if problem:
            if not body.strip():
                return SourceRefused("bad-gzip", problem)
            notes.append(problem)
    elif len(body) > MAX_BYTES:
        return SourceRefused("too-big", f"{len(body) / 1024**2:.0f} MB, more than {MAX_BYTES // 1024**2} MB")
    text, encoding, broken = _text(body, content_type)
    if broken:
        notes.append(f"{broken} byte sequences are no {encoding}")
    text = text.lstrip("\ufeff \t\r\n")
    text = _XML_DECLARATION.sub("", text, count=1) if text.startswith("<?xml") else text
    clean = _REFERENCE.sub(_legal, _ILLEGAL.sub("", text))
    if len(clean) != len(text):
        notes.append(f"{len(text) - len(clean)} characters that XML forbids were removed")
    return Decoded(clean, encoding, tuple(notes))


def gunzipped(body: bytes) -> tuple[bytes, str | None]:
    """What can be decompressed of `body`, at most a little over `MAX_BYTES`, and what was wrong with it."""
    out = bytearray()
    while body[:2] == b"\x1f\x8b":  # members may follow each other
        member = zlib.decompressobj(wbits=31)
        try:
            while not member.eof and len(out) <= MAX_BYTES:
                piece = member.decompress(body, 64 * 1024)
                body = member.unconsumed_tail
                out += piece
                if not piece and not body:
                    break
        except zlib.error as error:
            return bytes(out), f"gzip: {error} after {len(out):,} bytes"
        if len(out) > MAX_BYTES:
            break
        if not member.eof:
            return bytes(out), f"gzip: cut off after {len(out):,} bytes"
        body = member.unused_data
    return bytes(out), None


def _text(body: bytes, content_type: str | None) -> tuple[str, str, int]:
    """Text, encoding, number of sequences that could not be decoded."""
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return _replaced(body[len(mark) :], encoding)
    for signature, encoding in _SIGNATURES:
        if signature.match(body.lstrip(b" \t\r\n")[:4]):
            if encoding == "cp037":  # some EBCDIC; the declaration, readable in any of them, says which
                declared = _declared(body[:1000].decode("cp037").encode("ascii", "replace"), None)
                encoding = declared[0] if declared else encoding
            return _replaced(body, encoding)
    declared = _declared(body[:1000], content_type)
    if body.isascii():
        # Also in ISO-2022, HZ and UTF-7, which look like ASCII: only there the declaration matters.
        stateful = [d for d in declared if d.startswith(("iso2022", "hz", "utf-7"))]
        return _replaced(body, stateful[0]) if stateful else (body.decode("ascii"), "us-ascii", 0)
    text, _, broken = _replaced(body, "utf-8")
    # Read as UTF-8, Latin and Cyrillic encodings break at nearly every letter, a cut summary at one.
    sound = sum(1 for c in text if c > "\x7f") - broken
    if sound >= 5 * broken:
        return text, "utf-8", broken
    for encoding in (*declared, "cp1252"):
        if not encoding.startswith(("utf-16", "utf-32")):  # it has no NULs, or it would have been found above
            try:
                return body.decode(encoding), encoding, 0
            except (UnicodeDecodeError, LookupError):
                continue
    return _replaced(body, "cp1252")


def _legal(reference: re.Match[str]) -> str:
    """A reference to a character that XML allows; nothing for another, over which parsers fall."""
    digits = reference[0][2:-1]
    number = int(digits[1:], 16) if digits[0] in "xX" else int(digits[:12])
    if number > 0x10FFFF or _ILLEGAL.match(chr(number)):
        return ""
    return reference[0]


def _replaced(body: bytes, encoding: str) -> tuple[str, str, int]:
    text = body.decode(encoding, "replace")
    return text, encoding, max(0, text.count("\ufffd") - body.count(b"\xef\xbf\xbd"))


def _declared(head: bytes, content_type: str | None) -> list[str]:
    """Encodings that the XML declaration and the Content-Type name and that Python knows, in this order.

    RFC 7303 has it the other way round, but servers set one charset for all their files.
    """
    names = [found[1].decode("ascii") for found in [_DECLARED.search(head)] if found]
    charset = re.search(
        r"""charset\s*=\s*["']?\s*([A-Za-z0-9._:-]{1,40})""", content_type or "", re.IGNORECASE
    )
    if charset:
        names.append(charset[1])
    known: list[str] = []
    for name in names:
        lower = name.lower()
        try:
            codec = codecs.lookup(_ALIASES.get(lower, lower))
        except (LookupError, ValueError):
            continue
        if codec.name.replace("-", "_") not in _NOT_TEXT and codec.name.split("_")[0] not in _NOT_TEXT:
            known.append(codec.name)
    return known
