"""Years in names."""

from __future__ import annotations

import pytest

from portal.calendar import years


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2026/27", "2027/28", True),
        ("Health check 2026", "Health check 2030", True),
        ("", "", True),
        ("pilot", "pilot", True),
        ("pilot", "2026/27", False),
        ("", "2026/27", False),
    ],
)
def test_series_go_on_from_year_to_year(one: str, other: str, same: bool) -> None:
    assert years.alike(one, other) is same


def test_a_year_later_the_series_is_the_same() -> None:
    for series in ("2026/27", "check 2026", "pulse"):
        assert years.alike(series, years.moved_on(series, 1))
