"""Hand letters over by SMTP (RFC 5321), by one connection that is made again when it is lost."""

from __future__ import annotations

import re
import smtplib
import ssl
import time
from collections.abc import Callable
from email.utils import parseaddr
from typing import TypeAlias

from portal.errors import SettingsError
from portal.post import servers
from portal.post.headers import POLICY
from portal.post.letters import Letter, message
from portal.post.line import EncryptedLine, Line
from portal.post.outcomes import Down, TryLater, Unknown
from portal.post.replies import to_letter, to_recipient
from portal.post.servers import SmtpServer

TIMEOUT = 60.0
"""Seconds that the server may be silent."""
WHOLE = 240.0
"""Seconds for one letter, from the first wait to the last, however often the server is connected
to. Nothing of a letter is sent after them, so that none goes out once somebody may have sent it
again: that is when it counts as uncertain (``box.UNCERTAIN_AFTER``), and far off."""
ERRORS = 5
"""After so many refusals on one connection the next letter has a new one: servers answer more and
more slowly whoever made many (Postfix from the tenth, by a second each)."""
LEAVING = 421
"""The server closes the connection (section 3.8); a new one may do."""
Judge: TypeAlias = Callable[[int, str], Exception]
_DOT = re.compile(rb"^\.", re.MULTILINE)


class _Lost(Exception):
    """The connection broke before the letter can have been taken."""


class _NotNow(Down):
    """The server takes no letter from us by this connection. The message says so."""


class Smtp:
    """Deliver by calling it. Failures are reported to ``bounces``, the envelope's sender."""

    def __init__(self, server: SmtpServer, password: str, sender: str, bounces: str = "") -> None:
        self._server, self._password, self._sender = server, password, sender
        self._bounces = bounces or parseaddr(sender)[1]
        self._context = _context(server)
        self._connection: smtplib.SMTP | None = None
        self._until = 0.0
        self._errors = 0

    def __call__(self, letter: Letter) -> None:
        content = message(letter, self._sender).as_bytes(policy=POLICY)
        self._begin()
        try:
            self._on_line(lambda line: self._hand_over(line, letter.to, content))
        except _Lost:
            raise TryLater("the connection was lost") from None

    def reach(self) -> None:
        """Ask the server whether it would take a letter from us now. Raises ``Down`` if not."""
        self._begin()
        try:
            self._on_line(self._greet)
        except _Lost as error:
            raise Down("the mail server ends each connection") from error

    def _on_line(self, do: Callable[[smtplib.SMTP], None]) -> None:
        """Do something on the kept connection, or once more on a new one: servers end a kept one,
        or take no more letters by it, after a while or a number of letters. Raises ``_Lost``,
        ``Down``."""
        kept = self._connection is not None
        try:
            do(self._connection or self._connect())
        except (_Lost, _NotNow):
            self.close()
            if not kept or time.monotonic() >= self._until:
                raise
            self._on_line(do)

    def _greet(self, connection: smtplib.SMTP) -> None:
        try:
            self._name_sender(connection)
            connection.rset()
        except (smtplib.SMTPException, OSError) as error:
            raise _Lost from error

    def close(self) -> None:
        """End the connection; the next letter makes a new one."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _begin(self) -> None:
        self._until = time.monotonic() + WHOLE

    def _left(self) -> float:
        """Return the seconds that the next wait may take. Raises ``TimeoutError`` at the end."""
        left = min(TIMEOUT, self._until - time.monotonic())
        if left <= 0:
            raise TimeoutError
        return left

    def _hand_over(self, connection: smtplib.SMTP, to: str, content: bytes) -> None:
        try:
            self._announce(connection, to)
        except (smtplib.SMTPException, OSError) as error:
            raise _Lost from error
        try:
            connection.send(_DOT.sub(b"..", content) + b".\r\n")
            code, text = connection.getreply()
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise Unknown from error
        self._judge(connection, to_letter, code, text)
        self._errors = 0

    def _announce(self, connection: smtplib.SMTP, to: str) -> None:
        """Say what is to come, up to the server's word that it takes the content now."""
        self._name_sender(connection)
        self._judge(connection, to_recipient, *connection.rcpt(to))
        self._judge(connection, to_letter, *connection.docmd("DATA"))

    def _name_sender(self, connection: smtplib.SMTP) -> None:
        code, _ = connection.mail(self._bounces)
        if code >= 400:
            raise _NotNow(f"the mail server takes no letters from {self._bounces} (reply {code})")

    def _judge(self, connection: smtplib.SMTP, of: Judge, code: int, text: bytes) -> None:
        """Raise what a reply means, and leave the connection fit for the next letter."""
        if code < 400:
            return
        if code == LEAVING:
            raise _Lost
        self._errors += 1
        try:
            connection.rset()
        except (smtplib.SMTPException, OSError):
            self.close()
        if self._errors >= ERRORS:
            self.close()
        raise of(code, text.decode("ascii", "replace"))

    def _connect(self) -> smtplib.SMTP:
        """Connect and sign in. Raises ``Down``, in words that anybody may read."""
        try:
            self._connection = self._logged_in()
        except smtplib.SMTPAuthenticationError as error:
            raise Down(_unauthenticated(error.smtp_code)) from error
        except smtplib.SMTPResponseException as error:
            raise Down(f"the mail server turns us away (reply {error.smtp_code})") from error
        except smtplib.SMTPNotSupportedError as error:
            raise Down("the mail server offers no encryption, or no login") from error
        except ssl.SSLError as error:
            raise Down("the mail server's certificate is not good, or it speaks no TLS") from error
        except (smtplib.SMTPException, OSError) as error:
            raise Down("the mail server cannot be reached") from error
        self._errors = 0
        return self._connection

    def _logged_in(self) -> smtplib.SMTP:
        server = self._server
        at = server.host, server.port, self._left
        encrypted = server.tls == "always"
        connection = EncryptedLine(*at, self._context) if encrypted else Line(*at)
        try:
            connection.ehlo_or_helo_if_needed()
            if server.tls == "required" or (
                server.tls == "offered" and connection.has_extn("starttls")
            ):
                connection.starttls(context=self._context)
            if server.user:
                connection.login(server.user, self._password)
        except BaseException:
            connection.close()
            raise
        return connection


def _unauthenticated(code: int) -> str:
    if code < 500:
        return f"the mail server cannot check our password now (reply {code})"
    return "the mail server does not take our user name and password"


def connect(server: SmtpServer, sender: str, bounces: str = "") -> Smtp:
    """Read the password now; the connection is made for the first letter. Raises
    ``SettingsError``."""
    file = server.password_file
    password = servers.secret(file, "SMTP_PASSWORD_FILE") if file else server.password
    return Smtp(server, password, sender, bounces)


def _context(server: SmtpServer) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=server.authority)
    except (OSError, ssl.SSLError) as error:
        raise SettingsError("The file that SMTP_CA_FILE names holds no certificates.") from error
