"""Reading and checking the vocabulary's files. Every complaint names file and line."""

from __future__ import annotations

import calendar
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pipelines.vocabulary import Concept, Tenure, VocabularyProblem

TABLES_OF_RULES = frozenset(
    {"types.toml", "senses.toml", "traps.toml", "possessors.toml", "scenes.toml", "topics.toml"}
)
"""TOML files of this folder that hold no concepts."""

_LISTS = ("names", "english", "short", "weak", "broader")
_TEXTS = ("type", "label_hi", "label_en", "specificity", "country", "role", "note")
_NUMBERS = ("weight", "lat", "lon")
_KNOWN = frozenset({*_LISTS, *_TEXTS, *_NUMBERS, "id", "offices"})
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")

Where = tuple[Path, int]


def problem(where: Where, what: str) -> VocabularyProblem:
    """The exception for a mistake at a place."""
    return VocabularyProblem(f"{where[0].name}:{where[1]}: {what}")


def read(directory: Path) -> Iterator[Concept]:
    """The concepts of all files of a folder, checked; raises VocabularyProblem."""
    types = _types(directory / "types.toml")
    seen: dict[str, Where] = {}
    links: list[tuple[Where, str, str]] = []
    for file in sorted((*directory.glob("*.toml"), *directory.glob("*.jsonl"))):
        if file.name in TABLES_OF_RULES:
            continue
        for id, row, where in _rows(file):
            if id in seen:
                first = seen[id]
                raise problem(where, f"{id} stands already in {first[0].name}:{first[1]}")
            seen[id] = where
            concept = _concept(id, row, where, types)
            links += [(where, id, other) for other in (*concept.broader, *filter(None, [concept.country]))]
            links += [(where, id, tenure.country) for tenure in concept.offices]
            yield concept
    for where, id, other in links:
        if other not in seen:
            raise problem(where, f"{id} refers to {other}, which no file has")


def _types(file: Path) -> Mapping[str, Mapping[str, Any]]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise VocabularyProblem(f"{file}: {error.strerror}") from error
    except tomllib.TOMLDecodeError as error:
        raise VocabularyProblem(f"{file.name}: {error}") from error


def _rows(file: Path) -> Iterator[tuple[str, Mapping[str, Any], Where]]:
    text = file.read_text("utf-8")
    if file.suffix == ".jsonl":
        for number, line in enumerate(text.splitlines(), 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                raise problem((file, number), f"not JSON: {error.msg}") from error
            if not isinstance(row, dict) or not isinstance(row.get("id"), str):
                raise problem((file, number), 'each line is an object with an "id"')
            yield row["id"], row, (file, number)
        return
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise VocabularyProblem(f"{file.name}: {error}") from error
    lines = {
        header.strip("[] \t"): n for n, header in enumerate(text.splitlines(), 1) if header.startswith("[")
    }
    for id, row in tables.items():
        where = (file, lines.get(id, 1))
        if not isinstance(row, dict):
            raise problem(where, f"{id} is no table: a concept is a [table] with its fields")
        yield id, row, where


def _concept(
    id: str, row: Mapping[str, Any], where: Where, types: Mapping[str, Mapping[str, Any]]
) -> Concept:
    if not _ID.fullmatch(id):
        raise problem(where, f"{id!r} is no id: lower-case letters, digits and single hyphens")
    if unknown := [key for key in row if key not in _KNOWN]:
        raise problem(where, f"{id}: unknown field {unknown[0]!r}")
    values: dict[str, Any] = {}
    for key in _LISTS:
        values[key] = _forms(id, key, row.get(key, []), where)
    for key in _TEXTS:
        value = row.get(key)
        if value is not None and (not isinstance(value, str) or not value.strip()):
            raise problem(where, f"{id}: {key} must be text")
        values[key] = value
    for key in _NUMBERS:
        value = row.get(key)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            raise problem(where, f"{id}: {key} must be a number")
        values[key] = value
    type_ = values["type"]
    if type_ not in types:
        raise problem(where, f"{id}: unknown type {type_!r}; types.toml has {', '.join(types)}")
    if not values["label_hi"] or not values["label_en"]:
        raise problem(where, f"{id}: label_hi and label_en are both needed")
    values["specificity"] = values["specificity"] or "strong"
    if values["specificity"] not in ("strong", "medium", "weak"):
        raise problem(where, f"{id}: specificity is strong, medium or weak, not {values['specificity']!r}")
    if values["weight"] is None:
        values["weight"] = float(types[type_]["weight"])
    if not 0 <= values["weight"] <= 1:
        raise problem(where, f"{id}: weight is from 0 to 1, not {values['weight']}")
    if (values["lat"] is None) != (values["lon"] is None):
        raise problem(where, f"{id}: lat and lon go together")
    if not any(values[key] for key in ("names", "english", "short", "weak")):
        raise problem(where, f"{id}: no form at all")
    if both := set(values["weak"]) & {*values["names"], *values["english"], *values["short"]}:
        raise problem(where, f"{id}: {sorted(both)[0]} is both a weak form and a name")
    offices = tuple(_tenure(id, office, where) for office in row.get("offices", []))
    return Concept(id=id, offices=offices, **values)


def _forms(id: str, key: str, forms: object, where: Where) -> tuple[str, ...]:
    if not isinstance(forms, list):
        raise problem(where, f"{id}: {key} must be a list")
    for form in forms:
        if not isinstance(form, str) or not form.strip() or form != form.strip():
            raise problem(where, f"{id}: {key} has an empty or padded form: {form!r}")
    if len(set(forms)) != len(forms):
        twice = next(form for form in forms if forms.count(form) > 1)
        raise problem(where, f"{id}: {key} has {twice} twice")
    return tuple(forms)


def _tenure(id: str, row: object, where: Where) -> Tenure:
    if (
        not isinstance(row, dict)
        or not isinstance(row.get("office"), str)
        or not isinstance(row.get("country"), str)
    ):
        raise problem(where, f"{id}: an office has office and country, from and to")
    if unknown := [key for key in row if key not in ("office", "country", "from", "to", "unverified")]:
        raise problem(where, f"{id}: unknown field {unknown[0]!r} of an office")
    first = _day(id, row.get("from"), where, last=False)
    last = _day(id, row.get("to"), where, last=True)
    if first and last and last < first:
        raise problem(where, f"{id}: {row['office']} ends on {last}, before it begins on {first}")
    unverified = row.get("unverified", False)
    if not isinstance(unverified, bool):
        raise problem(where, f"{id}: unverified is true or false, not {unverified!r}")
    return Tenure(row["office"], row["country"], first, last, unverified)


def _day(id: str, value: object, where: Where, *, last: bool) -> date | None:
    """A day written as YYYY, YYYY-MM or YYYY-MM-DD: the first or the last that it may mean."""
    if value is None or type(value) is date:
        return value
    found = _DAY.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise problem(where, f"{id}: bad date {value!r}: write YYYY-MM-DD, YYYY-MM or YYYY")
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        assert year is not None
        month = month or (12 if last else 1)
        return date(year, month, day or (calendar.monthrange(year, month)[1] if last else 1))
    except (ValueError, calendar.IllegalMonthError) as error:
        raise problem(where, f"{id}: bad date {value!r}: {error}") from error
