"""What a page states about itself for machines: JSON-LD, meta elements, microdata.

Only statements about the page's own story are kept: pages carry the JSON-LD of related stories, of videos
and of their breadcrumb too. JSON-LD is read as it is found in the wild: several objects, ``@graph``, raw
line breaks in strings, a semicolon or HTML comment around it, entities inside.
"""

from __future__ import annotations

import html as entities
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import regex
from lxml.html import HtmlElement

from search.text import nfc, squeeze

_ARTICLE_TYPES: Final = frozenset(
    [
        "Article",
        "NewsArticle",
        "ReportageNewsArticle",
        "BlogPosting",
        "LiveBlogPosting",
        "AnalysisNewsArticle",
        "OpinionNewsArticle",
        "BackgroundNewsArticle",
        "ReviewNewsArticle",
        "Report",
        "TechArticle",
        "SpecialAnnouncement",
        "PressRelease",
    ]
)
_VIDEO_TYPES: Final = frozenset(("VideoObject", "Movie", "Clip"))
_PAGE_TYPES: Final = frozenset(("WebPage", "ItemPage", "CollectionPage", "SearchResultsPage"))
_MAX_NODES: Final = 2000
_WRAPPING: Final = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)?(.*?)(?:-->|//\s*\]\]>|"
    r"/\*\s*\]\]>\s*\*/|\]\]>)?[\s;]*$",
    re.S,
)
_TRAILING_COMMA: Final = re.compile(r",(\s*[}\]])")
_TAGS: Final = re.compile(r"<[^<>]{1,200}>")


@dataclass(slots=True)
class Statements:
    article: dict[str, Any] = field(default_factory=dict)
    """The JSON-LD object of the page's story; empty if there is none."""
    types: frozenset[str] = frozenset()
    """All JSON-LD types at the top of the page's objects."""
    breadcrumb: tuple[str, ...] = ()
    """Names on the breadcrumb, home first."""
    meta: dict[str, str] = field(default_factory=dict)
    """Name, property or itemprop in lower case → content of the first meta element with any."""
    tags: tuple[str, ...] = ()
    """Contents of all ``article:tag`` elements."""
    canonical: str | None = None
    amp: bool = False
    language: str | None = None
    """As the html element declares it."""

    def first(self, *names: str) -> str | None:
        """The first of these meta elements that says anything."""
        return next((self.meta[name] for name in names if self.meta.get(name)), None)

    def ld(self, name: str) -> str | None:
        """A text of the article's JSON-LD, plain."""
        value = self.article.get(name)
        if isinstance(value, list):
            value = value[0] if value else None
        if isinstance(value, dict):
            value = value.get("name") or value.get("url") or value.get("@value")
        return plain(value) if isinstance(value, str | int | float) else None

    @property
    def title(self) -> str | None:
        return (
            self.meta.get("og:title")
            or self.ld("headline")
            or self.meta.get("twitter:title")
            or self.meta.get("title")
        )

    @property
    def says_article(self) -> bool:
        """Does the page call itself an article?"""
        return bool(self.article) or (self.meta.get("og:type") or "").lower() == "article"

    @property
    def description(self) -> str | None:
        return self.meta.get("og:description") or self.meta.get("description") or self.ld("description")


def plain(value: object) -> str | None:
    """`value` as one line of text: entities (once more) and tags resolved; None if nothing is left."""
    text = _TAGS.sub(" ", entities.unescape(entities.unescape(str(value))))
    return squeeze(nfc(text)) or None


