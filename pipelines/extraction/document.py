"""A page's tree: parsed once, by lxml, whatever the state of the markup."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree, html

MAX_CHARS: Final = 8_000_000
"""More is not parsed: the crawl's own limit is 5 MB."""

# An XML declaration makes lxml refuse text that was decoded already.
_XML_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>", re.I)
_UNREADABLE: Final = (
    "style",
    "template",
    "svg",
    "math",
    "object",
    "embed",
    "canvas",
    "audio",
    "select",
    "textarea",
    "map",
)


class Unparsable(ValueError):
    """There is no tree to be made of the text; the message says why."""


def parse(text: str) -> html.HtmlElement:
    """The root of the tree, without comments and without elements that never hold a story's text.

    Scripts stay (JSON-LD), so does ``noscript`` (some outlets' lead picture). Raises `Unparsable`.
    """
    if len(text) > MAX_CHARS:
        raise Unparsable(f"{len(text):,} characters")
    text = _XML_DECLARATION.sub("", text, count=1)
    if "<" not in text:
        raise Unparsable(f"no markup in {len(text):,} characters")
    # With huge_tree libxml2 reads 2,048 levels instead of 256 (old pages never close a font element). Nothing
    # here recurses, so depth costs nothing.
    # Bytes with a stated encoding: faster than text in lxml, and the page's own wrong meta charset is not
    # asked.
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unparsable(str(error) or "empty document") from error
    etree.strip_elements(root, *_UNREADABLE, with_tail=False)
    return root
