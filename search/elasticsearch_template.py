"""What our indexes look like in Elasticsearch: reviewed JSON files, checked, and the rows of the analysis.

    templates/stories.json ─▶ check ─▶ + components with their rows ─▶ body of an index template, fingerprint

The files hold everything that a person decides: fields, types, which components make up which analyzer. The
rows of the components come from the modules that the embedded engine uses, too, so they cannot differ.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Literal

from search.elasticsearch_analysis import char_filters, filters
from search.index import IndexProblem

DIRECTORY: Final = Path(__file__).with_name("templates")
BUILT_IN: Final = frozenset({"standard", "lowercase", "decimal_digit"})
"""Analysis components that every server has under these names."""

Kind = Literal["stories", "rejections"]


class TemplateProblem(IndexProblem):
    """A template file is not what it should be; the message names file and place."""


@dataclass(frozen=True)
class Template:
    """One kind of index."""

    kind: Kind
    settings: Mapping[str, Any]
    mappings: Mapping[str, Any]

    @cached_property
    def fingerprint(self) -> str:
        """Differs whenever fields, settings or rows do: then the index must be built anew."""
        made = json.dumps([self.settings, self.mappings], sort_keys=True, ensure_ascii=False)
        return sha256(made.encode()).hexdigest()[:16]

    @property
    def body(self) -> dict[str, Any]:
        """``settings`` and ``mappings`` of an index, the fingerprint in ``_meta``."""
        meta = {"_meta": {"prahari": {"fingerprint": self.fingerprint}}}
        return {"settings": _sent(self.settings), "mappings": {**self.mappings, **meta}}

    def fields(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Full name and definition of every field and sub-field."""
        yield from _fields("", self.mappings["properties"])


@lru_cache(maxsize=4)
def template(kind: Kind) -> Template:
    """The template of a kind of index. Raises TemplateProblem."""
    return read(kind, DIRECTORY / f"{kind}.json")


def read(kind: Kind, path: Path) -> Template:
    """Read and check a template file. Raises TemplateProblem."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise TemplateProblem(f"{path.name}: not JSON: {error}") from None
    if not isinstance(raw, dict) or raw.keys() != {"_meta", "settings", "mappings"}:
        raise TemplateProblem(f"{path.name}: wants exactly _meta, settings and mappings")
    index = raw["settings"]["index"]
    analysis = index.get("analysis")
    if analysis is not None:
        known = {"char_filter": char_filters(), "filter": filters()}
        _check_analyzers(path.name, analysis.get("analyzer", {}), known)
        analysis |= known
    made = Template(kind, raw["settings"], raw["mappings"])
    _check_fields(path.name, made, analysis["analyzer"] if analysis else {})
    return made


def _sent(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings with each list of rules as one string, which the server splits at commas (its own
    ``Settings.getAsList``).

    It checks settings one by one and copies all of them for each: with thousands of rules in a list it takes
    five times the CPU to make an index.
    """
    analysis = settings["index"].get("analysis")
    if analysis is None:
        return dict(settings)
    filters = {name: _joined(definition) for name, definition in analysis["filter"].items()}
    return {**settings, "index": {**settings["index"], "analysis": {**analysis, "filter": filters}}}


def _joined(definition: Mapping[str, Any]) -> Mapping[str, Any]:
    if "rules" not in definition:
        return definition
    assert not any("," in rule for rule in definition["rules"])
    return {**definition, "rules": ",".join(definition["rules"])}


def _check_analyzers(file: str, analyzers: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]]) -> None:
    listed: set[str] = set()
    for name, analyzer in analyzers.items():
        if analyzer.get("tokenizer") not in BUILT_IN:
            raise TemplateProblem(f"{file}: analyzer {name}: unknown tokenizer {analyzer.get('tokenizer')!r}")
        for part in ("char_filter", "filter"):
            for component in analyzer.get(part, ()):
                if component not in known[part] and component not in BUILT_IN:
                    raise TemplateProblem(f"{file}: analyzer {name}: there is no {part} {component!r}")
                listed.add(component)
    unused = {component for part in known.values() for component in part} - listed
    if unused:
        raise TemplateProblem(f"{file}: no analyzer uses {', '.join(sorted(unused))}")


def _check_fields(file: str, made: Template, analyzers: Mapping[str, Any]) -> None:
    if made.mappings.get("dynamic") != "strict":
        raise TemplateProblem(f"{file}: mappings.dynamic must be strict")
    known = dict(made.fields())
    for name, definition in known.items():
        for role in ("analyzer", "search_analyzer"):
            if (wanted := definition.get(role)) and wanted not in analyzers:
                raise TemplateProblem(f"{file}: field {name}: there is no analyzer {wanted!r}")
    for name in made.settings["index"].get("query", {}).get("default_field", ()):
        if name not in known:
            raise TemplateProblem(f"{file}: query.default_field: there is no field {name!r}")


def _fields(prefix: str, properties: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, definition in properties.items():
        if "properties" in definition:
            yield from _fields(f"{prefix}{name}.", definition["properties"])
            continue
        yield f"{prefix}{name}", definition
        yield from _fields(f"{prefix}{name}.", definition.get("fields", {}))
