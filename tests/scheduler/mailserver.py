"""A real mail server on loopback, with TLS and log-in if wanted."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.elasticsearch.certificate import Certificate


@dataclass
class MailServer:
    """What it was given."""

    port: int = 0
    refuses: str = ""
    """What it answers instead of taking a message, such as ``451 later``."""
    messages: list[EmailMessage] = field(default_factory=list)
    envelopes: list[Envelope] = field(default_factory=list)
    tls: list[bool] = field(default_factory=list)
    """Of each message, whether it came inside TLS."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.refuses:
            return self.refuses
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        self.envelopes.append(envelope)
        assert server.transport is not None
        self.tls.append(server.transport.get_extra_info("sslcontext") is not None)
        return "250 ok"


@contextmanager
def mail_server(
    certificate: Certificate | None = None, *, user: str = "", password: str = "", inside_tls: bool = False
) -> Iterator[MailServer]:
    """Serve until the block ends. With a certificate it offers STARTTLS, or talks TLS from the beginning;
    with a user it takes mail of nobody else."""
    context = None
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate.pem, certificate.key)

    def known(server: SMTP, session: Session, envelope: Envelope, how: str, given: object) -> AuthResult:
        assert isinstance(given, LoginPassword)
        ok = (given.login.decode(), given.password.decode()) == (user, password)
        return AuthResult(success=ok, handled=ok)

    received = MailServer()

    def talk() -> SMTP:
        return SMTP(
            received,
            hostname="localhost",
            tls_context=None if inside_tls else context,
            authenticator=known if user else None,
            auth_required=bool(user),
            auth_require_tls=not inside_tls,
        )

    # aiosmtpd's own controller cannot be given port 0.
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    serving = loop.create_server(talk, "127.0.0.1", 0, ssl=context if inside_tls else None)
    server = asyncio.run_coroutine_threadsafe(serving, loop).result(10)
    received.port = server.sockets[0].getsockname()[1]
    try:
        yield received
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
