"""Whose army, whose minister: the possessor of a force or an office, as possessors.toml has it.

Looked for in this order: the form itself (भारतीय सेना), the words before it (पाकिस्तानी सेना, चीन के इस
सैनिक), the country in which the story is set, and India, because Hindi outlets mean India's army where they
name none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipelines.cues import Cues, Hits
from pipelines.incumbents import NOBODY, Incumbents, people
from pipelines.matching import Match
from pipelines.senses import load_table
from pipelines.setting import INDIA, UNKNOWN, Setting, country_of
from pipelines.tokens import PAUSE, SENTENCE_END, Tokens, shorten
from pipelines.vocabulary import DIRECTORY, Concept, Vocabulary, VocabularyProblem

MINISTRY = "ministry"
SOLDIERS = "soldiers"
"""The role of those whom a force consists of."""

_GENITIVE = frozenset({"का", "के", "की"})
_OWN = frozenset({"अपनी", "अपने", "अपना"})
_JOINING = frozenset({PAUSE, "और", "तथा", "एवं", "व"})
_BREAKS = frozenset(
    {PAUSE, SENTENCE_END, "और", "तथा", "एवं", "व", "में", "पर", "ने", "को", "से", "तक", "खिलाफ", "साथ", "लिए",
     "बाद", "पास", "बीच", "दौरान", "हमले", "विरुद्ध", "प्रति", "ओर", "अलावा", "समीप", "आसपास", "सटे"}
)  # fmt: skip
_PLURALS = tuple(map(shorten, ("सेनाएं", "सेनाओं", "मंत्रियों", "मंत्रालयों", "सचिवों", "सलाहकारों")))
_BACK = 200
"""How many words back वहां may look for its country."""
_REACH = 3
"""How many words may stand between "चीन के" and सैनिक."""
_REACH_OF_OFFICES = 4
_POSTS = frozenset(
    {"राष्ट्रपति", "उपराष्ट्रपति", "विदेश", "गृह", "प्रमुख", "सचिव", "सेना", "नौसेना"}
    | set(map(shorten, ("मंत्री", "प्रधानमंत्री", "थलसेना")))
)
"""Words after which "और" joins a second office of the same country: रूस के विदेश और रक्षा मंत्री."""
_OWNERS = frozenset({"country", "force", "armed_group", "forum"})
"""Types of what can have soldiers, even where its country is not known."""
_NOT_IN_OFFICE = frozenset(
    map(shorten, ("पूर्व", "तत्कालीन", "उप", "भूतपूर्व", "भावी", "नए", "नये", "रिटायर्ड", "दिवंगत"))
)


@dataclass(frozen=True, slots=True)
class Role:
    """Something that every country has one of; see possessors.toml."""

    name: str
    bare: str | None
    of: dict[str, str]
    office: str | None
    any: bool
    force: str | None
    """The role whose chief this office is."""
    country: str | None
    """Whose alone it is, where its words say so (अमेरिकी रक्षा मंत्री)."""


@dataclass(frozen=True, slots=True)
class Owned:
    """A match after its possessor is known."""

    match: Match
    concept: Concept | None
    """What it is now; None if that country's has no concept."""
    owner: str
    """Concept id of the country, or `UNKNOWN`."""
    why: str
    office: str | None = None
    """The office that is named, where its holder is meant."""


