"""Single responses leave the portal only as this decides: to administrators who say what for, and
with their organisation only where many share it.

Who knows five of a colleague's answers, as people who work together do, finds the response among
thirty nearly always, and less often among many. So a response that is taken away stands among at
least ``AMONG`` of which the same is told of where they are from. That is no protection by itself:
the files are for administrators' eyes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from portal.calendar.london import day_in_words, london_day
from portal.disclosure.sizes import Size, split
from portal.errors import Conflict, Refused
from portal.reports.counted import Counted, Remark, Repeated, Reply, Withheld
from portal.services import audit
from portal.services.reports import publishing, results
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo

Row = TypeVar("Row", Reply, Remark)
AMONG = 50
UNNAMED = (
    "organisation",
    "The organisation of each response and comment",
    f"Fewer than {AMONG} responses share it, or without it fewer than {AMONG} have none",
)
"""What is withheld of an organisation in the files alone, and why."""
SHORTEST, LONGEST = 10, 300
WANTED = f"Say in one line of {SHORTEST} to {LONGEST} characters what you need the data for."


def taken(round_code: str, reason: str, now: datetime) -> Counted:
    """Return what may be taken away of a counted round. Returns are whole, whatever the reason:
    they are their organisations' own statements. Raises ``NotFound``, ``Conflict``, ``Refused``."""
    round_ = rounds.by_code(round_code)
    check_kept(round_, now)
    whole = results.counted(round_code)
    if whole.questionnaire.named:
        return whole
    check_reason(reason)
    told = _told(results.numbers(round_code))
    unnamed = [Withheld(code, *UNNAMED) for code in whole.places if code not in told]
    return replace(
        whole,
        withheld=(*publishing.withheld(round_), *unnamed),
        replies=Repeated(lambda: (_telling(told, each) for each in whole.replies)),
        remarks=Repeated(lambda: (_telling(told, each) for each in whole.remarks)),
    )


def check_kept(round_: RoundInfo, now: datetime) -> None:
    """Raise ``Conflict`` for a round that keeps no single responses, is not counted, or held them
    until an earlier day."""
    results.check_counted(round_)
    if round_.retain_until < london_day(now):
        last = day_in_words(round_.retain_until)
        raise Conflict(f"What {round_.title} held was deleted after {last}.")
    if not round_.named and not round_.responses_kept:
        raise Conflict(f"{round_.title} keeps no single responses: its reports are all there is.")


def check_reason(reason: str) -> None:
    """Raise ``Refused`` for what is no reason, or no line."""
    if not (SHORTEST <= len(reason.strip()) <= LONGEST and reason.isprintable()):
        raise Refused(WANTED)


def note(round_code: str, form: str, reason: str, who: str, now: datetime) -> None:
    """Note that somebody takes single people's answers out of the portal, and what for, if it was
    said."""
    said = f": {reason.strip()}" if reason.strip() else ""
    audit.note(who, f"exported round {round_code} as {form}{said}", now)


def _told(numbers: Mapping[str, int]) -> Collection[str]:
    """Return the organisations that are told, of how many responses each has (``""``: of none):
    those of ``AMONG``, but for the smallest where all that tell none would be fewer."""
    whose = [organisation for organisation, number in numbers.items() for _ in range(number)]
    values = {place: organisation or None for place, organisation in enumerate(whose)}
    kept, _ = split(values, Size([True] * len(whose), AMONG))
    return {whose[group[0]] for group in kept}


def _telling(told: Collection[str], row: Row) -> Row:
    return row if row.organisation in told else row._replace(organisation="")
