"""What people change in a plan: nobody undoes unseen what somebody else has written."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime

from portal.calendar.london import day_in_words, london_day
from portal.disclosure.cells import Cell
from portal.errors import NotFound, Refused
from portal.services import audit, editing
from portal.services.actions import plans
from portal.services.actions.plans import ActionPlan, ActionWords
from portal.services.reports import released
from portal.services.rounds.register import RoundInfo
from portal.services.staff.scope import Employer
from portal.store import db
from portal.store.actions import Action

LONGEST = {"finding": 300, "action": 500, "owner": 100, "note": 500}
"""Characters of each, at most."""
BLANK = ActionWords()
_ID = 16


class UnfitAction(Refused):
    """An action cannot be as it was typed; ``faults`` says why, by field."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = faults


def new_key() -> str:
    """Make the id of an action that somebody is about to add: sent twice, it is one."""
    return secrets.token_hex(_ID)


def in_words(words: ActionWords) -> dict[str, str]:
    """Name what can be changed of an action."""
    return {
        "what people said": words.finding,
        "what you do": words.action,
        "who does it": words.owner,
        "the day": day_in_words(words.due) if words.due else "",
        "how far it is": plans.IN_WORDS[words.progress],
        "the note": words.note,
        "telling staff": "yes" if words.shown else "no",
    }


def write(
    plan: ActionPlan,
    key: str,
    words: ActionWords,
    who: str,
    now: datetime,
    *,
    measure: str = "",
    seen: str | None = None,
) -> None:
    """Write an action: a new one, measured by the score ``measure`` if any, one that the report
    proposes, or one that is stored. ``seen``: of ``in_words``, as of ``editing``. Raises
    ``UnfitAction``, ``EditedMeanwhile``, ``NotFound``."""
    _check(words)
    proposal = next((each for each in plan.proposed if each.key == key), None)
    with db.writing():
        row = _row(plan, key)
        before = plans.words(row) if row else proposal.words if proposal else BLANK
        if row and before == words:
            return  # a second click
        editing.check(seen, in_words(before), "action")
        if row is None:
            cell = proposal.cell if proposal else plan.edition.own(measure) if measure else None
            _add(plan, key, words, cell, now)
        else:
            _change(row, words, now)
        deed = "changed" if row else "planned"
        audit.note(who, f"{deed} an action of {_of(plan.round, plan.employer)}", now)


def remove(plan: ActionPlan, key: str, who: str, now: datetime, *, seen: str | None = None) -> None:
    """Remove an action; what the report proposes is proposed again. Raises ``EditedMeanwhile``; one
    that is gone already is no fault."""
    with db.writing():
        if (row := _row(plan, key)) is None:
            return
        editing.check(seen, in_words(plans.words(row)), "action")
        Action.delete().where(Action.id == row.id).execute()
        audit.note(who, f"removed an action of {_of(plan.round, plan.employer)}", now)


def _check(words: ActionWords) -> None:
    faults = {
        name: f"That is too long: {most} characters at most."
        for name, most in LONGEST.items()
        if len(getattr(words, name)) > most
    }
    if not words.finding:
        faults["finding"] = "Say what people said that this is about."
    if not words.action and words.progress != "dropped":
        faults["action"] = "Say what you do about it, or that you decided against doing anything."
    if words.progress == "dropped" and not words.note:
        faults["note"] = "Say in a few words why you decided against it."
    if faults:
        raise UnfitAction(faults)


def _row(plan: ActionPlan, key: str) -> Action | None:
    """Look an action up that is stored. Raises ``NotFound`` for what is none of this plan's."""
    try:
        id = bytes.fromhex(key)
    except ValueError:
        id = b""
    row: Action | None = Action.get_or_none(Action.id == id)
    known = {each.key for each in plan.entries if each.stored}
    theirs = row is not None and row.organisation_id != plan.employer.code
    elsewhere = row is not None and row.round_id != plan.round.id and key not in known
    if len(id) != _ID or theirs or elsewhere:
        raise NotFound("There is no such action in this plan.")
    return row


def _add(plan: ActionPlan, key: str, words: ActionWords, cell: Cell | None, now: datetime) -> None:
    Action.create(
        id=bytes.fromhex(key),
        round=plan.round.id,
        organisation=plan.employer.code,
        about=cell.about if cell else "",
        measure=cell.measure if cell else "",
        figure=released.noted(cell) if cell else "",
        moved=london_day(now),
        **_columns(words),
    )


def _change(row: Action, words: ActionWords, now: datetime) -> None:
    """Another day is reminded of again."""
    changed = _columns(words)
    if words.due != row.due:
        changed["reminded"] = 0
    if words.progress != row.progress:
        changed["moved"] = london_day(now)
    Action.update(**changed).where(Action.id == row.id).execute()


def _columns(words: ActionWords) -> dict[str, object]:
    return {
        "finding": words.finding,
        "action": words.action,
        "owner": words.owner,
        "due": words.due,
        "progress": words.progress,
        "note": words.note,
        "shown": int(words.shown),
    }


def _of(round_: RoundInfo, employer: Employer) -> str:
    return f"the plan of {employer.code} after round {round_.code}"
