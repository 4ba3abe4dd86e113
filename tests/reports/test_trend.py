"""How scores went over several rounds, with a gap where nothing can be compared."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from portal.reports import trend
from portal.reports.edition import Edition
from portal.reports.trend import Line
from portal.survey.file import parsing
from portal.survey.questionnaire import Questionnaire
from tests.reports import editions

REWORDED = ("I can manage my workload", "My workload can be managed")


def year(number: int, score: int | None = 60, *, reworded: bool = False) -> Edition:
    """One year's edition, in which workloads have this score; None: it is not told."""
    scores = {"workloads": score, "wellbeing": 50}
    told = {about: value for about, value in scores.items() if value is not None}
    edition = editions.edition(40, scores=told, year=number)
    return replace(edition, questionnaire=other_words()) if reworded else edition


@cache
def other_words() -> Questionnaire:
    return parsing.parse(editions.questionnaire().source.replace(*REWORDED))


def line(*years: Edition, score: str = "Safe workloads") -> Line:
    drawn = trend.draw(sorted(years, key=lambda each: each.opened, reverse=True))
    assert drawn
    return next(each for each in drawn.lines if score in each.title)


def test_one_round_has_no_trend() -> None:
    assert trend.draw([year(2026)]) is None


def test_a_line_goes_from_the_oldest_to_the_newest_on_one_axis() -> None:
    drawn = line(year(2024, 20), year(2025, 40), year(2026, 80))
    [run] = drawn.runs
    assert [(point.x, point.score) for point in run] == [(22.0, 20), (80.0, 40), (138.0, 80)]
    assert [point.y for point in run] == [trend.y(20), trend.y(40), trend.y(80)]
    assert [value.said for value in drawn.values] == ["20", "40", "80"]
    assert drawn.last == run[-1]


def test_a_year_that_was_left_out_takes_its_room() -> None:
    [run] = line(year(2022), year(2025), year(2026)).runs
    assert [point.x for point in run] == [22.0, 109.0, 138.0]


def test_other_words_break_the_line_of_their_score_and_of_no_other() -> None:
    years = (year(2024, reworded=True), year(2025), year(2026))
    drawn = line(*years)
    assert [len(run) for run in drawn.runs] == [1, 2]
    assert [value.reworded for value in drawn.values] == [False, True, False]
    assert [len(run) for run in line(*years, score="Wellbeing").runs] == [3]


def test_what_is_not_told_breaks_a_line_without_a_point() -> None:
    drawn = line(year(2024), year(2025, None), year(2026))
    assert [len(run) for run in drawn.runs] == [1, 1]
    assert [value.said for value in drawn.values] == ["60", "Not shown", "60"]


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=2, max_size=7))
def test_points_are_joined_only_if_they_can_be_compared(rounds: list[tuple[bool, bool]]) -> None:
    years = [
        year(2020 + number, 60 if told else None, reworded=other)
        for number, (told, other) in enumerate(rounds)
    ]
    runs = line(*years).runs
    assert sum(map(len, runs)) == sum(told for told, _ in rounds)
    joined = sum(len(run) - 1 for run in runs)
    pairs = pairwise(rounds)
    assert joined == sum(a[0] and b[0] and a[1] == b[1] for a, b in pairs)
