"""``show_if`` over answers: an unanswered question makes every condition false."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.survey.conditions import (
    AllOf,
    Answered,
    Answers,
    AnyOf,
    AtLeast,
    AtMost,
    Condition,
    Is,
    Not,
    holds,
    names,
)

RED = Is("colour", ("red", "blue"))
FIVE_UP = AtLeast("posts", Decimal("5.5"))
FIVE_DOWN = AtMost("posts", Decimal("5.5"))

CASES: list[tuple[Condition | None, Answers, bool]] = [
    (None, {}, True),
    (RED, {"colour": "blue"}, True),
    (RED, {"colour": "green"}, False),
    (RED, {"colour": ["green", "red"]}, True),
    (RED, {"colour": ["green"]}, False),
    (RED, {"colour__other": "red"}, False),
    (FIVE_UP, {"posts": "5.5"}, True),
    (FIVE_UP, {"posts": "10"}, True),
    (FIVE_UP, {"posts": "5.49"}, False),
    (FIVE_DOWN, {"posts": "5.5"}, True),
    (FIVE_DOWN, {"posts": "-6"}, True),
    (FIVE_DOWN, {"posts": "10"}, False),
    (FIVE_UP, {"posts__unknown": "yes"}, False),
    (FIVE_DOWN, {"posts__unknown": "yes"}, False),
    (Answered("posts"), {"posts": "0"}, True),
    (Answered("posts"), {"posts__unknown": "yes"}, True),
    (Answered("posts"), {"posts__not_applicable": "yes"}, True),
    (Answered("posts"), {"posts__other": "a text alone"}, False),
    (AllOf((RED, FIVE_UP)), {"colour": "red", "posts": "6"}, True),
    (AllOf((RED, FIVE_UP)), {"colour": "red"}, False),
    (AnyOf((RED, FIVE_UP)), {"posts": "6"}, True),
    (AnyOf((RED, FIVE_UP)), {"posts": "1", "colour": "green"}, False),
    (Not(RED), {"colour": "red"}, False),
    (Not(AllOf((RED, Not(FIVE_UP)))), {"colour": "red", "posts": "6"}, True),
]
LEAVES = st.sampled_from([RED, FIVE_UP, FIVE_DOWN, Answered("posts"), Answered("colour")])


@pytest.mark.parametrize(("condition", "answers", "expected"), CASES)
def test_a_condition_holds_as_it_reads(
    condition: Condition | None, answers: Answers, expected: bool
) -> None:
    assert holds(condition, answers) is expected


@given(LEAVES)
def test_over_an_unanswered_question_a_condition_is_false_and_its_opposite_true(
    leaf: Condition,
) -> None:
    assert not holds(leaf, {})
    assert holds(Not(leaf), {})


@given(
    LEAVES,
    LEAVES,
    st.fixed_dictionaries(
        {},
        optional={
            "colour": st.sampled_from(["red", "green", ["red", "green"]]),
            "posts": st.decimals(-9, 9, places=2).map("{:f}".format),
        },
    ),
)
def test_not_all_is_any_not(one: Condition, other: Condition, answers: Answers) -> None:
    assert holds(Not(AllOf((one, other))), answers) == holds(AnyOf((Not(one), Not(other))), answers)


def test_a_condition_names_every_item_that_it_looks_at() -> None:
    condition = AllOf((RED, AnyOf((Not(FIVE_UP), Answered("why")))))

    assert list(names(condition)) == ["colour", "posts", "why"]
    assert list(names(None)) == []
