"""WordPress: posts of its REST API, and the further pages of its feeds.

    posts_address ─▶ GET /wp-json/wp/v2/posts?... ─▶ read_posts ─▶ entries, next page
    categories_address ─▶ GET .../categories?slug= ─▶ read_categories ─▶ ids for posts_address

https://developer.wordpress.org/rest-api/reference/posts/ (WordPress 4.7 and later, 2016).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.sources.announced import Announced, RefusedEntry, SourceRefused
from crawler.sources.collection import Collection, Item
from pipelines.entry import SourceRef
from pipelines.india import INDIA

PER_PAGE: Final = 50
"""Posts of one page; WordPress gives 100 at most, and slow hosts time out over these."""
_POST_FIELDS: Final = "id,date,date_gmt,modified,modified_gmt,link,title,excerpt,content"


def posts_address(
    url: str,
    categories: Iterable[int] = (),
    after: datetime | None = None,
    before: datetime | None = None,
    page: int = 1,
    per_page: int = PER_PAGE,
) -> str:
    """The address of one page of posts, newest first.

    `url` is that of the posts (``.../wp/v2/posts``, also as ``?rest_route=``); what else it asks for stays.
    `after` and `before` (aware) are sent in Indian time without zone: WordPress compares them with the
    site's own time, which is Indian nearly everywhere. Where it may be another, ask for a day more.
    """
    asked: dict[str, object] = {
        "per_page": per_page,
        "page": page,
        "orderby": "date",
        "order": "desc",
        "_fields": _POST_FIELDS,
    }
    if ids := sorted(categories):
        asked["categories"] = ",".join(map(str, ids))
    for name, at in (("after", after), ("before", before)):
        if at is not None:
            asked[name] = at.astimezone(INDIA).strftime("%Y-%m-%dT%H:%M:%S")
    return _asking(url, asked)


def posts_below(root: str) -> str:
    """The address of the posts, given that of the API's root (``/wp-json/``, ``/?rest_route=/``)."""
    parts = urlsplit(root)
    asked = dict(parse_qsl(parts.query))
    if "rest_route" in asked:
        return _asking(root, {"rest_route": "/wp/v2/posts"})
    return urlunsplit(parts._replace(path=parts.path.rstrip("/") + "/wp/v2/posts"))


def categories_address(url: str, slugs: Iterable[str]) -> str:
    """Where the ids of the categories stand. `url` is that of the posts."""
    parts = urlsplit(url)
    asked = dict(parse_qsl(parts.query))
    if route := asked.get("rest_route"):
        asked["rest_route"] = route.rstrip("/").removesuffix("/posts") + "/categories"
    else:
        parts = parts._replace(path=parts.path.rstrip("/").removesuffix("/posts") + "/categories")
    kept = {"rest_route": asked["rest_route"]} if route else {}
    listed = ",".join(slugs)
    asking = {"slug": listed, "per_page": 100, "_fields": "id,slug,name"}
    return _asking(urlunsplit(parts._replace(query=urlencode(kept, safe="/"))), asking)


def next_page(url: str, total: str | None) -> str | None:
    """The page of posts after the one at `url`, if `total` (``X-WP-TotalPages``) says that there is one."""
    page = dict(parse_qsl(urlsplit(url).query)).get("page", "1")
    if not total or not total.isascii() or not total.isdigit() or not page.isdigit():
        return None
    return _asking(url, {"page": int(page) + 1}) if int(page) < int(total[:9]) else None


def next_feed_page(url: str) -> str:
    """The next older page of a WordPress feed (``/feed/?paged=2``); one beyond the last is 404."""
    page = dict(parse_qsl(urlsplit(url).query)).get("paged", "1")
    return _asking(url, {"paged": int(page) + 1 if page.isascii() and page.isdigit() else 2})


def is_wordpress_feed(url: str, generator: str | None) -> bool:
    """Whether a feed is WordPress's, by what it says of itself or where it is."""
    parts = urlsplit(url)
    named = "wordpress" in (generator or "").lower()
    return named or parts.path.rstrip("/").endswith("/feed") or "feed" in dict(parse_qsl(parts.query))


def read_posts(
    text: str, source: SourceRef, base: str, now: datetime, total: str | None = None
) -> Announced | SourceRefused:
    """The posts in an answer that came from `base`; `total` is its ``X-WP-TotalPages``."""
    posts = _read(text)
    if isinstance(posts, SourceRefused):
        return posts
    collection = Collection("posts", source, now, limit=1000)
    for post in posts:
        if isinstance(post, dict) and isinstance(post.get("link"), str):
            collection.add(_item(post, base))
        else:
            collection.refused.append(RefusedEntry("no-link", f"a post has no link: {str(post)[:80]!r}"))
    if posts and not collection.entries and not any(isinstance(p, dict) and "id" in p for p in posts):
        return SourceRefused("not-a-feed", "a JSON list, but of no posts of WordPress")
    return collection.announced(next=next_page(base, total))


def read_categories(text: str) -> Mapping[str, int] | SourceRefused:
    """Slug → id of the categories in an answer."""
    found = _read(text)
    if isinstance(found, SourceRefused):
        return found
    return {
        one["slug"]: one["id"]
        for one in found
        if isinstance(one, dict) and isinstance(one.get("slug"), str) and isinstance(one.get("id"), int)
    }


def _read(text: str) -> list[Any] | SourceRefused:
    try:
        data = json.loads(text)
    except RecursionError:
        return SourceRefused("not-a-feed", "JSON that is nested too deeply")
    except ValueError as error:
        return SourceRefused("unreadable", f"broken JSON: {error}"[:300])
    if isinstance(data, list):
        return data
    if isinstance(data, dict) and "code" in data:
        said = f"{data['code']}: {data.get('message', '')}"
        return SourceRefused("api-error", " ".join(said.split())[:300])
    return SourceRefused("not-a-feed", "JSON, but no list, as WordPress gives it")


def _item(post: Mapping[str, Any], base: str) -> Item:
    return Item(
        links=(post["link"],),
        bases=(base,),
        title=_rendered(post, "title"),
        published=_instant(post, "date"),
        updated=_instant(post, "modified"),
        summary=_rendered(post, "excerpt"),
        content=_rendered(post, "content"),
        guid=str(post["id"]) if isinstance(post.get("id"), int) else None,
    )


def _instant(post: Mapping[str, Any], name: str) -> str | None:
    """``date_gmt`` is in UTC and says so nowhere; ``date`` is the site's own time."""
    stated = post.get(f"{name}_gmt")
    if isinstance(stated, str) and stated[:1] in ("1", "2"):
        return stated if stated.endswith("Z") else f"{stated}Z"
    own = post.get(name)
    return own if isinstance(own, str) else None


def _rendered(post: Mapping[str, Any], name: str) -> str | None:
    value = post.get(name)
    text = value.get("rendered") if isinstance(value, dict) else value
    # JSON may hold halves of surrogate pairs, which no UTF-8 can.
    return text.encode("utf-8", "ignore").decode() if isinstance(text, str) and text.strip() else None


def _asking(url: str, more: Mapping[str, object]) -> str:
    """The address with these questions, in place of the same ones in it."""
    parts = urlsplit(url)
    asked = dict(parse_qsl(parts.query, keep_blank_values=True)) | {n: str(v) for n, v in more.items()}
    return urlunsplit(parts._replace(query=urlencode(asked, safe=",:/")))
