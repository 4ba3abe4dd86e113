"""What may be told of one statement, and that nothing that is told rules an answer out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations, pairwise

import pytest

from portal.disclosure import exclusion, figures
from portal.disclosure.statements import Shown, Subject, subjects
from portal.disclosure.tally import ANSWERED, Given
from tests.disclosure.people import SAID, questionnaire

LIKERT = Subject("wl_fair", questionnaire().items["wl_fair"])
REASONS = Subject("leave_reasons", questionnaire().items["leave_reasons"])


def given(*numbers: int, slips: tuple[int, ...] = (0,) * 5, ended: int = 0) -> Given:
    """So many for each of the five answers, of them so many by slips."""
    every = {said: number for said, number in zip(SAID, numbers, strict=True) if number}
    letters = {said: n - s for said, n, s in zip(SAID, numbers, slips, strict=True) if n - s}
    return Given(every, letters, ended)


def told(of: Given, subject: Subject = LIKERT) -> dict[str, str]:
    shown = subject.shown(of, 10)
    return {" ".join([each.measure, *each.part]): each.figure.said for each in shown}


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ((1, 2, 2, 4, 3), {"score": "65", "agree": "60"}),
        ((0, 0, 1, 2, 8), {"score": "80 or more", "agree": "80 or more"}),
        ((2, 4, 6, 8, 4), {
            "score": "58", "agree": "50", "part strongly_disagree disagree": "25",
            "part neither": "25", "part agree strongly_agree": "50",
        }),
        ((2, 2, 6, 10, 4), {"score": "63", "agree": "58"}),  # four disagree
        ((10, 20, 20, 40, 10), {
            "score": "55", "agree": "50", "part strongly_disagree": "10", "part disagree": "20",
            "part neither": "20", "part agree": "40", "part strongly_agree": "10",
        }),
        ((4, 26, 20, 40, 10), {
            "score": "57", "agree": "50", "part strongly_disagree disagree": "30",
            "part neither": "20", "part agree strongly_agree": "50",
        }),
    ],
)  # fmt: skip
def test_the_more_have_answered_the_more_is_told(
    numbers: tuple[int, ...], shown: dict[str, str]
) -> None:
    assert told(given(*numbers)) == shown


def test_slips_and_links_that_have_ended_make_nothing_more_precise() -> None:
    twenty = (5, 5, 5, 5, 5)
    assert "part neither" in told(given(*twenty))
    assert told(given(*twenty, slips=(1, 1, 1, 1, 2))) == {"score": "50", "agree": "40"}
    assert told(given(*twenty, ended=6)) == {"score": "50", "agree": "40"}
    assert told(given(7, 6, 7, 6, 6, slips=(0, 0, 3, 0, 0))).keys() == {"score", "agree"}


def test_a_statement_of_a_problem_scores_the_other_way_round() -> None:
    turned = Subject("ten_values", questionnaire().items["ten_values"], turned=True)
    assert told(given(0, 0, 0, 20, 0), turned) == {"score": "25", "agree": "90 or more"}


def every_way(number: int) -> Iterator[tuple[int, ...]]:
    """List every way in which so many people can answer a statement."""
    for cuts in combinations(range(number + 4), 4):
        edges = (-1, *cuts, number + 4)
        yield tuple(b - a - 1 for a, b in pairwise(edges))


NOBODY = (0,) * 5


def ruled_out(
    number: int, slips: tuple[int, ...] = NOBODY, again: tuple[int, ...] = NOBODY
) -> list[tuple[tuple[Shown, ...], int, int]]:
    """List what is told that leaves whoever gave one answer no other person for another: all that
    could have been answered is compared, so nothing but what is told is known, and what somebody
    answered by slips and by links that have ended (``again``)."""
    by_told = defaultdict[tuple[Shown, ...], list[tuple[int, ...]]](list)
    for numbers in every_way(number):
        every = [sum(each) for each in zip(numbers, slips, again, strict=True)]
        shown = LIKERT.shown(given(*every, slips=slips, ended=sum(again)), 10)
        by_told[tuple(shown)].append(numbers)
    return [
        (shown, own, other)
        for shown, ways in by_told.items()
        for own in range(5)
        for other in range(5)
        if any(way[own] for way in ways)
        and not any(way[own] and way[other] > (own == other) for way in ways)
    ]


@pytest.mark.parametrize("number", [10, 13, 20])
def test_nothing_that_is_told_rules_out_an_answer_of_somebody_else(number: int) -> None:
    assert ruled_out(number) == []


INSIDERS = [
    (10, (9, 0, 0, 0, 0), NOBODY),
    (10, (0, 0, 0, 0, 9), NOBODY),
    (10, (0, 9, 0, 0, 3), NOBODY),
    (10, (0, 0, 0, 0, 90), NOBODY),
    (10, NOBODY, (9, 0, 0, 0, 0)),
    (10, NOBODY, (0, 0, 0, 3, 0)),
    (12, NOBODY, (0, 2, 0, 0, 0)),
    (20, (9, 0, 0, 0, 0), NOBODY),
    (20, (0, 0, 2, 0, 0), (0, 0, 0, 1, 1)),
]


@pytest.mark.parametrize(("number", "slips", "again"), INSIDERS)
def test_nor_does_it_to_whoever_filled_in_slips_or_answered_again(
    number: int, slips: tuple[int, ...], again: tuple[int, ...]
) -> None:
    assert ruled_out(number, slips, again) == []


def test_with_ends_by_base_alone_nine_slips_tell_that_all_others_agree_strongly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(figures, "room", lambda *_: figures.EVERYTHING)
    monkeypatch.setattr(exclusion, "rules_out", lambda *_: False)
    assert ruled_out(*INSIDERS[0])


def test_with_figures_by_themselves_the_one_who_disagrees_learns_that_nobody_else_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(exclusion, "rules_out", lambda *_: False)
    assert ruled_out(10)


def chosen(**options: int) -> Given:
    """So many chose each; ``base`` answered."""
    counts = {ANSWERED if option == "base" else option: n for option, n in options.items()}
    return Given(counts, counts)


def test_of_several_answers_one_is_told_that_enough_chose_and_enough_did_not() -> None:
    assert told(chosen(base=40, workload=20, pay=9, health=31), REASONS) == {"chose workload": "50"}
    assert told(chosen(base=19, workload=10), REASONS) == {}


def test_what_people_are_and_which_groups_they_are_in_is_told_elsewhere() -> None:
    ids = {subject.id for subject in subjects(questionnaire())}
    assert ids.isdisjoint({"service", "role", "time_in_post", "registration_status"})
    assert {"supervision", "sup_regular", "leave_reasons", "stay_12_months"} <= ids


def test_links_that_have_ended_may_be_of_those_who_did_not_choose_an_answer() -> None:
    """Ten did not choose it, nine of whom may be one person who was corrected nine times."""
    of = chosen(base=29, workload=19)
    assert told(of, REASONS)
    assert told(Given(of.every, of.letters, ended=9), REASONS) == {}
