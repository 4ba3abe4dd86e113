"""Places, and what is said of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.reports.ranks import ordinal, ranks
from tests.reports.editions import edition


def test_a_place_never_stands_without_how_sure_it_is() -> None:
    found = ranks(edition(others=30))
    assert found
    england, region = found.ranks
    assert (england.where, england.said) == ("England", "13th of 31")
    assert england.between == "With 34 answers, anywhere between 7th and 19th."
    assert (region.where, region.said) == ("East of England", "7th of 16")
    assert "6 organisations are clearly higher and 12 clearly lower" in found.notes[0]


def test_equals_are_told() -> None:
    whole = edition(others=20)
    twin = {id: replace(cell, name="twin") for id, cell in whole.others[whole.code].items()}
    regions = {**whole.regions, "twin": "London"}
    found = ranks(replace(whole, others={**whole.others, "twin": twin}, regions=regions))
    assert found and " equal of 22" in found.ranks[0].said


@pytest.mark.parametrize(
    ("base", "others", "why"),
    [
        (14, 30, "A place is told from 20 answers."),
        (34, 5, "You have no place: this needs ten organisations"),
    ],
)
def test_where_there_is_no_place_it_is_said_why(base: int, others: int, why: str) -> None:
    found = ranks(edition(base, others=others))
    assert found and found.ranks == ()
    assert found.notes[0].startswith(why)


def test_a_small_region_is_told_none() -> None:
    found = ranks(edition(others=12))
    assert found and len(found.ranks) == 1
    assert "East of England: no place, because fewer than ten" in found.notes[1]


def test_without_standards_nobody_has_a_place() -> None:
    whole = edition(others=30)
    areas = tuple(score for score in whole.questionnaire.scores if not score.standard)
    other = replace(whole.questionnaire, scores=areas, sha256="areas")
    assert ranks(replace(whole, questionnaire=other)) is None


def test_places_are_written_as_people_say_them() -> None:
    written = ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd", "111th"]
    assert [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 102, 111)] == written
