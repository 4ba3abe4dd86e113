"""A mail server on loopback that takes letters, or refuses and loses them as a test wants it."""

from __future__ import annotations

import asyncio
import ssl
from asyncio import BaseTransport, Transport
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "portal", "correct horse"


@dataclass
class Sink:
    """What arrived, and what is to go wrong: ``replies`` by address, or by the step for all
    (greeting, EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA, and content for what is said after the text);
    ``drop``: the step at which the connection is cut, so many times; ``delay``: the step at which
    the server thinks for so many seconds, and ``mumbling``: whether it says so meanwhile.
    ``at_most``: letters by one connection; ``patience``: refusals on one connection after which
    every command is thought over for ``thinks`` seconds, until a letter is taken."""

    letters: list[EmailMessage] = field(default_factory=list)
    envelopes: list[tuple[str, str]] = field(default_factory=list)
    replies: dict[str, str] = field(default_factory=dict)
    drop: dict[str, int] = field(default_factory=dict)
    delay: dict[str, float] = field(default_factory=dict)
    mumbling: bool = False
    at_most: int = 10**9
    patience: int = 10**9
    thinks: float = 0.0
    sessions: int = 0
    encrypted: bool = False
    logged_in: bool = False
    port: int = 0

    def _falls(self, server: SMTP, step: str) -> bool:
        if self.drop.get(step, 0) <= 0:
            return False
        self.drop[step] -= 1
        assert server.transport
        server.transport.abort()
        return True

    async def think(self, server: SMTP, step: str) -> None:
        left = self.delay.get(step, 0.0)
        while self.mumbling and left > 0:
            await server.push("250-still thinking")
            await asyncio.sleep(0.05)
            left -= 0.05
        await asyncio.sleep(left)
        if isinstance(server, _Line) and server.errors >= self.patience:
            await asyncio.sleep(self.thinks)

    def _refuses(self, server: SMTP, *names: str) -> str:
        reply = next((self.replies[name] for name in names if name in self.replies), "")
        if reply and isinstance(server, _Line):
            server.errors += 1
        return reply

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, name: str, replies: list[str]
    ) -> list[str]:
        self.sessions += session.host_name is None
        session.host_name = name
        await self.think(server, "EHLO")
        return [reply] if (reply := self.replies.get("EHLO")) else replies

    async def handle_HELO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, name: str
    ) -> str:
        session.host_name = name
        return self.replies.get("EHLO", "250 OK")

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        await self.think(server, "MAIL")
        if self._falls(server, "MAIL"):
            return "421 gone"
        if reply := self._refuses(server, "MAIL"):
            return reply
        if isinstance(server, _Line) and server.taken >= self.at_most:
            return "452 4.3.0 too many messages sent"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        await self.think(server, "RCPT")
        if reply := self._refuses(server, address, "RCPT"):
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """The letter counts as arrived before the connection is cut: nobody else knows."""
        if reply := self._refuses(server, "content"):
            return reply
        if isinstance(server, _Line):
            server.taken, server.errors = server.taken + 1, 0
        content = envelope.content
        assert isinstance(content, bytes)
        received = message_from_bytes(content, policy=default)
        assert isinstance(received, EmailMessage)
        self.letters.append(received)
        self.envelopes.append((str(envelope.mail_from), envelope.rcpt_tos[0]))
        await self.think(server, "content")
        self.encrypted, self.logged_in = bool(session.ssl), bool(session.authenticated)
        return "421 gone" if self._falls(server, "DATA") else "250 taken"


class _Line(SMTP):
    """One connection, which the server remembers."""

    def __init__(self, lines: list[Transport], sink: Sink, **settings: Any) -> None:
        self._lines, self._sink = lines, sink
        self.taken = self.errors = 0
        super().__init__(sink, **settings)

    def connection_made(self, transport: BaseTransport) -> None:
        assert isinstance(transport, Transport)
        self._lines.append(transport)
        super().connection_made(transport)

    async def _handle_client(self) -> None:
        await self._sink.think(self, "greeting")
        if reply := self._sink.replies.get("greeting"):
            await self.push(reply)
            assert self.transport
            self.transport.close()
        else:
            await super()._handle_client()

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        await self._sink.think(self, "DATA")
        await self._reply("DATA") or await super().smtp_DATA(arg)

    async def smtp_STARTTLS(self, arg: str) -> None:  # noqa: N802
        await self._reply("STARTTLS") or await super().smtp_STARTTLS(arg)

    async def smtp_AUTH(self, arg: str) -> None:  # noqa: N802
        await self._reply("AUTH") or await super().smtp_AUTH(arg)

    async def _reply(self, step: str) -> bool:
        if reply := self._sink.replies.get(step):
            await self.push(reply)
        return bool(reply)


class _OnFreePort(Controller):
    def __init__(self, *given: Any, **settings: Any) -> None:
        self.lines: list[Transport] = []
        super().__init__(*given, **settings)

    def factory(self) -> SMTP:
        return _Line(self.lines, self.handler, **self.SMTP_kwargs)

    def end(self) -> None:
        """Lines that a client left open are cut, and who thinks is woken: their sockets would
        outlive the server, and be warned of in the middle of another test."""
        asyncio.run_coroutine_threadsafe(self._cut(), self.loop).result()
        self.stop()

    async def _cut(self) -> None:
        for line in self.lines:
            line.abort()
        await asyncio.sleep(0)  # a socket is closed in the loop's next turn
        asleep = asyncio.all_tasks() - {asyncio.current_task()}
        for each in asleep:
            each.cancel()
        await asyncio.gather(*asleep, return_exceptions=True)

    def _trigger_server(self) -> None:
        """The first connection makes the handler; the port is known only now."""
        assert self.server
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def running(sink: Sink, **settings: Any) -> Iterator[Sink]:
    """Serve until the block ends; ``settings`` as of aiosmtpd's Controller."""
    controller = _OnFreePort(sink, hostname="127.0.0.1", port=0, **settings)
    controller.start()
    sink.port = controller.port
    try:
        yield sink
    finally:
        controller.end()


def encryption(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    return context


def locked(certificate: tuple[Path, Path]) -> dict[str, Any]:
    """Settings of a server that wants STARTTLS and a login."""

    def check(*given: Any) -> AuthResult:
        login = given[-1]
        good = isinstance(login, LoginPassword) and (login.login, login.password) == (
            USER.encode(),
            PASSWORD.encode(),
        )
        return AuthResult(success=good, handled=False)

    return {
        "tls_context": encryption(certificate),
        "require_starttls": True,
        "auth_required": True,
        "authenticator": check,
    }


def certificate(folder: Path) -> tuple[Path, Path]:
    """A self-signed certificate of 127.0.0.1 and its key, as files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths
