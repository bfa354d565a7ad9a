"""Alarms, found in a real store and told to real servers on loopback."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from crawler.command import Problem
from crawler.services import Services, project_settings
from crawler.troubles import system_troubles
from pipelines.store.alarms import CALM
from pipelines.store.schedule import ALL
from scheduler.alarms import watch_alarms, watch_outlets
from scheduler.alarms.channels import configured
from tests.elasticsearch.certificate import Certificate, self_signed
from tests.pipelines.outcomes import story
from tests.scheduler.mailserver import mail_server

BEGAN = datetime(2026, 11, 30, 0, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LATER = BEGAN + timedelta(hours=5)
"""Long after the last story."""


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


Open = Callable[..., Services]


@pytest.fixture
def services(tmp_path: Path, empty_sqlite: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Opens services on one store, as often as wanted: the second time it is another process that does."""
    opened = []
    (tmp_path / "outlets").mkdir()
    (tmp_path / "prahari.db").write_bytes(empty_sqlite.read_bytes())
    for name in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)

    def open_(**settings: object) -> Services:
        ours = project_settings()
        ours.setdict(
            {
                "PRAHARI_DATA": str(tmp_path),
                "PRAHARI_STORE": f"sqlite:///{tmp_path}/prahari.db",
                "PRAHARI_OUTLETS": str(tmp_path / "outlets"),
                "PRAHARI_ALARM_DISK_PERCENT": 0,
                **settings,
            },
            priority="cmdline",
        )
        opened.append(Services.open(ours))
        return opened[-1]

    yield open_
    for one in opened:
        one.close()


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Alarms and ends of alarms in the log, since the last look."""
    lines = [r.getMessage() for r in caplog.records if r.name == "scheduler.alarms.channels"]
    caplog.clear()
    return lines


# --- what is wrong -------------------------------------------------------------------------------------


def test_silence_is_told_once_across_restarts_and_ends_with_a_story(
    services: Open, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    assert watch_alarms(services(), BEGAN + 179 * MINUTE, BEGAN) == 0
    assert told(caplog) == []
    for minute in (181, 182):
        watch_alarms(services(), BEGAN + minute * MINUTE, BEGAN)  # each time another process
    assert told(caplog) == ["ALARM silence: no story of any outlet for 3 h"]
    now = BEGAN + 190 * MINUTE
    services().store.save(story(fetched_at=now))
    for at in (now, now + CALM, now + 2 * CALM):
        watch_alarms(services(), at, BEGAN)
    assert told(caplog) == ["over: silence, after 19 min; it was: no story of any outlet for 3 h"]


def test_a_watch_that_has_just_begun_is_not_silent(services: Open, caplog: pytest.LogCaptureFixture) -> None:
    services().store.save(story(fetched_at=BEGAN - timedelta(days=3)))
    watch_alarms(services(), BEGAN + MINUTE, BEGAN)
    assert told(caplog) == []


def test_nobody_is_silent_who_is_to_be_quiet(services: Open, caplog: pytest.LogCaptureFixture) -> None:
    """BEGAN is 05:30 in India, LATER 10:30."""
    for quiet, ends in (("04:00-11:00", 0), ("04:00-09:00", 0), ("20:00-06:30", 1), ("", 1)):
        here = services(PRAHARI_QUIET_HOURS=quiet)
        assert len(system_troubles(here, LATER, BEGAN)) == ends, quiet
    here.store.pause([ALL], "a holiday", BEGAN)
    assert system_troubles(here, LATER, BEGAN) == []


def test_what_waits_for_the_index_in_use_and_what_it_refused(
    services: Open, caplog: pytest.LogCaptureFixture
) -> None:
    here = services(PRAHARI_ALARM_SILENCE_MINUTES=0, PRAHARI_ALARM_OUTBOX_MINUTES=30)
    now = datetime.now(UTC)
    one, other = story("one"), story("two", text="दूसरी खबर। " * 40)
    here.store.register_index("tantivy")
    here.store.register_index("elasticsearch:left-over:uuid")  # nobody drains to it any more
    here.store.save(one)
    here.store.save(other)
    here.store.refuse("tantivy", {one.id: (1, "it is too long")}, now)
    watch_alarms(here, now + 29 * MINUTE, BEGAN)
    assert told(caplog) == [
        "ALARM refused, tantivy: the index would not take 1 stories: see `scrapy index failed`"
    ]
    watch_alarms(here, now + 30.5 * MINUTE, BEGAN)
    assert told(caplog) == ["ALARM outbox, tantivy: 1 stories wait for the index, up to 30 min"]
    assert {alarm.trouble.kind for alarm in here.store.open_alarms()} == {"refused", "outbox"}


def test_a_disk_that_is_nearly_full(services: Open, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    watch_alarms(services(PRAHARI_ALARM_DISK_PERCENT=100), BEGAN, BEGAN)
    (line,) = told(caplog)
    assert line.startswith(f"ALARM disk, {tmp_path}: ") and line.endswith("% of the disk, are free")


def test_an_outlet_that_fails(services: Open, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "outlets" / "prabhat.toml").write_text(
        'id = "prabhat"\nname_hi = "प्रभात"\nname_en = "Prabhat"\nkind = "newspaper"\n'
        'home = "https://prabhat.example/"\nhosts = ["prabhat.example"]\ninterval = 15\n'
        '[[sources]]\nkind = "feed"\nurl = "https://prabhat.example/feed"\n',
        "utf-8",
    )
    store = services().store
    for _ in range(5):
        store.mark_polled("prabhat", "https://prabhat.example/feed", False, "http-500: no", None, LATER)
        store.mark_outlet("prabhat", False, None, LATER)
    here = services(PRAHARI_ALARM_SILENCE_MINUTES=0)
    assert [*here.registry] == ["prabhat"], here.registry.problems
    watch_outlets(here, LATER)
    watch_alarms(here, LATER, LATER)
    assert told(caplog) == ["ALARM failing, prabhat: 5 visits failed in a row: http-500: no"]
    store.mark_outlet("prabhat", True, None, LATER)
    store.mark_polled("prabhat", "https://prabhat.example/feed", True, None, 3, LATER)
    watch_alarms(here, LATER + 2 * CALM, LATER)
    assert told(caplog) == [], "nobody has looked at outlets since"
    caplog.set_level(logging.INFO)
    watch_outlets(here, LATER + 2 * CALM)
    watch_alarms(here, LATER + 2 * CALM, LATER)
    assert [line.partition(",")[0] for line in told(caplog)] == ["over: failing"]


# --- to whom it is told --------------------------------------------------------------------------------


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


# --- mail ------------------------------------------------------------------------------------------------

MAIL = {"PRAHARI_ALARM_MAIL_TO": "desk@example.org, रक्षा <night@example.org>"}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return self_signed(tmp_path_factory.mktemp("mail"))


def test_one_mail_tells_all(services: Open) -> None:
    with mail_server() as server:
        here = services(
            PRAHARI_ALARM_SMTP=f"smtp://127.0.0.1:{server.port}", PRAHARI_ALARM_DISK_PERCENT=100, **MAIL
        )
        for minute in range(2):
            assert watch_alarms(here, LATER + minute * MINUTE, BEGAN) == 0
        (message,) = server.messages
        assert server.envelopes[0].rcpt_tos == ["desk@example.org", "night@example.org"]
        assert server.envelopes[0].mail_from == "desk@example.org"
        assert message["Subject"].endswith("] 2 alarms, 0 over")
        assert message["Auto-Submitted"] == "auto-generated"
        body = message.get_content()
        assert "ALARM silence: no story" in body and "ALARM disk, " in body
        here.store.save(story(fetched_at=LATER))
        watch_alarms(here, LATER + CALM + MINUTE, BEGAN)
        assert server.messages[1]["Subject"].endswith("] over: silence")
        assert server.messages[1]["Message-ID"] != message["Message-ID"]


@pytest.mark.parametrize("inside_tls", [False, True], ids=["STARTTLS", "TLS"])
def test_a_password_goes_through_tls_only(
    inside_tls: bool,
    services: Open,
    certificate: Certificate,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    (tmp_path / "password").write_text("बहुत-गुप्त\n", "utf-8")
    account = {
        **MAIL,
        "PRAHARI_ALARM_MAIL_FROM": "Prahari <prahari@example.org>",
        "PRAHARI_ALARM_SMTP_USER": "prahari",
        "PRAHARI_ALARM_SMTP_PASSWORD_FILE": str(tmp_path / "password"),
    }
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.pem))
    with mail_server(certificate, user="prahari", password="secret", inside_tls=inside_tls) as server:
        scheme = "smtps" if inside_tls else "smtp"
        account["PRAHARI_ALARM_SMTP"] = f"{scheme}://localhost:{server.port}"
        (tmp_path / "password").write_text("secret\n", "utf-8")
        assert watch_alarms(services(**account), LATER, BEGAN) == 0
        assert len(server.messages) == 1 and server.tls == [True]
        assert server.envelopes[0].mail_from == "prahari@example.org"


def test_mail_that_cannot_be_sent_says_why(
    services: Open, certificate: Certificate, caplog: pytest.LogCaptureFixture
) -> None:
    account = {**MAIL, "PRAHARI_ALARM_SMTP_USER": "prahari", "PRAHARI_ALARM_SMTP_PASSWORD": "geheim"}

    def tried(port: int, at: datetime, **more: str) -> str:
        caplog.clear()
        server = f"smtp://localhost:{port}"
        assert watch_alarms(services(PRAHARI_ALARM_SMTP=server, **{**MAIL, **more}), at, BEGAN) == 1
        assert "geheim" not in caplog.text
        return caplog.text

    with mail_server() as server:
        assert "no STARTTLS: the password is not sent" in tried(server.port, LATER, **account)
    with mail_server(certificate, user="prahari", password="other") as server:
        told = tried(server.port, LATER + 10 * MINUTE, **account)
        assert "certificate verify failed" in told
    with mail_server() as server:
        server.refuses = "451 the disk is full"
        assert "451 the disk is full" in tried(server.port, LATER + 30 * MINUTE)
        assert server.messages == []


def test_a_server_on_this_machine_may_have_a_certificate_that_nobody_signed(
    services: Open, certificate: Certificate
) -> None:
    with mail_server(certificate) as server:
        here = services(PRAHARI_ALARM_SMTP=f"smtp://127.0.0.1:{server.port}", **MAIL)
        assert watch_alarms(here, LATER, BEGAN) == 0
        assert len(server.messages) == 1


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
    with closing(services(**{**MAIL, name: value})) as here, pytest.raises(Problem) as problem:
        configured(here.settings)
    assert words in str(problem.value) and "\n" not in str(problem.value)
