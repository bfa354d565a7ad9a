"""Where links lead: to the page itself, or elsewhere."""

from __future__ import annotations

from urllib.parse import unquote, urljoin, urlsplit


def leads_to_same_page(href: str, url: str) -> bool:
    """Is a link one to ``url``, to another form of it (AMP), to the home page or to none at all?"""
    try:
        target, here = urlsplit(urljoin(url, href.strip())), urlsplit(url)
    except ValueError:
        return True
    if target.scheme not in ("http", "https"):
        return True
    to, at = unquote(target.path).rstrip("/"), unquote(here.path).rstrip("/")
    same = at.endswith(to) or (at != "" and to.endswith(at))
    return same and (not target.query or target.query == here.query)
