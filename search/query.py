"""The query language: what a person types becomes a small tree that every engine translates.

    सेना वायुसेना            both words (AND may be written)
    "भारतीय सेना"            these words in this order
    तेजस OR राफेल            either; binds looser than adjacency: a b OR c d = (a b) OR (c d)
    NOT चीन                  without
    (तेजस OR राफेल) सौदा     groups
    outlet:  tag:  person:  country:  lang:
                             by id or any name: country:चीन = country:china = country:c-china
    from:2024-01-31  to:2024  from:7d
                             Indian days, both ends included (`search.query_dates`)
    C-17/सी-17               a slash inside a word means either

Operators are written in capitals; in small letters they are ordinary words. So is everything else that
other query languages give a meaning: - + * ? ~ ^ [ ] { } & | and a colon after a word that is no field.

Why not luqum: its Lucene grammar refuses or misreads what people type. Of 42 such queries it refuses 15
(a lone -, "C-17 / सी-17", [सेना), and of the rest takes ``भारत: पाकिस्तान`` and ``12:30`` for fields,
``भारत - पाकिस्तान`` for an exclusion and curly quotes for words; its errors seldom know a position. Escaping
all that beforehand is a tokenizer already, and what is left of the grammar is fifty lines.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import cast, get_args

from search.query_dates import DateProblem, Edge, parse_instant
from search.query_error import QueryError
from search.query_lexemes import Kind, Lexeme, lettered, lexemes, searchable
from search.query_tree import (
    And,
    DateRange,
    Everything,
    FieldFilter,
    FilterField,
    Not,
    Or,
    Phrase,
    Query,
    Word,
)

__all__ = [
    "And",
    "DateProblem",
    "DateRange",
    "Everything",
    "FieldFilter",
    "FilterField",
    "Not",
    "Or",
    "Phrase",
    "Query",
    "QueryError",
    "Word",
    "parse",
    "parse_instant",
]

MAX_LENGTH = 2000
"""Characters of a query."""
MAX_CLAUSES = 100
"""Words, phrases and filters of a query; each costs an engine about a dozen look-ups."""
MAX_DEPTH = 12
"""Groups inside groups. Elasticsearch reads queries at most 30 levels deep, and a group may cost two."""


def parse(text: str, *, now: datetime | None = None) -> Query:
    """Read a query as typed; raises QueryError and nothing else.

    `now` (aware) is what relative dates count from; the present if None.
    """
    if len(text) > MAX_LENGTH:
        raise QueryError(
            f"a query has at most {MAX_LENGTH} characters, this has {len(text)}", text, MAX_LENGTH
        )
    read = lexemes(text)
    if read:
        return _Parser(text, read, now).run()
    if text.strip():
        at = len(text) - len(text.lstrip())
        raise QueryError("nothing to search for: not one letter or digit", text, at)
    return Everything()


# -- grammar -------------------------------------------------------------------------------------------
#
#   either  = both { OR both }
#   both    = without { [AND] without }
#   without = { NOT } one
#   one     = word | phrase | "(" either ")" | field ( value | phrase | "(" either ")" )


class _Parser:
    def __init__(self, typed: str, lexemes: list[Lexeme], now: datetime | None) -> None:
        self.typed = typed
        self.lexemes = lexemes
        self.now = now
        self.at = 0
        self.depth = 0
        self.clauses = 0
        self.field: FilterField | None = None
        """Whose group is being read: its words are values."""

    def run(self) -> Query:
        query = self.either()
        if rest := self.peek():  # only a parenthesis ends a query early
            raise QueryError("this parenthesis was never opened", self.typed, rest.position)
        return query

    def peek(self, *kinds: Kind) -> Lexeme | None:
        """The next lexeme, if it is of one of `kinds` (of any, if none is given)."""
        if self.at == len(self.lexemes):
            return None
        lexeme = self.lexemes[self.at]
        return lexeme if not kinds or lexeme.kind in kinds else None

    def take(self, *kinds: Kind) -> Lexeme | None:
        lexeme = self.peek(*kinds)
        if lexeme:
            self.at += 1
        return lexeme

    def either(self) -> Query:
        parts = [self.both(None)]
        while operator := self.take("OR"):
            parts.append(self.both(operator))
        return _joined(Or, parts)

    def both(self, operator: Lexeme | None) -> Query:
        parts = [self.without(operator)]
        while True:
            if operator := self.take("AND"):
                parts.append(self.without(operator))
            elif self.peek() and not self.peek("OR", ")"):
                parts.append(self.without(None))
            else:
                return _joined(And, parts)

    def without(self, operator: Lexeme | None) -> Query:
        negated = False
        while lexeme := self.take("NOT"):
            negated, operator = not negated, lexeme
        if (wrong := self.peek("AND", "OR")) and not operator:
            raise QueryError(f'{wrong.text} needs something before it (the word itself: "{wrong.text}")',
                             self.typed, wrong.position)  # fmt: skip
        if operator and (not self.peek() or self.peek("AND", "OR", ")")):
            raise QueryError(f'{operator.text} needs something after it (the word itself: "{operator.text}")',
                             self.typed, operator.position)  # fmt: skip
        query = self.one()
        return Not(query) if negated else query

    def one(self) -> Query:
        lexeme = self.take()
        assert lexeme is not None  # run() and without() look ahead
        if lexeme.kind == "(":
            return self.group(lexeme)
        if lexeme.kind == ")":
            wrong = (
                "nothing to search for before this parenthesis"
                if self.depth
                else "this parenthesis was never opened"
            )
            raise QueryError(wrong, self.typed, lexeme.position)
        if lexeme.kind == "field":
            if self.field:
                raise QueryError(f"no field can stand inside {self.field}:(...)", self.typed, lexeme.position)
            return self.filter(lexeme)
        if self.field:
            return self.values(self.field, lexeme)
        self.count(lexeme)
        return Phrase(lexeme.text) if lexeme.kind == "phrase" else self.alternatives(lexeme, Word)

    def group(self, opened: Lexeme) -> Query:
        if self.depth == MAX_DEPTH:
            raise QueryError(f"groups go at most {MAX_DEPTH} deep", self.typed, opened.position)
        self.depth += 1
        if not self.peek():
            raise QueryError("this parenthesis is never closed", self.typed, opened.position)
        query = self.either()
        if not self.take(")"):
            raise QueryError("this parenthesis is never closed", self.typed, opened.position)
        self.depth -= 1
        return query

    def filter(self, name: Lexeme) -> Query:
        value = self.take()
        assert value is not None  # the lexer has seen it
        if name.text in get_args(Edge):
            return self.date(cast(Edge, name.text), value)
        self.field = cast(FilterField, name.text)
        query = self.group(value) if value.kind == "(" else self.values(self.field, value)
        self.field = None
        return query

    def values(self, field: FilterField, first: Lexeme) -> Query:
        """One value; words of a group that stand side by side are one name: outlet:(दैनिक जागरण OR bbc)."""
        self.count(first)
        if first.kind == "word":
            words = [first.text]
            while more := self.take("word"):
                words.append(more.text)
            first = Lexeme("word", " ".join(words), first.position)
        if first.kind == "phrase":
            return FieldFilter(field, first.text)
        return self.alternatives(first, lambda text: FieldFilter(field, text))

    def date(self, edge: Edge, value: Lexeme) -> Query:
        try:
            at = parse_instant(value.text, edge=edge, now=self.now)
        except DateProblem as problem:
            raise QueryError(f"{edge}: {problem}", self.typed, value.position) from None
        self.count(value)
        return DateRange(start=at) if edge == "from" else DateRange(end=at)

    def alternatives(self, lexeme: Lexeme, make: Callable[[str], Query]) -> Query:
        """C-17/सी-17 is either; 24/7, 370/35 and http://… stay whole."""
        parts = [part for part in lexeme.text.split("/") if searchable(part)]
        if "://" in lexeme.text or len(parts) < 2 or not all(map(lettered, parts)):
            return make(lexeme.text)
        for _ in parts[1:]:
            self.count(lexeme)
        return Or(tuple(make(part) for part in dict.fromkeys(parts)))

    def count(self, lexeme: Lexeme) -> None:
        self.clauses += 1
        if self.clauses > MAX_CLAUSES:
            raise QueryError(
                f"a query has at most {MAX_CLAUSES} words and filters", self.typed, lexeme.position
            )


def _joined(kind: type[And] | type[Or], parts: list[Query]) -> Query:
    """One node for a run of the same operator; none where there is but one part."""
    flat: list[Query] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, (And, Or)) and type(part) is kind else [part])
    return flat[0] if len(flat) == 1 else kind(tuple(flat))
