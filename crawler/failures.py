"""Why a fetch gave nothing, in words that can be counted, and whether it is worth another try."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.spidermiddlewares.httperror import HttpError

from crawler.middlewares.archive import NotArchived
from crawler.middlewares.busy import HostBusy
from crawler.middlewares.guard import ForbiddenScheme, PrivateAddress
from crawler.middlewares.types import WrongType
from crawler.resolver import AddressRefused
from crawler.robots import RobotsUnreachable
from pipelines.store import StoreProblem

if TYPE_CHECKING:
    from scrapy.http import Response
    from twisted.python.failure import Failure


@dataclass(frozen=True, slots=True)
class FetchFailure:
    reason: str
    """As in `Rejected.reason`."""
    detail: str
    final: bool
    """False where the same request may succeed later."""


_BY_TYPE: tuple[tuple[type[BaseException], str, bool], ...] = (
    (PrivateAddress, "private-address", True),
    (AddressRefused, "private-address", True),
    (HostBusy, "host-busy", False),
    (ForbiddenScheme, "forbidden-scheme", True),
    (UnsupportedURLSchemeError, "forbidden-scheme", True),
    (WrongType, "wrong-type", True),
    (NotArchived, "not-archived", False),
    (CannotResolveHostError, "no-such-host", False),
    (DownloadConnectionRefusedError, "connection-refused", False),
    (DownloadTimeoutError, "timeout", False),
    (ResponseDataLossError, "broken-response", False),
    (DownloadCancelledError, "too-large", True),
    (DownloadFailedError, "connection-failed", False),
)
# Scrapy raises plain IgnoreRequest for these; only the words tell them apart.
_BY_WORDS: tuple[tuple[str, str, bool], ...] = (
    ("robots.txt", "robots-denied", False),
    ("max redirections", "redirect-loop", True),
    ("exceeded DOWNLOAD_MAXSIZE", "too-large", True),
    ("larger than", "too-large", True),
)
# What Python and Scrapy raise for the address of a redirect that is none.
_BAD_ADDRESS: tuple[tuple[str, str], ...] = (
    ("Missing scheme in request url", "forbidden-scheme"),  # mailto:, javascript:
    ("Invalid IPv6 URL", "bad-link"),
)
_NO_HOST = frozenset({"no-such-host", "connection-refused"})
# A server that answers these is in trouble or busy, not without the page.
_TRANSIENT = frozenset({401, 402, 403, 407, 408, 421, 423, 425, 429})


def explain(failure: Failure) -> FetchFailure:
    """Sort a Scrapy errback's failure; the unforeseen becomes ``error`` and is tried again.

    Raises StoreProblem if it is one: a middleware could not ask the store, and the server is not to blame."""
    error: BaseException = failure.value  # type: ignore[assignment]
    return explain_error(error)


def explain_error(error: BaseException) -> FetchFailure:
    """The same for an exception that a download raised. Raises StoreProblem."""
    if isinstance(error, StoreProblem):
        raise error
    if isinstance(error, HttpError):
        return _elsewhere(error.response) or explain_status(error.response.status)
    if isinstance(error, RobotsUnreachable):
        return _without_rules(error)
    if isinstance(error.__cause__, AddressRefused):
        error = error.__cause__  # Scrapy wraps what a resolver raises: there is such a host
    for kind, reason, final in _BY_TYPE:
        if isinstance(error, kind):
            return FetchFailure(reason, _one_line(error), final)
    if isinstance(error, IgnoreRequest):
        words = _one_line(error)
        for part, reason, final in _BY_WORDS:
            if part in words:
                return FetchFailure(reason, words, final)
        return FetchFailure("ignored", words, False)
    for part, reason in _BAD_ADDRESS:
        if isinstance(error, ValueError) and part in str(error):
            return FetchFailure(
                reason, f"redirects to what is no address on the web: {_one_line(error)}", True
            )
    return FetchFailure("error", f"{type(error).__name__}: {_one_line(error)}", False)


def _elsewhere(response: Response) -> FetchFailure | None:
    """A redirect out of the web, which Scrapy does not follow."""
    location = (response.headers.get(b"Location") or b"").decode("latin-1").strip()
    scheme = re.match(r"[A-Za-z][A-Za-z0-9+.-]*(?=:)", location)
    if not 300 <= response.status < 400 or scheme is None or scheme[0].lower() in ("http", "https"):
        return None
    return FetchFailure("forbidden-scheme", f"redirects to {location[:200]}", True)


def reason_of_class(name: str) -> str:
    """The reason for an exception of which only the class is known, by name, as statistics have it."""
    return _REASONS.get(name.rpartition(".")[2], "error")


_REASONS = {kind.__name__: reason for kind, reason, _ in _BY_TYPE} | {
    IgnoreRequest.__name__: "ignored",
    RobotsUnreachable.__name__: "robots-unreachable",
}


def _without_rules(error: RobotsUnreachable) -> FetchFailure:
    """A host that is not there is told as such: robots.txt was only the first to be asked for."""
    if not isinstance(error.__cause__, Exception):
        return FetchFailure("robots-unreachable", _one_line(error), False)
    why = explain_error(error.__cause__)
    if why.reason in _NO_HOST:
        return why
    return FetchFailure("robots-unreachable", f"robots.txt: {why.detail}", False)


def explain_status(status: int) -> FetchFailure:
    """What an HTTP status other than success means for the URL."""
    return FetchFailure(
        f"http-{status}", f"the server answered {status}", status < 500 and status not in _TRANSIENT
    )


def _one_line(error: BaseException) -> str:
    return re.sub(r"\s+", " ", str(error)).strip()[:300] or type(error).__name__
