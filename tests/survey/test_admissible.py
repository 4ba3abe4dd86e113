"""What may come out of a ballot, and what may not."""

from __future__ import annotations

import pytest

from portal.survey.admissible import admissible
from tests.survey.factories import page, parsed, question

BODY = page(
    question(
        "id: service\ntype: choice\nlabel: Service\noptions: {a: A, b: {label: B, specify: true}}"
    ),
    question("id: tools\ntype: choices\nlabel: Tools\noptions: {x: X, y: Y}"),
    question("id: hours\ntype: number\nlabel: Hours\nunknown: true\ndecimals: 1"),
    question("id: three\ntype: words\nlabel: Words\ncount: 3"),
    question("id: why\ntype: comment\nlabel: Why\nshow_if: {service: b}"),
)
SAMPLE = parsed(BODY)
WHOLE = {
    "service": "b",
    "service__other": "a text",
    "tools": ["x", "y"],
    "hours": "37.5",
    "three": ["calm", "fair"],
    "why": "Too many forms",
}


def test_what_the_pages_give_is_admissible() -> None:
    assert admissible(SAMPLE, WHOLE)
    assert admissible(SAMPLE, {})
    assert admissible(SAMPLE, {"hours__unknown": "yes"})


@pytest.mark.parametrize(
    "answers",
    [
        None,
        3,
        [],
        {"at": "12:01"},
        {"service": "c"},
        {"service": ["a"]},
        {"service": {"a": "b"}},
        {"service": None},
        {"tools": "x"},
        {"tools": ["x", "z"]},
        {"tools": [["x"]]},
        {"hours": "many"},
        {"hours": "NaN"},
        {"hours": 37},
        {"hours__unknown": "no"},
        {"hours__estimate": "yes"},
        {"three": "calm"},
        {"three": [1]},
        {"service__other": ["a text"]},
        {"service": "a", "why": "was not asked"},
    ],
)
def test_what_no_page_gives_is_not(answers: object) -> None:
    assert not admissible(SAMPLE, answers)
