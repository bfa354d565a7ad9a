"""The fields of outlet files: what each may hold, and how a mistake in it is told."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Final
from urllib.parse import unquote, urlsplit

from cssselect import SelectorError
from lxml import etree
from parsel.csstranslator import HTMLTranslator
from parsel.xpathfuncs import setup as _register_xpath_functions
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from crawler import hours
from crawler.dated import pattern_faults, without_places
from crawler.hosts import HostPattern

RESERVED_IDS: Final = frozenset({"all", "backfill", "replay"})
"""Names that ``scrapy crawl`` gives to something else."""

MIN_INTERVAL: Final = 5
"""Minutes. Polling more often than this is rude and gains nothing."""
MAX_INTERVAL: Final = 7 * 24 * 60

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PLACEHOLDER = re.compile(r"<[^<>]*>|\{[^{}]*\}|YYYY|(?<![A-Za-z])(?:MM|DD)(?![A-Za-z])")
_DEVANAGARI = re.compile("[\u0904-\u0939\u0958-\u0961]")

_register_xpath_functions()  # has-class(), as parsel's own selectors understand it
_NAMESPACES = {"re": "http://exslt.org/regular-expressions", "set": "http://exslt.org/sets"}
_PROBE = etree.fromstring("<html><body/></html>")


def _refuse(reason: str) -> PydanticCustomError:
    # A custom error keeps pydantic from prefixing "Value error, "; braces would be read as a template.
    return PydanticCustomError("outlet", "{reason}", {"reason": reason})


def _text(value: str) -> str:
    value = unicodedata.normalize("NFC", value).strip()
    if not value:
        raise _refuse("is empty; leave the line out if there is nothing to say")
    return value


def _id(value: str) -> str:
    if not _ID.fullmatch(value):
        raise _refuse(f"must be lower-case ASCII letters, digits and single hyphens, not {value!r}")
    if value in RESERVED_IDS:
        raise _refuse(f"{value!r} already means something to `scrapy crawl`; choose another id")
    return value


def _hindi(value: str) -> str:
    if not _DEVANAGARI.search(value):
        raise _refuse(f"must be written in Devanagari, not {value!r}")
    return value


def _url(value: str) -> str:
    if value != value.strip() or re.search(r"\s", value):
        raise _refuse(f"has white space in it: {value!r}")
    if placeholder := _PLACEHOLDER.search(unquote(value)):
        raise _refuse(f"still has the placeholder {placeholder[0]} in it: {value!r}")
    try:
        parts = urlsplit(value)
        host, _port = parts.hostname, parts.port
    except ValueError as error:
        raise _refuse(f"is no URL ({error}): {value!r}") from None
    if parts.scheme not in ("http", "https") or not host:
        raise _refuse(f"must be an absolute URL that begins with https:// or http://, not {value!r}")
    if parts.username is not None or parts.fragment:
        raise _refuse(f"must have neither user name nor #fragment: {value!r}")
    if not host.isascii():
        raise _refuse(f"has a host name outside ASCII; write its xn-- form: {value!r}")
    return value


def _host(value: str) -> str:
    try:
        return str(HostPattern.parse(value))
    except ValueError as error:
        raise _refuse(str(error)) from None


def _path(value: str) -> str:
    if not re.fullmatch(r"/[!-~]*", value) or "?" in value or "#" in value:
        raise _refuse(f"must begin with / and be the beginning of a path, such as /hindi/, not {value!r}")
    return value.rstrip("/") or "/"


def _selector(value: str) -> str:
    value = _text(value)
    try:
        if value.startswith(("/", "(")):
            found = etree.XPath(value, namespaces=_NAMESPACES)(_PROBE)
        else:
            found = etree.XPath(HTMLTranslator().css_to_xpath(value), namespaces=_NAMESPACES)(_PROBE)
    except (SelectorError, etree.XPathError) as error:
        language = "XPath" if value.startswith(("/", "(")) else "CSS"
        raise _refuse(f"is no valid {language} selector ({error}): {value!r}") from None
    if not isinstance(found, list):
        raise _refuse(f"must select elements, attributes or text, not compute a value: {value!r}")
    return value


def _source_url(value: str) -> str:
    _url(without_places(value))
    if fault := pattern_faults(value):
        raise _refuse(f"{fault}: {value!r}")
    return value


def _slug(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9_%-]+", value):
        raise _refuse(f"must be a slug as it stands in addresses, such as raksha-samachar, not {value!r}")
    return value


def _cron(value: str) -> str:
    from crawler import crontab  # APScheduler, which few outlets need

    try:
        crontab.check(value, MIN_INTERVAL)
    except ValueError as error:
        raise _refuse(str(error)) from None
    return " ".join(value.split())


def _hours(value: str) -> str:
    try:
        return str(hours.read(_text(value)) or hours.NONE)
    except ValueError as error:
        raise _refuse(str(error)) from None


Id = Annotated[str, AfterValidator(_id)]
Text = Annotated[str, AfterValidator(_text)]
Url = Annotated[str, AfterValidator(_url)]
SourceUrl = Annotated[str, AfterValidator(_source_url)]
Name = Annotated[Text, AfterValidator(_hindi)]
Host = Annotated[str, AfterValidator(_host)]
# TOML has arrays, pydantic's strict mode wants tuples: lax here, strict in the elements.
Texts = Annotated[tuple[Text, ...], Field(strict=False)]
Hosts = Annotated[tuple[Host, ...], Field(strict=False)]
Paths = Annotated[tuple[Annotated[str, AfterValidator(_path)], ...], Field(strict=False)]
Selectors = Annotated[tuple[Annotated[str, AfterValidator(_selector)], ...], Field(strict=False)]
Cron = Annotated[str, AfterValidator(_cron)]
QuietHours = Annotated[str, AfterValidator(_hours)]
Slugs = Annotated[tuple[Annotated[str, AfterValidator(_slug)], ...], Field(strict=False)]
