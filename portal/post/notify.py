"""Hand letters over by GOV.UK Notify's REST API, or what speaks it.

The template there has the subject ``((subject))`` and the body ``((body))``; sender and address for
answers are set in Notify. See its documentation, “Send an email” and “Error codes”.
"""

from __future__ import annotations

import json
import re
import select
from collections.abc import Callable, Mapping
from datetime import datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

import jwt

from portal.errors import SettingsError
from portal.post import servers
from portal.post.letters import Letter
from portal.post.outcomes import Down, Refused, TryLater, Unknown
from portal.post.servers import NotifyService

TIMEOUT = 30.0
"""Seconds that one answer is waited for."""
PATH = "/v2/notifications/email"
ID = "[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
_KEY = re.compile(rf".*?({ID})-({ID})", re.IGNORECASE)
"""An API key has its name, the service's id and the secret, in this order."""


class Notify:
    """Deliver by calling it."""

    def __init__(self, service: NotifyService, key: str, clock: Callable[[], datetime]) -> None:
        parts = _KEY.fullmatch(key)
        if parts is None:
            raise SettingsError("The file that NOTIFY_KEY_FILE names holds no API key of Notify.")
        self._issuer, self._secret = parts[1], parts[2]
        self._service, self._clock = service, clock
        self._connection: HTTPConnection | None = None

    def __call__(self, letter: Letter) -> None:
        body = json.dumps(self._asked(letter)).encode()
        headers = {"Authorization": f"Bearer {self.token()}", "Content-Type": "application/json"}
        connection = self._kept() or self._open()
        try:
            connection.request("POST", PATH, body, headers)
        except (HTTPException, OSError) as error:
            self.close()
            raise TryLater("the connection was lost") from error
        try:
            response = connection.getresponse()
            status, content = response.status, response.read()
        except (HTTPException, OSError) as error:
            self.close()
            raise Unknown from error
        self._judge(status, content)

    def _asked(self, letter: Letter) -> dict[str, object]:
        asked: dict[str, object] = {
            "email_address": letter.to,
            "template_id": self._service.template,
            "personalisation": {"subject": letter.subject, "body": letter.text},
        }
        if letter.reference:
            asked["reference"] = letter.reference
        if letter.stop.startswith("https://"):
            asked["one_click_unsubscribe_url"] = letter.stop
        return asked

    def _judge(self, status: int, content: bytes) -> None:
        if status < 300:
            return
        if status == 400 and any(
            error.get("error") == "ValidationError" and "email_address" in str(error.get("message"))
            for error in _errors(content)
        ):
            raise Refused("there is no such address")
        if status >= 500:
            raise TryLater("Notify had a fault")
        raise Down(TROUBLES.get(status, f"Notify takes no letters from us (reply {status})"))

    def reach(self) -> None:
        """Make sure of a connection. Raises ``Down`` where there is none to be had."""
        self._kept() or self._open()

    def close(self) -> None:
        """End the connection; the next letter makes a new one."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _kept(self) -> HTTPConnection | None:
        """Return the connection of the last letter, unless the other side has ended it. That shows
        before it is used again, and must, since afterwards nobody could tell what was taken."""
        if self._connection is None or self._connection.sock is None:
            return None
        if select.select([self._connection.sock], [], [], 0)[0]:
            self.close()
        return self._connection

    def _open(self) -> HTTPConnection:
        self._connection = self.connect(TIMEOUT)
        return self._connection

    def connect(self, timeout: float) -> HTTPConnection:
        """Make a connection of the caller's own; ``timeout`` is in seconds. Raises ``Down``."""
        parts = urlsplit(self._service.url)
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        connection = kind(str(parts.hostname), parts.port, timeout=timeout)
        try:
            connection.connect()
        except OSError as error:
            raise Down("Notify cannot be reached") from error
        return connection

    def token(self) -> str:
        """Make a token for one request; Notify takes it for half a minute."""
        claims = {"iss": self._issuer, "iat": int(self._clock().timestamp())}
        return jwt.encode(claims, self._secret, algorithm="HS256")


TROUBLES: Mapping[int, str] = {
    400: "Notify does not take our letters: the template, or what the key may do, is not right",
    403: "Notify does not take our key, or this machine's clock is wrong",
    429: "Notify takes no more letters for now: its limit is reached",
}


def connect(service: NotifyService, clock: Callable[[], datetime]) -> Notify:
    """Read the key now. Raises ``SettingsError``."""
    return Notify(service, servers.secret(service.key_file, "NOTIFY_KEY_FILE"), clock)


def _errors(content: bytes) -> list[dict[str, Any]]:
    try:
        given = json.loads(content)["errors"]
    except (ValueError, KeyError, TypeError):
        return []
    return [error for error in given if isinstance(error, dict)] if isinstance(given, list) else []
