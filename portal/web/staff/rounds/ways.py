"""Ways from one room to another that depend on what there is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from flask import abort, flash, redirect, url_for

from portal.calendar import timetable
from portal.calendar.london import in_london
from portal.calendar.state import State
from portal.services.rounds.register import RoundInfo


def people(round_code: str, taking_part: Sequence[str]) -> str:
    """Lead to the people of a round's only organisation at once, else to the choice between
    several; of a draft that has none yet, to where they are chosen. ``taking_part``: the codes of
    its organisations."""
    if not taking_part:
        return url_for("staff.planning.change", round_code=round_code) + "#which"
    if len(taking_part) == 1:
        return url_for("staff.people.people", round_code=round_code, organisation=taking_part[0])
    return url_for("staff.overview.overview", round_code=round_code)


NOTE = "note"
"""The kind of a notice that tells of something else than what has just been done."""


def in_hand(round_: RoundInfo) -> str:
    """Say in one sentence what the worker does to a round; nothing where it does nothing."""
    if round_.leaving:
        return "It is being removed."
    if round_.in_hand:
        return timetable.in_hand(round_.state)
    if round_.wanted_closes:
        return f"The closing is being moved to {in_london(round_.closing)}."
    return ""


def tell(number: int, done: str, nothing: str) -> None:
    """Tell what was ``done`` to so many; or, where it was none of them, why ``nothing`` was."""
    flash(done if number else f"Nothing was changed. {nothing}", "message" if number else NOTE)


def instead_to(round_: RoundInfo, why: str) -> NoReturn:
    """Lead to the round's page, whose state has left no use for the page that was asked for."""
    flash(why, NOTE)
    abort(redirect(url_for("staff.rounds.one", round_code=round_.code), code=303))


def check_state(round_: RoundInfo, state: State, what: str) -> None:
    """Lead from a page about a step that a round in this state takes to the round once it is in
    another, as that may be somebody else's doing. ``what``: the step, as in “it cannot be …”."""
    about = {
        "open": "to open",
        "close": "to close",
        "count": "to be counted",
        "remove": "to be removed",
    }
    if round_.state != state:
        now = {State.DRAFT: "a draft", State.RELEASING: "being counted"}.get(
            round_.state, round_.state.value
        )
        instead_to(round_, f"{round_.title} is {now} now, so it cannot be {what}.")
    if round_.request:
        instead_to(round_, f"{round_.title} is about {about[round_.request]}; that is in hand.")
