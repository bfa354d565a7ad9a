"""The rules by which two addresses are one: the only module that knows them (its lists are in urls.toml).

Three forms of an address:

`clean`
    fit to be fetched: absolute, legal, without tracking parameters, redirector unwrapped. The server gets
    what it announced: the scheme, AMP forms, parameter order and Unicode form of a slug stay.
`canonical`
    fit to be compared: all of `clean`, and whatever does not distinguish two stories is made alike. It is a
    story's identity, and still an address that a reader can open.
`page_canonical`
    `canonical` of the address that a fetched page is to be known by: its own statement, where it can be
    believed, else where it came from.

Decisions, where the habits of the web differ:

- http and https are one (https is written), except on an explicit port, an IP address or a host without a
  dot: such a server speaks one scheme only.
- Parameters are sorted by name (repeated names keep their order) and an unknown one is kept: losing
  ``?newsid=7`` merges all stories of an outlet, keeping a new tracker costs one extra fetch.
- A trailing slash stays: some servers answer 404 without it. The page's own canonical link tells.
- A host is never shortened. ``hindi.x.com`` is not ``x.com``, and whether ``m.x.com`` stands for ``x.com`` or
  ``www.x.com`` only the outlet knows (`_TWIN_HOSTS`, or the page's canonical link after it is fetched).
- A fragment goes, unless it is a ``#!`` route, which selects the document.
- Slugs are compared in NFC, so a slug typed raw, percent-encoded or with a precomposed nukta is one.

w3lib does the quoting (``safe_url_string``: what a browser would send). Its ``canonicalize_url`` and
courlan's ``normalize_url`` are not used: neither normalises Unicode or knows AMP; courlan drops ``source``
and ``ref_id`` always, in its strict mode ``PRID``, ``newsid`` and ``story_id`` too.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Final
from urllib.parse import SplitResult, quote, unquote, unquote_plus, urljoin, urlsplit, urlunsplit

import idna
from w3lib.url import safe_url_string

from pipelines.redirectors import target

MAX_LENGTH: Final = 4096
"""Longest address accepted, in ASCII characters. WordPress cuts slugs at 200 characters, which is 600 bytes
of Devanagari and 1,800 once percent-encoded, and three categories may stand before it."""

_DEFAULT_PORTS: Final = {"http": 80, "https": 443}

# Junk that editors paste around links: white space, BOM, zero width and direction marks.
_EDGES: Final = " \t\r\n\f\v\u00a0\u200b\u200c\u200d\u200e\u200f\u202a\u202c\u2060\ufeff"

_RULES: Final[dict[str, Any]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
_TRACKING: Final = frozenset(_RULES["tracking"]["names"])
_TRACKING_PREFIXES: Final = tuple(_RULES["tracking"]["prefixes"])
_TRACKING_VALUES: Final = {k: re.compile(v, re.I) for k, v in _RULES["tracking"]["values"].items()}
_AMP_VALUES: Final = {k: re.compile(v, re.I) for k, v in _RULES["amp"]["values"].items()}
_TWIN_HOSTS: Final[dict[str, str]] = _RULES["twin_hosts"]

_TWIN_LABELS: Final = frozenset({"www", "m", "amp", "mobile", "wap"})
"""First labels that never name an outlet of their own."""

_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_DOUBLED: Final = re.compile(r"https?:/*(?=https?:/)", re.IGNORECASE)
_HOST_FIRST: Final = re.compile(r"www\.[^\s/?#]+\.", re.IGNORECASE)
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_SLASHES: Final = re.compile(r"\A([A-Za-z]+):[/\\]*")
_SESSION: Final = re.compile(r";jsessionid=[^/;]*", re.IGNORECASE)
_LEGAL: Final = re.compile(r"[A-Za-z0-9._~%/!$&()*+,;=:@?-]*")
_ESCAPE: Final = re.compile(r"%(?:([0-9A-Fa-f]{2})|(?![0-9A-Fa-f]{2}))")
_UNRESERVED: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_STORY_LIKE: Final = re.compile(
    r"[^-_/]+[-_][^-_/]+[-_]|\d{4}|\d.*[a-z].*\d|%[89A-F].*-|\.(?:html?|cms|php|aspx?)$"
)


class BadUrl(ValueError):
    """The text is no address of a page. ``reason`` is short and stable, to be counted by."""

    def __init__(self, reason: str, url: str) -> None:
        super().__init__(reason, url)  # both, so that it can be pickled
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.reason}: {self.args[1][:200]!r}"


def clean(url: str, base: str | None = None) -> str:
    """The address to fetch for `url`, which may be relative to `base`. Raises `BadUrl`.

    Reasons: ``empty``, ``control-character``, ``relative`` (and no base), ``scheme`` (javascript: ...),
    ``no-host``, ``host`` (not a legal name), ``port``, ``credentials``, ``too-long``.
    """
    parts = _parsed(target(_absolute(url, base)))
    query = "&".join(p for p in parts.query.split("&") if p and not _is_tracking(p))
    fragment = parts.fragment if parts.fragment.startswith("!") and len(parts.fragment) > 1 else ""
    result = urlunsplit((parts.scheme, parts.netloc, parts.path, query, fragment))
    if len(result) > MAX_LENGTH:
        raise BadUrl("too-long", url)
    return result


def canonical(url: str, base: str | None = None) -> str:
    """The one address by which the story at `url` is known. Idempotent. Raises `BadUrl` as `clean` does."""
    parts = urlsplit(clean(url, base))
    host = parts.hostname or ""
    named = parts.port is None and "." in host and not _is_ip(host)
    path = re.sub("/{2,}", "/", _nfc(parts.path))
    netloc = _TWIN_HOSTS.get(parts.netloc, parts.netloc)
    if netloc != parts.netloc:
        path = re.sub(r"^/lite/(?=.)", "/", path)
    path = _without_amp(path)
    query = [p for p in _nfc(parts.query).split("&") if p and not _is_amp(p)]
    query.sort(key=_name)
    scheme = "https" if named else parts.scheme
    return urlunsplit((scheme, netloc, path, "&".join(query), _nfc(parts.fragment)))


def unwrap(url: str) -> str:
    """The target of a redirecting link that carries it (Google, Facebook ..., AMP caches, web archives)."""
    return target(url)


def page_canonical(fetched_url: str, *declared: str | None) -> str:
    """The address that a page fetched from `fetched_url` is known by.

    `declared` are the page's own statements in the order of their weight (``<link rel=canonical>``, then
    ``og:url``); the first that can be believed wins. Not believed: another site or another sub-domain
    (templates copied between outlets), the home page or a section page for a story, an address that lost
    the parameter which tells stories apart, a path-relative one. Raises `BadUrl` for a bad `fetched_url`.
    """
    fetched = canonical(fetched_url)
    for statement in declared:
        text = (statement or "").strip(_EDGES)
        if not text.startswith(("http://", "https://", "/")):
            continue
        try:
            stated = canonical(text, fetched_url)
        except BadUrl:
            continue
        if _believable(urlsplit(stated), urlsplit(fetched)):
            return stated
    return fetched


def site(url: str) -> str:
    """The host of `url` without ``www.``, ``m.`` ...: pages of one site may state each other's addresses."""
    first, _, rest = (urlsplit(url).netloc).partition(".")
    return rest if first in _TWIN_LABELS and "." in rest else urlsplit(url).netloc


