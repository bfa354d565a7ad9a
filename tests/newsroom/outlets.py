"""The sample newsroom's outlets: who prints, on which kind of page, with which feeds.

Kept as data in ``outlets/*.toml``; the menus, tickers and notices there are the furniture that an
extractor must not take for the story.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

DIRECTORY = Path(__file__).parent / "outlets"
DOMAIN = "newsroom.test"


class OutletError(ValueError):
    """An outlet file is wrong; the message names the file."""


@dataclass(frozen=True, slots=True)
class Source:
    """A feed or sitemap of the outlet."""

    form: str
    """Which document: a key of `tests.newsroom.site.FORMS`."""
    path: str
    """Where it is, with query."""
    kind: str = "feed"
    """The registry's kind: feed, sitemap, section or api."""
    content: str = "unknown"
    """As in the registry: full-text, summary, title, unknown."""
    section: str = ""
    """Only stories of this section; all if empty."""
    links: str = "plain"
    """How stories are linked: plain, utm, amp, relative, redirect, raw (Hindi not percent-encoded)."""
    traps: bool = False
    """Also announces everything that is no story."""
    items: tuple[str, ...] = ()
    """Selectors of a section's list, as in the registry."""
    categories: tuple[str, ...] = ()
    """Of an API, as in the registry."""
    per_page: int = 0
    """Stories on one page of a feed; 0: all."""
    listed: bool = True
    """Named in the outlet's registry file; if not, only found by looking."""


@dataclass(frozen=True, slots=True)
class Outlet:
    """One outlet of the sample newsroom."""

    id: str
    name_hi: str
    name_en: str
    tagline: str
    kind: str
    """As in the registry: newspaper, tv-digital, government ..."""
    shape: str
    """Module of `tests.newsroom.shapes` that makes its pages."""
    path: str
    """Pattern of a story's address; see `tests.newsroom.edition.address`."""
    dateline: str
    """How the first sentence begins: none, place, wire or day."""
    colour: str
    nav: tuple[tuple[str, str], ...]
    """Sections, (slug, name)."""
    ticker: tuple[str, ...]
    """Breaking-news lines."""
    notices: Mapping[str, str]
    """Furniture by name: desk, cookie, app, channel, share, read_more, most_read, comment, footer ..."""
    sources: tuple[Source, ...]
    robots: str = "User-agent: *\nDisallow: /wp-admin/\n"
    """Text of robots.txt; ``missing`` for 404."""
    encodings: tuple[str, ...] = ()
    """gzip, br."""
    validators: tuple[str, ...] = ()
    """etag, last-modified."""
    charset_header: str = "UTF-8"
    """What the Content-Type header says; nothing if empty. The bytes are UTF-8 whatever it says."""
    date_from: Literal["page", "feed", "nowhere"] = "page"
    """Where the right instant of publication is found; ``feed`` where pages have none or a wrong one."""
    extraction: tuple[Mapping[str, Any], ...] = ()
    """Rules for its pages, one table a layout, as in the registry."""
    interval: int = 15
    """Minutes."""
    stories_per_day: int = 6

    @property
    def host(self) -> str:
        return f"{self.id}.{DOMAIN}"


def load(directory: Path = DIRECTORY) -> dict[str, Outlet]:
    """All outlets by id. Raises `OutletError`."""
    outlets = {}
    for path in sorted(directory.glob("*.toml")):
        try:
            row = tomllib.loads(path.read_text("utf-8"))
            outlets[path.stem] = _outlet(path.stem, row)
        except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
            raise OutletError(f"{path.name}: {type(error).__name__} {error}") from error
    return outlets


def _outlet(name: str, row: dict[str, Any]) -> Outlet:
    lists: dict[str, Any] = {key: tuple(row.pop(key, ())) for key in ("ticker", "encodings", "validators")}
    nav = tuple((slug, label) for slug, label in row.pop("nav"))
    rows: list[dict[str, Any]] = row.pop("sources")
    sources = tuple(Source(**{key: _frozen(value) for key, value in source.items()}) for source in rows)
    extraction = tuple(row.pop("extraction", ()))
    return Outlet(id=name, nav=nav, sources=sources, extraction=extraction, **lists, **row)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def registry_file(outlet: Outlet, port: int) -> str:
    """The outlet as a file of the crawler's registry (TOML)."""

    def text(value: str) -> str:
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'

    home = f"http://{outlet.host}:{port}"
    lines = [
        f"# Sample outlet: served by tests/newsroom on port {port}.",
        f"id = {text(outlet.id)}",
        f"name_hi = {text(outlet.name_hi)}",
        f"name_en = {text(outlet.name_en)}",
        f"home = {text(home + '/')}",
        f"kind = {text(outlet.kind)}",
        f"hosts = [{text(outlet.host)}]",
        f"interval = {outlet.interval}",
        f"stories_per_day = {outlet.stories_per_day}",
        'status = "verified-by-source"',
        f"notes = {text(f'Sample newsroom, page shape {outlet.shape}.')}",
    ]
    for source in outlet.sources:
        if not source.listed:
            continue
        lines += ["", "[[sources]]", f"kind = {text(source.kind)}", f"url = {text(home + source.path)}"]
        lines.append('status = "verified-by-source"')
        if source.content != "unknown":
            lines.append(f"content = {text(source.content)}")
        for name, values in (("items", source.items), ("categories", source.categories)):
            if values:
                lines.append(f"{name} = [{', '.join(map(text, values))}]")
        if source.section:
            lines.append(f"section = {text(dict(outlet.nav).get(source.section, source.section))}")
    for table in outlet.extraction:
        lines += ["", "[[extraction]]"]
        for name, value in table.items():
            written = f"[{', '.join(map(text, value))}]" if isinstance(value, list) else str(value)
            lines.append(f"{name} = {written}")
    return "\n".join(lines) + "\n"