def read_statements(root: HtmlElement, url: str) -> Statements:
    """Everything that the page at `url` states about itself."""
    meta: dict[str, str] = {}
    tags: list[str] = []
    canonical = None
    objects: list[dict[str, Any]] = []
    for element in root.iter("meta", "link", "script", "title"):
        if element.tag == "meta":
            content = element.get("content")
            if content and (element.get("property") or "").lower() == "article:tag":
                tags.append(content)
            for attribute in ("property", "name", "itemprop", "http-equiv"):
                name = element.get(attribute)
                if name and content and name.strip().lower() not in meta and (value := plain(content)):
                    meta[name.strip().lower()] = value
        elif element.tag == "link":
            if canonical is None and "canonical" in (element.get("rel") or "").lower().split():
                canonical = (element.get("href") or "").strip() or None
        elif element.tag == "title":
            # The first: SVG pictures have titles too.
            if "title" not in meta and (value := plain(element.text_content())):
                meta["title"] = value
        elif "ld+json" in (element.get("type") or "").lower() and element.text:
            objects.extend(_objects(element.text))
    here = canonical or url
    articles = [o for o in objects if _types(o) & _ARTICLE_TYPES and not _of_another(o, here, meta)]
    article = _choose(articles, here, meta)
    crumbs = next((c for o in objects if "BreadcrumbList" in _types(o) and (c := _crumbs(o))), ())
    types = frozenset(t for o in objects for t in _types(o))
    html_element = root if root.tag == "html" else root.getroottree().getroot()
    return Statements(
        article=article,
        types=types,
        breadcrumb=crumbs,
        meta=meta,
        tags=tuple(tag for content in tags if (tag := plain(content))),
        canonical=canonical,
        amp="amp" in html_element.attrib or "⚡" in html_element.attrib,
        language=(html_element.get("lang") or html_element.get("xml:lang") or "").strip() or None,
    )


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """The objects in one script element: at the top, in lists, in ``@graph``, as the page's main entity."""
    todo: list[Any] = [_loaded(text)]
    seen = 0
    while todo and seen < _MAX_NODES:
        value = todo.pop(0)
        seen += 1
        if isinstance(value, list):
            todo[:0] = value[:_MAX_NODES]
        elif isinstance(value, dict):
            yield value
            for key in ("@graph", "mainEntity", "mainEntityOfPage"):
                if isinstance(value.get(key), list | dict):
                    todo.append(value[key])


def _loaded(text: str) -> Any:
    found = _WRAPPING.match(text)
    bare = found[1] if found else text
    for candidate in (
        bare,
        _TRAILING_COMMA.sub(r"\1", bare),
        _TRAILING_COMMA.sub(r"\1", entities.unescape(bare)),
    ):
        try:
            return json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _types(value: dict[str, Any]) -> set[str]:
    stated = value.get("@type")
    names = stated if isinstance(stated, list) else [stated]
    return {str(n).rsplit("/", 1)[-1] for n in names if n}


def _of_another(article: dict[str, Any], url: str, meta: dict[str, str]) -> bool:
    """Is it about another story: at another address, under another headline? Related boxes bring theirs. (An
    address alone proves nothing: AMP copies and short links have others.)"""
    own = _slug(url)
    stated = [_slug(address) for address in _addresses(article)]
    if not own or not any(stated) or any(slug and (slug in own or own in slug) for slug in stated):
        return False
    headline = set(_WORDS.findall(plain(article.get("headline") or article.get("name") or "") or ""))
    titles = [meta[name] for name in ("og:title", "title") if name in meta]
    shared = [len(headline & set(_WORDS.findall(title))) for title in titles]
    return bool(headline and shared) and 3 * max(shared) < len(headline)


def _addresses(article: dict[str, Any]) -> Iterator[str]:
    for name in ("mainEntityOfPage", "url", "@id"):
        value = article.get(name)
        found = value.get("@id") or value.get("url") if isinstance(value, dict) else value
        if isinstance(found, str):
            yield found


def _slug(url: str) -> str:
    """The last part of its path; empty for a home page."""
    path = url.split("://")[-1].split("?")[0].split("#")[0].rstrip("/")
    return path.rpartition("/")[2] if "/" in path else ""


_WORDS: Final = regex.compile(r"[\p{L}\p{M}\p{N}]+")


def _choose(articles: list[dict[str, Any]], url: str, meta: dict[str, str]) -> dict[str, Any]:
    """The object that is about this page: the one that names its address, else the one with most to say."""
    if len(articles) < 2:
        return articles[0] if articles else {}
    path = url.split("?")[0].split("#")[0].rstrip("/").split("://")[-1]

    def weight(article: dict[str, Any]) -> tuple[bool, bool, int]:
        stated = json.dumps([article.get(k) for k in ("mainEntityOfPage", "url", "@id")], default=str)
        headline = plain(article.get("headline") or article.get("name") or "") or ""
        title = meta.get("og:title") or meta.get("title") or ""
        return (bool(path) and path in stated, bool(headline) and headline in title, len(article))

    return max(articles, key=weight)


def _crumbs(value: dict[str, Any]) -> tuple[str, ...]:
    names = []
    items = value.get("itemListElement")
    for item in items if isinstance(items, list) else []:
        if isinstance(item, dict):
            inner = item.get("item")
            name = item.get("name") or (inner.get("name") if isinstance(inner, dict) else None)
            if isinstance(name, str) and (text := plain(name)):
                names.append(text)
    return tuple(names)


def is_video(statements: Statements) -> bool:
    return bool(statements.types & _VIDEO_TYPES) or (statements.meta.get("og:type") or "").lower().startswith(
        "video"
    )


def is_page_of_pages(statements: Statements) -> bool:
    """Does the page call itself a collection and state no story?"""
    return not statements.article and bool(statements.types & (_PAGE_TYPES | {"ItemList"}))
