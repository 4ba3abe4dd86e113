"""What Northshire and Southborough do about what their people said: last year's plan, told in “You
said, we did”, and this year's, which has begun."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias

from portal.cli.demonstration import cast
from portal.cli.demonstration.stage import Stage
from portal.services.rounds.register import LAST_YEAR, THIS_YEAR

if TYPE_CHECKING:
    from portal.services.actions.plans import ActionPlan, Progress

AFTER = timedelta(weeks=9)
"""A plan was written so long after its round opened."""
YEAR = timedelta(weeks=40)
OPENING = (
    "Thank you for answering. This is what we have done so far about what you said, and what we"
    " have decided against. Ask at your team meeting if you would like to help."
)
Doing: TypeAlias = tuple[str, str, "Progress", str]
Written = Mapping[str, Doing]
"""What is done by words of a finding: that, who does it, how far it is and what to say of that."""
LAST_YEARS: Written = {
    "my workload is unsafe": (
        "Team managers write down each warning that a workload is unsafe, and what came of it",
        "Heads of service",
        "under way",
        "Children's services began in March; adults' services follow.",
    ),
    "responsible for what": (
        "Each service has one page that says who decides what",
        "Service managers",
        "done",
        "In all teams since May.",
    ),
    "how work makes me feel": (
        "Every team gets a second supervisor",
        "Heads of service",
        "dropped",
        "There is no money for it this year. Groups of peers meet once a month in its place.",
    ),
}
ANY: Doing = (
    "A group of practitioners and managers works out what would help",
    "Principal social worker",
    "under way",
    "",
)
"""What is done about the first finding, where there are words for none of them."""
THIS_YEARS: Written = {
    "Safe workloads": (
        "Two more people join each duty team until the summer",
        "Director of people's services",
        "under way",
        "",
    ),
}
BEGUN: Written = {
    "my workload is unsafe": (
        "The principal social worker sits in on allocation in each team once",
        "Principal social worker",
        "not started",
        "",
    ),
}


def last_year(stage: Stage) -> None:
    """Write Northshire's plan after last year's round, and tell its people."""
    from portal.services.actions import telling

    written, code = stage.last + AFTER, "northshire"
    if code in _signing_in() and _write(LAST_YEAR, code, LAST_YEARS, written):
        plan, told = _plan(LAST_YEAR, code), written + YEAR / 2
        telling.publish(plan, OPENING, _signing_in()[code], told)


def this_year(stage: Stage) -> None:
    """Begin this year's plans."""
    for code, words in (("northshire", THIS_YEARS), ("southborough", BEGUN)):
        if code in _signing_in():
            _write(THIS_YEAR, code, words, stage.this + AFTER - timedelta(days=1))


def _write(round_code: str, organisation: str, written: Written, at: datetime) -> bool:
    """Write what the report finds and there are words for, unless it is there already."""
    from portal.calendar.london import london_day
    from portal.services.actions import changes
    from portal.services.actions.plans import ActionWords

    plan = _plan(round_code, organisation)
    if any(each.stored and each.round.code == round_code for each in plan.entries):
        return False
    fitting = [
        (each, words)
        for each in plan.proposed
        for finding, words in written.items()
        if finding in each.words.finding
    ]
    due = london_day(at + YEAR)
    for each, (action, owner, progress, note) in fitting or [(plan.proposed[0], ANY)]:
        words = ActionWords(each.words.finding, action, owner, due, progress, note)
        changes.write(plan, each.key, words, _signing_in()[organisation], at)
    return True


def _plan(round_code: str, organisation: str) -> ActionPlan:
    from portal.services.actions import plans
    from portal.services.rounds import register as rounds
    from portal.services.staff import scope

    employer = scope.employer(organisation)
    if employer is None:
        raise LookupError(organisation)
    return plans.of_organisation(rounds.by_code(round_code), employer)


def _signing_in() -> dict[str, str]:
    """Return who signs in, by organisation."""
    return {each.code: f"{each.psw}@{each.domain}" for each in cast.ORGANISATIONS if each.psw}
