"""Pages as Indian outlets' systems make them, each with the text that is the story's and what is not.

Written from what the systems' templates have in common; no page of any outlet is copied.
"""

from __future__ import annotations

from tests.pipelines.shapes.article import Shape
from tests.pipelines.shapes.layouts import LAYOUTS
from tests.pipelines.shapes.papers import PAPERS
from tests.pipelines.shapes.portals import PORTALS
from tests.pipelines.shapes.reviewed import REVIEWED
from tests.pipelines.shapes.systems import SYSTEMS

SHAPES: tuple[Shape, ...] = (*SYSTEMS, *PAPERS, *LAYOUTS, *PORTALS, *REVIEWED)
