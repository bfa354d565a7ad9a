"""WordPress's REST API, as far as a crawler asks it: posts by page, date and category; categories by slug."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from tests.newsroom.dates import IST
from tests.newsroom.edition import SECTIONS, Printed
from tests.newsroom.markup import blocks
from tests.newsroom.outlets import Outlet
from tests.newsroom.response import Response

JSON = "application/json"
POSTS = "/wp-json/wp/v2/posts"
CATEGORIES = "/wp-json/wp/v2/categories"
NUMBER: Mapping[str, int] = {slug: number for number, slug in enumerate(SECTIONS, 11)}


def respond(
    outlet: Outlet, home: str, pages: Sequence[Printed], path: str, query: Mapping[str, str]
) -> Response | None:
    """The answer of the API; None if `path` is not one of its."""
    if path == POSTS:
        return _posts(home, pages, query)
    if path != CATEGORIES:
        return None
    slugs = query.get("slug", "").split(",")
    names = {**SECTIONS, **dict(outlet.nav)}
    found = [
        {"id": number, "slug": slug, "name": names[slug], "count": 1, "link": f"{home}/category/{slug}/"}
        for slug, number in NUMBER.items()
        if not slugs[0] or slug in slugs
    ]
    return _answer([_only(one, query) for one in found])


def _posts(home: str, pages: Sequence[Printed], query: Mapping[str, str]) -> Response:
    try:
        per_page, page = int(query.get("per_page", "10")), int(query.get("page", "1"))
    except ValueError:
        return _answer({"code": "rest_invalid_param", "message": "Invalid parameter(s)"}, 400)
    chosen = [p for p in pages if _is_asked_for(p, query)]
    count = -(-len(chosen) // per_page)
    if page > max(count, 1):
        return _answer({"code": "rest_post_invalid_page_number", "message": "Too large"}, 400)
    shown = chosen[(page - 1) * per_page : page * per_page]
    headers = [("X-WP-Total", str(len(chosen))), ("X-WP-TotalPages", str(count))]
    if page < count:
        asked = urlencode({**query, "page": str(page + 1)})
        headers.append(("Link", f'<{home}{POSTS}?{asked}>; rel="next"'))
    return _answer([_only(_post(home, p), query) for p in shown], headers=tuple(headers))


def _is_asked_for(page: Printed, query: Mapping[str, str]) -> bool:
    wanted = [int(number) for number in query.get("categories", "").split(",") if number]
    if wanted and NUMBER[page.story.section] not in wanted:
        return False
    # WordPress compares with the site's own time, which is Indian here.
    after, before = (
        datetime.fromisoformat(query[name]).replace(tzinfo=IST) if name in query else None
        for name in ("after", "before")
    )
    return (after is None or page.published > after) and (before is None or page.published < before)


def _post(home: str, page: Printed) -> dict[str, Any]:
    def local(at: datetime) -> str:
        return at.astimezone(IST).strftime("%Y-%m-%dT%H:%M:%S")

    def gmt(at: datetime) -> str:
        return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")

    return {
        "id": page.story.number,
        "date": local(page.published),
        "date_gmt": gmt(page.published),
        "modified": local(page.changed),
        "modified_gmt": gmt(page.changed),
        "slug": page.story.slug,
        "status": "publish",
        "link": home + page.address,
        "title": {"rendered": page.text.title.replace("'", "&#8217;")},
        "excerpt": {"rendered": f"<p>{page.summary} [&hellip;]</p>\n", "protected": False},
        "content": {"rendered": "\n".join(blocks(page)), "protected": False},
        "categories": [NUMBER[page.story.section]],
    }


def _only(record: dict[str, Any], query: Mapping[str, str]) -> dict[str, Any]:
    """The fields that are asked for."""
    fields = query.get("_fields", "").split(",")
    return {name: value for name, value in record.items() if name in fields} if fields[0] else record


def _answer(data: object, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> Response:
    return Response(json.dumps(data).encode(), JSON, status, headers)
