"""Checks that warn once: two numbers of a page, or a number and a constant."""

from __future__ import annotations

import pytest

from portal.survey.conditions import Answers
from portal.survey.questionnaire import Page
from portal.survey.route import doubts
from tests.survey.factories import page, parsed, question


def sample() -> Page:
    checks = """\
```page
checks:
- {unfilled: {at_most: posts}, message: "More unfilled than posts?"}
- {posts: {at_least: 9.5}, message: "So few posts?"}
```
"""
    number = "type: number\ndecimals: 1\nunknown: true\nlabel: Number"
    blocks = (question(f"id: {name}\n{number}") for name in ("posts", "unfilled"))
    return parsed(page(checks, *blocks)).pages[0]


@pytest.mark.parametrize(
    ("answers", "failing"),
    [
        ({"posts": "10", "unfilled": "10"}, []),
        ({"posts": "10", "unfilled": "9"}, []),
        ({"posts": "10", "unfilled": "10.1"}, ["first.0"]),
        ({"posts": "9.5"}, []),
        ({"posts": "9"}, ["first.1"]),
        ({"posts": "2", "unfilled": "10"}, ["first.0", "first.1"]),
        ({"unfilled": "10"}, []),
        ({"posts__unknown": "yes", "unfilled": "10"}, []),
        ({}, []),
    ],
)
def test_a_check_speaks_only_where_both_numbers_are_there_and_do_not_fit(
    answers: Answers, failing: list[str]
) -> None:
    assert list(doubts(sample(), answers)) == failing


def test_a_doubt_carries_the_words_of_its_check() -> None:
    found = doubts(sample(), {"posts": "9"})["first.1"]

    assert (found.item, found.message) == ("posts", "So few posts?")
