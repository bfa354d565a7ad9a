"""What Kibana shows of Prahari: data views, searches, a map and a dashboard, and how they get there.

    data_views.toml, searches.toml, dashboard.toml
          │  sources            what is shown, in words a journalist can read
          ▼
        build ── lens, maps, panels ──▶ prahari.ndjson        saved objects as Kibana exports them
          │                                 │
          ▼                                 ▼
        check ── mapping, kql             client ──▶ Kibana's import API

``prahari.ndjson`` is committed; after a change of the TOML files run ``python -m search.kibana.build``.
"""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).resolve().parent
OBJECTS = HERE / "prahari.ndjson"
"""The built objects, for the index prefix ``prahari``."""
PREFIX = "prahari"
"""The index prefix that the built objects name."""
