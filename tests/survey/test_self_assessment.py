"""The self-assessment that is shipped: what it asks, and what becomes of its answers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from portal.survey import elements
from portal.survey.conditions import Answer
from portal.survey.elements import Marks
from portal.survey.fields import READERS
from portal.survey.file.parsing import parse
from portal.survey.packing import capacity, pack
from portal.survey.questionnaire import Questionnaire
from portal.survey.route import walk
from tests.survey.test_organisation import form

SHIPPED = Path(__file__).parents[2] / "questionnaires"


@pytest.fixture(scope="module")
def questionnaire() -> Questionnaire:
    file = SHIPPED / "self_assessment" / "2026.1.md"
    return parse(file.read_bytes(), expected=("self_assessment", "2026.1"))


def test_it_asks_about_the_standards_that_practitioners_are_asked_about(
    questionnaire: Questionnaire,
) -> None:
    practitioner = parse((SHIPPED / "practitioner" / "2026.1.md").read_bytes())
    theirs = [(s.standard, s.id, s.title) for s in practitioner.scores if s.standard]
    assert questionnaire.named
    assert [(s.standard, s.id, s.title) for s in questionnaire.scores] == theirs
    assert len(theirs) == 8


def test_each_standard_is_a_page_of_four_to_seven_elements_with_room_to_explain(
    questionnaire: Questionnaire,
) -> None:
    for score in questionnaire.scores:
        grid, comment = questionnaire.page_by_id[score.id].questions
        assert questionnaire.page_by_id[score.id].title == score.title
        assert tuple(row.id for row in grid.rows) == score.items
        assert 4 <= len(score.items) <= 7
        assert (comment.type, comment.score) == ("comment", score.id)
        assert "do not name anyone" in comment.hint


def test_elements_are_short_and_hold_one_idea(questionnaire: Questionnaire) -> None:
    every = [id for score in questionnaire.scores for id in score.items]
    assert len(set(every)) == len(every)
    for id in every:
        label = questionnaire.items[id].label
        assert len(label) <= 90, id
        assert not re.search(r"\b(and|or|not)\b|[?{}]", label.replace("an hour and a half", "")), id


def test_no_element_is_said_in_the_words_of_a_practitioners_statement(
    questionnaire: Questionnaire,
) -> None:
    practitioner = parse((SHIPPED / "practitioner" / "2026.1.md").read_bytes())
    theirs = {item.label for item in practitioner.items.values()}
    assert not theirs & {item.label for item in questionnaire.items.values()}


@pytest.mark.parametrize(
    ("option", "index"),
    [("fully", 0), ("partly", 1), ("not_met", 2), ("not_applicable", 3), ("dont_know", 3)],
)
def test_every_page_is_walked_and_every_element_counted(
    questionnaire: Questionnaire, option: str, index: int
) -> None:
    answers = {id: option for score in questionnaire.scores for id in score.items}
    assert walk(questionnaire, answers).pages == questionnaire.pages
    marks = elements.marks(questionnaire, answers)
    for score in questionnaire.scores:
        counts = [0, 0, 0, 0]
        counts[index] = len(score.items)
        assert marks[score.standard or 0] == Marks(*counts)


def test_someone_who_skips_everything_still_reaches_the_end(questionnaire: Questionnaire) -> None:
    assert walk(questionnaire, {}).pages == questionnaire.pages
    assert not [question.id for question in questionnaire.questions() if question.required]
    assert {each.met for each in elements.marks(questionnaire, {}).values()} == {None}


def test_the_fullest_answers_fit_into_the_rounds_one_size(questionnaire: Questionnaire) -> None:
    answers: dict[str, Answer] = {}
    for item in questionnaire.items.values():
        answers |= READERS[item.question.type](item, form(item))
    beside = {"saved": [page.id for page in questionnaire.pages], "warned": []}
    assert answers.keys() >= questionnaire.items.keys()
    assert len(pack({"answers": answers, **beside})) <= capacity(questionnaire)
