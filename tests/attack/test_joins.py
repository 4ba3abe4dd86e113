"""Against the protocol as it is, no join does better than guessing; against one that is broken on
purpose the same joins succeed, so that they would notice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from fractions import Fraction
from math import comb
from pathlib import Path

import pytest

from tests.attack import breakages, matchers
from tests.attack.attacker import Attacker, Guess
from tests.attack.breakages import Breakage
from tests.attack.questionnaire import PEOPLE
from tests.attack.respondents import Direct, InABrowser
from tests.attack.rounds import Played, play

WAYS = [InABrowser] * 2 + [Direct] * 16
FALSE_ALARM = Fraction(1, 10**7)
"""How likely this file may be to fail although there is nothing to find."""
GUESSING = Fraction(1, PEOPLE)
KNOWING_THE_GROUP = Fraction(1, 10)
"""Whoever knows a person's breakdowns may guess among the ten or more who share what is stored."""
SEED = 101
"""Of the broken rounds: 23 of the thirty have a service and a role that nobody else has both of."""

BROKEN: list[tuple[Breakage, str]] = [
    (breakages.a_time_in_the_ballot, "response: submission ~ at"),
    (breakages.ids_that_count_up, "response: submission ~ response.id"),
    (breakages.ids_that_count_up, "comment: submission ~ comment.id"),
    (breakages.row_ids, "response: ballot.rowid ~ response.rowid"),
    (breakages.row_ids, "response: submission ~ response.order"),
    (breakages.responses_in_the_order_of_ballots, "response: ballot.key ~ at the count: cell"),
    (breakages.no_shuffle, "response: ballot.key ~ response.id"),
    (breakages.no_shuffle, "response: ballot.key ~ now: cell"),
    (breakages.no_shuffle, "comment: ballot.key ~ comment.order"),
    (breakages.drafts_keyed_by_the_link, "opened drafts"),
    (breakages.no_padding, "comment: ballot.sealed's length ~ comment.text's length"),
    (breakages.no_padding, "comment: draft.body's length ~ comment.text's length"),
    (breakages.the_round_key_is_kept, "opened ballots"),
    (breakages.breakdowns_as_they_are, "acquaintance"),
    (breakages.answers_that_tell_a_breakdown, "acquaintance"),
    (breakages.facts_in_the_responses, "acquaintance"),
    (breakages.answers_in_the_log, "the log"),
]


def guesses(played: Played) -> dict[str, Guess]:
    special: dict[str, Callable[[Attacker], Guess]] = {
        "opened ballots": matchers.by_ballots,
        "opened drafts": matchers.by_drafts,
        "the log": matchers.by_log,
        "acquaintance": matchers.by_acquaintance(played.people),
    }
    found = {name: matcher(played.attacker) for name, matcher in special.items()}
    return found | dict(played.attacker.joins())


def rights_of(rounds: Iterable[Played]) -> tuple[Counter[str], Counter[str]]:
    """How many people each way of guessing got right, and how many it guessed."""
    rights, tries = Counter[str](), Counter[str]()
    for played in rounds:
        for name, guess in guesses(played).items():
            rights[name] += played.rights(guess)
            tries[name] += PEOPLE
    return rights, tries


def likelihood(rights: int, tries: int, chance: Fraction) -> Fraction:
    """Of at least so many right guesses by chance alone: the binomial tail, exactly."""
    ways = (comb(tries, n) * chance**n * (1 - chance) ** (tries - n) for n in range(rights))
    return 1 - sum(ways, Fraction(0))


def test_no_join_does_better_than_guessing(tmp_path: Path) -> None:
    rounds = (play(tmp_path / str(seed), seed, way) for seed, way in enumerate(WAYS))
    rights, tries = rights_of(rounds)
    chances = dict.fromkeys(rights, GUESSING) | {"acquaintance": KNOWING_THE_GROUP}
    limit = FALSE_ALARM / len(rights)
    better = {n: rights[n] for n in rights if likelihood(rights[n], tries[n], chances[n]) < limit}
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
    assert likelihood(0, 3, Fraction(1, 2)) == 1
    assert likelihood(2, 3, Fraction(1, 2)) == Fraction(1, 2)
    assert likelihood(3, 3, Fraction(1, 10)) == Fraction(1, 1000)
