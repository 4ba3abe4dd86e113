"""What everybody is told of types and regions tells of no few organisations: an attacker who takes
sums of figures from one another finds a score of one, two or three of them, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

import pytest

from portal.disclosure import several
from portal.disclosure.cells import Cell
from portal.reports.nation.country import Country
from tests.reports.nation.countries import ABOUT, Employer, country, drawn

ROUNDS = 40
HALF = Fraction(1, 2)


class Sum(NamedTuple):
    """What the scores of some organisations can be together, each as often as it has answers."""

    codes: frozenset[str]
    low: Fraction
    high: Fraction


def worked_out(of: Country, employers: Sequence[Employer]) -> Iterator[str]:
    """List one to three organisations whose score can be told to twenty points."""
    size = {each.code: each.answers for each in employers}
    by_type, by_region = (_sums(of, employers, level) for level in ("type", "region"))
    for one in by_type:
        for other in by_region:
            few = one.codes ^ other.codes
            answers = sum(size[code] for code in few)
            wide = one.high - one.low + other.high - other.low
            if 0 < len(few) < 4 and wide < 20 * answers:
                yield " ".join(sorted(few))


def _sums(of: Country, employers: Sequence[Employer], level: str) -> list[Sum]:
    """Return all unions of the groups of a level, and all organisations less each of them."""
    told = [_sum(cell, employers) for cell in of.cells if cell.level == level]
    [every] = [_sum(cell, employers) for cell in of.cells if cell.level == "nation"] or [None]
    unions = [
        _together(some) for number in range(len(told) + 1) for some in combinations(told, number)
    ]
    rest = [
        Sum(every.codes - each.codes, every.low - each.high, every.high - each.low)
        for each in unions
        if every
    ]
    return [*unions, *rest]


def _sum(cell: Cell, employers: Sequence[Employer]) -> Sum:
    members = [e for e in employers if cell.name in (e.type, e.region) or cell.level == "nation"]
    value = cell.figure.value
    return Sum(
        frozenset(e.code for e in members),
        (value - HALF) * cell.answers,
        (value + HALF) * cell.answers,
    )


def _together(some: Iterable[Sum]) -> Sum:
    parts = list(some)
    codes = frozenset(code for part in parts for code in part.codes)
    return Sum(
        codes, sum(p.low for p in parts) + Fraction(), sum(p.high for p in parts) + Fraction()
    )


def shown(of: Country, level: str) -> set[str]:
    return {cell.name for cell in of.cells if cell.level == level and cell.about == ABOUT}


def test_nobody_works_out_a_few_organisations_score_and_most_is_told() -> None:
    told = kept = 0
    for seed in range(ROUNDS):
        employers = drawn(seed)
        before = country(employers)
        after = before.for_everybody()
        assert list(worked_out(after, employers)) == []
        told += len(shown(before, "type") | shown(before, "region"))
        kept += len(shown(after, "type") | shown(after, "region"))
    assert 0 < kept < told


def test_without_the_rule_the_attacker_finds_some(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(several, "tells", lambda *_: False)
    every = [drawn(seed) for seed in range(ROUNDS)]
    assert any(any(worked_out(country(each).for_everybody(), each)) for each in every)


def test_by_counting_alone_large_ones_would_be_left_out_for_nothing() -> None:
    """Thirty boroughs and one trust are London: whole numbers hide the trust."""
    boroughs = [Employer(f"b{n}", "London borough", "London", 100, Fraction(60)) for n in range(30)]
    trust = Employer("trust", "NHS trust", "London", 40, Fraction(45))
    north = [Employer(f"n{n}", "NHS trust", "North West", 100, Fraction(60)) for n in range(20)]
    of = country([*boroughs, trust, *north])
    assert of.for_everybody().cells == of.cells


def test_of_large_and_few_organisations_the_smaller_group_goes() -> None:
    """Four boroughs and a large trust are London: the one less the other is the trust."""
    boroughs = [Employer(f"b{n}", "London borough", "London", 100, Fraction(60)) for n in range(4)]
    trust = Employer("trust", "NHS trust", "London", 200, Fraction(45))
    north = [Employer(f"n{n}", "NHS trust", "North West", 100, Fraction(60)) for n in range(8)]
    employers = [*boroughs, trust, *north]
    of = country(employers)
    assert "trust" in set(worked_out(of, employers))
    after = of.for_everybody()
    assert shown(after, "type") == {"NHS trust"}
