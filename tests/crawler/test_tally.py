"""What a crawl counts, as the store keeps it."""

from __future__ import annotations

from scrapy.exceptions import DownloadTimeoutError, IgnoreRequest
from scrapy.utils.python import global_object_name

from crawler.middlewares.busy import HostBusy
from crawler.tally import counts_of


def test_what_of_the_statistics_is_counted() -> None:
    raised = {
        f"downloader/exception_type_count/{global_object_name(kind)}": n
        for n, kind in enumerate((DownloadTimeoutError, HostBusy, IgnoreRequest, KeyError, ValueError), 1)
    }
    stats = {
        "downloader/response_status_count/200": 7,
        "downloader/response_status_count/999": 1,
        "downloader/response_count": 8,
        "downloader/response_bytes": 1000,
        "downloader/request_bytes": 100,
        "prahari/polls/304": 3,
        "prahari/polls/false_304": 1,
        "prahari/polls/share_unchanged": 0.5,
        "prahari/stories/navprabhat/new": 2,
        "prahari/stories/yugdarpan/new": 3,
        "prahari/stories/yugdarpan/changed": 1,
        "prahari/rejected/navprabhat/fetch/http-404": 4,
        "finish_reason": "finished",
        **raised,
    }
    assert counts_of(stats) == {
        ("fetch", "200"): 7,
        ("fetch", "timeout"): 1,
        ("fetch", "host-busy"): 2,
        ("fetch", "ignored"): 3,
        ("fetch", "error"): 9,
        ("bytes", "received"): 1000,
        ("bytes", "sent"): 100,
        ("poll", "304"): 3,
        ("page", "new"): 5,
        ("page", "changed"): 1,
        ("refused", "navprabhat/fetch/http-404"): 4,
    }