def _absolute(url: str, base: str | None) -> str:
    text = re.sub(r"[\t\r\n]+", "", url.strip(_EDGES)).replace("&amp;", "&")
    if not text:
        raise BadUrl("empty", url)
    if _CONTROL.search(text):
        raise BadUrl("control-character", url)
    # https://https://www.x.in/ and www.x.in/: both are common in hand-made feeds.
    text = _DOUBLED.sub("", text)
    if _HOST_FIRST.match(text):
        text = "https://" + text
    scheme = _SCHEME.match(text)
    if scheme is None:
        if text.startswith("//"):
            return "https:" + text if base is None else urljoin(base, text)
        if base is None:
            raise BadUrl("relative", url)
        return _join(base, text)
    if scheme[1].lower() not in _DEFAULT_PORTS:
        raise BadUrl("scheme", url)
    return _SLASHES.sub(r"\1://", text)


def _join(base: str, text: str) -> str:
    try:
        return urljoin(base, text)
    except ValueError as error:
        raise BadUrl("host", text) from error


def _parsed(url: str) -> SplitResult:
    """`url` split, each part normalised without touching what a server could tell apart."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadUrl("port" if "port" in str(error).lower() else "host", url) from error
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS:
        raise BadUrl("scheme", url)
    if "@" in parts.netloc:
        raise BadUrl("credentials", url)
    netloc = _host(parts.hostname or "", url)
    if port is not None and port != _DEFAULT_PORTS[scheme]:
        netloc += f":{port}"
    rest = parts
    if not (_LEGAL.fullmatch(parts.path) and _LEGAL.fullmatch(parts.query + parts.fragment)):
        rest = urlsplit(safe_url_string(urlunsplit(("http", "h", parts.path, parts.query, parts.fragment))))
    path = _SESSION.sub("", _escapes(rest.path))
    return SplitResult(scheme, netloc, _without_dots(path), _escapes(rest.query), _escapes(rest.fragment))


def _host(name: str, url: str) -> str:
    name = unquote(name).rstrip(".").lower()
    if not name:
        raise BadUrl("no-host", url)
    if _is_ip(name):
        return f"[{ip_address(name).compressed}]" if ":" in name else name
    if not name.isascii():
        try:
            name = idna.encode(name, uts46=True).decode()
        except idna.IDNAError as error:
            raise BadUrl("host", url) from error
    labels = name.split(".")
    if len(name) > 253 or not all(re.fullmatch(r"[a-z0-9_-]{1,63}", label) for label in labels):
        raise BadUrl("host", url)
    return name


def _is_ip(host: str) -> bool:
    if not host[-1:].isdigit() and ":" not in host:
        return False
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _escapes(text: str) -> str:
    """Percent-encoding in its normal form (RFC 3986, 6.2.2): upper case, unreserved characters bare."""

    def normal(found: re.Match[str]) -> str:
        char = chr(int(found[1], 16)) if found[1] else ""
        if not char:
            return "%25"
        return char if char in _UNRESERVED else found[0].upper()

    return _ESCAPE.sub(normal, text) if "%" in text else text


def _nfc(text: str) -> str:
    """Percent-encoded UTF-8 brought to NFC. Bytes that are not UTF-8 (old slugs) stay as they are."""

    if "%" not in text:
        return text

    def decoded(found: re.Match[str]) -> str:
        try:
            return unquote(found[0], errors="strict")
        except UnicodeDecodeError:
            return found[0]

    # Escaped ASCII is kept apart, lest a combining mark fuse with the last digit of an escape.
    pieces = re.split(r"(%[0-7][0-9A-F])", text)
    for i in range(0, len(pieces), 2):
        piece = unicodedata.normalize("NFC", re.sub(r"(?:%[89A-F][0-9A-F])+", decoded, pieces[i]))
        pieces[i] = quote(piece, safe="".join(map(chr, range(33, 127))))
    return "".join(pieces)


def _without_dots(path: str) -> str:
    """RFC 3986, 5.2.4; an empty path is the root."""
    kept: list[str] = []
    segments = path.split("/")[1:] if path.startswith("/") else path.split("/")
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _name(parameter: str) -> str:
    return unquote_plus(parameter.partition("=")[0])


def _matches(parameter: str, patterns: dict[str, re.Pattern[str]]) -> bool:
    pattern = patterns.get(_name(parameter).lower())
    return pattern is not None and pattern.fullmatch(unquote_plus(parameter.partition("=")[2])) is not None


def _is_tracking(parameter: str) -> bool:
    name = _name(parameter).lower()
    return name in _TRACKING or name.startswith(_TRACKING_PREFIXES) or _matches(parameter, _TRACKING_VALUES)


def _is_amp(parameter: str) -> bool:
    return _matches(parameter, _AMP_VALUES)


def _without_amp(path: str) -> str:
    """The plain path of an AMP page, as Hindi outlets write them; others are left to the canonical link.

    ``/slug-1/amp[/1]``, ``/amp/section/slug-1``, ``/articles/c1x2.amp`` (BBC), ``/amp_articleshow/1.cms``
    (Times).
    The rest must look like a story: ``/tag/amp`` is a page about something called amp.
    """
    before = ""
    while before != path:
        before = path
        plain = re.sub(r"/amp(?:/1)?(/?)$", r"\1", path)
        plain = re.sub(r"^/amp/(?=.)", "/", plain)
        plain = re.sub(r"\.amp(?=$|\.html$)", "", plain)
        plain = plain.replace("/amp_articleshow/", "/articleshow/")
        if plain != path and re.search(r"[-\d%]", plain):
            path = plain
    return path


def _believable(stated: SplitResult, fetched: SplitResult) -> bool:
    if site(urlunsplit(stated)) != site(urlunsplit(fetched)):
        return False
    if stated.path == fetched.path:
        # ?PRID=1 and ?PRID=2 must not both become the bare script.
        lost = set(fetched.query.split("&")) - set(stated.query.split("&"))
        return not any(re.search(r"=.*\d", p) for p in lost if _name(p).lower() not in ("page", "paged", "v"))
    below = fetched.path.removeprefix(stated.path.rstrip("/") + "/")
    if _is_story(stated):
        # /hindi-news-up is the section of /hindi-news-up/a-story-1234, but /a-story-1234 goes on in /2.
        return below == fetched.path or not _STORY_LIKE.search(below)
    if stated.path == "/":
        return not stated.query and not _is_story(fetched) and fetched.path in ("/index.html", "/index.php")
    return not _is_story(fetched) and below == fetched.path


def _is_story(parts: SplitResult) -> bool:
    """The address looks like a story's rather than a section's: a long slug, a number, a file name."""
    return bool(_STORY_LIKE.search(parts.path) or re.search(r"=.*\d", parts.query))
