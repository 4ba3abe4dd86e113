"""The file as a whole: its bytes, its size, its name; and that nothing makes the parser fall."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.errors import PortalError
from portal.survey.file.parsing import Fault, QuestionnaireFaults, parse
from portal.survey.questionnaire import Questionnaire
from tests.survey.factories import (
    faults_of,
    front_matter,
    page,
    parsed,
    question,
    questionnaire_text,
)

SAMPLES = Path(__file__).parent / "samples"
TEXTS = [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("good/*.md"))]
PIECES = [
    *"{}[]:#*&!|>%@`'\"?-,~\\\n\t ",
    *["---\n", "```\n", "```question\n", "```page\n", "# A {#a}\n", "<<: ", "{{answer:x}}", "__"],
    *["\\U00110000", "\\uD800", "all: ", "not: ", "rows:\n", "show_if: ", "\x00", "\u2028"],
    *["{at_least: 1}", "[[", "&a ", "*a", "!!int ", "9" * 5000, "%YAML 1." + "9" * 5000 + "\n"],
]


def text_of_questions(count: int) -> str:
    questions = [question(f"id: n{n}\ntype: number\nlabel: N") for n in range(count)]
    return questionnaire_text(body=page(*questions))


def test_the_hash_is_of_the_source_byte_for_byte() -> None:
    source = questionnaire_text().encode()

    questionnaire = parse(source)

    assert questionnaire.sha256 == hashlib.sha256(source).hexdigest()
    assert questionnaire.source.encode() == source


def test_text_and_its_bytes_are_read_alike() -> None:
    assert parse(questionnaire_text()) == parse(questionnaire_text().encode())


@pytest.mark.parametrize("change", [("\n", "\r\n"), ("---\nid", "\ufeff---\nid")])
def test_windows_line_ends_and_a_byte_order_mark_are_kept_and_do_no_harm(
    change: tuple[str, str],
) -> None:
    source = questionnaire_text().replace(*change)

    questionnaire = parse(source)

    assert questionnaire.pages == parse(questionnaire_text()).pages
    assert questionnaire.source == source


def test_lines_are_counted_alike_with_windows_line_ends() -> None:
    text = questionnaire_text(front_matter(minutes="0"))

    assert faults_of(text.replace("\n", "\r\n")) == faults_of(text)


def test_a_file_that_is_no_utf8_is_a_fault_with_its_line() -> None:
    assert faults_of(b"---\nid: x\ntitle: \xff\n") == [
        (3, "this line is not UTF-8 text; save the file with the encoding UTF-8")
    ]


def test_half_a_surrogate_pair_is_a_fault_with_its_line() -> None:
    assert [line for line, _ in faults_of("---\n\ud800")] == [2]


def test_a_file_over_a_mebibyte_is_a_fault() -> None:
    largest = questionnaire_text().ljust(1024 * 1024)

    assert not faults_of(largest)
    assert faults_of(largest + " ") == [(1, "the file is over 1 MiB long; make it shorter")]


def test_five_hundred_questions_are_enough() -> None:
    assert not faults_of(text_of_questions(500))
    assert [text for _, text in faults_of(text_of_questions(501))] == [
        "this is question 501; keep to 500"
    ]


@pytest.mark.parametrize("piece", ["[", "{", "- ", "? ", "{not: ", "[{a: "])
def test_deep_nesting_is_a_fault(piece: str) -> None:
    body = page(question(f"id: a\ntype: text\nlabel: A\nshow_if:\n  {piece * 20_000}"))

    assert [line for line, _ in faults_of(questionnaire_text(body=body))] != []


def test_the_id_and_the_version_must_be_those_of_the_path() -> None:
    with pytest.raises(QuestionnaireFaults) as caught:
        parse(questionnaire_text(), expected=("other", "2"))

    assert caught.value.faults == (
        Fault(2, "`id` must be `other`, as in the file's path"),
        Fault(3, "`version` must be `2`, as in the file's path"),
    )


def test_outside_the_folder_id_and_version_are_free() -> None:
    assert parsed(id="other", version='"2"').id == "other"


def test_an_empty_block_at_the_end_is_a_fault_on_a_line_that_exists() -> None:
    text = questionnaire_text(body="# P {#p}\n```question")

    assert {line for line, _ in faults_of(text)} == {9}


def test_faults_are_one_error_that_tells_each_line() -> None:
    with pytest.raises(PortalError) as caught:
        parse(questionnaire_text(front_matter(minutes="0", kind="open")))

    assert [line.partition(":")[0] for line in str(caught.value).splitlines()] == [
        "line 5",
        "line 6",
    ]


def is_read_or_refused(source: bytes | str) -> bool:
    """Anything else that is raised fails the test."""
    try:
        return isinstance(parse(source), Questionnaire)
    except QuestionnaireFaults as refusal:
        text = source if isinstance(source, str) else source.decode("utf-8", "replace")
        lines = text.count("\n") + 1
        return all(1 <= fault.line <= lines and fault.message for fault in refusal.faults)


calmly = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])


@calmly
@given(st.binary(max_size=400))
def test_random_bytes_are_read_or_refused(source: bytes) -> None:
    assert is_read_or_refused(source)


@calmly
@given(st.text(max_size=200), st.text(max_size=200))
def test_random_text_in_front_matter_and_questions_is_read_or_refused(
    front: str, block: str
) -> None:
    body = f"# P {{#p}}\n```question\n{block}\n```\n"

    assert is_read_or_refused(f"---\n{front}\n---\n{body}")


def test_two_keys_that_are_none_are_refused() -> None:
    asked = question("id: a\ntype: text\nlabel: A\nshow_if: {{a: 1}: b, {c: 1}: d}")
    with pytest.raises(QuestionnaireFaults) as refusal:
        parse(questionnaire_text(body=page(asked)))
    said = [fault.message for fault in refusal.value.faults]
    assert any("a key must be a plain word" in each for each in said)


@calmly
@given(
    st.sampled_from(TEXTS),
    st.lists(
        st.tuples(
            st.floats(0, 1), st.integers(0, 12), st.one_of(st.sampled_from(PIECES), st.text())
        ),
        min_size=1,
        max_size=5,
    ),
)
def test_a_good_file_with_pieces_cut_out_and_put_in_is_read_or_refused(
    text: str, changes: list[tuple[float, int, str]]
) -> None:
    for place, cut, piece in changes:
        at = int(place * len(text))
        text = text[:at] + piece + text[at + cut :]

    assert is_read_or_refused(text)


@calmly
@given(st.sampled_from(TEXTS), st.data())
def test_a_good_file_with_its_lines_shuffled_is_read_or_refused(
    text: str, data: st.DataObject
) -> None:
    lines = data.draw(st.permutations(text.splitlines()))

    assert is_read_or_refused("\n".join(["---", *lines]))
