"""What the count withheld, of which organisation and why, by what was released and nothing else: a
reason says no more than the reports do. Pure.

Statements, scores and groups that too few are behind, and those that would let a few be worked out
beside others, have one reason: which of the two it is would tell how many there are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from portal.disclosure.cells import Cell
from portal.disclosure.statements import subjects
from portal.reports import words
from portal.reports.counted import Withheld
from portal.survey import telling
from portal.survey.questionnaire import Questionnaire
from portal.survey.wording import filled

ALL = "figures"
COMMENTS = "comments"
ONE_SPLIT = "People are split in one way only, because the round keeps single responses"
COMMENTS_FROM = 20
TALLIED = "What people are: tallied for each organisation, in no figure and no single response"
BECAUSE = "In no single response, because it was asked, or is made, of what people are"


def of_everybody(
    questionnaire: Questionnaire, k: int, *, responses_kept: bool
) -> Iterator[Withheld]:
    """List what is withheld of all alike."""
    why = (
        f"Kept only of organisations where {max(COMMENTS_FROM, k)} people answered an invitation,"
        " or more where links have ended"
    )
    yield Withheld("", COMMENTS, "Comments", why)
    if not responses_kept:
        return
    gone = telling.gone(questionnaire)
    for id, item in questionnaire.items.items():
        if id in gone:
            why = TALLIED if id in questionnaire.facts else BECAUSE
            yield Withheld("", id, filled(item.label, {}), why)
    silent = telling.silent(questionnaire, gone)
    for score in questionnaire.scores:
        if score.id in silent:
            yield Withheld("", f"score_{score.id}", score.title, BECAUSE)


def of_organisation(
    questionnaire: Questionnaire,
    code: str,
    cells: Collection[Cell],
    k: int,
    *,
    responses_kept: bool,
) -> Iterator[Withheld]:
    """List what is withheld of an organisation, of which these cells were released."""
    if not cells:
        why = (
            f"Not reported by itself: it needs {k} people who answered an invitation, and more "
            "where links have ended"
        )
        yield Withheld(code, ALL, "All figures", why)
        return
    few = f"Fewer than {k} people, or it would let a smaller group be worked out"
    titles = {score.id: score.title for score in questionnaire.scores}
    told = {cell.about for cell in cells if not cell.split}
    for subject in subjects(questionnaire):
        if subject.id not in told:
            item = subject.item
            label = filled(item.label, {}) if item else titles[subject.id]
            yield Withheld(code, subject.id if item else f"score_{subject.id}", label, few)
    for number, breakdown in enumerate(questionnaire.breakdowns):
        label = filled(questionnaire.items[breakdown].label, {})
        groups = [c.group for c in cells if c.measure == "size" and c.split == breakdown]
        if not groups:
            why = ONE_SPLIT if responses_kept and number else few
            yield Withheld(code, breakdown, f"Split by “{label}”", why)
        yield from _merged(questionnaire, code, breakdown, groups, few)


def _merged(
    questionnaire: Questionnaire,
    code: str,
    breakdown: str,
    groups: Sequence[tuple[str, ...]],
    few: str,
) -> Iterator[Withheld]:
    """List the groups that are told as one."""
    for group in groups:
        if len(group) > 1:
            named = words.group(questionnaire, breakdown, group)
            yield Withheld(code, breakdown, f"Told as one: {named}", few)
