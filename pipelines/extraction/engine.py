"""Trafilatura on what is left: the blocks as a clean document, its main text as lines.

Only the extractor itself runs: no comparison with other extractors (``fast``), no process-wide
deduplication (it makes a result depend on the documents before), no comments, no metadata. What it does to
a document as clean as this is small: repeated paragraphs and empty sections go. Should it lose running
text, the blocks themselves are the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from lxml import etree, html
from trafilatura import bare_extraction
from trafilatura.settings import Document, Extractor

from pipelines.extraction.blocks import Block
from pipelines.extraction.running import is_running
from search.text import nfc, squeeze

_KEEP: Final = 0.95
"""Share of running text that the engine must give back."""
_TAGS: Final = {"p": "p", "bare": "p", "h": "h2", "li": "li", "quote": "blockquote"}


def engine_lines(blocks: Sequence[Block]) -> list[str]:
    """The text of `blocks` as lines, one a paragraph."""
    plain = [b.text for b in blocks]
    if len(plain) < 2:
        return plain
    options = Extractor(fast=True, comments=False, tables=False, dedup=False, recall=True)
    document = bare_extraction(_document(blocks), options=options)
    if not isinstance(document, Document) or document.body is None:
        return plain
    lines = [
        line
        for element in document.body.iter("p", "head", "item", "quote", "code", "cell")
        if (line := squeeze(nfc("".join(map(str, element.itertext())))))
    ]
    wanted = sum(len(b.text) for b in blocks if is_running(b))
    return lines if sum(map(len, lines)) >= _KEEP * wanted else plain


def _document(blocks: Sequence[Block]) -> html.HtmlElement:
    root: html.HtmlElement = html.Element("html")
    article = etree.SubElement(etree.SubElement(root, "body"), "article")
    current: etree._Element | None = None
    listed = -1
    for block in blocks:
        tag = _TAGS[block.kind]
        if tag == "li":
            if current is None or block.listed != listed:
                current, listed = etree.SubElement(article, "ul"), block.listed
            etree.SubElement(current, "li").text = block.text
            continue
        current = None
        etree.SubElement(article, tag).text = block.text
    return root
