"""What a round is planned to be: what a plan lacks, and what may not be."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from portal.calendar.london import UNDECIDED, UNDECIDED_DAY
from portal.calendar.schedule import Schedule, checked
from portal.disclosure.answered import FEWEST
from portal.errors import Refused
from portal.post.letters import STAFF
from portal.services.questionnaires import frozen
from portal.services.rounds.register import DEMONSTRATIONS
from portal.survey.questionnaire import Questionnaire

RESERVED = ("new", STAFF)
"""A word of the staff site's addresses in the place of a code; the folder of letters to staff."""
Field: TypeAlias = Literal["questionnaire", "organisations", "opens", "closes", "retain_until"]
"""What may be missing in a draft."""
NO_DAYS = Schedule(UNDECIDED, UNDECIDED)
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a round is made from; a draft's may lack all but code and title (``missing``).
    ``organisations``: codes; None for all there are but the demonstration's;
    ``responses_kept``: single responses, in place of figures of roles; ``reports_wait``: until an
    administrator publishes them."""

    code: str
    title: str
    questionnaire: Questionnaire = frozen.NONE_YET
    schedule: Schedule = NO_DAYS
    retain_until: date = UNDECIDED_DAY
    organisations: Sequence[str] | None = None
    series: str = ""
    threshold: int = FEWEST
    responses_kept: bool = False
    reports_wait: bool = False


class Incomplete(Refused):
    """A round lacks what it needs before it can be scheduled; ``faults`` says what would be right,
    by the field of a plan."""

    def __init__(self, faults: Mapping[Field, str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = faults


def check_own(code: str) -> None:
    """Raise ``Refused`` for a code of the demonstration: what has it goes when that goes."""
    if code in DEMONSTRATIONS:
        raise Refused(f"“{code}” is a code of the demonstration; choose another.")


def missing(plan: Plan) -> dict[Field, str]:
    """Say what a draft still lacks, by field: it is asked for when the round is scheduled."""
    lacks: tuple[tuple[Field, bool, str], ...] = (
        ("questionnaire", plan.questionnaire == frozen.NONE_YET, "Choose the questionnaire."),
        ("organisations", plan.organisations == (), "Choose the organisations that take part."),
        ("opens", plan.schedule.opens == UNDECIDED, "Give the day and time of the opening."),
        ("closes", plan.schedule.closes == UNDECIDED, "Give the day and time of the closing."),
        (
            "retain_until",
            plan.retain_until == UNDECIDED_DAY,
            "Give the day until which results are kept.",
        ),
    )
    return {field: said for field, lacking, said in lacks if lacking}


def check_whole(plan: Plan) -> None:
    """Raise ``Incomplete`` where a plan lacks something."""
    if faults := missing(plan):
        raise Incomplete(faults)


def check_title(title: str) -> None:
    if not (1 <= len(title) <= 200 and title.isprintable()):
        raise Refused("A round's title must be one line of 1 to 200 characters.")


def check(plan: Plan, now: datetime) -> None:
    """Raise ``Refused`` for what no round may be, whole or not."""
    if plan.code in RESERVED:
        raise Refused(f"“{plan.code}” is part of our own addresses; choose another code.")
    if not _CODE.fullmatch(plan.code):
        raise Refused(f"“{plan.code}” is no round code; use up to 40 of a-z, 0-9 and -.")
    check_title(plan.title)
    if len(plan.series) > 40 or not plan.series.isprintable():
        raise Refused("A series must be one line of up to 40 characters.")
    if plan.threshold < FEWEST:
        raise Refused(f"The threshold may be raised above {FEWEST}, never lowered.")
    checked(plan.schedule.opens, plan.schedule.closes, plan.schedule.reminders)
    if plan.schedule.closes <= now:
        raise Refused("A round must close in the future; choose a later closing time.")
    closes = plan.schedule.closes
    if closes != UNDECIDED and plan.retain_until <= closes.date():
        raise Refused("Responses must be kept until a day after the closing; choose a later one.")
