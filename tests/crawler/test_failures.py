"""Every way in which a fetch can fail has a reason that can be counted, and says whether to try again."""

from __future__ import annotations

import gzip

import pytest
from scrapy import Request, Spider
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
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
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.test import get_crawler
from twisted.internet.error import DNSLookupError
from twisted.python.failure import Failure

from crawler.failures import FetchFailure, explain, explain_status
from crawler.middlewares.guard import ForbiddenScheme, PrivateAddress
from crawler.middlewares.types import WrongType
from crawler.resolver import AddressRefused


def told(error: BaseException) -> FetchFailure:
    return explain(Failure(error))  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(
    ("error", "reason", "final"),
    [
        (PrivateAddress("10.0.0.1 is private"), "private-address", True),
        (AddressRefused("x.example is at 10.0.0.1"), "private-address", True),
        (ForbiddenScheme("ftp"), "forbidden-scheme", True),
        (UnsupportedURLSchemeError("gopher"), "forbidden-scheme", True),
        (WrongType("image/jpeg"), "wrong-type", True),
        (CannotResolveHostError("no such name"), "no-such-host", False),
        (DownloadConnectionRefusedError("refused"), "connection-refused", False),
        (DownloadTimeoutError("30 s"), "timeout", False),
        (ResponseDataLossError("cut off"), "broken-response", False),
        (DownloadCancelledError("6000000 bytes"), "too-large", True),
        (DownloadFailedError("reset"), "connection-failed", False),
        (IgnoreRequest("Forbidden by robots.txt"), "robots-denied", False),
        (IgnoreRequest("max redirections reached"), "redirect-loop", True),
        (IgnoreRequest("body (9 B) exceeded DOWNLOAD_MAXSIZE (5 B)"), "too-large", True),
        (IgnoreRequest("expected 9 bytes which is larger than 5"), "too-large", True),
        (IgnoreRequest("something new in Scrapy"), "ignored", False),
        (IgnoreRequest(), "ignored", False),
        (ZeroDivisionError("division by zero"), "error", False),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else None,
)
def test_failures(error: BaseException, reason: str, final: bool) -> None:
    why = told(error)
    assert (why.reason, why.final) == (reason, final)
    assert why.detail and "\n" not in why.detail


@pytest.mark.parametrize(
    ("raised", "reason"),
    [
        (AddressRefused("router.example is at 192.168.1.1"), "private-address"),
        (DNSLookupError("no such name"), "no-such-host"),
    ],
)
def test_a_refused_address_is_no_missing_host_when_scrapy_has_wrapped_it(
    raised: Exception, reason: str
) -> None:
    """Taken for a missing host, a private address would be asked for again and again."""
    with pytest.raises(CannotResolveHostError) as wrapped, wrap_twisted_exceptions():
        raise raised
    assert told(wrapped.value).reason == reason
    assert told(wrapped.value).final is (reason == "private-address")


def test_the_words_of_scrapy_for_a_redirect_loop_are_still_those_we_know() -> None:
    middleware = RedirectMiddleware.from_crawler(get_crawler(Spider, {"REDIRECT_MAX_TIMES": 1}))
    request = Request("https://a.example/", meta={"redirect_ttl": 0, "redirect_times": 1})
    again = Response(request.url, status=302, headers={"Location": "/"}, request=request)
    with pytest.raises(IgnoreRequest) as loop:
        middleware.process_response(request, again)
    assert told(loop.value).reason == "redirect-loop"


def test_the_words_of_scrapy_for_a_page_that_inflates_are_still_those_we_know() -> None:
    middleware = HttpCompressionMiddleware.from_crawler(get_crawler(Spider, {"DOWNLOAD_MAXSIZE": 1000}))
    request = Request("https://a.example/")
    body = gzip.compress(b"0" * 100_000)
    bomb = Response(request.url, headers={"Content-Encoding": "gzip"}, body=body, request=request)
    with pytest.raises(IgnoreRequest) as big:
        middleware.process_response(request, bomb)
    assert told(big.value) == FetchFailure("too-large", told(big.value).detail, True)


@pytest.mark.parametrize(
    ("status", "final"),
    [
        (400, True), (404, True), (405, True), (406, True), (410, True), (451, True),
        (401, False), (402, False), (403, False), (407, False), (408, False), (421, False),
        (423, False), (425, False), (429, False),
        (500, False), (502, False), (503, False), (504, False), (520, False), (599, False),
    ],
)  # fmt: skip
def test_a_server_in_trouble_is_asked_again_and_a_missing_page_is_not(status: int, final: bool) -> None:
    why = explain_status(status)
    assert (why.reason, why.final) == (f"http-{status}", final)
    response = Response("https://a.example/", status=status)
    assert told(HttpError(response, "not handled")) == why


def test_the_detail_is_one_short_line_that_says_something() -> None:
    assert told(DownloadFailedError("a\n\t b\r\nc")).detail == "a b c"
    assert told(DownloadFailedError("")).detail == "DownloadFailedError"
    assert told(DownloadFailedError(" \n")).detail == "DownloadFailedError"
    assert told(ValueError("x\ny")).detail == "ValueError: x y"
    assert len(told(DownloadFailedError("त्रुटि " * 200)).detail) <= 300
    assert told(IgnoreRequest()).detail == "IgnoreRequest"
    assert "\n" not in told(IgnoreRequest("two\nlines")).detail
