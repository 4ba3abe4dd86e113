"""Bands, dots, heat tables and places of a national report, and its files."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from portal.reports.nation import bands, dots, heat, national, placing
from portal.reports.nation.bands import Count
from tests.reports.editions import questionnaire
from tests.reports.nation import countries
from tests.reports.nation.countries import ABOUT, Employer, country

BANDS = questionnaire().bands
MEANS = (*(30,) * 5, *(60,) * 12, 80)
TYPES = ("shire county", "London borough")


def england(means: tuple[int, ...] = MEANS, answers: int = 60) -> list[Employer]:
    return [
        Employer(f"o{n}", TYPES[n % 2], ("East", "West")[n % 2], answers, Fraction(mean))
        for n, mean in enumerate(means)
    ]


def in_bands(means: tuple[int, ...], *, together: bool) -> list[tuple[str, int, int]]:
    [row] = [
        row for row in bands.rows(country(england(means)), together=together) if row.about == ABOUT
    ]
    return [(part.name, part.number, part.percent) for part in row.parts]


def test_staff_see_how_many_organisations_are_in_each_band() -> None:
    assert in_bands(MEANS, together=False) == [
        *(("Improve", 5, 28), ("Monitor", 12, 67), ("Sustain", 1, 6)),
    ]


def test_everybody_sees_none_that_is_alone_in_a_band() -> None:
    assert in_bands(MEANS, together=True) == [("Improve", 5, 28), ("Monitor or sustain", 13, 72)]


@pytest.mark.parametrize("number", range(4))
def test_none_and_few_look_alike_to_everybody(number: int) -> None:
    means = (*(30,) * 5, *(80,) * number, *(60,) * (8 - number))
    assert in_bands(means, together=True) == [("Improve", 5, 38), ("Monitor or sustain", 8, 62)]


def test_where_all_are_in_one_band_everybody_learns_nothing() -> None:
    means = (60,) * 12
    assert in_bands(means, together=False) == [("Monitor", 12, 100)]
    assert bands.rows(country(england(means)), together=True) == []


@pytest.mark.parametrize("counts", [(0, 0, 9), (3, 1, 3), (4, 4, 4), (50, 3, 2), (0, 30, 5)])
def test_each_part_holds_four_and_none_is_lost(counts: tuple[int, ...]) -> None:
    of: list[Count] = [((band,), number) for band, number in zip(BANDS, counts, strict=True)]
    left = bands.merged(of)
    assert sum(number for _, number in left) == sum(counts)
    assert len(left) == 1 or min(number for _, number in left) >= 4
    assert [band for each, _ in left for band in each] == list(BANDS)


def test_the_bar_is_filled() -> None:
    [row] = [r for r in bands.rows(country(england()), together=False) if r.parts]
    assert row.parts[-1].span.x + row.parts[-1].span.width == 240
    assert [part.colour for part in row.parts] == ["red", "amber", "green"]


def test_dots_have_no_names_and_the_own_one_a_ring() -> None:
    [strip] = dots.strips(country(england()), "o17")
    assert (len(strip.dots), sum(dot.own for dot in strip.dots)) == (18, 1)
    assert [cell.figure.value for cell in strip.points] == [30, 30, 60, 60, 80]
    assert strip.own == "80"
    [other] = dots.strips(country(england()))
    assert other.own == "" and not any(dot.own for dot in other.dots)


def test_of_fewer_than_ten_organisations_there_are_no_dots_and_no_bands() -> None:
    few = country(england(MEANS[:9]))
    assert dots.strips(few) == [] == bands.rows(few, together=False)


def test_a_heat_table_has_a_base_and_words_where_nothing_is_told() -> None:
    drawn = heat.draw(country(england()), "type")
    assert [(c.name, c.base) for c in drawn.columns] == [
        *(("London borough", "540"), ("Shire county", "540")),
    ]
    [row] = [row for row in drawn.rows if row.score.id == ABOUT]
    assert [mark.said for mark in row.marks] == ["56", "50"]
    assert [mark.said for mark in drawn.rows[0].marks] == ["Not shown", "Not shown"]


def test_places_are_intervals_in_the_order_of_names() -> None:
    of = countries.country(england())
    [score] = [s for s in of.edition.questionnaire.scores if s.id == ABOUT]
    assert score.standard
    rows = list(placing.places(of).said())
    assert [row[0] for row in rows[:2]] == ["O0", "O1"]
    assert [row[3:] for row in rows if row[0] in ("O0", "O17")] == [
        *(["between 14th and 18th", "18"], ["between 1st and 1st", "18"]),
    ]


def test_nobody_of_few_answers_has_a_place() -> None:
    assert placing.places(countries.country(england(answers=15))).rows == ()


def test_everybody_is_told_of_no_organisation() -> None:
    of = countries.country(england())
    told = national.for_everybody(of)
    assert told.strips == () and told.bands
    assert national.for_staff(of).strips


def test_the_report_has_a_table_for_each_part_and_the_cells_above_organisations() -> None:
    of = countries.country(england())
    report = national.report(replace(of, editions=(of.edition, of.edition)))
    ids = [table.id for table in report.tables]
    assert ids[:7] == ["answered", "scores", "types", "regions", "bands", "spread", "trend"]
    assert {row[1] for row in report.cells.rows} == {"type", "region", "nation"}
    assert report.heading.startswith("England: ")
