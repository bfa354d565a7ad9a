"""What a saved object uses: references by their names, fields by what is done with them, queries."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from search.kibana.kql import KqlError, clauses
from search.kibana.mapping import Field

Json = dict[str, Any]
Problem = str
Fields = Mapping[str, Field]

_ALLOWED: Final[Mapping[str, tuple[str, Callable[[Field], bool]]]] = {
    "any": ("shown", lambda field: True),
    "search": ("searched", lambda field: field.indexed),
    "values": ("grouped or sorted by", lambda field: field.aggregates),
    "terms": (
        "split into its values",
        lambda field: field.aggregates and field.type in ("keyword", "boolean"),
    ),
    "date": ("a time", lambda field: field.aggregates and field.type == "date"),
    "number": ("a number", lambda field: field.number),
    "geo": ("a place", lambda field: field.type == "geo_point"),
}


def use(fields: Fields, name: str, how: str, where: str) -> Iterator[Problem]:
    """Nothing if the mapping has the field and allows the use: a key of `_ALLOWED`."""
    field = fields.get(name)
    word, allows = _ALLOWED[how]
    if field is None:
        yield f"{where}: there is no field {name!r}"
    elif not allows(field):
        yield f"{where}: {name} is {field.type} and cannot be {word}"


def query(fields: Fields, stated: Json, where: str) -> Iterator[Problem]:
    """Nothing if ``{"language", "query"}`` is KQL that names searchable fields only."""
    if stated["language"] != "kuery":
        yield f"{where}: {stated['language']} is not KQL"
        return
    try:
        for clause in clauses(stated["query"]):
            if clause.field is None:
                continue
            yield from use(fields, clause.field, "search", f"{where} {stated['query']!r}")
            if clause.operator != ":" and clause.field in fields:
                field = fields[clause.field]
                if not (field.number or field.type == "date"):
                    yield f"{where} {stated['query']!r}: {clause.field} is {field.type}, not to be compared"
    except KqlError as error:
        yield f"{where}: {error}"


class Checked:
    """An object's references, and which of them were asked for."""

    def __init__(self, references: Sequence[Json], fields: Mapping[str, Fields]) -> None:
        self.fields = fields
        """Id of a data view → its fields."""
        self._references = {reference["name"]: reference for reference in references}
        self._twice = len(references) - len(self._references)
        self._missing: list[str] = []
        self._asked: set[str] = set()

    def refer(self, name: str, type: str) -> str | None:
        """The id of what the name refers to; None, and a problem later, if nothing of that type."""
        self._asked.add(name)
        reference = self._references.get(name)
        if reference is None or reference["type"] != type:
            self._missing.append(f"{name}: no reference to a {type} has this name")
            return None
        return str(reference["id"])

    def view(self, name: str) -> Fields:
        """The fields of the data view that the name refers to."""
        return self.fields.get(self.refer(name, "index-pattern") or "", {})

    def left_over(self) -> Iterator[Problem]:
        """References that are missing, and those that nothing uses."""
        yield from self._missing
        for name in sorted(self._references.keys() - self._asked):
            yield f"reference {name}: nothing uses it"
        if self._twice:
            yield "two references have one name"
