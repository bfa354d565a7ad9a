"""Scrapy settings, and Prahari's own (all begin with PRAHARI_).

Every PRAHARI_ setting can be given in the environment under the same name, and beaten by
``scrapy ... -s NAME=VALUE``. README lists them for users.
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from crawler import hours
from pipelines.revisits import plan

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

PROJECT = Path(__file__).resolve().parent.parent


def _env(name: str, default: str) -> str:
    value = os.environ.get(name, "").strip()
    return value or default


_NUMBERS: dict[str, tuple[float, bool]] = {}
"""Setting → the least it may be, and whether it has no fraction; filled by `_number` and `_whole`."""


def _number(name: str, default: float, least: float = 0, *, whole: bool = False) -> float:
    """Ends the program with one line for what is no number, or less than ``least``."""
    _NUMBERS[name] = least, whole
    told = _env(name, str(default))
    if wrong := _wrong(name, told):
        raise SystemExit(f"prahari: {wrong}")
    return float(told)


def _whole(name: str, default: int, least: int = 0) -> int:
    """As `_number`, without a fraction."""
    return int(_number(name, default, least, whole=True))


def _wrong(name: str, told: object) -> str | None:
    least, whole = _NUMBERS[name]
    try:
        number = float(str(told))
    except ValueError:
        number = math.nan
    if not (math.isfinite(number) and number >= least):
        return f"{name}: {told!r}: write a number, {least:g} or more"
    # Scrapy's getint() takes no 2.0.
    return f"{name}: {told!r}: write a whole number" if whole and not _WHOLE.fullmatch(str(told)) else None


def _quiet(told: str) -> str:
    """Ends the program with one line for what are no hours."""
    if wrong := _wrong_hours(told):
        raise SystemExit(f"prahari: {wrong}")
    return told


def _wrong_hours(told: str) -> str | None:
    try:
        hours.read(told)
    except ValueError as error:
        return f"PRAHARI_QUIET_HOURS: {error}"
    return None


def _level(told: str) -> str:
    """Ends the program with one line for what is no level."""
    if told.upper() not in _LEVELS:
        raise SystemExit(f"prahari: PRAHARI_LOG_LEVEL: {told!r}: write {', '.join(_LEVELS)}")
    return told.upper()


_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_WHOLE = re.compile(r"\+?[0-9]+")


def _hours(name: str, default: str) -> str:
    """A list of hours. Ends the program with one line for what is none."""
    told = _env(name, default)
    if wrong := _no_hours(name, told):
        raise SystemExit(f"prahari: {wrong}")
    return told


def _no_hours(name: str, told: str) -> str | None:
    try:
        plan(told)
    except ValueError:
        return f"{name}: {told!r}: write hours up to 720, as 1,6,24, or off"
    return None


def wrong_numbers(settings: BaseSettings) -> Iterator[str]:
    """What ``-s NAME=VALUE`` made of our numbers, and hours, that cannot be right, one line each."""
    if wrong := _wrong_hours(str(settings.get("PRAHARI_QUIET_HOURS") or "")):
        yield wrong
    if wrong := _no_hours("PRAHARI_REVISIT_HOURS", settings["PRAHARI_REVISIT_HOURS"]):
        yield wrong
    told = {name: value for name in _NUMBERS if (value := settings.get(name)) is not None}
    found = [wrong for name, value in told.items() if (wrong := _wrong(name, value))]
    yield from found
    if found:
        return  # numbers are compared with each other only where all are some
    shortest, longest = settings.getfloat("PRAHARI_INTERVAL_MIN"), settings.getfloat("PRAHARI_INTERVAL_MAX")
    if wrong := _no_interval(shortest, longest):
        yield wrong


def _no_interval(shortest: float, longest: float) -> str | None:
    if shortest > longest:
        return f"PRAHARI_INTERVAL_MIN: {shortest:g} minutes are more than PRAHARI_INTERVAL_MAX, {longest:g}"
    return None


# --- Prahari ---------------------------------------------------------------------------------------
PRAHARI_DATA = _env("PRAHARI_DATA", str(PROJECT / "data"))
"""Directory of everything that a run writes: the SQLite store and the embedded index."""
PRAHARI_STORE = _env("PRAHARI_STORE", f"sqlite:///{PRAHARI_DATA}/prahari.db")
"""SQLAlchemy URL of the store: SQLite, or postgresql+psycopg://user:password@host/database."""
PRAHARI_INDEX = _env("PRAHARI_INDEX", f"{PRAHARI_DATA}/index")
"""Directory of the embedded index."""
PRAHARI_ELASTICSEARCH_URL = _env("PRAHARI_ELASTICSEARCH_URL", "")
"""``https://host:9200``: the index is on this server then, and the embedded one is not used."""
PRAHARI_ELASTICSEARCH_API_KEY = _env("PRAHARI_ELASTICSEARCH_API_KEY", "")
"""As the server's ``encoded`` says it; wins over user and password. For Kibana, too."""
PRAHARI_ELASTICSEARCH_API_KEY_FILE = _env("PRAHARI_ELASTICSEARCH_API_KEY_FILE", "")
PRAHARI_ELASTICSEARCH_USER = _env("PRAHARI_ELASTICSEARCH_USER", "")
PRAHARI_ELASTICSEARCH_PASSWORD = _env("PRAHARI_ELASTICSEARCH_PASSWORD", "")
PRAHARI_ELASTICSEARCH_PASSWORD_FILE = _env("PRAHARI_ELASTICSEARCH_PASSWORD_FILE", "")
"""Files that hold the secret alone, so that it need not stand in the environment."""
PRAHARI_ELASTICSEARCH_CA = _env("PRAHARI_ELASTICSEARCH_CA", "")
"""PEM file of the authority that signed the server's certificate."""
PRAHARI_ELASTICSEARCH_FINGERPRINT = _env("PRAHARI_ELASTICSEARCH_FINGERPRINT", "")
"""SHA-256 of the server's certificate, in hex, instead of the authority."""
PRAHARI_ELASTICSEARCH_PREFIX = _env("PRAHARI_ELASTICSEARCH_PREFIX", "prahari")
"""What the names of our indexes begin with."""
PRAHARI_ELASTICSEARCH_TIMEOUT = _number("PRAHARI_ELASTICSEARCH_TIMEOUT", 30, 0.001)
"""Seconds that one request may take."""
PRAHARI_ARCHIVE = _env("PRAHARI_ARCHIVE", f"{PRAHARI_DATA}/archive")
"""Directory of the raw archive: every fetched page as WARC. ``off``: no archive."""
PRAHARI_ARCHIVE_MAXSIZE = _whole("PRAHARI_ARCHIVE_MAXSIZE", 256 * 1024 * 1024, 1)
"""Bytes after which the archive goes on in another file."""
PRAHARI_ARCHIVE_DAYS = _whole("PRAHARI_ARCHIVE_DAYS", 30)
"""Days after which the archive's files are removed; 0 keeps them for ever."""
PRAHARI_ARCHIVE_TOTAL = _whole("PRAHARI_ARCHIVE_TOTAL", 0)
"""Bytes that the archive may have: its oldest files are removed before it has more; 0 sets no limit."""
PRAHARI_OUTLETS = _env("PRAHARI_OUTLETS", str(PROJECT / "crawler" / "outlets"))
"""Directory of outlet files."""
PRAHARI_CONTACT = _env("PRAHARI_CONTACT", "https://prahari.example/contact")
"""Address (URL or e-mail) at which a webmaster reaches whoever runs this crawler; part of the user agent."""
PRAHARI_RELEVANT_ONLY = _env("PRAHARI_RELEVANT_ONLY", "1")
"""1 keeps defence stories only; 0 keeps every Hindi story, with its relevance."""
PRAHARI_ALLOW_PRIVATE_HOSTS = _env("PRAHARI_ALLOW_PRIVATE_HOSTS", "")
"""Host names or addresses, separated by commas, that may be visited although they are private,
loopback or link-local. ``*.example.test`` means every name below it."""
PRAHARI_RESOLVE = _env("PRAHARI_RESOLVE", "")
"""Fixed addresses, as ``name=address`` separated by commas; ``*.name=address`` for all names below."""
PRAHARI_WORKERS = _whole("PRAHARI_WORKERS", max(1, min(4, os.cpu_count() or 1)))
"""Worker processes for extraction and language."""
PRAHARI_PAGE_SECONDS = _number("PRAHARI_PAGE_SECONDS", 20, 0.001)
"""Time that one page may take in its worker."""
PRAHARI_PAGE_MAXSIZE = _whole("PRAHARI_PAGE_MAXSIZE", 5 * 1024 * 1024, 1)
PRAHARI_FEED_MAXSIZE = _whole("PRAHARI_FEED_MAXSIZE", 20 * 1024 * 1024, 1)
"""Bytes after decompression."""
PRAHARI_MAX_ENTRIES = _whole("PRAHARI_MAX_ENTRIES", 500, 1)
"""New entries taken from one source in one visit, newest first; the rest waits for the next visit."""
PRAHARI_LEASE_SECONDS = _number("PRAHARI_LEASE_SECONDS", 120, 1)
"""How long a crawl that gives no sign of life any more keeps others from the pages that it was fetching."""
PRAHARI_MAX_DEATHS = _whole("PRAHARI_MAX_DEATHS", 5, 2)
"""Crawls that may be killed while they process a page before it is refused."""
PRAHARI_SITEMAP_DAYS = _whole("PRAHARI_SITEMAP_DAYS", 3)
"""How far back entries of sitemaps are followed; a feed's entries are followed whatever their age."""
PRAHARI_INTERVAL_MIN = _number("PRAHARI_INTERVAL_MIN", 10, 1)
PRAHARI_INTERVAL_MAX = _number("PRAHARI_INTERVAL_MAX", 180, 1)
"""Minutes: the bounds of the time between two visits to an outlet, which follows how often it publishes."""
if _unfit := _no_interval(PRAHARI_INTERVAL_MIN, PRAHARI_INTERVAL_MAX):
    raise SystemExit(f"prahari: {_unfit}")
