"""A summary of a story that states none: its first two sentences."""

from __future__ import annotations

from pipelines.tokens import PAUSE, SENTENCE_END, tokenize

SENTENCES = 2
FIRST, SECOND = 5, 3
"""Words that a sentence must have: what is shorter is a dateline (नई दिल्ली, जेएनएन।), a heading or a cry."""
LONGEST = 600
"""Characters; a summary is cut at a space before that."""
_LOOKED_AT = 4 * LONGEST


def opening(text: str) -> str | None:
    """The first two sentences of `text` in one line, as printed; None if it has none."""
    tokens = tokenize(text[:_LOOKED_AT])
    found: list[str] = []
    begin = words = 0
    for piece, start, end in zip(tokens.pieces, tokens.starts, tokens.ends, strict=True):
        if piece != SENTENCE_END:
            words += piece != PAUSE
            continue
        if words >= (SECOND if found else FIRST):
            found.append(" ".join(text[begin:end].split()))
        elif words == 0 and found:
            found[-1] += text[start:end].strip()  # the second of two marks, the quote's end
        begin, words = end, 0
        if len(found) == SENTENCES and not text[end : end + 1].strip("।॥?!|"):
            break
    if len(found) < SENTENCES and words >= (SECOND if found else FIRST) and len(text) <= _LOOKED_AT:
        found.append(" ".join(text[begin:].split()))
    return _cut(" ".join(found[:SENTENCES])) or None


def _cut(line: str) -> str:
    if len(line) <= LONGEST:
        return line
    return line[: line.rindex(" ", 0, LONGEST) if " " in line[:LONGEST] else LONGEST] + " …"
