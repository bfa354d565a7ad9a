"""A page that a script puts together in the reader's browser: no story in its HTML, but a copy for AMP."""

from __future__ import annotations

import json

from tests.newsroom.markup import Sheet, esc
from tests.newsroom.shapes import amp


def frame(sheet: Sheet, title: str, main: str, head: str = "") -> str:
    o = sheet.outlet
    return f"""<!doctype html>
<html lang="hi">
<head>
<meta charset="utf-8">
<title>{esc(title)} | {esc(o.name_hi)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
{head}
<link rel="stylesheet" href="/static/shell.css">
</head>
<body>
<header><a href="/">{esc(o.name_hi)}</a><nav><ul>{sheet.nav()}</ul></nav></header>
{main}
<footer><p>{sheet.notice("about")}</p><p>{sheet.notice("footer")}</p></footer>
</body>
</html>
"""


def article(sheet: Sheet) -> str:
    """The shell. What is furniture is that of the copy, from which the story is had."""
    page = sheet.page
    assert page is not None
    amp.article(sheet)
    url = sheet.url(page.address)
    state = json.dumps({"story": page.story.number, "endpoint": f"/api/story/{page.story.number}"})
    main = (
        f'<div id="app" data-state="{esc(state)}"><div class="spinner"></div></div>\n'
        '<noscript><div class="no-js">JavaScript</div></noscript>\n'
        '<script src="/static/app.js" defer></script>'
    )
    head = f'<link rel="canonical" href="{url}">\n<link rel="amphtml" href="{url}amp/">'
    return frame(sheet, page.text.title, main, head)