class Possessors:
    """The table of roles. Raises VocabularyProblem for a mistake in it."""

    def __init__(self, vocabulary: Vocabulary, cues: Cues, directory: Path = DIRECTORY) -> None:
        self._vocabulary = vocabulary
        self._roles: dict[str, Role] = {}
        table = dict(load_table(directory / "possessors.toml"))
        self._home = cues.group(table.pop("india", ()))
        self._abroad = cues.group(table.pop("abroad", ()))
        self._against = cues.group(table.pop("against", ()))
        self._forces: dict[str, dict[str, str]] = {name: row.get("of", {}) for name, row in table.items()}
        for name, row in table.items():
            role = Role(
                name,
                row.get("bare"),
                row.get("of", {}),
                row.get("office"),
                row.get("any", False),
                row.get("force"),
                row.get("country"),
            )
            for id in (
                *row["concepts"],
                *role.of,
                *role.of.values(),
                *filter(None, [role.bare, role.country]),
            ):
                if id not in vocabulary.concepts:
                    raise VocabularyProblem(f"possessors.toml: [{name}] names {id}, which no file has")
            self._roles |= dict.fromkeys(row["concepts"], role)
        self._incumbents = Incumbents(vocabulary)

    def settle(self, tokens: Tokens, matches: Sequence[Match], hits: Hits) -> list[Owned]:
        """The matches that play a role, each with its owner; the others as they are."""
        before = {match.last: match for match in matches}
        named = people(matches)
        scene = Setting(tokens, matches, self._roles, hits, self._home, self._abroad, self._against)
        settled: list[Owned] = []
        for match in matches:
            role = self._roles.get(match.concept.id)
            if role is None:
                settled.append(Owned(match, match.concept, match.concept.country or UNKNOWN, "not possessed"))
                continue
            owner, why = (role.country, "the name says it") if role.country else (None, "")
            beside = self._incumbents.beside(tokens, match, named, role.office) if role.office else NOBODY
            if owner is None and beside.person and beside.person.concept.country:
                owner, why = beside.person.concept.country, "possessor"
            if owner is None:
                owner, why = self._owner(tokens, match, before, role)
            if owner is None and role.bare and tokens.pieces[match.last].endswith(_PLURALS):
                # "27 देशों की नौसेनाएं", "रक्षा मंत्रियों की बैठक"; तीनों सेनाएं is India's, a name of its own.
                owner, why = (
                    (INDIA, "the three services") if "तीनों" in match.form else (UNKNOWN, "several armies")
                )
            if owner is None and beside.stranger:
                owner, why = scene.latest(match)
            if owner is None:
                owner, why = scene.country(match, first=role.office is not None or role.name == MINISTRY)
            item = self._as(role, match, owner, why, tokens)
            settled.append(item if beside == NOBODY else replace(item, office=None))
            for other in _others(tokens, match, before) if why == "possessor" else ():
                settled.append(self._as(role, match, other, why, tokens))
        return settled

    def _as(self, role: Role, match: Match, owner: str, why: str, tokens: Tokens) -> Owned:
        office = role.office
        if office and match.first and tokens.pieces[match.first - 1] in _NOT_IN_OFFICE:
            office = None
        if role.any or role.country:
            return Owned(match, match.concept, owner, why, office)
        if not role.bare and why != "possessor":
            return Owned(match, match.concept, UNKNOWN, why, office)
        id = role.of.get(owner)
        if id is None and owner == INDIA:
            id = role.bare
        if id is None and not role.bare:
            return Owned(match, match.concept, owner, why, office)
        return Owned(match, self._vocabulary.concepts[id] if id else None, owner, why, office)

    def force_of(self, item: Owned) -> str | None:
        """The foreign force whose chief is named: "नेपाल सेना का प्रमुख" names Nepal's army too."""
        role = self._roles.get(item.match.concept.id)
        if role is None or role.force is None or item.owner in (INDIA, UNKNOWN) or item.why != "possessor":
            return None
        return self._forces[role.force].get(item.owner)

    def _owner(
        self, tokens: Tokens, match: Match, before: dict[int, Match], role: Role
    ) -> tuple[str | None, str]:
        if any(word in match.form for word in ("भारत", "हिंदुस्तान", "इंडियन", "Indian")):
            return INDIA, "the name says India"
        at = match.first - 1
        for distance in range((_REACH_OF_OFFICES if role.office else _REACH) + 1):
            if at < 0 or (tokens.pieces[at] in _BREAKS and not (role.office and _joins(tokens, at))):
                break
            if tokens.pieces[at] in _GENITIVE and at - 1 in before:
                found = before[at - 1]
                if role.name == SOLDIERS and found.concept.type == "force" and not self._is_army(found):
                    return UNKNOWN, f"possessor: {found.concept.id}"
                owner = country_of(found)
                if owner == UNKNOWN and found.concept.type not in _OWNERS:
                    break  # तेजस का पहला विमान वायुसेना को
                return owner, "possessor"
            if tokens.pieces[at] in _OWN:
                return _subject(tokens, match, before)
            if tokens.pieces[at] in _GENITIVE and at and tokens.pieces[at - 1] == "वहां":
                return _latest_abroad(match, before), "possessor"
            if at in before and (distance == 0 or before[at].concept.type == "country"):
                found = before[at]
                # An adjective may stand off (अमेरिकी वरिष्ठ सैन्य अधिकारी); a noun must stand next to it.
                if found.concept.type == "country" and (distance == 0 or _adjective(tokens.pieces[at])):
                    return country_of(found), "possessor"
                if found.concept.type in ("armed_group", "forum"):
                    return UNKNOWN, f"possessor: {found.concept.id}"
                break
            at -= 1
        return None, ""

    def _is_army(self, match: Match) -> bool:
        """Whether a force is an army, or all forces: the soldiers of another one are not the army's."""
        role = self._roles.get(match.concept.id)
        return role is not None and role.name in ("army", "armed-forces")


def _joins(tokens: Tokens, at: int) -> bool:
    """Whether और at this piece joins two offices."""
    return at > 0 and tokens.pieces[at] in _JOINING and tokens.pieces[at - 1] in _POSTS


def _others(tokens: Tokens, match: Match, before: dict[int, Match]) -> list[str]:
    """The countries that share the possession: भारत and अमेरिका, besides जापान, in "भारत, अमेरिका और जापान की
    नौसेनाएं"."""
    at = match.first - 1
    if at < 0 or tokens.pieces[at] not in _GENITIVE or at - 1 not in before:
        return []
    found: list[str] = []
    at = before[at - 1].first - 1
    while at > 0:
        at -= tokens.pieces[at] in _JOINING
        if at not in before or before[at].concept.type != "country":
            break
        found.append(before[at].concept.id)
        at = before[at].first - 1
    return found


def _subject(tokens: Tokens, match: Match, before: dict[int, Match]) -> tuple[str | None, str]:
    """Whose अपनी सेना is: the country's that the sentence named last before it."""
    first, _ = tokens.sentence(match.first)
    for place in range(match.first - 1, first - 1, -1):
        if place in before and before[place].concept.type == "country":
            return before[place].concept.id, "possessor"
    return None, ""


def _latest_abroad(match: Match, before: dict[int, Match]) -> str:
    """The foreign country that was named last before a match: वहां के रक्षा मंत्रालय."""
    pieces = range(match.first - 1, max(0, match.first - _BACK), -1)
    named = (country_of(before[place]) for place in pieces if place in before)
    return next((country for country in named if country not in (INDIA, UNKNOWN)), UNKNOWN)


def _adjective(piece: str) -> bool:
    return piece.endswith(("ी", "ि", "न"))
