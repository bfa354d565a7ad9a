"""What changed from one version of a text to the next, word by word, for a person to read.

[-सात-]{+आठ+} जवान घायल      words gone, words new; paragraphs that stayed are counted only
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

import regex

from search.text import WORD

_TOKEN = regex.compile(rf"{WORD.pattern}|\s+|.", regex.DOTALL)
_GLUE: Final = regex.compile(r"[\s\p{P}]*")
"""What stands between two changed words and did not change itself."""


def worddiff(old: str, new: str) -> str:
    """The paragraphs of ``new`` and ``old`` that differ, with marks; empty if the two are equal.

    What is gone stands in ``[-`` and ``-]``, what is new in ``{+`` and ``+}``. Paragraphs that stayed are
    given by their number, such as ``… 2 paragraphs``.
    """
    if old == new:
        return ""
    before, after = old.split("\n"), new.split("\n")
    parts = []
    for kind, i, j, k, m in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if kind == "equal":
            parts.append(f"… {j - i} paragraph{'s' if j - i > 1 else ''}")
        else:
            parts.append(_marked("\n".join(before[i:j]), "\n".join(after[k:m])))
    return "\n".join(parts)


def _marked(old: str, new: str) -> str:
    """One changed passage with its marks."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    return "".join(
        kept if kept else (f"[-{gone}-]" if gone else "") + (f"{{+{come}+}}" if come else "")
        for kept, gone, come in _joined(list(_steps(before, after)))
    )


Step = tuple[str, str, str]
"""What stayed, or what is gone and what came for it."""


def _steps(before: Sequence[str], after: Sequence[str]) -> Iterator[Step]:
    for kind, i, j, k, m in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        gone, come = "".join(before[i:j]), "".join(after[k:m])
        yield (gone, "", "") if kind == "equal" else ("", gone, come)


def _joined(steps: Sequence[Step]) -> list[Step]:
    """Changes with nothing but space and points between them as one: words are read, not blanks."""
    made: list[Step] = []
    for place, (kept, gone, come) in enumerate(steps):
        within = kept and 0 < place < len(steps) - 1 and _GLUE.fullmatch(kept)
        if made and not made[-1][0] and (within or not kept):
            _, old, new = made[-1]
            made[-1] = ("", old + (kept or gone), new + (kept or come))
        else:
            made.append((kept, gone, come))
    return made
