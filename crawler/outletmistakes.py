"""Mistakes in outlet files in words for whoever edits them."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Final

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from crawler.outlet import Extraction, Outlet, Source

_FORMS: Final = {
    "int_type": "a whole number without quotes",
    "bool_type": "true or false",
    "string_type": "text in quotes",
    "date_type": "a date such as 2026-01-31, without quotes",
}
_TABLES: Final[Mapping[str, type[BaseModel]]] = {"sources": Source, "extraction": Extraction}


def field_of(loc: Sequence[str | int]) -> str:
    """Such as ``sources[2].url``; ``file`` for the file as a whole."""
    name = ""
    for part in loc:
        name += f"[{part}]" if isinstance(part, int) else f".{part}" if name else part
    return name or "file"


def reason_of(detail: ErrorDetails) -> str:
    """What pydantic found, in words for whoever edits the file."""
    value = detail["input"]
    match detail["type"]:
        case "outlet":
            return detail["msg"]
        case "missing":
            return "is missing"
        case "extra_forbidden":
            *around, name = detail["loc"]
            model = _TABLES[str(around[0])] if around else Outlet
            near = difflib.get_close_matches(str(name), model.model_fields, 1)
            return f"is no known field{f'; did you mean {near[0]}?' if near else ''}"
        case "literal_error":
            return f"must be one of {detail['ctx']['expected'].replace(' or ', ', ')}, not {value!r}"
        case "too_short":
            return "must not be empty"
        case "tuple_type" | "model_type" | "model_attributes_type":
            table = detail["type"] != "tuple_type" or detail["loc"] in (("sources",), ("extraction",))
            form = f"[[{detail['loc'][0]}]] tables" if table else 'a list in brackets, such as ["a", "b"]'
            return f"must be written as {form}"
        case "int_type" | "bool_type" | "string_type" | "date_type" as kind:
            return f"must be {_FORMS[kind]}, not {value!r}"
    return detail["msg"].replace("Input should be ", "must be ") + f", not {value!r}"
