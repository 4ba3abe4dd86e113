"""What is released of drawn rounds lets nobody solve for a few people, nor rule an answer out; with
a rule off it does. At length: ``python -m bench.attack --released``."""

from __future__ import annotations

import pytest

from bench import solving
from bench.bounds import excluded
from bench.drawing import drawn
from bench.solving import Find, Off, few

SEEDS = range(4, 8)
"""Among these are rounds with single responses and without."""


def test_nobody_can_be_solved_for_and_no_answer_is_ruled_out() -> None:
    rounds = [drawn(seed) for seed in SEEDS]
    assert any(cell.split for of in rounds for cell in of.cells)
    assert [found for of in rounds for find in (few, excluded) for found in find(of)] == []


@pytest.mark.parametrize(("off", "find"), solving.OFF)
def test_with_a_rule_off_something_is_found(
    off: Off, find: Find, monkeypatch: pytest.MonkeyPatch
) -> None:
    off(monkeypatch)
    assert any(any(find(drawn(seed))) for seed in SEEDS)
