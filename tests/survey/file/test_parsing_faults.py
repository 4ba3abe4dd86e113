"""Every file under ``samples/bad`` has just the faults that ``expected.txt`` tells."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.survey.factories import (
    faults_of,
    front_matter,
    messages,
    page,
    question,
    questionnaire_text,
)

BAD = Path(__file__).parent / "samples" / "bad"
EXPECTED = (BAD / "expected.txt").read_text(encoding="utf-8").splitlines()
FILES = sorted(path.name for path in BAD.glob("*.md"))


@pytest.mark.parametrize("name", FILES)
def test_a_bad_file_has_just_the_faults_that_are_expected(name: str) -> None:
    found = [f"{name}:{line}: {text}" for line, text in faults_of((BAD / name).read_bytes())]

    assert found == [line for line in EXPECTED if line.startswith(f"{name}:")]


def test_every_bad_file_is_expected_to_have_a_fault() -> None:
    assert sorted({line.partition(":")[0] for line in EXPECTED}) == FILES


def test_one_broken_question_causes_no_faults_in_those_that_name_it() -> None:
    broken = question("id: colour\ntype: choice\nlabel: Which: one\noptions: {red: Red}")
    follower = question("id: why\ntype: text\nlabel: Why?\nshow_if: {colour: red}")

    assert messages(page(broken, follower), breakdowns="[colour]") == [
        'a text that holds `: ` reads as a second key; write "…" round it'
    ]


def test_options_that_cannot_be_read_cause_no_faults_in_conditions_on_them() -> None:
    broken = question("id: colour\ntype: choice\nlabel: Which?\noptions: {red: '', blue: Blue}")
    follower = question("id: why\ntype: text\nlabel: Why?\nshow_if: {colour: green}")

    assert [text.partition(" ")[0] for text in messages(page(broken, follower))] == ["`label`"]


def test_a_faulty_hint_does_not_hide_a_condition_on_an_unknown_option() -> None:
    faulty = question(
        "id: colour\ntype: choice\nlabel: Which?\nhint: <b>\noptions: {red: Red, blue: Blue}"
    )
    follower = question("id: why\ntype: text\nlabel: Why?\nshow_if: {colour: green}")

    assert "`green` is no option of `colour`; it has `red`, `blue`" in messages(
        page(faulty, follower)
    )


def test_an_unreadable_front_matter_does_not_hide_faults_of_questions() -> None:
    body = page(question("id: colour\ntype: colour\nlabel: Which?"))
    text = questionnaire_text('title: "open\n', body)

    assert [line for line, _ in faults_of(text)] == [2, 8]


def test_faulty_scales_cause_no_unknown_scale() -> None:
    grid = question("id: g\ntype: grid\nscale: agree\nlabel: G\nrows: {a: A}")
    front = front_matter(scales="{agree: {yes: {label: Yes, pints: 1}, no: No}}")

    assert [line for line, _ in faults_of(questionnaire_text(front, page(grid)))] == [7]


@pytest.mark.parametrize("start", ["'", '"'])
def test_quotation_marks_make_any_label_safe(start: str) -> None:
    label = f"{start}{{a}} [b] ? * & % @: c #d{start}"

    assert not messages(page(question(f"id: a\ntype: text\nlabel: {label}")))
