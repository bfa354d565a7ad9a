"""What Kibana is to show, as the TOML files beside this say it; every field is explained in their heads."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from search.kibana import HERE

_T = TypeVar("_T", bound=BaseModel)


class SourceError(ValueError):
    """A mistake in a TOML file; the message names file and field."""


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class View(_Table):
    id: str
    index: str
    name: str
    time: str
    own_filters: bool = False
    labels: dict[str, str] = {}
    help: dict[str, str] = {}
    formats: dict[str, str] = {}


class Search(_Table):
    id: str
    view: str
    title: str
    description: str
    query: str = ""
    columns: list[str]
    sort: list[str]
    widths: dict[str, int] = {}


class Map(_Table):
    id: str
    view: str
    title: str
    description: str
    field: str
    name_field: str
    center: tuple[float, float]
    zoom: float


class _Panel(_Table):
    id: str
    title: str
    description: str
    at: tuple[int, int]
    size: tuple[int, int]


class Markdown(_Panel):
    kind: Literal["markdown"]
    text: str


class SearchPanel(_Panel):
    kind: Literal["search"]
    search: str


class MapPanel(_Panel):
    kind: Literal["map"]


class _Chart(_Panel):
    view: str
    query: str = ""


class Number(_Chart):
    kind: Literal["number"]
    unique: str | None = None
    median: str | None = None


class Time(_Chart):
    kind: Literal["time"]
    by: str | None = None


class Bars(_Chart):
    kind: Literal["bars"]
    field: str
    by: str | None = None
    top: int = 10


class Share(_Chart):
    kind: Literal["share"]
    field: str
    missing: bool = False
    top: int = 10


class Percentiles(_Chart):
    kind: Literal["percentiles"]
    field: str
    percentiles: list[int]


Chart = Number | Time | Bars | Share | Percentiles
Panel = Annotated[Chart | Markdown | SearchPanel | MapPanel, Field(discriminator="kind")]


class Control(_Table):
    view: str
    field: str
    title: str


class Dashboard(_Table):
    id: str
    title: str
    description: str
    from_: str = Field(alias="from")
    to: str
    refresh_minutes: int
    controls: list[Control]
    map: Map
    panel: list[Panel]


class _Views(_Table):
    view: list[View]


class _Searches(_Table):
    search: list[Search]


@dataclass(frozen=True, slots=True)
class Sources:
    views: list[View]
    searches: list[Search]
    dashboard: Dashboard

    def view(self, id: str) -> View:
        """Raises SourceError for an id that no view has."""
        for view in self.views:
            if view.id == id:
                return view
        raise SourceError(f"data_views.toml: there is no view {id!r}")


def read(directory: Path = HERE) -> Sources:
    """Read the three files. Raises SourceError."""
    return Sources(
        _read(directory / "data_views.toml", _Views).view,
        _read(directory / "searches.toml", _Searches).search,
        _read(directory / "dashboard.toml", Dashboard),
    )


def _read(file: Path, model: type[_T]) -> _T:
    try:
        table: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))
        return model.model_validate(table)
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"{file.name}: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise SourceError(f"{file.name}: {place}: {first['msg']}") from error
