"""Names as letters use them, whatever way round a list has them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.tabular import naming


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("O'Brien, Ben", "Ben O'Brien"),
        ("O'BRIEN, Ben", "Ben O'BRIEN"),
        ("Okafor, Remi (Ms)", "Remi Okafor"),
        ("Okafor, Ms Remi", "Remi Okafor"),
        ("Dr Okafor, Remi", "Remi Okafor"),
        ("Okafor, Remi, Ms.", "Remi Okafor"),
        ('"Okafor, Remi"', "Remi Okafor"),
        ("van der Berg , Ann-Marie  Jo", "Ann-Marie Jo van der Berg"),
        ("Okafor, Remi (Adults)", "Remi Okafor (Adults)"),
        ("Remi Okafor (Ms)", "Remi Okafor"),
        ("Remi Okafor", "Remi Okafor"),
        ("Remi", "Remi"),
        ("Smith, Jr", "Smith, Jr"),
        ("Jo Smith, RSW", "Jo Smith, RSW"),
        ("Jo Smith, B.A., MSc", "Jo Smith, B.A., MSc"),
        ('Okafor,"Remi', "Remi Okafor"),
        ("Okafor,", "Okafor,"),
        (", Remi", ", Remi"),
        ("Adults, North, Duty", "Adults, North, Duty"),
        ("Team 5, North", "Team 5, North"),
        ("=A1, B1", "=A1, B1"),
        ("Head of a large service, all of it", "Head of a large service, all of it"),
        ("", ""),
    ],
)
def test_a_name_is_put_the_right_way_round(written: str, name: str) -> None:
    assert naming.plain(written) == name


@given(st.text(alphabet="aB ,.()'\"-é@1=", max_size=40))
def test_no_letter_is_changed_or_made_up(name: str) -> None:
    plain = naming.plain(name)
    assert set(plain) <= {*name, " "}
    assert naming.plain(plain) == plain or "," in plain or "(" in plain
