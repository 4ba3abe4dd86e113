"""Who did what to a round or an organisation: never anything about a respondent."""

from __future__ import annotations

from datetime import datetime

from portal.store.records import Audit

WORKER = "worker"
OPERATOR = "command line"


def note(who: str, did: str, now: datetime) -> None:
    """Record within the caller's transaction, so that the note stands or falls with the deed."""
    Audit.create(at=now, who=who, did=did)
