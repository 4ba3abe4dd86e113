"""A browser that does not lose heart when the server goes away."""

from __future__ import annotations

import select
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException

from bench.browser import Browser

PAUSE = 0.2
"""Seconds before a server that did not answer is asked again."""


@dataclass
class PatientBrowser(Browser):
    """As browsers do, it opens a connection again which the server has closed, and sends a request
    again whose connection turned out to be closed. Until ``until`` (seconds since 1970) it goes on
    asking, whatever becomes of the connection.

    ``attempts`` are those of the last request, ``lost`` all that went unanswered.
    """

    until: float = 0.0
    attempts: int = 0
    lost: int = 0

    def request(
        self,
        method: str,
        path: str,
        body: str | None = None,
        extra: Mapping[str, str] | None = None,
    ) -> tuple[int, str, str]:
        self.attempts = 0
        while True:
            self._leave_what_was_closed()
            kept = self.connection is not None
            self.attempts += 1
            try:
                return super().request(method, path, body, extra)
            except (OSError, HTTPException):
                self.close()
                self.lost += 1
                once_more = kept and self.attempts == 1
                if not once_more and time.time() > self.until:
                    raise
            time.sleep(0 if once_more else PAUSE)

    def _leave_what_was_closed(self) -> None:
        """Between answers there is nothing to read but the end of the connection."""
        if self.connection is None:
            return
        socket = self.connection.sock
        if socket is None or select.select([socket], [], [], 0)[0]:
            self.close()
