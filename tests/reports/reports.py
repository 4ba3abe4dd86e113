"""Northshire's report of two rounds, for what exports make of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from portal.disclosure.cells import NATION, Cell
from portal.disclosure.facts import Share
from portal.disclosure.figures import Figure
from portal.reports import report as reports
from portal.reports.assessed import Assessment
from portal.reports.edition import Edition, keyed
from portal.reports.quotes import Quote
from portal.reports.report import Report
from portal.survey.elements import Marks
from tests.reports.editions import CODE, SCORES, edition

LAST_YEAR = {**SCORES, "supervision": 61}
SHARES = (
    Share(CODE, "time_in_post", ("under_1", "from_1"), 44),
    Share(CODE, "time_in_post", ("from_3", "from_10", "-"), 56),
)
MISSED = ("supervisor_busy",)
OWN = Assessment("Self-assessment", date(2026, 3, 31), {3: Marks(5, 1, 0, 0), 5: Marks(3, 2, 1, 1)})
QUOTES = (
    Quote("last_comment", "Ask what [removed] says."),
    Quote("supervision_comment", "Once a month.\nNever longer."),
    Quote("framework_comment", "Nobody knows who decides."),
    Quote("supervision_comment", "It is cancelled."),
)
"""Published comments, as they come."""


def editions(base: int = 34, scores: Mapping[str, int] = SCORES) -> list[Edition]:
    """This year's, with something of everything, and last year's, when supervision was lower."""
    this = edition(base, scores=scores, split=True, others=12)
    more = [
        Cell("organisation", CODE, "supervision_missed", "chose", Figure(40), 20, 20, part=MISSED),
        Cell("nation", NATION, "supervision_missed", "chose", Figure(31), 900, 900, part=MISSED),
        Cell("nation", NATION, "wellbeing", "linked", Figure(54), 9000, 9000),
        Cell("nation", NATION, "supervision", "linked", Figure(61), 9000, 9000),
    ]
    cells = {**this.cells, **keyed(more)}
    return [replace(this, cells=cells, facts=SHARES), edition(29, 58, LAST_YEAR, year=2025)]


def report(base: int = 34, scores: Mapping[str, int] = SCORES) -> Report:
    return reports.of_organisation(editions(base, scores), OWN, QUOTES)


def whole(organisation: str = "Northshire") -> Report:
    """All cells of a round of one organisation."""
    one = editions()[0]
    cells = one.cells.values()
    return reports.of_round("2026", one.title, cells, one.questionnaire, {CODE: organisation})
