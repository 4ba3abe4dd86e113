"""What is clear and what is not, by the figures that are shown."""

from __future__ import annotations

import pytest

from portal.disclosure.cells import Cell
from portal.reports import verdicts, words
from tests.reports import editions


def score(value: int, base: int) -> Cell:
    cell = editions.cell("organisation", editions.CODE, "supervision", "score", value, base)
    assert cell
    return cell


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        (score(81, 34), score(67, 34), 14),
        (score(81, 34), score(72, 34), 0),
        (score(100, 15), score(97, 9000), 0),  # 80 or more: it may be higher
        (score(0, 15), score(3, 9000), 0),
        (score(100, 15), score(60, 34), 20),  # 80 or more: at least 20 higher
        (score(100, 30), score(100, 60), 0),
    ],
)
def test_what_lies_beyond_an_end_is_not_taken_for_a_difference(
    one: Cell, other: Cell, apart: int
) -> None:
    assert verdicts.difference(one, other, 22) == apart
    assert verdicts.difference(other, one, 22) == -apart


def test_a_change_to_or_from_an_end_is_told_as_at_least_so_much() -> None:
    now = editions.edition(scores={"supervision": 98, "cpd": 5, "wellbeing": 80})
    then = editions.edition(scores={"supervision": 60, "cpd": 40, "wellbeing": 60}, year=2025)
    assert words.change(now, then, "supervision") == "▲ Up 30 or more"
    assert words.change(now, then, "cpd") == "▼ Down 30 or more"
    assert words.change(now, then, "wellbeing") == "▲ Up 20"
