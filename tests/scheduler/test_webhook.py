"""Alarms to a real web address on loopback, and settings that cannot be right."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from crawler.command import Problem
from scheduler.alarms import watch_alarms
from scheduler.alarms.channels import configured
from tests.scheduler.watched import BEGAN, LATER, MINUTE, Open, services

__all__ = ["services"]


@dataclass
class Hook:
    """A web address that takes alarms."""

    port: int = 0
    status: int = 200
    taken: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    tries: int = 0


@contextmanager
def hook() -> Iterator[Hook]:
    received = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.tries += 1
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if received.status == 200:
                received.taken.append(body)
                received.headers.append(dict(self.headers))
            self.send_response(received.status)
            self.send_header("Location", f"http://127.0.0.1:{received.port}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        received.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield received
        server.shutdown()


def test_a_webhook_gets_each_alarm_once(services: Open) -> None:
    with hook() as hooked:
        settings = {"PRAHARI_ALARM_WEBHOOK": f"http://127.0.0.1:{hooked.port}/", "PRAHARI_DATA": "/nowhere"}
        secret = Path(services().settings["PRAHARI_OUTLETS"]).parent / "token"
        secret.write_text("s3cret\n")
        for minute in range(3):
            here = services(PRAHARI_ALARM_WEBHOOK_TOKEN_FILE=str(secret), **settings)
            assert watch_alarms(here, LATER + minute * MINUTE, BEGAN) == 0
        (body,) = hooked.taken
        assert hooked.headers[0]["Authorization"] == "Bearer s3cret"
        assert body["text"] == "ALARM silence: no story of any outlet for 5 h"
        (alarm,) = body["alarms"]
        assert alarm["event"] == "raised" and alarm["kind"] == "silence" and alarm["subject"] == ""
        assert datetime.fromisoformat(alarm["at"]) == LATER


@pytest.mark.parametrize("status", [500, 404, 302])
def test_a_webhook_that_fails_is_told_and_tried_again(
    status: int, services: Open, caplog: pytest.LogCaptureFixture
) -> None:
    with hook() as hooked:
        hooked.status = status
        here = services(PRAHARI_ALARM_WEBHOOK=f"http://127.0.0.1:{hooked.port}/geheim")
        assert watch_alarms(here, LATER, BEGAN) == 1
        assert f"(webhook), again in 1 min: http://127.0.0.1:{hooked.port} answered {status}" in caplog.text
        assert "ALARM silence" in caplog.text, "the log waits for no webhook"
        assert "geheim" not in caplog.text
        tries = hooked.tries
        hooked.status = 200
        assert watch_alarms(here, LATER + MINUTE / 2, BEGAN) == 0
        assert (hooked.tries, hooked.taken) == (tries, [])
        for minute in (1, 2):
            assert (
                watch_alarms(
                    services(PRAHARI_ALARM_WEBHOOK=f"http://127.0.0.1:{hooked.port}/geheim"),
                    LATER + minute * MINUTE,
                    BEGAN,
                )
                == 0
            )
        assert len(hooked.taken) == 1


def test_a_server_that_is_away_ends_nothing(services: Open, caplog: pytest.LogCaptureFixture) -> None:
    here = services(
        PRAHARI_ALARM_WEBHOOK="http://127.0.0.1:1/geheim",
        PRAHARI_ALARM_MAIL_TO="desk@example.org",
        PRAHARI_ALARM_SMTP="smtp://127.0.0.1:1",
    )
    assert watch_alarms(here, LATER, BEGAN) == 1
    assert "(webhook), again in 1 min: http://127.0.0.1:1: Connection refused" in caplog.text
    assert "(mail), again in 1 min: 127.0.0.1:1: [Errno 111] Connection refused" in caplog.text
    assert "geheim" not in caplog.text and "Traceback" not in caplog.text


def test_a_mistake_in_a_channel_ends_nothing(
    services: Open, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "scheduler.alarms.webhook.message", lambda notices: int("a mistake")
    )  # a mock mistake
    assert watch_alarms(services(PRAHARI_ALARM_WEBHOOK="http://127.0.0.1:1/"), LATER, BEGAN) == 1
    assert "an error in Prahari" in caplog.text


def test_no_channel_is_begun_while_the_watch_ends(services: Open) -> None:
    with hook() as hooked:
        here = services(PRAHARI_ALARM_WEBHOOK=f"http://127.0.0.1:{hooked.port}/")
        watch_alarms(here, LATER, BEGAN, stopping=lambda: True)
        assert hooked.tries == 0
        watch_alarms(here, LATER, BEGAN)
        assert len(hooked.taken) == 1


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("PRAHARI_ALARM_WEBHOOK", "hooks.example.org/geheim", "PRAHARI_ALARM_WEBHOOK: write a URL"),
        (
            "PRAHARI_ALARM_WEBHOOK_FILE",
            "/nowhere/geheim",
            "PRAHARI_ALARM_WEBHOOK_FILE: /nowhere/geheim: No such",
        ),
        ("PRAHARI_ALARM_MAIL_TO", "desk", "'desk' is no address"),
        ("PRAHARI_ALARM_MAIL_FROM", "a@b.example\r\nBcc: c@d.example", "is no address"),
        ("PRAHARI_ALARM_SMTP", "mail.example.org", "write smtp://host:port"),
        ("PRAHARI_ALARM_SMTP", "smtp://u:geheim@mail.example.org", "write smtp://host:port"),
        ("PRAHARI_ALARM_SMTP_USER", "prahari", "user and password, both or neither"),
    ],
)
def test_settings_that_cannot_be_right(name: str, value: str, words: str, services: Open) -> None:
    with (
        closing(services(**{"PRAHARI_ALARM_MAIL_TO": "desk@example.org", name: value})) as here,
        pytest.raises(Problem) as problem,
    ):
        configured(here.settings)
    assert words in str(problem.value) and "\n" not in str(problem.value)
