"""Against the protocol as it is, no join does better than guessing; against one that is broken on
purpose the same joins succeed, so that they would notice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.attack.breakages import Breakage
from tests.attack.guessing import BROKEN, chances, likelihood, rights_of
from tests.attack.respondents import Direct, InABrowser
from tests.attack.rounds import play

WAYS = [InABrowser] * 2 + [Direct] * 16
FALSE_ALARM = 1e-7
"""How likely this file may be to fail although there is nothing to find."""
SEED = 101
"""Of the broken rounds: 23 of the thirty have a service and a role that nobody else has both of."""


def test_no_join_does_better_than_guessing(tmp_path: Path) -> None:
    rounds = (play(tmp_path / str(seed), seed, way) for seed, way in enumerate(WAYS))
    rights, tries = rights_of(rounds)
    by_chance, limit = chances(rights), FALSE_ALARM / len(rights)
    better = {n: rights[n] for n in rights if likelihood(rights[n], tries[n], by_chance[n]) < limit}
    assert not better
    assert len(rights) > 1500


@pytest.mark.parametrize("breakage", dict.fromkeys(breakage for breakage, _ in BROKEN))
def test_a_broken_protocol_gives_people_away(breakage: Breakage, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        breakage(patch)
        rights, tries = rights_of([play(tmp_path, SEED)])
    joins = [join for each, join in BROKEN if each is breakage]
    assert {join: rights[join] for join in joins if rights[join] * 2 <= tries[join]} == {}
    assert all(tries[join] for join in joins)


def test_the_binomial_tail_is_that_of_the_textbook() -> None:
    assert likelihood(0, 3, 1 / 2) == pytest.approx(1)
    assert likelihood(2, 3, 1 / 2) == pytest.approx(1 / 2)
    assert likelihood(3, 3, 1 / 10) == pytest.approx(1 / 1000)
