"""The standfirst: the sentence or two between headline and story that many outlets set apart."""

from __future__ import annotations

from typing import Final

from pipelines.extraction import boilerplate
from pipelines.extraction.blocks import picture_near
from pipelines.extraction.headline import key_words, likeness
from pipelines.extraction.pruning import Pruned
from pipelines.extraction.running import SENTENCE_END
from pipelines.extraction.statements import Statements
from pipelines.extraction.survey import HEADINGS, Survey
from pipelines.extraction.words import BYLINE, FURNITURE, STANDFIRST, naming
from search.text import match_key, nfc, squeeze

_SHORTEST: Final = 30
_LONGEST: Final = 700
_SENTENCE_CHARS: Final = 50
_LIKE: Final = 0.8
"""Share of words in common with the page's own description that tells a standfirst."""


def find_standfirst(
    survey: Survey, pruned: Pruned, statements: Statements, title: int | None, body: int, headline: str
) -> str | None:
    """The standfirst apart from the story's paragraphs; None if there is none.

    Looked for between the headline at ``title`` and the text at ``body``, a container or its first
    paragraph. It must call itself one, be a heading after the headline, say what the page's description
    says, or be a paragraph of whole sentences.
    """
    if title is None or body <= title:
        return None
    described = key_words(statements.description or "")
    place = survey.last[title] + 1
    cut = -1  # the last place of what is cut, or named like it, and yet looked into
    while place < body:
        # What is cut for its name may still hold it; what is hidden may not.
        if (place in pruned.cut or survey.total[place] == 0) and (
            place in pruned.hidden or not STANDFIRST.search(naming(survey.elements[place]))
        ):
            place = survey.last[place] + 1
            continue
        if place in pruned.cut or FURNITURE.search(naming(survey.elements[place])):
            cut = max(cut, survey.last[place])
        element = survey.elements[place]
        around = survey.inside(body, place)
        if (
            not around
            and _SHORTEST <= survey.total[place] <= _LONGEST
            and survey.total_links[place] < survey.total[place] * 0.3
        ):
            name = naming(element)
            text = squeeze(nfc(element.text_content()))
            called = bool(STANDFIRST.search(name)) and not FURNITURE.search(name)
            heading = element.tag in HEADINGS and element.tag != "h1" and survey.total[place] >= 40
            same = (
                bool(described)
                and len(text) >= 40
                and likeness(key_words(text), described) >= _LIKE
                and not BYLINE.search(name)
            )
            if (
                (called or heading or same or (place > cut and _is_sentence(survey, place, text, name)))
                and not boilerplate.what(text, "head")
                and match_key(text) != match_key(headline)
            ):
                return text
            if called:
                place = survey.last[place]
        place += 1
    return None


def _is_sentence(survey: Survey, place: int, text: str, name: str) -> bool:
    """A paragraph of Hindi sentences without links that is no caption and no item of a list."""
    return (
        survey.prose[place] == survey.total[place] == survey.own[place]
        and survey.elements[place].tag in ("p", "div")
        and len(text) >= _SENTENCE_CHARS
        and bool(SENTENCE_END.search(text))
        and not (FURNITURE.search(name) or BYLINE.search(name))
        and not picture_near(survey.elements[place])
    )
