"""Which of a word's senses is meant: rules as data, applied to what the matcher found.

    matches ─▶ judge (senses.toml) ─▶ `pipelines.possessors` ─▶ shown (scenes.toml) ─▶ mentions

A weak form counts only with support near it, and not beside a cue of another sense. A force, an office or a
ministry belongs to the country that possesses it; where none is named, to the country in which the story is
set. Scenes add what a sentence shows without its name.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.cues import Cues, Group, Hits
from pipelines.matching import Match
from pipelines.tokens import Tokens
from pipelines.vocabulary import DIRECTORY, Concept, Vocabulary, VocabularyProblem

Reach = str | int

Sure = Mapping[str, Sequence[Match]]
"""Type, or id, of a concept → its matches whose own meaning is sure, in the text's order."""

_OTHER_SENSE = "another sense"
_SILENCE = "no cue of another sense"


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that must, or must not, stand nearby: a cue, or a sure concept of some type or id."""

    cues: Group
    named: frozenset[str]
    """Types and ids of concepts."""

    @property
    def items(self) -> frozenset[int | str]:
        """All of it."""
        return self.cues | self.named

    def holds(self, hits: Hits, sure: Sure, span: tuple[int, int], own: tuple[int, int]) -> str | None:
        """What fulfils it within `span` and outside the match's `own` place; None if nothing does."""
        place = hits.between(self.cues, *span, but=own)
        if place is not None:
            return f"piece {place}"
        for name in sorted(self.named & sure.keys()):
            matches = sure[name]
            for at in range(bisect_left(matches, span[0], key=_first), len(matches)):
                match = matches[at]
                if match.first > span[1]:
                    break
                if match.last <= span[1] and not own[0] <= match.first <= own[1]:
                    return match.concept.id
        return None

    def __bool__(self) -> bool:
        return bool(self.cues or self.named)


@dataclass(frozen=True, slots=True)
class Sense:
    """When a form counts; see senses.toml."""

    forms: frozenset[str]
    needs: Condition
    never: Condition
    reach: Reach
    strong: bool


