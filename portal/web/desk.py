"""Pages need keys, the clock, and how this installation is reached, from outside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from flask import current_app

if TYPE_CHECKING:
    from portal.services.answering.drafts import Secrets


@dataclass(frozen=True, slots=True)
class Desk:
    """Pages take these from outside. ``keys``: what the key folder has for this process.
    ``retire``: has this process end as soon as it has answered, since something is in its memory
    that is not to stay there. ``clock``: aware UTC. ``base_url`` has no slash at its end.
    A privacy notice names the ``controller``, ``privacy_contact`` and ``lawful_basis`` (Article 13
    of the UK GDPR). ``sender``: who letters are from, nothing where GOV.UK Notify says that.
    ``sites``: respond, staff or both. ``questionnaires``: the folder of those that are shipped.
    ``proxies``: how many servers in front name the client."""

    keys: Secrets
    retire: Callable[[], None]
    web_secret: bytes
    clock: Callable[[], datetime]
    base_url: str
    https: bool
    support: str
    controller: str
    privacy_contact: str
    lawful_basis: str
    sender: str
    sites: str
    questionnaires: Path
    proxies: int


def desk() -> Desk:
    """Return the desk of the application that answers this request."""
    own: Desk = current_app.extensions["desk"]
    return own


def notice() -> dict[str, str]:
    """Return what the operator must say in a privacy notice."""
    own = desk()
    return {
        "controller": own.controller,
        "privacy_contact": own.privacy_contact,
        "lawful_basis": own.lawful_basis,
    }