PRAHARI_QUIET_HOURS = _quiet(_env("PRAHARI_QUIET_HOURS", ""))
"""Hours of the Indian day in which the watch visits nobody, such as ``23:00-05:30``; empty: none."""
PRAHARI_BATCH = _whole("PRAHARI_BATCH", 40, 1)
"""Outlets that one crawl of the watch visits, at most: after a long pause all are due at once."""
PRAHARI_BATCHES = _whole("PRAHARI_BATCHES", 2, 1)
"""Crawls that the watch runs beside each other, of different outlets: so a long one holds up no others."""
PRAHARI_WATCH_SECONDS = _number("PRAHARI_WATCH_SECONDS", 30, 1)
"""How long a watch that gives no sign of life keeps another one from taking over."""
PRAHARI_REVISIT_HOURS = _hours("PRAHARI_REVISIT_HOURS", "1,6,24")
"""How long after a story came its page is visited again, to catch edits; ``off``: never."""
PRAHARI_WHOLE_EVERY = _whole("PRAHARI_WHOLE_EVERY", 20, 1)
"""A source whose server says each time that nothing changed is asked for the whole every so many polls."""
PRAHARI_REDISCOVER_DAYS = _number("PRAHARI_REDISCOVER_DAYS", 7)
"""A source of an outlet has not answered for so long: others are looked for, and again so long after. 0:
never."""
PRAHARI_KEEP_REJECTED_DAYS = _whole("PRAHARI_KEEP_REJECTED_DAYS", 30)
"""How long the text of a story refused by language, relevance or duplicates is kept."""
PRAHARI_COPIES_DAYS = _number("PRAHARI_COPIES_DAYS", 14)
"""How far apart two stories may be published to be compared; equal texts are found whenever they came."""
PRAHARI_DRAIN_SECONDS = _number("PRAHARI_DRAIN_SECONDS", 15, 0.001)
"""How often the outbox is drained into the index during a crawl."""
PRAHARI_CRAWL_DELAY_LIMIT = _number("PRAHARI_CRAWL_DELAY_LIMIT", 60)
"""Seconds up to which a site's Crawl-delay is obeyed: some ask for hours."""
PRAHARI_KIBANA_URL = _env("PRAHARI_KIBANA_URL", "")
"""Where Kibana is, such as ``https://localhost:5601``; for ``scrapy kibana``."""
PRAHARI_METRICS = _env("PRAHARI_METRICS", "127.0.0.1:9464")
"""Where the scheduler serves figures for Prometheus, and its health; ``off``: nowhere. On by default, since
who needs them has not foreseen it, and on this machine only, since they say what is watched, and how."""
PRAHARI_WORKER_METRICS = _env("PRAHARI_WORKER_METRICS", "off")
"""The same of a worker. Off by default: several on a machine need a port each."""
PRAHARI_LOG_FORMAT = _env("PRAHARI_LOG_FORMAT", "plain")
"""``plain``: lines for people; ``json``: an object a line."""
PRAHARI_LOG_LEVEL = _level(_env("PRAHARI_LOG_LEVEL", "INFO"))
"""From which level on records are logged. ``DEBUG``: all, with Scrapy's own account of each crawl."""
PRAHARI_ALARM_SILENCE_MINUTES = _number("PRAHARI_ALARM_SILENCE_MINUTES", 180)
"""Without a new story of any outlet for so long, something is wrong; 0: no such alarm. So it is below."""
PRAHARI_ALARM_OUTBOX_MINUTES = _number("PRAHARI_ALARM_OUTBOX_MINUTES", 60)
"""Nothing should wait for the index longer."""
PRAHARI_ALARM_DISK_PERCENT = _number("PRAHARI_ALARM_DISK_PERCENT", 5)
"""So much of the disk under `PRAHARI_DATA` should be free."""
PRAHARI_ALARM_WEBHOOK = _env("PRAHARI_ALARM_WEBHOOK", "")
PRAHARI_ALARM_WEBHOOK_FILE = _env("PRAHARI_ALARM_WEBHOOK_FILE", "")
"""URL to which alarms are sent, itself or in a file: with some services the URL is the secret."""
PRAHARI_ALARM_WEBHOOK_TOKEN = _env("PRAHARI_ALARM_WEBHOOK_TOKEN", "")
PRAHARI_ALARM_WEBHOOK_TOKEN_FILE = _env("PRAHARI_ALARM_WEBHOOK_TOKEN_FILE", "")
"""Sent as ``Authorization: Bearer``."""
PRAHARI_ALARM_MAIL_TO = _env("PRAHARI_ALARM_MAIL_TO", "")
"""Addresses to which alarms are mailed, separated by commas."""
PRAHARI_ALARM_MAIL_FROM = _env("PRAHARI_ALARM_MAIL_FROM", "")
"""Without it the first of those is the sender, too."""
PRAHARI_ALARM_SMTP = _env("PRAHARI_ALARM_SMTP", "smtp://127.0.0.1:25")
"""The mail server: ``smtp://host:587`` (STARTTLS where it is offered), ``smtps://host:465`` (TLS)."""
PRAHARI_ALARM_SMTP_USER = _env("PRAHARI_ALARM_SMTP_USER", "")
PRAHARI_ALARM_SMTP_PASSWORD = _env("PRAHARI_ALARM_SMTP_PASSWORD", "")
PRAHARI_ALARM_SMTP_PASSWORD_FILE = _env("PRAHARI_ALARM_SMTP_PASSWORD_FILE", "")

