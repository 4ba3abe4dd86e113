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


COLOUR = question(
    "id: colour\ntype: choice\nlabel: Which?\noptions: {a: {label: A, points: 0},"
    " b: {label: B, points: 1}}"
)
WHY = question("id: why\ntype: text\nlabel: Why?")


def test_an_unknown_key_in_one_score_does_not_hide_a_fault_in_another() -> None:
    scores = "{one: {title: One, items: [colour], colour: red}, two: {title: Two, items: [why]}}"

    assert messages(page(COLOUR, WHY), scores=scores) == [
        "`colour` is no key of a score; its keys are `title`, `items`, `reversed`, `standard`",
        "`why` is a `text`; only a `choice` or a row of a `grid` is scored",
    ]


def test_an_unknown_key_in_one_scale_does_not_hide_a_fault_in_another() -> None:
    scales = "{one: {a: {label: A, pints: 1}, b: B}, two: {a: A, b: B}, three: {a: A}}"
    grid = question("id: g\ntype: grid\nscale: two\nlabel: G\nrows: {r: R}")
    follower = question("id: why\ntype: text\nlabel: Why?\nshow_if: {r: c}")

    assert messages(page(grid, follower), scales=scales) == [
        "scale `three` needs two options or more",
        "unknown key `pints`; did you mean `points`?",
        "`c` is no option of `r`; it has `a`, `b`",
    ]


def test_a_faulty_row_does_not_hide_what_is_wrong_about_another() -> None:
    grid = question("id: g\ntype: grid\nscale: s\nlabel: G\nrows: {r: {label: R, labl: R}, q: Q}")
    follower = question("id: why\ntype: text\nlabel: Why?\nshow_if: {q: c, r: c}")

    assert messages(page(grid, follower), scales="{s: {a: A, b: B}}") == [
        "unknown key `labl`; did you mean `label`?",
        "`c` is no option of `q`; it has `a`, `b`",
    ]


def test_a_faulty_option_does_not_hide_two_labels_that_are_the_same() -> None:
    options = "{a: {label: A, labl: A}, b: Same, c: Same}"
    block = question(f"id: colour\ntype: choice\nlabel: Which?\noptions: {options}")

    assert "`b` and `c` have the same label; change one" in messages(page(block))


def test_a_faulty_hint_does_not_hide_that_options_are_missing() -> None:
    block = question("id: colour\ntype: choice\nlabel: Which?\nhint: <b>")

    assert len(messages(page(block))) == 2


def test_all_faults_of_one_label_are_told() -> None:
    label = f"<b>One</b> {{{{nobody}}}} ![two](three) [four](five) {'x' * 500}"

    told = messages(page(question(f"id: a\ntype: text\nlabel: '{label}'")))

    assert [message.partition("; ")[0] for message in told] == [
        "`label` cannot be shown: a picture cannot be shown (`![two]`)",
        "`label` cannot be shown: raw HTML is not allowed (`</b>`)",
        "`label` cannot be shown: raw HTML is not allowed (`<b>`)",
        "`label` cannot be shown: this link's address is not allowed (`five`)",
        "`label` cannot be shown: this link's address is not allowed (`three`)",
        "`label` is over 500 characters long",
        "`{{nobody}}` is not known",
    ]


def test_both_faults_of_a_title_are_told() -> None:
    told = messages(page(WHY, title=f"{{{{round}}}} {'x' * 200}"), title=f"{{{{a}}}} {'x' * 200}")

    assert len(told) == 4


def test_labels_of_options_and_rows_are_looked_at_whatever_else_is_wrong_with_them() -> None:
    grid = question("id: g\ntype: grid\nscale: s\nlabel: G\nrows: {r: {label: '{{one}}', labl: R}}")
    choice = question(
        "id: c\ntype: choice\nlabel: C\noptions: {a: {label: '{{two}}', labl: R}, b: B}"
    )
    scales = "{s: {a: {label: '{{three}}', labl: A}, b: B}}"
    told = messages(page(grid, choice), scales=scales)

    assert [m for m in told if "{{one}}" in m or "{{two}}" in m or "{{three}}" in m][2:]


@pytest.mark.parametrize("pipe", ["{{answer:why or}}", "{{answer:why or  }}"])
def test_a_pipe_that_names_nothing_to_stand_instead_is_told(pipe: str) -> None:
    after = question(f"id: more\ntype: text\nlabel: 'More of {pipe}?'")

    (told,) = messages(page(WHY, after))
    assert told.endswith("write what stands there instead, as in `{{answer:team or your team}}`")


def test_what_stands_instead_is_words_alone_and_for_answers_alone() -> None:
    after = [
        question("id: more\ntype: text\nlabel: 'More of {{answer:why or <b>it</b>}}?'"),
        question("id: most\ntype: text\nlabel: 'More of {{organisation or us}}?'"),
        question("id: last\ntype: text\nlabel: 'More of {{answer:whi or it}}?'"),
    ]

    assert [message.partition("; ")[0] for message in messages(page(WHY, *after))] == [
        "`label` cannot be shown: raw HTML is not allowed (`</b>`)",
        "`label` cannot be shown: raw HTML is not allowed (`<b>`)",
        "`{{organisation or us}}` is not known",
        "`{{answer:whi}}` names `whi`, which is no question or row",
    ]
