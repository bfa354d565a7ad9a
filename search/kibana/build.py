"""Builds ``prahari.ndjson`` from the TOML files: ``python -m search.kibana.build``.

One saved object a line, as Kibana exports them. The same sources give the same bytes: ids are written down,
keys are sorted, there are no times in it. Nothing is written that `search.kibana.check` finds fault with.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from search.kibana import OBJECTS, PREFIX, maps, panels
from search.kibana.check import problems
from search.kibana.embedded import dumped
from search.kibana.sources import Search, SourceError, Sources, View, read
from search.kibana.versions import CORE_VERSION, VERSIONS

Json = dict[str, Any]


def build(sources: Sources) -> str:
    """The file's text."""
    map = sources.dashboard.map
    objects = [
        *(_object("index-pattern", view.id, _view(view), []) for view in sources.views),
        *(
            _object("search", search.id, _search(search), [_refer(_INDEX, search.view)])
            for search in sources.searches
        ),
        _object("map", map.id, maps.attributes(map, sources.dashboard), [_refer(maps.REFERENCE, map.view)]),
        _object("dashboard", sources.dashboard.id, panels.attributes(sources), panels.references(sources)),
    ]
    return "".join(f"{dumped(made)}\n" for made in objects)


_INDEX = "kibanaSavedObjectMeta.searchSourceJSON.index"


def _object(type: str, id: str, attributes: Json, references: list[Json]) -> Json:
    return {
        "attributes": attributes,
        "coreMigrationVersion": CORE_VERSION,
        "id": id,
        "managed": False,
        "references": references,
        "type": type,
        "typeMigrationVersion": VERSIONS[type],
    }


def _refer(name: str, view: str) -> Json:
    return {"id": view, "name": name, "type": "index-pattern"}


def _view(view: View) -> Json:
    told: dict[str, dict[str, str]] = {}
    for field, label in view.labels.items():
        told.setdefault(field, {})["customLabel"] = label
    for field, text in view.help.items():
        told.setdefault(field, {})["customDescription"] = text
    return {
        "allowNoIndex": True,  # it can be imported before the first story is indexed
        "fieldAttrs": dumped(told),
        "fieldFormatMap": dumped({field: _format(format) for field, format in view.formats.items()}),
        "fields": "[]",
        "name": view.name,
        "runtimeFieldMap": "{}",
        "sourceFilters": "[]",
        "timeFieldName": view.time,
        "title": f"{PREFIX}-{view.index}",
        "typeMeta": "{}",
    }


def _format(format: str) -> Json:
    if format == "link":
        return {"id": "url", "params": {"type": "a"}}
    return {"id": "number", "params": {"pattern": format}}


def _search(search: Search) -> Json:
    source = {
        "filter": [],
        "highlightAll": True,
        "indexRefName": _INDEX,
        "query": {"language": "kuery", "query": search.query},
        "version": True,
    }
    return {
        "columns": search.columns,
        "description": search.description,
        "grid": {"columns": {field: {"width": width} for field, width in search.widths.items()}},
        "hideChart": False,
        "isTextBasedQuery": False,
        "kibanaSavedObjectMeta": {"searchSourceJSON": dumped(source)},
        "sort": [[name.removeprefix("-"), "desc" if name.startswith("-") else "asc"] for name in search.sort],
        "timeRestore": False,
        "title": search.title,
        "usesAdHocDataView": False,
    }


def main(file: Path = OBJECTS) -> int:
    """Check and write; the exit code."""
    try:
        text = build(read())
    except SourceError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if found := problems(text):
        sys.stderr.write("".join(f"{problem}\n" for problem in found))
        return 1
    file.write_text(text, "utf-8")
    sys.stdout.write(f"{file}: {text.count(chr(10))} objects\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
