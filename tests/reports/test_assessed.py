"""A self-assessment beside the scores: which standard comes first, and what is said of each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.reports import assessed
from portal.reports.assessed import Assessed, Assessment, Row
from portal.reports.edition import Edition
from portal.survey.elements import Marks
from portal.survey.file import parsing
from tests.reports.editions import SCORES, edition

NUMBERS = {number: id for number, id in enumerate(SCORES, 1) if number <= 8}
ALL_MET = Marks(6, 0, 0, 0)


def laid(standards: Mapping[int, Marks], of: Edition | None = None) -> Assessed:
    own = Assessment("Our own view", date(2026, 3, 31), standards)
    made = assessed.beside(of or edition(120), own)
    assert made
    return made


def row(marks: Marks, score: int, base: int = 120) -> Row:
    [only] = laid({3: marks}, edition(base, base * 2, scores={"workloads": score})).rows
    return only


def test_the_standard_on_which_they_differ_most_comes_first() -> None:
    every = laid(dict.fromkeys(NUMBERS, ALL_MET))
    assert [row.line.score.id for row in every.rows] == [
        *("workloads", "workforce", "cpd", "wellbeing"),
        *("partnerships", "framework", "supervision", "registration"),
    ]
    assert every.rows[0].apart.said == "51 higher"
    assert [str(each) for each in every.furthest][:1] == [
        "Safe workloads and case allocation: you marked 6 of 6 elements fully met;"
        " practitioners scored 49 (red)"
    ]
    assert len(every.furthest) == 3


def test_of_equals_the_lower_number_comes_first_and_those_without_a_difference_last() -> None:
    scores = dict.fromkeys(SCORES, 60) | {"framework": 50}
    del scores["wellbeing"]
    half = dict.fromkeys(NUMBERS, Marks(0, 4, 0, 0)) | {2: Marks(0, 0, 1, 5)}
    made = laid(half, edition(120, scores=scores))
    assert [row.line.score.standard for row in made.rows] == [3, 5, 6, 7, 8, 1, 2, 4]
    assert [row.apart.said for row in made.rows][-4:] == [
        *("10 lower", "Both 50", "", "Not shown"),
    ]
    assert [row.met.said for row in made.rows][-2:] == ["Mostly open", "50"]
    assert len(made.furthest) == 3


@pytest.mark.parametrize(
    ("marks", "score", "said", "value"),
    [
        (Marks(6, 1, 0, 0), 49, "44 higher", 44),
        (Marks(0, 0, 4, 0), 49, "49 lower", -49),
        (Marks(0, 4, 0, 0), 50, "Both 50", 0),
        (Marks(4, 0, 0, 0), 99, "Both 98 or more", 0),
        (Marks(49, 0, 1, 0), 99, "Both 98 or more", 0),
        (Marks(0, 4, 0, 0), 99, "48 or more lower", -48),
        (Marks(0, 0, 4, 0), 1, "Both 2 or less", 0),
        (Marks(0, 4, 0, 0), 1, "48 or more higher", 48),
    ],
)
def test_how_far_apart_they_are_is_told_no_closer_than_the_score(
    marks: Marks, score: int, said: str, value: int
) -> None:
    assert (row(marks, score).apart.said, row(marks, score).apart.value) == (said, value)


def test_of_few_people_it_rests_on_the_score_to_the_nearest_five() -> None:
    assert row(ALL_MET, 48, base=14).apart.said == "50 higher"


def test_what_was_left_open_is_said() -> None:
    left = row(Marks(4, 0, 1, 2), 49)
    assert "4 of 7 elements fully met and left 2 open; practitioners scored 49" in str(
        left.sentence
    )
    assert laid({3: Marks(4, 0, 1, 2)}).any_open
    assert assessed.OPEN in laid({3: Marks(4, 0, 1, 2)}).notes
    assert assessed.OPEN not in laid({3: ALL_MET}).notes


def test_an_organisation_that_is_told_nothing_keeps_its_own_marks() -> None:
    made = laid({3: ALL_MET}, edition(7, 20, scores={}))
    [only] = made.rows
    assert (only.marks, only.apart.said, only.apart.value, only.at) == (
        *(ALL_MET, "Not shown", None),
        None,
    )
    assert made.furthest == ()


def test_standards_that_only_one_side_was_asked_about() -> None:
    assert assessed.beside(edition(), Assessment("", date(2026, 1, 1), {})) is None
    assert assessed.beside(edition(), None) is None
    text = re.sub("    standard: [38]\n", "", edition().questionnaire.source)
    fewer = replace(edition(), questionnaire=parsing.parse(text))
    made = laid(dict.fromkeys((3, 5, 8), ALL_MET), fewer)
    assert [row.line.score.standard for row in made.rows] == [5]
    assert made.notes[-1] == "Practitioners were not asked about standards 3 and 8."


marks = st.builds(Marks, *(st.integers(0, 5) for _ in range(4))).filter(lambda each: each.asked)


@given(st.dictionaries(st.sampled_from(list(NUMBERS)), marks, min_size=1), st.integers(10, 300))
def test_rows_are_all_there_and_fall_in_how_far_apart_they_are(
    standards: dict[int, Marks], base: int
) -> None:
    made = laid(standards, edition(base, base * 2))
    assert {row.line.score.standard for row in made.rows} == set(standards)
    apart = [-1 if row.apart.value is None else abs(row.apart.value) for row in made.rows]
    assert apart == sorted(apart, reverse=True)
    for each in made.rows:
        assert (each.apart.value is None) == (each.marks.met is None)
        assert (each.at is None) == (each.apart.value is None)