# --- Scrapy ----------------------------------------------------------------------------------------
BOT_NAME = "prahari"
SPIDER_LOADER_CLASS = "crawler.spiderloader.OutletSpiderLoader"
SPIDER_MODULES: list[str] = []
COMMANDS_MODULE = "crawler.commands"
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False  # an HTTP port in every crawl, for nothing that we use

USER_AGENT = f"Prahari/0.1 (Hindi defence news monitor; +{PRAHARI_CONTACT})"
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "Prahari"
CONCURRENT_REQUESTS = 32
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOADER = "crawler.downloader.StrictDownloader"
DOWNLOAD_DELAY = _number("PRAHARI_DELAY", 1)
"""Seconds between two requests to one host (times 0.5 to 1.5)."""
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_MAXSIZE = PRAHARI_FEED_MAXSIZE
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_VERIFY_CERTIFICATES = False  # many outlets let certificates lapse; nothing secret is sent
COOKIES_ENABLED = False
REDIRECT_MAX_TIMES = 8
RETRY_TIMES = 2
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,application/json;q=0.8,*/*;q=0.1",
    "Accept-Language": "hi,en;q=0.5",
}

TWISTED_DNS_RESOLVER = "crawler.resolver.GuardedResolver"
DOWNLOADER_MIDDLEWARES = {
    # nearest to the spider: pages as they will be processed
    "crawler.middlewares.archive.PageArchive": 20,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.middlewares.hosts.HostQueues": 50,
    "crawler.middlewares.busy.BusyGate": 60,
    "crawler.middlewares.others.HostsOfOthers": 70,
    "crawler.middlewares.robots.RobotsRules": 100,
    "crawler.middlewares.busy.BusyNote": 600,  # before RetryMiddleware (550) sees the response
    "crawler.middlewares.types.DocumentTypes": 740,
    # after HttpProxyMiddleware (750), so that it knows whether a proxy resolves the name
    "crawler.middlewares.guard.AddressGuard": 760,
}
# What becomes of a page, in this order; each takes what the one before gave, refusals pass through.
ITEM_PIPELINES = {
    "crawler.amp.ExtractOrAmp": 100,
    "pipelines.language.LanguagePipeline": 200,
    "pipelines.tags.TagsPipeline": 300,
    "pipelines.relevance.RelevancePipeline": 400,
    "pipelines.storing.StorePipeline": 900,
}
EXTENSIONS = {
    "crawler.drain.IndexDrain": 500,
    "crawler.tally.Tally": 510,
    "crawler.summary.Summary": 520,
}
LOG_LEVEL = PRAHARI_LOG_LEVEL
LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"  # of the watch's own log, too
STATS_DUMP = False  # `crawler.summary` tells what a person wants of them; see `crawler.logs`
LOG_FORMATTER = "crawler.logformatter.ShortLogFormatter"
LOGSTATS_INTERVAL = 60.0
