"""A plan (`search.matching`) as Elasticsearch's query DSL. Translates and decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from search.analysis import Field
from search.matching import PLACES, WEIGHTS, AllOf, AnyOf, Between, Key, Match, Place, Plan, Tokens, Without

FIELDS: Final = {"title": "title", "text": "text", "summary": "summary", "names": "tags.names"}
"""Place → field of the template."""
FORMS: Final[dict[Field, str]] = {"stem": "", "exact": ".exact", "roman": ".roman"}
"""Form → what the field's name ends with."""
AS_IS: Final = "analysed"
"""Analyzer for tokens that are analysed already: it only splits at white space."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)
_FIRST: Final = (datetime.min.replace(tzinfo=UTC) - _EPOCH) // _MILLISECOND
_LAST: Final = (datetime.max.replace(tzinfo=UTC) - _EPOCH) // _MILLISECOND

Json = dict[str, Any]


def translate(plan: Plan) -> Json:
    """The query that finds and scores what `plan` asks for."""
    match plan:
        case Match(forms):
            return _either([_found(tokens, place) for tokens in forms for place in PLACES])
        case AnyOf(parts):
            return _either([translate(part) for part in parts])
        case AllOf(parts):
            return _all(parts)
        case Without():
            return _all((plan,))
        case Key(field, keys):
            return _unscored({"terms": {f"keys.{field}": list(keys)}})
        case Between(start, end):
            return _unscored({"range": {"dated": _bounds(start, end)}})


def _found(tokens: Tokens, place: Place) -> Json:
    field = FIELDS[place.name] + FORMS[tokens.form]
    weight = place.weight * WEIGHTS[tokens.form]
    boost = {} if place.constant else {"boost": weight}
    query: Json
    if len(tokens.texts) == 1:
        query = {"term": {field: {"value": tokens.texts[0], **boost}}}
    else:
        query = {"match_phrase": {field: {"query": " ".join(tokens.texts), "analyzer": AS_IS, **boost}}}
    return {"constant_score": {"filter": query, "boost": weight}} if place.constant else query


def _either(queries: Sequence[Json]) -> Json:
    if len(queries) == 1:
        return queries[0]
    if not queries:
        return {"match_none": {}}
    return {"bool": {"should": list(queries), "minimum_should_match": 1}}


def _all(parts: Sequence[Plan]) -> Json:
    required = [translate(part) for part in parts if not isinstance(part, Without)]
    without = [translate(part.part) for part in parts if isinstance(part, Without)]
    # Something must be there for exclusions to be taken from.
    required = required or [_unscored({"match_all": {}})]
    if len(required) == 1 and not without:
        return required[0]
    return {"bool": {"must": required, **({"must_not": without} if without else {})}}


def _bounds(start: int | None, end: int | None) -> Json:
    bounds = {"gte": start, "lt": end}
    return {edge: _instant(at) for edge, at in bounds.items() if at is not None}


def _instant(milliseconds: int) -> str:
    # Written out, since Elasticsearch reads a bare small number as a year.
    # An Indian day at either end of the calendar lies beyond it in UTC.
    within = min(max(milliseconds, _FIRST), _LAST)
    return (_EPOCH + timedelta(milliseconds=within)).isoformat(timespec="milliseconds")


def _unscored(query: Json) -> Json:
    return {"bool": {"filter": [query]}}
