"""A plan (`search.matching`) as Tantivy's own query. Translates and decides nothing."""

from __future__ import annotations

from collections.abc import Sequence

import tantivy
from tantivy import FieldType, Occur

from search.matching import PLACES, WEIGHTS, AllOf, AnyOf, Between, Key, Match, Place, Plan, Tokens, Without
from search.tantivy_schema import key_field, text_field


def translate(plan: Plan, schema: tantivy.Schema) -> tantivy.Query:
    """The query that finds and scores what `plan` asks for."""
    match plan:
        case Match(forms):
            return _either([_found(tokens, place, schema) for tokens in forms for place in PLACES])
        case AnyOf(parts):
            return _either([translate(part, schema) for part in parts])
        case AllOf(parts):
            return _all(parts, schema)
        case Without():
            return _all((plan,), schema)
        case Key(field, keys):
            return _unscored(tantivy.Query.term_set_query(schema, key_field(field), list(keys)))
        case Between(start, end):
            return _unscored(_between(schema, start, end))


def _found(tokens: Tokens, place: Place, schema: tantivy.Schema) -> tantivy.Query:
    field = text_field(place.name, tokens.form)
    if len(tokens.texts) == 1:
        query = tantivy.Query.term_query(schema, field, tokens.texts[0], index_option="freq")
    else:
        query = tantivy.Query.phrase_query(schema, field, list(tokens.texts))
    weight = place.weight * WEIGHTS[tokens.form]
    if place.constant:
        return tantivy.Query.const_score_query(query, weight)
    return query if weight == 1 else tantivy.Query.boost_query(query, weight)


def _either(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    if len(queries) == 1:
        return queries[0]
    if not queries:
        return tantivy.Query.empty_query()
    return tantivy.Query.boolean_query([(Occur.Should, query) for query in queries])


def _all(parts: Sequence[Plan], schema: tantivy.Schema) -> tantivy.Query:
    required = [translate(part, schema) for part in parts if not isinstance(part, Without)]
    without = [translate(part.part, schema) for part in parts if isinstance(part, Without)]
    # Something must be there for exclusions to be taken from.
    required = required or [_unscored(tantivy.Query.all_query())]
    if len(required) == 1 and not without:
        return required[0]
    return tantivy.Query.boolean_query(
        [(Occur.Must, query) for query in required] + [(Occur.MustNot, query) for query in without]
    )


def _between(schema: tantivy.Schema, start: int | None, end: int | None) -> tantivy.Query:
    # Both bounds inclusive: Tantivy knows no exclusive one on an open side, and these are whole numbers.
    last = None if end is None else end - 1
    return tantivy.Query.range_query(schema, "published", FieldType.Integer, start, last)


def _unscored(query: tantivy.Query) -> tantivy.Query:
    return tantivy.Query.const_score_query(query, 0.0)