@dataclass(frozen=True, slots=True)
class Scene:
    """A concept that a sentence shows if it has a cue of each group."""

    concept: Concept
    all: tuple[frozenset[int | str], ...]
    none: frozenset[int | str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A match after the sense rules."""

    match: Match
    counts: bool
    why: str


class Senses:
    """The rules of senses.toml and scenes.toml. Raises VocabularyProblem for a mistake in them."""

    def __init__(self, vocabulary: Vocabulary, cues: Cues, directory: Path = DIRECTORY) -> None:
        self._cues = cues
        table = load_table(directory / "senses.toml")
        self._sets: dict[str, list[str]] = dict(table.get("cues", {}))
        self._by_concept: dict[str, list[Sense]] = {}
        self._by_type: dict[str, Sense] = {}
        for row in table.get("sense", ()):
            sense = Sense(
                frozenset(row.get("forms", ())),
                self._condition(row.get("needs", ()), "senses.toml"),
                self._condition(row.get("never", ()), "senses.toml"),
                row.get("reach", "sentence"),
                bool(row.get("strong", False)),
            )
            for id in row.get("concepts", ()):
                if id not in vocabulary.concepts:
                    raise VocabularyProblem(f"senses.toml: a rule is about {id}, which no file has")
                self._by_concept.setdefault(id, []).append(sense)
            for type_ in row.get("types", ()):
                self._by_type.setdefault(type_, sense)
        table = load_table(directory / "scenes.toml")
        self._sets |= table.get("cues", {})
        self.scenes = tuple(
            Scene(
                vocabulary.concepts[row["tag"]],
                tuple(self._condition(group, "scenes.toml").items for group in row["all"]),
                self._condition(row.get("none", ()), "scenes.toml").items,
            )
            for row in table.get("scene", ())
        )
        self._scenes_of: dict[int | str, list[int]] = {}
        """Cue, type or id → the scenes whose first group has it."""
        for index, scene in enumerate(self.scenes):
            for item in scene.all[0]:
                self._scenes_of.setdefault(item, []).append(index)

    def _condition(self, items: Sequence[str], file: str) -> Condition:
        words: list[str] = []
        named: set[str] = set()
        for item in items:
            if item.startswith("#"):
                if item[1:] not in self._sets:
                    raise VocabularyProblem(f"{file}: {item} is not among its [cues]")
                words += self._sets[item[1:]]
            elif item.startswith("@"):
                named.add(item[1:])
            else:
                words.append(item)
        return Condition(self._cues.group(words), frozenset(named))

    def judge(self, tokens: Tokens, matches: Sequence[Match], hits: Hits) -> list[Verdict]:
        """Each match with whether its form means its concept here."""
        sure: dict[str, list[Match]] = {}
        for match in matches:
            if match.strength != "weak" or match.concept.type == "country":
                sure.setdefault(match.concept.type, []).append(match)
                sure.setdefault(match.concept.id, []).append(match)
        verdicts = [self._judge_one(tokens, match, sure, hits) for match in matches]
        # One sense a story: where a form was another word once, it takes more than silence to count again.
        other = {v.match.concept.id for v in verdicts if not v.counts and v.why.startswith(_OTHER_SENSE)}
        return [
            Verdict(v.match, False, f"{_OTHER_SENSE} elsewhere in the story")
            if v.counts and v.why == _SILENCE and v.match.concept.id in other
            else v
            for v in verdicts
        ]

    def _judge_one(self, tokens: Tokens, match: Match, sure: Sure, hits: Hits) -> Verdict:
        weak = match.strength == "weak"
        sense = self._rule(match)
        if sense is None:
            return Verdict(match, True, "country" if weak else match.strength)
        if not weak and not sense.strong:
            return Verdict(match, True, match.strength)
        own = (match.first, match.last)
        span = _span(tokens, match, sense.reach)
        if sense.never and (found := sense.never.holds(hits, sure, span, own)):
            return Verdict(match, False, f"{_OTHER_SENSE}: {_shown(tokens, found)}")
        if not sense.needs:
            return Verdict(match, True, _SILENCE)
        if found := sense.needs.holds(hits, sure, span, own):
            return Verdict(match, True, f"weak, supported by {_shown(tokens, found)}")
        if not weak:
            return Verdict(match, True, match.strength)
        return Verdict(match, False, "weak, nothing near supports it")

    def _rule(self, match: Match) -> Sense | None:
        for sense in self._by_concept.get(match.concept.id, ()):
            if not sense.forms or match.form in sense.forms:
                return sense
        return self._by_type.get(match.concept.type)

    def shown(self, tokens: Tokens, counted: Sequence[Match], hits: Hits) -> list[tuple[Concept, int, int]]:
        """The concepts that sentences show, with first and last piece of the sentence."""
        items: dict[tuple[int, int], set[int | str]] = {}
        for cue, places in hits.at.items():
            for place in places:
                items.setdefault(tokens.sentence(place), set()).add(cue)
        for match in counted:
            items.setdefault(tokens.sentence(match.first), set()).update(
                (match.concept.type, match.concept.id)
            )
        found: list[tuple[Concept, int, int]] = []
        for span, here in sorted(items.items()):
            for index in sorted({index for item in here for index in self._scenes_of.get(item, ())}):
                scene = self.scenes[index]
                if scene.none.isdisjoint(here) and not any(group.isdisjoint(here) for group in scene.all[1:]):
                    found.append((scene.concept, *span))
        return found


def _first(match: Match) -> int:
    return match.first


def _shown(tokens: Tokens, found: str) -> str:
    return tokens.pieces[int(found[6:])] if found.startswith("piece ") else found


def _span(tokens: Tokens, match: Match, reach: Reach) -> tuple[int, int]:
    if reach == "story":
        return 0, len(tokens.pieces) - 1
    if isinstance(reach, int):
        return match.first - reach, match.last + reach
    return tokens.sentence(match.first)


def load_table(file: Path) -> Mapping[str, Any]:
    """A TOML file of rules; raises VocabularyProblem."""
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise VocabularyProblem(f"{file}: {error.strerror}") from error
    except tomllib.TOMLDecodeError as error:
        raise VocabularyProblem(f"{file.name}: {error}") from error
