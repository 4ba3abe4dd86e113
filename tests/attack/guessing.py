"""How well somebody guesses, beside chance; and what must be found once a protection is off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from math import exp, fsum, lgamma, log, log1p

from tests.attack import breakages, matchers
from tests.attack.attacker import Attacker, Guess
from tests.attack.breakages import Breakage
from tests.attack.questionnaire import PEOPLE
from tests.attack.rounds import Played

GUESSING = 1 / PEOPLE
KNOWING_THE_GROUP = 0.1
"""Whoever knows a person's breakdowns may guess among the ten or more who share what is stored."""

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


def likelihood(rights: int, tries: int, chance: float) -> float:
    """Of at least so many right guesses by chance alone: the binomial tail."""
    logs = (
        lgamma(tries + 1) - lgamma(n + 1) - lgamma(tries - n + 1)
        + n * log(chance) + (tries - n) * log1p(-chance)
        for n in range(rights, tries + 1)
    )  # fmt: skip
    return fsum(map(exp, logs))


def chances(names: Iterable[str]) -> dict[str, float]:
    """How likely a guess is right by chance, by the way of guessing."""
    return dict.fromkeys(names, GUESSING) | {"acquaintance": KNOWING_THE_GROUP}
