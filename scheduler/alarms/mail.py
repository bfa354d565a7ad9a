"""Alarms by e-mail; all that is to be told at once in one message.

A password is never sent in the clear, and a certificate is checked (``SSL_CERT_FILE`` names an authority of
one's own). To a mail server on this very machine, without a password, mail goes as it is: what such a server
has is mostly a certificate that nobody signed.
"""

from __future__ import annotations

import ipaddress
import smtplib
import socket
import ssl
from collections.abc import Sequence
from email.message import EmailMessage
from email.utils import formatdate, parseaddr
from typing import Final
from urllib.parse import urlsplit

from pipelines.store.alarms import Notice
from scheduler.alarms.channels import Undelivered, line, logger

SECONDS: Final = 5.0
"""For each step of the conversation."""
_PORTS: Final = {"smtp": 587, "smtps": 465}


class Mail:
    """One server, one sender, some recipients."""

    name = "mail"

    def __init__(
        self, server: str, *, to: Sequence[str], sender: str = "", user: str = "", password: str = ""
    ) -> None:
        """Raises ValueError for what cannot be right."""
        try:
            parts = urlsplit(server)
            host, port = parts.hostname, parts.port or _PORTS.get(parts.scheme)
        except ValueError:
            host = port = None
        if not host or not port or parts.username or parts.path.strip("/"):
            raise ValueError("PRAHARI_ALARM_SMTP: write smtp://host:port or smtps://host:port")
        if bool(user) != bool(password):
            raise ValueError("PRAHARI_ALARM_SMTP_USER: user and password, both or neither")
        for address in (*to, *([sender] if sender else [])):
            if "@" not in parseaddr(address)[1] or any(sign in address for sign in "\r\n"):
                raise ValueError(f"PRAHARI_ALARM_MAIL_TO, _FROM: {address!r} is no address")
        self._host, self._port, self._inside_tls = host, port, parts.scheme == "smtps"
        self._to, self._sender = list(to), sender or to[0]
        self._user, self._password = user, password

    def send(self, notices: Sequence[Notice]) -> None:
        message = compose(notices, self._sender, self._to)
        where = f"{self._host}:{self._port}"
        try:
            with self._connected() as server:
                for address, (code, words) in server.send_message(message).items():
                    logger.warning("mail to %s is refused: %d %s", address, code, _text(words))
        except smtplib.SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()))
            raise Undelivered(f"{where} refuses the recipients: {code} {_text(words)}") from None
        except smtplib.SMTPResponseException as error:
            raise Undelivered(f"{where}: {error.smtp_code} {_text(error.smtp_error)}") from None
        except (smtplib.SMTPException, OSError, UnicodeError) as error:
            raise Undelivered(f"{where}: {' '.join(str(error).split()) or type(error).__name__}") from None

    def _connected(self) -> smtplib.SMTP:
        """Raises SMTPException and OSError."""
        name, context = socket.gethostname(), ssl.create_default_context()
        if self._inside_tls:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self._host, self._port, local_hostname=name, timeout=SECONDS, context=context
            )
        else:
            server = smtplib.SMTP(self._host, self._port, local_hostname=name, timeout=SECONDS)
        try:
            server.ehlo()
            if not self._inside_tls and (self._user or not _here(self._host)):
                if server.has_extn("starttls"):
                    server.starttls(context=context)
                    server.ehlo()
                elif self._user:
                    raise smtplib.SMTPException("no STARTTLS: the password is not sent in the clear")
            if self._user:
                server.login(self._user, self._password)
        except BaseException:
            server.close()
            raise
        return server


def compose(notices: Sequence[Notice], sender: str, to: Sequence[str]) -> EmailMessage:
    """The message. Its id is the same if the same notices are sent twice."""
    raised = [notice for notice in notices if notice.event == "raised"]
    host = socket.gethostname()
    message = EmailMessage()
    if len(notices) == 1:
        (notice,) = notices
        of = f" {notice.trouble.subject}" if notice.trouble.subject else ""
        subject = f"{'ALARM' if raised else 'over'}: {notice.trouble.kind}{of}"
    else:
        subject = f"{len(raised)} alarms, {len(notices) - len(raised)} over"
    message["Subject"] = " ".join(f"[Prahari {host}] {subject}".split())
    message["From"], message["To"] = sender, ", ".join(to)
    message["Date"] = formatdate()
    message["Message-ID"] = f"<prahari.{notices[0].number}-{notices[-1].number}.{_stamp(notices)}@{host}>"
    message["Auto-Submitted"] = "auto-generated"  # no out-of-office reply (RFC 3834)
    message.set_content(
        "\n\n".join(map(line, notices)) + "\n\n`scrapy status` tells how everything stands.\n"
    )
    return message


def _stamp(notices: Sequence[Notice]) -> str:
    return f"{notices[0].at:%Y%m%d%H%M%S}"


def _here(host: str) -> bool:
    """Whether the host is this machine itself."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _text(words: bytes | str) -> str:
    told = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return " ".join(told.split())
