"""In which of Kibana's formats the objects are written."""

from __future__ import annotations

from typing import Final

VERSIONS: Final = {"index-pattern": "8.0.0", "search": "10.5.0", "map": "8.4.0", "dashboard": "10.3.0"}
"""Type → format. Kibana brings older formats up to its own when it imports them and refuses newer ones, so
each is the one of Kibana 9.1 or before; 9.5 has later ones for searches and dashboards."""
CORE_VERSION: Final = "8.8.0"

ATTRIBUTES: Final = {
    "index-pattern": frozenset(
        {
            "allowNoIndex", "fieldAttrs", "fieldFormatMap", "fields", "name", "runtimeFieldMap",
            "sourceFilters", "timeFieldName", "title", "typeMeta",
        }
    ),
    "search": frozenset(
        {
            "breakdownField", "columns", "density", "description", "grid", "headerRowHeight", "hideChart",
            "isTextBasedQuery", "kibanaSavedObjectMeta", "rowHeight", "rowsPerPage", "sampleSize", "sort",
            "timeRange", "timeRestore", "title", "usesAdHocDataView", "viewMode",
        }
    ),
    "map": frozenset({"description", "layerListJSON", "mapStateJSON", "title", "uiStateJSON"}),
    "dashboard": frozenset(
        {
            "controlGroupInput", "description", "kibanaSavedObjectMeta", "optionsJSON", "panelsJSON",
            "refreshInterval", "sections", "timeFrom", "timeRestore", "timeTo", "title", "version",
        }
    ),
}  # fmt: skip
"""Type → the attributes that those formats have: Kibana refuses an object with others."""
