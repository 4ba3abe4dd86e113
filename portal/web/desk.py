"""Pages need keys, the clock, and how this installation is reached, from outside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import current_app


@dataclass(frozen=True, slots=True)
class Desk:
    """Pages take these from outside. ``draft_secret``: a round's id -> its draft secret, none once
    destroyed. ``clock``: aware UTC. ``base_url`` has no slash at its end. ``sender``: who letters
    are from, nothing where GOV.UK Notify says that. ``sites``: respond, staff or both.
    ``questionnaires``: the folder of those that are shipped. ``proxies``: how many servers in front
    name the client."""

    draft_secret: Callable[[bytes], bytes | None]
    web_secret: bytes
    clock: Callable[[], datetime]
    base_url: str
    https: bool
    support: str
    sender: str
    sites: str
    questionnaires: Path
    proxies: int


def desk() -> Desk:
    """Return the desk of the application that answers this request."""
    own: Desk = current_app.extensions["desk"]
    return own
