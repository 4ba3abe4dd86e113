"""Hear of letters that did not arrive: they came back, or are asked about."""

from __future__ import annotations

import logging
from datetime import datetime

from portal.post import maildir
from portal.post.outcomes import Down
from portal.services.letters import bounces
from portal.services.letters.bounces import LARGEST
from portal.store import db
from portal.worker.tools import Tools
from portal.worker.trouble import place

log = logging.getLogger("portal.worker")


def hear(tools: Tools, now: datetime) -> list[str]:
    """Hear of letters that did not arrive: they came back, or are asked about."""
    return [*_came_back(tools, now), *_failed(tools, now)]


def _came_back(tools: Tools, now: datetime) -> list[str]:
    """Reports are removed once they are read, or cannot be."""
    addresses = 0
    for path, content in maildir.messages(tools.bounces, LARGEST) if tools.bounces else ():
        try:
            addresses += bounces.note(content, now)
        except db.Unavailable:  # that passes: the next pass reads it
            raise
        except Exception as error:
            log.error("a letter that came back cannot be read: %s", place(error))
        maildir.remove(path)
    return _heard(addresses)


def _failed(tools: Tools, now: datetime) -> list[str]:
    """Ask which failed. What was learnt before answers ended counts; all is asked again later."""
    if tools.failures is None or not bounces.due(now):
        return []
    letters, trouble = list[bytes](), list[str]()
    try:
        for letter in tools.failures(bounces.asked(now)):
            letters.append(letter)
    except Down as error:
        trouble.append(f"letters that failed are asked for again later: {error}")
    addresses = bounces.note_failed(letters, now)
    if not trouble:
        bounces.heard(now)
    return [*_heard(addresses), *trouble]


def _heard(addresses: int) -> list[str]:
    return [f"heard that {addresses} addresses do not work"] if addresses else []
