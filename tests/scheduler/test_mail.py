"""Alarms by mail, to real servers on loopback."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from pipelines.store.alarms import CALM
from scheduler.alarms import watch_alarms
from tests.elasticsearch.certificate import Certificate, self_signed
from tests.pipelines.outcomes import story
from tests.scheduler.mailserver import mail_server
from tests.scheduler.watched import BEGAN, LATER, MINUTE, Open, services

__all__ = ["services"]


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
