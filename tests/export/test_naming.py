"""What files are called."""

from __future__ import annotations

from datetime import date

import pytest

from portal.export.naming import file_name

DAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (["2026-practitioners", "northshire", "report"],
         "2026-practitioners_northshire_report_2026-11-28.xlsx"),
        (["spring", "", "overview"], "spring_overview_2026-11-28.xlsx"),
        (["Été", "a/b", "..\\c", '"d; e"'], "Ete_a-b_c_d-e_2026-11-28.xlsx"),
        (["שלום", "report"], "report_2026-11-28.xlsx"),
    ],
)  # fmt: skip
def test_a_file_says_what_it_is_of_what_it_holds_and_the_day(parts: list[str], name: str) -> None:
    assert file_name("xlsx", DAY, *parts) == name
