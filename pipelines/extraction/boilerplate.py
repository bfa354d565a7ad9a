"""Lines that are printed with stories and belong to none, as ``boilerplate.toml`` lists them.

A line is judged by what it is and where it stands; a phrase in the middle of a sentence is a sentence. What
outlets ask of their readers is judged sentence by sentence (`appeals`). Cleaning twice changes nothing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, get_args

import regex

from pipelines.extraction.appeals import own_appeals, read_words, trimmed
from search.text import fold

Pattern = re.Pattern[str] | regex.Pattern[str]
Where = Literal["head", "tail", "any"]
Match = Literal["whole", "label", "start", "end", "inside", "pattern"]

LONGEST: Final = 430
"""No line with more characters is boilerplate, whatever the file says."""
HEAD_LINES: Final = 4
TAIL_LINES: Final = 8
_REST_SHARE: Final = 0.3
"""What follows an ``ends_story`` line is left out if it holds at most this share of the text."""
_RELATED: Final = "related"
"""Kind of the rules after which a story may go on."""
_TRIM: Final = " \t:：-–—|>»›•*.।!…\"'“”‘’()[]"
_SENTENCE_END: Final = re.compile(r"[।॥.]['\"’”)\]]*$")


_FIELDS: Final = frozenset(
    (
        *("kind", "where", "match", "phrases", "longest", "unless_sentence"),
        *("sentence", "unless_told", "ends_story"),
    )
)


class BadBoilerplate(ValueError):
    """The data file is wrong; the message names file, table and field."""


@dataclass(frozen=True, slots=True)
class Rule:
    kind: str
    where: Where
    match: Match
    longest: int
    unless_sentence: bool
    sentence: bool
    """Judged of each sentence, not of the line."""
    unless_told: bool
    ends_story: bool
    phrases: tuple[str, ...]
    """Folded; patterns are in `pattern`."""
    pattern: Pattern | None

    def finds(self, line: str, key: str) -> bool:
        """Is ``line`` such a line? ``key`` is the line folded and trimmed."""
        if len(line) > self.longest or (
            self.unless_sentence and len(line) > 40 and _SENTENCE_END.search(line)
        ):
            return False
        if self.match == "whole":
            return key in self.phrases
        if self.pattern is None or not self._may_find(key):
            return False
        return bool(self.pattern.search(line if self.match == "pattern" else key))

    def _may_find(self, key: str) -> bool:
        """Is one of the phrases there, be it inside a word? Cheaper than the pattern, and mostly no."""
        if self.match == "inside":
            return any(phrase in key for phrase in self.phrases)
        if self.match == "end":
            return key.endswith(self.phrases)
        return self.match == "pattern" or key.startswith(self.phrases)


def load_rules(path: Path) -> tuple[Rule, ...]:
    """The rules in a file. Raises BadBoilerplate, or OSError."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadBoilerplate(f"{path}: {error}") from error
    return tuple(
        _rule(f"{path}: [[lines]] number {n}", table) for n, table in enumerate(data.get("lines", []), 1)
    )


def _rule(place: str, table: dict[str, Any]) -> Rule:
    where: Any = table.get("where")
    match: Any = table.get("match")
    phrases: Any = table.get("phrases")
    if where not in get_args(Where):
        raise BadBoilerplate(f"{place}: where = {where!r} is none of {', '.join(get_args(Where))}")
    if match not in get_args(Match):
        raise BadBoilerplate(f"{place}: match = {match!r} is none of {', '.join(get_args(Match))}")
    if (
        not isinstance(phrases, list)
        or not phrases
        or not all(isinstance(p, str) and p.strip() for p in phrases)
    ):
        raise BadBoilerplate(f"{place}: phrases must be a list of texts")
    if unknown := table.keys() - _FIELDS:
        raise BadBoilerplate(f"{place}: unknown field {min(unknown)}")
    keys = sorted({_key(p) for p in phrases}, key=len, reverse=True)
    try:
        pattern = _pattern(match, phrases, keys)
    except regex.error as error:
        raise BadBoilerplate(f"{place}: phrases: {error}") from error
    return Rule(
        kind=str(table.get("kind", "")),
        where=where,
        match=match,
        longest=int(table.get("longest", 200)),
        unless_sentence=bool(table.get("unless_sentence", False)),
        sentence=bool(table.get("sentence", False)),
        unless_told=bool(table.get("unless_told", False)),
        ends_story=bool(table.get("ends_story", False)),
        phrases=tuple(keys),
        pattern=pattern,
    )


