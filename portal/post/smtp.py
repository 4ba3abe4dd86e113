"""Hand letters over by SMTP (RFC 5321), by one connection that is made again when it is lost."""

from __future__ import annotations

import re
import smtplib
import ssl
import time
from email.utils import parseaddr

from portal.errors import SettingsError
from portal.post import servers
from portal.post.letters import POLICY, Letter, message
from portal.post.line import EncryptedLine, Line
from portal.post.outcomes import Down, Refused, TryLater, Unknown, why
from portal.post.servers import SmtpServer

TIMEOUT = 60.0
"""Seconds that the server may be silent."""
WHOLE = 240.0
"""Seconds for one letter, from the first wait to the last, however often the server is connected
to. Nothing of a letter is sent after them, so that none goes out once somebody may have sent it
again: that is when it counts as uncertain (``box.UNCERTAIN_AFTER``), and far off."""
OURS = frozenset({501, 502, 503, 530, 534, 535, 538})
"""Replies that speak of us and not of the addressee: wrong order, no login, no encryption."""
LEAVING = 421
"""The server closes the connection (section 3.8); a new one may do."""
_DOT = re.compile(rb"^\.", re.MULTILINE)


class _Lost(Exception):
    """The connection broke before the letter can have been taken."""


class Smtp:
    """Deliver by calling it. Failures are reported to ``bounces``, the envelope's sender."""

    def __init__(self, server: SmtpServer, password: str, sender: str, bounces: str = "") -> None:
        self._server, self._password, self._sender = server, password, sender
        self._bounces = bounces or parseaddr(sender)[1]
        self._context = _context(server)
        self._connection: smtplib.SMTP | None = None
        self._until = 0.0

    def __call__(self, letter: Letter) -> None:
        content = message(letter, self._sender).as_bytes(policy=POLICY)
        kept = self._connection is not None
        self._begin()
        try:
            self._hand_over(self._connection or self._connect(), letter.to, content)
        except _Lost:
            self.close()
            if not kept or time.monotonic() >= self._until:
                raise TryLater("the connection was lost") from None
            self._hand_over_anew(letter.to, content)

    def reach(self) -> None:
        """Ask the server whether it would take a letter from us now. Raises ``Down`` if not."""
        self._begin()
        try:
            self._greet(self._connection or self._connect())
        except (smtplib.SMTPException, OSError, _Lost):
            self.close()  # it was kept too long; a new one shows
            try:
                self._greet(self._connect())
            except (smtplib.SMTPException, OSError, _Lost) as error:
                self.close()
                raise Down("the mail server ends each connection") from error

    def _greet(self, connection: smtplib.SMTP) -> None:
        self._name_sender(connection)
        self._reset(connection)

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

    def _hand_over_anew(self, to: str, content: bytes) -> None:
        """Use a new connection: servers end the kept one after a while, or a number of letters."""
        try:
            self._hand_over(self._connect(), to, content)
        except _Lost:
            self.close()
            raise TryLater("the connection was lost") from None

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
        self._judge(connection, code, text)

    def _announce(self, connection: smtplib.SMTP, to: str) -> None:
        """Say what is to come, up to the server's word that it takes the content now."""
        self._name_sender(connection)
        self._judge(connection, *connection.rcpt(to))
        self._judge(connection, *connection.docmd("DATA"))

    def _name_sender(self, connection: smtplib.SMTP) -> None:
        code, _ = connection.mail(self._bounces)
        if code == LEAVING:
            raise _Lost
        if code >= 400:
            self._reset(connection)
            raise Down(f"the mail server takes no letters from {self._bounces} (reply {code})")

    def _judge(self, connection: smtplib.SMTP, code: int, text: bytes) -> None:
        if code < 400:
            return
        if code == LEAVING:
            raise _Lost
        self._reset(connection)
        if code in OURS:
            raise Down(f"the mail server takes no letters from us (reply {code})")
        said = text.decode("ascii", "replace")
        if code < 500:
            raise TryLater(why(code, said))
        raise Refused(why(code, said))

    def _reset(self, connection: smtplib.SMTP) -> None:
        try:
            connection.rset()
        except (smtplib.SMTPException, OSError):
            self.close()

    def _connect(self) -> smtplib.SMTP:
        """Connect and sign in. Raises ``Down``, in words that anybody may read."""
        try:
            self._connection = self._logged_in()
        except smtplib.SMTPAuthenticationError as error:
            raise Down("the mail server does not take our user name and password") from error
        except smtplib.SMTPNotSupportedError as error:
            raise Down("the mail server offers no encryption, or no login") from error
        except ssl.SSLError as error:
            raise Down("the mail server's certificate is not good, or it speaks no TLS") from error
        except (smtplib.SMTPException, OSError) as error:
            raise Down("the mail server cannot be reached") from error
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
