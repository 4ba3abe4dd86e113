"""Letters to principal social workers can be switched off, for one round each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from portal.errors import Refused
from portal.services import audit, editing
from portal.services.letters import notices
from portal.services.letters.notices import Matter
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.store import db
from portal.store.rounds import Round

KINDS: Mapping[str, str] = {
    "planned": "A round is planned",
    "missing": "A list is missing",
    "opens": "A round opens",
    "halfway": "Half of the time is over",
    "closes": "A round closes",
    "closed": "A round has closed",
    "report": "A report can be read",
    "plan": "Actions are due",
}
"""The kinds that can be, in the order in which they go, and their titles."""


def fitting(round_: RoundInfo) -> dict[str, str]:
    """Return those that a round can send: of a return there is no report, and no plan."""
    none = ("report", "plan") if round_.named else ()
    return {kind: title for kind, title in KINDS.items() if kind not in none}


def shown(unsent: Collection[str]) -> dict[str, str]:
    """Say what can be changed, letter by letter."""
    return {title: "off" if kind in unsent else "on" for kind, title in KINDS.items()}


def switch(
    round_code: str, unsent: Collection[str], who: str, now: datetime, *, seen: str | None = None
) -> None:
    """Have all of these kinds stay unsent from now on, and no others. ``seen``: the fingerprint of
    ``shown``. Raises ``NotFound``, ``EditedMeanwhile``, and ``Refused`` for what cannot be switched
    off."""
    if unknown := sorted(set(unsent) - KINDS.keys()):
        raise Refused(f"“{unknown[0]}” cannot be switched off; choose from {', '.join(KINDS)}.")
    with db.writing():
        round_ = rounds.by_code(round_code)
        editing.check(seen, before := shown(round_.unsent), "list of letters")
        kept = " ".join(kind for kind in KINDS if kind in unsent)
        Round.update(unsent=kept).where(Round.id == round_.id).execute()
        after = shown(unsent)
        if changed := editing.differing(before, after):
            said = ", ".join(f"“{title}” {after[title]}" for title in changed)
            audit.note(who, f"switched letters of round {round_code} to PSWs: {said}", now)


def is_off(matter: Matter) -> bool:
    """Say whether the round that a letter is about has its kind switched off."""
    if matter.kind not in KINDS:
        return False
    row = Round.get_or_none(Round.id == notices.round_of(matter.about))
    return row is not None and matter.kind in row.unsent.split()