def _pattern(match: Match, phrases: list[str], keys: list[str]) -> Pattern | None:
    if match == "whole":
        return None
    if match == "pattern":
        together = "|".join(f"(?:{p})" for p in phrases)
        try:
            return re.compile(together, re.I)  # Python's own is the quicker one, but has no \p{…}
        except re.error:
            return regex.compile(together, regex.I)
    each = "|".join(regex.escape(k) for k in keys)
    # A word ends where no letter or mark follows: \b would end it before a vowel sign.
    return regex.compile(
        {
            "label": rf"^(?:{each})(?![\p{{L}}\p{{M}}\p{{N}}])\s*(?:[:：|>»•…/]|[-–—]+(?:\s|$)|\.{{2}}|$)",
            "start": rf"^(?:{each})(?![\p{{L}}\p{{M}}])",
            "end": rf"(?<![\p{{L}}\p{{M}}])(?:{each})$",
            "inside": rf"(?<![\p{{L}}\p{{M}}])(?:{each})(?![\p{{M}}])",
        }[match]
    )


def _key(line: str) -> str:
    return fold(" ".join(line.split())).strip(_TRIM)


@cache
def own_rules() -> tuple[Rule, ...]:
    """The rules of ``boilerplate.toml``."""
    return load_rules(Path(__file__).with_name("boilerplate.toml"))


def what(line: str, where: Where, rules: Sequence[Rule] | None = None) -> Rule | None:
    """The rule by which ``line``, standing at ``where``, is no story's; None for text."""
    return _found(line, (where,), own_rules() if rules is None else rules)


_APPEAL: Final = Rule(
    "app, channel, newsletter", "any", "pattern", LONGEST, False, True, True, False, (), None
)
"""Stands for a line whose every sentence is an appeal."""


def _found(line: str, where: tuple[Where, ...], rules: Sequence[Rule]) -> Rule | None:
    if len(line) > LONGEST:
        return None
    return _matching(line, rules, where) or (None if _trimmed(line, rules) else _APPEAL)


def _matching(line: str, rules: Sequence[Rule], where: tuple[Where, ...]) -> Rule | None:
    """The first rule for lines that finds something."""
    if len(line) > LONGEST:
        return None
    folded = fold(" ".join(line.split())).lstrip(_TRIM)
    key = folded.rstrip(_TRIM)
    for rule in rules:
        if (
            len(line) <= rule.longest
            and not rule.sentence
            and (rule.where == "any" or rule.where in where)
            and rule.finds(line, folded if rule.match == "label" else key)
        ):
            return rule
    return None


def _trimmed(line: str, rules: Sequence[Rule]) -> str:
    """`line` without sentences that ask readers for something, where it begins or ends with such."""
    judging = [rule for rule in rules if rule.sentence]
    appeals = own_appeals()

    def asks(sentence: str) -> bool:
        if len(sentence) > LONGEST:
            return False
        said = read_words(sentence)
        told = appeals.is_told(said)
        if not told and appeals.is_one(said):
            return True
        key = said.folded.strip(_TRIM)
        return any(not (told and rule.unless_told) and rule.finds(sentence, key) for rule in judging)

    return trimmed(line, asks)


def clean(
    lines: Sequence[str], rules: Sequence[Rule] | None = None, certain: Collection[str] = ()
) -> list[str]:
    """`lines` without boilerplate.

    Lines that are ``certain`` text stay below a list of related stories, which may stand in the middle of a
    story; nothing else that is little does. ``head`` and ``tail`` are counted in lines of text, what is cut
    left out. Cleaning twice changes nothing.
    """
    known: dict[tuple[str, tuple[Where, ...]], Rule | None] = {}
    rules = own_rules() if rules is None else rules
    kept = []
    for line in lines:
        if rest := _trimmed(line, rules):
            kept.append(rest)
            if rest != line and line in certain:
                certain = {*certain, rest}
    while True:
        again = _once(kept, rules, known, certain)
        if len(again) == len(kept):
            return kept
        kept = again


def _once(
    lines: list[str],
    rules: Sequence[Rule],
    known: dict[tuple[str, tuple[Where, ...]], Rule | None],
    certain: Collection[str],
) -> list[str]:
    whole = sum(map(len, lines))
    kept: list[str] = []
    left = whole
    for number, line in enumerate(lines):
        left -= len(line)
        where: tuple[Where, ...] = ()
        if len(kept) < HEAD_LINES:
            where += ("head",)
        if number and len(lines) - number <= TAIL_LINES:
            where += ("tail",)
        if (line, where) not in known:
            known[line, where] = _matching(line, rules, where)
        rule = known[line, where]
        if rule is None:
            kept.append(line)
        elif rule.ends_story and kept and left <= whole * _REST_SHARE:
            if rule.kind == _RELATED:
                kept.extend(line for line in lines[number + 1 :] if line in certain)
            break
    return kept
