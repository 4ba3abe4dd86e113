"""A return that scores standards says how far each is met, element by element."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.survey import elements, scoring
from portal.survey.conditions import Answers
from portal.survey.elements import Marks
from portal.survey.questionnaire import Questionnaire
from tests.survey.factories import parsed, question

SCALES = """
  met:
    fully: {label: Fully met, points: 100}
    partly: {label: Partly met, points: 50}
    not_met: {label: Not met, points: 0}
    dont_know: Don't know
  extent:
    none: {label: Not at all, points: 1}
    little: {label: A little, points: 2}
    half: {label: In part, points: 3}
    most: {label: Mostly, points: 4}
    all: {label: Fully, points: 5}
"""
SCORES = """
  support: {title: Support, standard: 4, items: [heard, safe, bad, later], reversed: [bad]}
  more: {title: More support, standard: 4, items: [safe]}
  learning: {title: Learning, standard: 6, items: [time]}
  beside: {title: Of no standard, items: [heard]}
"""
BODY = "# First {#first}\n\n" + "\n".join(
    (
        question("id: own\ntype: grid\nscale: met\nlabel: How far?\n"
                 "rows: {heard: Heard, safe: Safe, bad: Hurt}"),
        question("id: later\ntype: choice\nscale: met\nlabel: Later?\nshow_if: {heard: fully}"),
        question("id: time\ntype: choice\nscale: extent\nlabel: Time?"),
    )
)  # fmt: skip


@cache
def sample(kind: str = "return") -> Questionnaire:
    return parsed(BODY, kind=kind, scales=SCALES, scores=SCORES)


def of(standard: int, **answers: str) -> Marks:
    return elements.marks(sample(), answers)[standard]


@pytest.mark.parametrize(
    ("answers", "marks"),
    [
        ({}, Marks(0, 0, 0, 3)),
        ({"heard": "partly", "safe": "not_met"}, Marks(0, 1, 1, 1)),
        ({"heard": "dont_know", "safe": "dont_know", "bad": "partly"}, Marks(0, 1, 0, 2)),
        ({"bad": "not_met"}, Marks(1, 0, 0, 2)),
        ({"bad": "fully"}, Marks(0, 0, 1, 2)),
        ({"heard": "fully"}, Marks(1, 0, 0, 3)),
        ({"heard": "fully", "later": "fully"}, Marks(2, 0, 0, 2)),
        ({"heard": "partly", "later": "fully"}, Marks(0, 1, 0, 2)),
    ],
)
def test_elements_are_counted_by_what_their_option_is_worth(answers: Answers, marks: Marks) -> None:
    """*later* is asked only of those who are heard, and no element of others."""
    assert elements.marks(sample(), answers)[4] == marks


@pytest.mark.parametrize(
    ("option", "marks"),
    [
        ("none", Marks(0, 0, 1, 0)),
        ("little", Marks(0, 1, 0, 0)),
        ("most", Marks(0, 1, 0, 0)),
        ("all", Marks(1, 0, 0, 0)),
    ],
)
def test_all_between_the_ends_of_a_longer_scale_is_partly_met(option: str, marks: Marks) -> None:
    assert of(6, time=option) == marks


@pytest.mark.parametrize(
    ("marks", "met"),
    [
        (Marks(7, 0, 0, 0), 100),
        (Marks(0, 0, 7, 0), 0),
        (Marks(6, 1, 0, 0), 93),
        (Marks(0, 1, 0, 1), 50),
        (Marks(1, 0, 3, 0), 25),
        (Marks(1, 0, 7, 0), 13),
        (Marks(1, 0, 1, 3), None),
        (Marks(0, 0, 0, 4), None),
    ],
)
def test_partly_counts_half_of_those_that_were_marked(marks: Marks, met: int | None) -> None:
    assert marks.met == met


def test_only_a_return_that_is_about_standards_is_a_self_assessment() -> None:
    assert elements.are_asked(sample())
    assert not elements.are_asked(sample("anonymous"))
    assert not elements.are_asked(parsed())


@given(
    st.dictionaries(
        st.sampled_from(("heard", "safe", "bad", "later")),
        st.sampled_from(("fully", "partly", "not_met", "dont_know")),
    )
)
def test_on_a_scale_from_0_to_100_what_is_met_is_the_score(answers: dict[str, str]) -> None:
    marks = of(4, **answers)
    assert marks.asked == 3 + (answers.get("heard") == "fully")
    score = scoring.scores(sample(), answers).get("support")
    assert marks.met == (None if score is None else scoring.rounded(score))
