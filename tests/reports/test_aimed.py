"""What a plan begins with, and whether what was aimed at has moved."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.disclosure.cells import Cell
from portal.disclosure.figures import Figure
from portal.reports import aimed
from portal.reports.aimed import Aim, Moved
from portal.reports.edition import Edition, keyed
from tests.reports.editions import CODE, SCORES, edition


def own(told: Edition, about: str, measure: str = "score") -> Cell:
    cell = told.own(about, measure)  # type: ignore[arg-type]
    assert cell
    return cell


def aim(cell: Cell, label: str = "2025", done: str = "Done") -> Aim:
    return Aim(cell, label, edition().questionnaire, done)


def moved(told: Edition, cell: Cell) -> Moved:
    [only] = aimed.moved(told, [aim(cell)])
    return only


def agreeing(about: str, percent: int, base: int = 400) -> Cell:
    return Cell("organisation", CODE, about, "agree", Figure(percent), base, base)


def test_a_plan_begins_with_standards_in_red_and_the_three_to_improve() -> None:
    said = [each.said for each in aimed.findings(edition())]
    assert said[0] == "Safe workloads and case allocation: score 49 (improve)"
    assert len(said) == 4
    assert all(each.endswith(("agree", "say that this is a problem")) for each in said[1:])


def test_areas_in_red_are_no_standards() -> None:
    """“Tensions” is at 37, and an area."""
    assert not [each for each in aimed.findings(edition()) if each.cell.about == "tensions"]


def test_what_is_not_shown_is_no_finding() -> None:
    assert aimed.findings(edition(9, 30)) == ()


def test_of_few_people_it_is_said_as_roughly_as_the_report_says_it() -> None:
    said = [each.said for each in aimed.findings(edition(14, 30))]
    assert all("in 10" in each or "score" in each for each in said)


def test_it_names_a_statement_as_people_read_it() -> None:
    told = edition()
    every = [aimed.title(told, id) for id in told.questionnaire.items]
    assert not [each for each in every if "{{" in each]
    assert aimed.title(told, "supervision") == "Supervision"


@pytest.mark.parametrize(
    ("then", "said", "clear"),
    [
        (48, "▲ Up 33: better", True),
        (99, "▼ Down 17 or more: worse", True),
        (80, "No clear change", False),
    ],
)
def test_a_score_has_moved_if_that_is_clear(then: int, said: str, clear: bool) -> None:
    before = own(edition(400, 500, SCORES | {"supervision": then}), "supervision")
    told = moved(edition(400, 500), before)
    assert (told.title, told.now, told.done) == ("Supervision", "score 81", "Done")
    assert (told.change, told.clear, told.better) == (said, clear, clear and then < 81)


def test_of_a_problem_fewer_who_agree_are_better() -> None:
    told = edition(400, 500)
    problem = next(iter(next(s for s in told.questionnaire.scores if s.reversed).reversed))
    now = replace(told, cells={**told.cells, **keyed([agreeing(problem, 30)])})
    assert moved(now, agreeing(problem, 60)).change == "▼ Down 30: better"
    assert moved(now, agreeing(problem, 10)).change == "▲ Up 20: worse"


def test_what_is_asked_in_other_words_is_not_compared() -> None:
    this = edition()
    scores = tuple(
        replace(score, items=score.items[:2]) if score.id == "cpd" else score
        for score in this.questionnaire.scores
    )
    changed = replace(
        this, questionnaire=replace(this.questionnaire, scores=scores, sha256="changed")
    )
    told = moved(changed, own(this, "cpd"))
    assert (told.then, told.now, told.clear) == ("score 63 in 2025", "", False)
    assert told.change == "Asked in other words: no comparison"


def test_what_is_not_shown_this_year_says_so() -> None:
    told = moved(edition(9, 30), own(edition(), "cpd"))
    assert (told.then, told.now, told.change) == ("score 63 in 2025", "Not shown", "")
