"""Answers -> scores and bands, by the arithmetic that docs/questionnaires.md promises."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.survey import scoring
from portal.survey.questionnaire import Band, Questionnaire
from portal.survey.scoring import Range
from tests.survey.factories import page, parsed, question

POINTS = {"none_": 0, "some": 25, "half": 50, "most": 75, "all_": 100}
SCALES = (
    "{much: {none_: {label: None, points: 0}, some: {label: Some, points: 25}, half: {label: Half,"
    " points: 50}, most: {label: Most, points: 75}, all_: {label: All, points: 100},"
    " na: Not applicable}, odd: {low: {label: Low, points: 1}, high: {label: High, points: 4.5}}}"
)
SCORES = (
    "{plain: {title: Plain, items: [a, b, c, d]}, tense: {title: Tense, items: [a, e], "
    "reversed: [a, e]}, late: {title: Late, items: [d]},"
    " rest: {title: Rest, items: [b, d, f]}}"
)


@lru_cache
def sample() -> Questionnaire:
    rows = "{a: A, b: B, c: C, d: {label: D, show_if: SHOWN}, f: {label: F, show_if: SHOWN}}"
    rows = rows.replace("SHOWN", "{a: [none_, some]}")
    return parsed(
        page(
            question(f"id: items\ntype: grid\nscale: much\nlabel: Items\nrows: {rows}"),
            question("id: e\ntype: choice\nscale: odd\nlabel: E"),
        ),
        scales=SCALES,
        scores=SCORES,
    )


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"a": "half", "b": "half", "c": "all_"}, Fraction(200, 3)),
        ({"a": "half", "b": "some"}, Fraction(75, 2)),
        ({"a": "half"}, None),
        ({"a": "half", "b": "na", "c": "na"}, None),
        ({"a": "half", "b": "all_", "c": "na"}, Fraction(75)),
        ({"a": "none_", "b": "all_"}, Fraction(50)),
        ({"a": "none_", "d": "all_"}, Fraction(50)),
        ({"a": "none_"}, None),
        ({"b": "half", "c": "half", "d": "all_"}, Fraction(50)),
        ({"b": "na", "c": "na"}, None),
        ({}, None),
    ],
)
def test_a_score_is_the_mean_if_at_least_half_of_those_asked_were_answered(
    answers: dict[str, str], expected: Fraction | None
) -> None:
    assert scoring.scores(sample(), answers).get("plain") == expected


def test_a_reversed_item_counts_lowest_and_highest_of_its_scale_less_its_points() -> None:
    tense = scoring.scores(sample(), {"a": "some", "e": "low"})["tense"]

    assert tense == (75 + Fraction("4.5")) / 2


def test_a_hidden_item_is_neither_scored_nor_asked() -> None:
    assert "late" not in scoring.scores(sample(), {"a": "half", "d": "all_"})
    assert scoring.scores(sample(), {"a": "some", "d": "all_"})["late"] == 100
    assert scoring.scores(sample(), {"a": "half", "b": "half"})["rest"] == 50
    assert "rest" not in scoring.scores(sample(), {"a": "some", "b": "half"})


@given(st.dictionaries(st.sampled_from("abc"), st.sampled_from([*POINTS, "na"])))
def test_a_persons_score_lies_between_their_own_lowest_and_highest_points(
    answers: dict[str, str],
) -> None:
    points = [POINTS[answer] for answer in answers.values() if answer in POINTS]

    score = scoring.scores(sample(), answers).get("plain")

    assert score is None or min(points) <= score <= max(points)


@pytest.mark.parametrize(
    ("score", "whole"),
    [
        (Fraction(0), 0),
        (Fraction(1, 2), 1),
        (Fraction(49, 100), 0),
        (Fraction(101, 2), 51),
        (Fraction(103, 2), 52),
        (Fraction(149, 2), 75),
        (Fraction(74499999, 1000000), 74),
        (Fraction(100), 100),
    ],
)
def test_a_score_is_rounded_half_up(score: Fraction, whole: int) -> None:
    assert scoring.rounded(score) == whole


@pytest.mark.parametrize(
    ("score", "colour"),
    [
        (Fraction(0), "red"),
        (Fraction("50.49"), "red"),
        (Fraction("50.5"), "amber"),
        (Fraction("74.49"), "amber"),
        (Fraction("74.5"), "green"),
        (Fraction(100), "green"),
        (Fraction(-20), "red"),
    ],
)
def test_the_band_is_that_of_the_whole_number(score: Fraction, colour: str) -> None:
    assert scoring.band(sample(), score).colour == colour


def test_a_questionnaire_may_have_bands_of_its_own() -> None:
    own = parsed(bands="{low: {lowest: 0, word: poor}, high: {lowest: 90, word: fine}}")

    assert [scoring.band(own, Fraction(n, 2)).word for n in (178, 179)] == ["poor", "fine"]


def test_only_options_with_points_are_scored() -> None:
    assert list(scoring.points(sample().items["a"])) == list(POINTS)


RAG = (Band("red", 0, "improve"), Band("amber", 51, "monitor"), Band("green", 75, "sustain"))
SIX = (Band("low", 0, "act"), Band("middle", 3, "watch"), Band("high", 5, "keep"))


@pytest.mark.parametrize(
    ("lowest", "highest", "bands", "ends", "told"),
    [
        ("0", "100", RAG, ("0", "100"), [("red", 0, 50), ("amber", 51, 74), ("green", 75, 100)]),
        ("1", "6", SIX, ("1", "6"), [("low", 1, 2), ("middle", 3, 4), ("high", 5, 6)]),
        ("1", "5", SIX, ("1", "5"), [("low", 1, 2), ("middle", 3, 4), ("high", 5, 5)]),
        ("3", "4.5", SIX, ("3", "4.5"), [("middle", 3, 4), ("high", 5, 5)]),
        ("-1.50", "2", SIX, ("-1.5", "2"), []),
        ("1", "5", RAG, ("1", "5"), []),
        ("20", "1E+2", RAG[:1], ("20", "100"), []),
    ],
)
def test_bands_are_told_as_far_as_a_range_reaches(
    lowest: str,
    highest: str,
    bands: tuple[Band, ...],
    ends: tuple[str, str],
    told: list[tuple[str, int, int]],
) -> None:
    within = Range(Decimal(lowest), Decimal(highest))
    reaches = scoring.reaches(bands, within)
    assert within.ends == ends
    assert [(each.band.colour, each.lowest, each.highest) for each in reaches] == told


@pytest.mark.parametrize("bands", [RAG, SIX])
@given(value=st.integers(0, 100))
def test_a_band_that_is_told_is_the_band_that_a_score_has(
    bands: tuple[Band, ...], value: int
) -> None:
    told = scoring.reaches(bands, Range(Decimal(0), Decimal(100)))
    [mine] = [each.band for each in told if each.lowest <= value <= each.highest]
    assert mine == scoring.band(replace(sample(), bands=bands), Fraction(value))


@pytest.mark.parametrize(
    ("lowest", "highest", "value", "far"),
    [("0", "100", 67, 67), ("1", "5", 1, 0), ("1", "5", 4, 75), ("1", "4.5", 5, 100)],
)
def test_a_score_stands_so_far_up_its_range(
    lowest: str, highest: str, value: int, far: int
) -> None:
    assert Range(Decimal(lowest), Decimal(highest)).per_cent(value) == far


def test_a_range_is_that_of_the_points_of_a_scores_items() -> None:
    ranges = {score.id: scoring.range_of(sample(), score) for score in sample().scores}
    assert ranges["plain"] == Range(Decimal(0), Decimal(100))
    assert ranges["tense"].ends == ("0", "100")
