"""Ways from one room to another that depend on what there is."""

from __future__ import annotations

from typing import NoReturn

from flask import abort, flash, redirect, url_for

from portal.calendar.state import State
from portal.services.rounds import planning
from portal.services.rounds.register import RoundInfo


def people(round_code: str) -> str:
    """To the people of a round's only organisation at once, else to the choice between several."""
    taking_part = planning.of(round_code).organisations
    if len(taking_part) == 1:
        return url_for("staff.people.people", round_code=round_code, organisation=taking_part[0])
    return url_for("staff.overview.overview", round_code=round_code)


NOTE = "note"
"""The kind of a notice that tells of something else than what has just been done."""


def instead_to(found: RoundInfo, why: str) -> NoReturn:
    """To the round's page, whose state has left no use for the page that was asked for."""
    flash(why, NOTE)
    abort(redirect(url_for("staff.rounds.one", round_code=found.code), code=303))


def check_state(found: RoundInfo, state: State, what: str) -> None:
    """A page about a step that a round in this state takes leads to the round once it is in
    another, as that may be somebody else's doing. ``what``: the step, as in “it cannot be …”."""
    about = {"open": "to open", "close": "to close", "count": "to be counted"}
    if found.state != state:
        now = {State.DRAFT: "a draft", State.RELEASING: "being counted"}.get(
            found.state, found.state.value
        )
        instead_to(found, f"{found.title} is {now} now, so it cannot be {what}.")
    if found.request:
        instead_to(found, f"{found.title} is about {about[found.request]}; that is in hand.")
