"""How many answered by type: no row is one organisation's, and no sum holds what is hidden."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import combinations

import pytest

from portal.disclosure.answered import Numbers, Part
from portal.reports.nation import response, tables
from portal.reports.nation.country import Member
from portal.reports.nation.response import Answered
from tests.reports.nation.countries import letters


def members(*counts: tuple[str, Numbers]) -> list[Member]:
    return [Member(f"o{n}", f"O{n}", type, "London", told) for n, (type, told) in enumerate(counts)]


def drawn(seed: int) -> list[Member]:
    draw = random.Random(seed)
    types = [draw.choice("aaaabbbbccd") for _ in range(draw.randint(4, 30))]
    return members(*((type, letters(draw.randint(0, 60), 80)) for type in types))


def alone(of: Sequence[Member], rows: Sequence[Answered]) -> set[str]:
    """The organisations, one or two, of which the attacker gets the number by taking rows from
    others."""
    own = {m.code: m.numbers.rated.answers or 0 for m in of if m.numbers.rated.answers}
    sums = {row.numbers.rated.answers or 0 for row in rows}
    told = {abs(one - other) for one in (*sums, 0) for other in (*sums, 0)} - {0}
    few = [set(some) for number in (1, 2) for some in combinations(own, number)]
    return {" ".join(sorted(some)) for some in few if sum(own[code] for code in some) in told}


def distinct() -> list[Member]:
    """Organisations of which no two have, even together, the number of others."""
    types = (
        "shire",
        "shire",
        "shire",
        "shire",
        "borough",
        "borough",
        "borough",
        "borough",
        "trust",
    )
    return members(*((type, letters(2 ** (n + 4), 20_000)) for n, type in enumerate(types)))


def test_small_types_stand_together_and_all_is_told() -> None:
    rows = response.by_type(distinct())
    assert [(row.name, row.organisations) for row in rows] == [
        *(("Borough; trust", 5), ("Shire", 4), ("All", 9)),
    ]
    assert sum(row.numbers.base for row in rows[:-1]) == rows[-1].numbers.base == 180_000
    assert alone(distinct(), rows) == set()


def test_without_that_the_attacker_reads_off_the_trust(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(response, "FEWEST", 1)
    assert "o8" in alone(distinct(), response.by_type(distinct()))


@pytest.mark.parametrize("seed", range(40))
def test_every_row_is_of_four_organisations_that_are_told_a_number(seed: int) -> None:
    of = drawn(seed)
    rows = response.by_type(of)
    for row in rows:
        types = set(row.name.lower().split("; ")) if row.name != "All" else {m.type for m in of}
        told = [m for m in of if m.type in types and m.numbers.rated.answers is not None]
        assert len(told) >= 4
    if rows:
        assert rows[-1].organisations == len(of)


def test_what_is_hidden_of_an_organisation_changes_no_row() -> None:
    """Whether nobody or nine answered there, by letter or by slip, all that is told is the same."""
    others = [("shire", letters(20 + n)) for n in range(5)]
    rows = [
        response.by_type(
            members(*others, ("shire", Numbers(Part(60, n), Part(30, 9 - n)).in_the_end()))
        )
        for n in range(10)
    ]
    assert all(each == rows[0] for each in rows)
    raw = [response.by_type(members(*others, ("shire", Numbers(Part(60, n))))) for n in range(10)]
    assert raw[0] != raw[9]


def test_of_three_organisations_nothing_is_told() -> None:
    assert response.by_type(members(*[("shire", letters(40))] * 3)) == []
    assert response.by_type([]) == []


def test_the_table_says_what_a_row_leaves_out() -> None:
    slips = Numbers(Part(90, 40), Part(30, 4), Part(1, 12)).in_the_end()
    of = members(*[("shire", letters(40))] * 4, ("trust", slips))
    table = tables.response(response.by_type(of))
    assert [str(cell) for cell in list(table.said())[-1]] == [
        *("All", "5", "200 or more", "410", "49 or more"),
    ]
    assert table.notes == (tables.LEFT_OUT, tables.FORWARDED)
