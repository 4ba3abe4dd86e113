"""Answers in words, and what of them was left open."""

from __future__ import annotations

import pytest

from portal.survey.conditions import Answers
from portal.survey.transcript import Section, transcript
from tests.survey.factories import page, parsed, question

OPTIONS = "{yes: {label: Yes, specify: true}, no: No}"
PARTS = parsed(
    page(
        question(f"id: seen\ntype: choice\nlabel: Seen?\noptions: {OPTIONS}"),
        question("id: posts\ntype: numbers\nlabel: Posts\nrows: {sw: Social workers}"),
        question("id: three\ntype: words\nlabel: Three words"),
        question("id: more\ntype: comment\nlabel: More?"),
    )
)


def section(answers: Answers) -> Section:
    [only] = transcript(PARTS, answers, {})
    return only


@pytest.mark.parametrize(
    ("answers", "open", "written"),
    [
        ({}, ["Seen?", "Social workers (Posts)", "Three words"], []),
        ({"seen": "no", "sw": "3"}, ["Three words"], []),
        ({"seen": "yes", "seen__other": "In May"}, ["Social workers (Posts)", "Three words"], [0]),
        ({"seen": "no", "sw": "3", "three": ["busy", "kind"], "more": "Much"}, [], [2, 3]),
    ],
)
def test_what_is_left_open_and_what_was_written(
    answers: Answers, open: list[str], written: list[int]
) -> None:
    told = section(answers)
    lines = [line for entry in told.entries for line in entry.lines]
    assert [line.name for line in told.open] == open
    assert list(told.written) == [lines[index] for index in written]
    assert [line.name for line in told.asked] == ["Seen?", "Social workers (Posts)", "Three words"]


def test_words_are_said_as_they_were_written() -> None:
    [line] = section({"three": ["busy", "very kind"]}).written
    assert line.answer == "busy, very kind"
