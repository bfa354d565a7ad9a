"""Kibana's query language (KQL), as far as is needed to say that a query is valid and which fields it names.

    expression = or-group ;  or-group = and-group {"or" and-group} ;  and-group = negation {"and" negation}
    negation   = ["not"] (group | field-expression | value) ;  group = "(" expression ")"
    field-expression = name (":" (value | "(" list ")") | ("<" | "<=" | ">" | ">=") value)

Nested queries (``name: { … }``) are left out: our mapping has no nested field.
Grammar: https://github.com/elastic/kibana/blob/main/src/platform/packages/shared/kbn-es-query/grammar/grammar.peggy
"""

from __future__ import annotations

from dataclasses import dataclass

import regex

_TOKEN = regex.compile(
    r"""\s*(?:
        (?P<mark>[()]|<=|>=|[<>:])
      | "(?P<quoted>(?:\\.|[^"\\])*)"
      | (?P<word>(?:\\.|[^\s()":<>{}\\])+)
    )""",
    regex.VERBOSE,
)


class KqlError(ValueError):
    """A query that Kibana would refuse; the message says where."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One comparison of a query."""

    field: str | None
    """None where the query names no field: Kibana then looks into ``index.query.default_field``."""
    operator: str
    """``:`` or a comparison."""
    value: str
    quoted: bool = False


def clauses(query: str) -> list[Clause]:
    """The comparisons of a query, in order; none for an empty one. Raises KqlError."""
    tokens = _tokens(query)
    if not tokens:
        return []
    parser = _Parser(query, tokens)
    parser.either()
    if parser.kind:
        raise parser.wrong("end of query")
    return parser.found


def _tokens(query: str) -> list[tuple[str, str]]:
    tokens, at = [], 0
    while query[at:].strip():
        hit = _TOKEN.match(query, at)
        if hit is None:
            raise KqlError(f"{query!r}: cannot be read from {query[at:].strip()!r} on")
        tokens.append((str(hit.lastgroup), hit[str(hit.lastgroup)]))
        at = hit.end()
    return tokens


class _Parser:
    def __init__(self, query: str, tokens: list[tuple[str, str]]) -> None:
        self._query, self._tokens = query, [*tokens, ("", "")]
        self._at = 0
        self.found: list[Clause] = []

    @property
    def kind(self) -> str:
        return self._tokens[self._at][0]

    def wrong(self, expected: str) -> KqlError:
        return KqlError(
            f"{self._query!r}: {expected} expected, not {self._tokens[self._at][1] or 'the end'!r}"
        )

    def _is(self, kind: str, *texts: str) -> bool:
        return self.kind == kind and self._tokens[self._at][1].lower() in texts

    def _take(self) -> str:
        self._at += 1
        return self._tokens[self._at - 1][1]

    def _close(self) -> None:
        if not self._is("mark", ")"):
            raise self.wrong("')'")
        self._take()

    def either(self, field: str | None = None) -> None:
        self._both(field)
        while self._is("word", "or"):
            self._take()
            self._both(field)

    def _both(self, field: str | None) -> None:
        self._negation(field)
        while self._is("word", "and"):
            self._take()
            self._negation(field)

    def _negation(self, field: str | None) -> None:
        if self._is("word", "not"):
            self._take()
        if self._is("mark", "("):
            self._take()
            self.either(field)
            self._close()
        elif field is not None:
            self.found.append(Clause(field, ":", *self._value()))
        else:
            self._comparison()

    def _comparison(self) -> None:
        value, quoted = self._value()
        if self.kind != "mark" or self._is("mark", "(", ")"):
            self.found.append(Clause(None, ":", value, quoted))
            return
        if " " in value:
            raise KqlError(f"{self._query!r}: {value!r} is no field name")
        operator = self._take()
        if operator == ":" and self._is("mark", "("):
            self._take()
            self.either(value)
            self._close()
        else:
            self.found.append(Clause(value, operator, *self._value()))

    def _value(self) -> tuple[str, bool]:
        """One quoted value, or words up to the next operator: ``title : रक्षा मंत्री`` has one value."""
        if self.kind == "quoted":
            return self._take(), True
        words = []
        while self.kind == "word" and not self._is("word", "and", "or", "not"):
            words.append(self._take())
        if not words:
            raise self.wrong("a value")
        return " ".join(words), False
