"""Ask GOV.UK Notify which letters it took and could not deliver, since they never come back.

See its documentation, “Get the status of multiple messages”. Its answers hold addresses and whole
letters, those of reminders too; only the letters' own numbers leave this module.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlencode

from portal.post.notify import ID, TROUBLES, Notify
from portal.post.outcomes import Down

PATH = "/v2/notifications"
STATUS = "permanent-failure"
PAGES = 40
"""So many are asked for at most, of 250 letters each."""
LARGEST = 16_000_000
"""Bytes of one page."""
TIMEOUT, PATIENCE = 10.0, 30.0
"""Seconds that one answer is waited for, and after which no further page is asked for."""
LONGEST = timedelta(days=4)
"""A letter has failed so soon after it was taken, or never will: it is tried for three days."""
_LETTER = re.compile(r"[0-9a-f]{32}")


def since(moment: datetime, notify: Notify) -> Iterator[bytes]:
    """Yield the numbers of letters that failed permanently at that moment or later, newest first.

    Raises ``Down`` where no more can be learnt now; what came before it holds.
    """
    began, last = time.monotonic(), ""
    connection = notify.connect(TIMEOUT)
    try:
        for _ in range(PAGES):
            letters, last = _understood(_page(connection, last, notify.token()), moment)
            yield from letters
            if not last:
                return
            if time.monotonic() - began > PATIENCE:
                raise Down("Notify takes too long to list its failures")
        raise Down("Notify lists more failures than are read at a time")
    finally:
        connection.close()


def _page(connection: HTTPConnection, last: str, token: str) -> bytes:
    """Ask for letters older than the one named ``last``. The host is always the one that we were
    told: links in its answers are not followed."""
    asked = {"template_type": "email", "status": STATUS}
    if last:
        asked["older_than"] = last
    try:
        headers = {"Authorization": f"Bearer {token}"}
        connection.request("GET", f"{PATH}?{urlencode(asked)}", headers=headers)
        response = connection.getresponse()
        content = response.read(LARGEST)
    except (HTTPException, OSError) as error:
        raise Down("the connection was lost while Notify listed its failures") from error
    if response.status == 403:
        raise Down(TROUBLES[403])
    if response.status != 200:
        raise Down(f"Notify does not list its failures (reply {response.status})")
    return content


def _understood(content: bytes, moment: datetime) -> tuple[list[bytes], str]:
    """Return the letters on a page, and after which one to go on: none after the last page, or
    where all are too old."""
    try:
        page = json.loads(content)["notifications"]
        letters = list(_failed(page, moment))
        if not page or _at(page[-1], "created_at") < moment - LONGEST:
            return letters, ""
        return letters, _name(page[-1])
    except (ValueError, LookupError, TypeError, RecursionError):
        raise Down("Notify's list of failures cannot be understood") from None


def _failed(page: list[Any], moment: datetime) -> Iterator[bytes]:
    """Yield those with a number of ours, since other programs may send by the same service."""
    for each in page:
        ours = _LETTER.fullmatch(str(each["reference"]))
        if ours and each["status"] == STATUS and _at(each, "completed_at") >= moment:
            yield bytes.fromhex(ours[0])


def _at(one: Any, what: str) -> datetime:
    return datetime.fromisoformat(one[what])


def _name(one: Any) -> str:
    """Return what Notify calls a letter; nothing else goes into our next question."""
    if not re.fullmatch(ID, one["id"]):
        raise ValueError
    return str(one["id"])
