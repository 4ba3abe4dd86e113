"""What looks like a block or a heading, and would vanish as prose, is a fault with its line."""

from __future__ import annotations

from textwrap import indent

import pytest

from portal.survey.file import lookalikes
from portal.survey.file.parsing import parse
from tests.survey.factories import BODY, FRONT, QUESTION, faults_of, questionnaire_text

LOST = QUESTION.replace("colour", "shade")
LINE = 16
"""Of what stands after the usual body."""


def after_a_question(text: str) -> str:
    return f"---\n{FRONT}---\n{BODY}{text}"


def told(text: str) -> list[tuple[int, str]]:
    return faults_of(after_a_question(text))


def test_what_stands_there_without_these_is_no_fault() -> None:
    assert after_a_question("x").splitlines()[LINE - 1] == "x"
    assert told("Guidance.\n") == []


@pytest.mark.parametrize("before", ["    ", "     ", "> ", "- ", "1. ", "\u200b", "* > "])
def test_a_fence_that_is_none_for_what_stands_before_it_is_told(before: str) -> None:
    (line, message), *_ = told(indent(LOST, before, lambda _: True))

    assert (line, message.partition(";")[0].partition("(")[0].strip()) in [
        (LINE, "this looks like a fence, but is prose"),
        (LINE, "an invisible character"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "``question",
        "`question",
        "'''question",
        '"""page',
        "´´´question",
        "‘‘‘question",
        "Answer this: ```question",
        "\\```question",
        "```question`",
        "    ~~~",
        "``",
    ],
)
def test_a_line_that_looks_like_a_fence_is_told(line: str) -> None:
    assert told(f"{line}\n") == [(LINE, lookalikes.FENCE)]


@pytest.mark.parametrize(
    "line", ["id: shade", "type: choice", "Type: grid", "- id: shade", '"id": "shade"', "  id: x"]
)
def test_the_first_lines_of_a_question_without_a_fence_are_told_once(line: str) -> None:
    assert told(f"Some words.\n\n{line}\nlabel: Which?\ntype: text\n") == [
        (LINE + 2, lookalikes.QUESTION)
    ]


def test_both_of_two_questions_are_told() -> None:
    assert [line for line, _ in told("id: a\ntype: text\n\nid: b\ntype: text\n")] == [
        LINE,
        LINE + 3,
    ]


def test_a_page_block_without_a_fence_is_told() -> None:
    assert told("show_if: {colour: red}\n") == [(LINE, lookalikes.PAGE_BLOCK)]


@pytest.mark.parametrize("line", ["## Last {#last}", "    # Last {#last}", "Last {#last}"])
def test_a_heading_that_is_no_pages_is_told(line: str) -> None:
    assert told(f"{line}\n") == [(LINE, lookalikes.HEADING)]


@pytest.mark.parametrize(
    "line",
    [
        "```code``` as people write it",
        "`code`",
        "## A heading",
        "Type: anything goes",
        "~~gone~~",
        "The id: see above",
        "Label: x",
        "---",
        "- one",
        "It is “page” one",
        "# Last {#last}\nMore",
    ],
)
def test_ordinary_guidance_is_no_fault(line: str) -> None:
    assert told(f"{line}\n") == []


def test_the_introduction_is_looked_at_too() -> None:
    text = questionnaire_text(body=f"    ```question\n    id: a\n    ```\n\n{BODY}")

    assert faults_of(text) == [(8, lookalikes.FENCE)]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("\u200b# Last {#last}", "U+200B"),
        ("# Last {#last}\u2060", "U+2060"),
        ("```question\u200d", "U+200D"),
        ("\u00ad```question", "U+00AD"),
    ],
)
def test_an_invisible_character_beside_a_mark_is_named(line: str, code: str) -> None:
    message = f"an invisible character ({code}) is here; delete it"

    assert (LINE, message) in told(f"{line}\n")


def test_an_invisible_character_after_the_front_matter_is_named() -> None:
    text = after_a_question("").replace("---\n#", "---\u200b\n#")

    assert faults_of(text)[-1] == (7, "an invisible character (U+200B) is here; delete it")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("id: colour", "id: col\u200bour"), "`col[U+200B]our`, which has U+200B in it"),
        (("red: Red", "r\u200bed: Red"), "`r[U+200B]ed` has U+200B in it"),
        (("id: colour", "id: c\u043elour"), "which has U+043E in it"),
        (("type: choice", "type: choice\u2060"), "`choice[U+2060]` is no type; did you mean"),
        (("options:", "op\u00adtions:"), "`op[U+00AD]tions`; did you mean `options`?"),
        (("{#first}", "{#fi\u200brst}"), "`fi[U+200B]rst` has U+200B in it"),
        (("kind: return", "kind: re\u200bturn"), "not `re[U+200B]turn`"),
        (
            ("Which colour?", "Which {{round\u200b}}?"),
            "`{{round[U+200B]}}` is not known; did you mean",
        ),
        (("label:", "show_if: {x\u00a0: y}\nlabel:"), "`x[U+00A0]`, which is no question"),
    ],
)
def test_an_invisible_character_in_an_id_or_a_keyword_is_named_by_its_code(
    change: tuple[str, str], said: str
) -> None:
    messages = [message for _, message in faults_of(after_a_question("").replace(*change))]

    assert any(said in message for message in messages), messages


def test_a_text_may_hold_what_is_not_seen() -> None:
    text = after_a_question("").replace("Which", "A\u00a0\U0001f469\u200d\U0001f467 wh\u00adich")

    assert faults_of(text) == []


def test_a_text_that_a_round_holds_is_read_though_more_is_asked_of_a_new_one() -> None:
    text = after_a_question("id: shade\ntype: text\n")

    assert faults_of(text)
    assert list(parse(text, kept=True).items) == ["colour"]
