"""Titles and summaries as plain text, however often somebody escaped them.

A CMS escapes a headline, the feed's template escapes it again, and ``&amp;quot;`` is what readers see. So
text is unescaped up to three times; tags go between the rounds, so ``&lt;b&gt;`` is a tag too, but only names
of HTML elements count as tags: ``<नई दिल्ली>`` and ``3 < 5`` are text.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from typing import Final

MAX_MARKUP: Final = 20_000
"""Characters of markup looked at for a title or a summary: more is no summary."""

_BLOCKS: Final = (
    "address|article|aside|blockquote|br|center|dd|div|dl|dt|figcaption|figure|footer|h[1-6]|header|hr|li|main|nav|"
    "ol|p|pre|section|table|tbody|td|th|thead|tr|ul"
)
_INLINES: Final = (
    "a|abbr|acronym|amp-[a-z-]+|audio|b|big|button|cite|code|del|em|embed|font|form|i|iframe|img|input|ins|kbd|label|"
    "mark|noscript|o:p|object|param|q|s|small|source|span|strike|strong|sub|sup|svg|time|tt|u|video|wbr"
)
_BLOCK: Final = re.compile(rf"</?(?:{_BLOCKS})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_INLINE: Final = re.compile(rf"</?(?:{_INLINES})(?:\s[^<>]*)?/?>", re.IGNORECASE)
# Their content is no text. Unclosed ones run to the end.
_CODE: Final = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)|<!\[CDATA\[|\]\]>", re.DOTALL | re.IGNORECASE
)
# A tag that the end of the text cut in two.
_CUT_TAG: Final = re.compile(rf"</?(?:{_BLOCKS}|{_INLINES})\s[^<>]*\Z", re.IGNORECASE)
# White space among the control characters is left for the end.
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff\ud800-\udfff]"
)
_ENTITY: Final = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")


def plain(markup: str | None) -> str | None:
    """`markup` as one line of text in NFC; None if nothing is left.

    ZWJ and ZWNJ stay: they shape Hindi conjuncts. Marks that only direct or separate go.
    """
    if not markup:
        return None
    text = _shortened(markup)
    for _ in range(3):
        before = text
        text = _INLINE.sub("", _BLOCK.sub(" ", _CODE.sub(" ", text)))
        text = _CUT_TAG.sub("", text)
        if _ENTITY.search(text):
            text = html.unescape(text)
        if text == before:
            break
    return " ".join(unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).split()) or None


def _shortened(markup: str) -> str:
    if len(markup) <= MAX_MARKUP:
        return markup
    return markup[:MAX_MARKUP].rsplit(None, 1)[0]  # at white space: never inside an akshara


def labels(values: Iterable[str | None]) -> tuple[str, ...]:
    """The plain texts of `values`, without empties and repetitions."""
    found = (plain(value) for value in values)
    return tuple(dict.fromkeys(text for text in found if text))
