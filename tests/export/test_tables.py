"""A counted round as CSV: what goes in comes out, and the codebook explains every column."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.export import codebook, tables
from portal.survey.questionnaire import Questionnaire
from tests.survey.factories import page, parsed, question

SCALES = (
    "{agreement: {low: {label: Low, points: 0}, na: N/A,"
    " high: {label: '> *High*', points: 2.50, favourable: true}}}"
)
TEXTS = [
    'She said "no", twice',
    "one\ntwo\n\nthree",
    "🙂👩‍👩‍👧, and more",
    "שלום \u202eעולם",
    "=1+1",
    "a,b;c\td",
    "<b>{{organisation}}</b>",
    "line\u2028separator",
    "'",
]


@lru_cache
def sample() -> Questionnaire:
    return parsed(
        page(
            question(
                "id: role\ntype: choice\nlabel: Role\noptions:"
                " {worker: Worker, other: {label: Other, specify: true}}"
            ),
            question("id: tools\ntype: choices\nlabel: Tools\noptions: {a: A, b: B}"),
            question("id: items\ntype: grid\nscale: agreement\nlabel: I\nrows: {heard: Heard}"),
            question(
                "id: team\ntype: numbers\nlabel: T\nunit: posts\nestimate: true\nunknown: true\n"
                "rows: {leads: '1. Leads'}"
            ),
            question("id: day\ntype: date\nlabel: Day"),
            question("id: three\ntype: words\nlabel: Words"),
            question("id: why\ntype: comment\nlabel: Why?"),
        ),
        scales=SCALES,
        scores="{support: {title: Support, items: [heard], reversed: [heard]}}",
    )


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_a_round_becomes_three_files_in_a_new_folder(tmp_path: Path) -> None:
    paths = tables.write(tmp_path / "a" / "b", sample(), [], [])

    assert [path.name for path in paths] == ["responses.csv", "comments.csv", "codebook.csv"]
    assert {path.parent for path in paths} == {tmp_path / "a" / "b"}
    assert all(path.read_bytes().startswith(b"\xef\xbb\xbf") for path in paths)
    assert rows(paths[1]) == [["organisation", "item", "text"]]


def test_a_response_has_a_cell_for_each_item_flag_and_score(tmp_path: Path) -> None:
    answers = {
        "role": "other",
        "tools": ["a", "b"],
        "heard": "high",
        "leads": "2.5",
        "leads__estimate": "yes",
        "day": "2026-03-31",
    }
    responses = [("northshire", answers, {"support": "2/3"}), ("", {}, {})]

    header, *found = rows(tables.write(tmp_path, sample(), responses, [])[0])

    assert header == ["organisation", *tables.columns(sample()), "score_support"]
    assert header[4:7] == ["leads", "leads__estimate", "leads__unknown"]
    assert found == [
        ["northshire", "other", "a b", "high", "2.5", "yes", "", "2026-03-31", "0.6667"],
        [""] * 9,
    ]


def test_free_text_has_no_column_beside_the_answers() -> None:
    assert not {"why", "three", "role__other"} & set(tables.columns(sample()))


@pytest.mark.parametrize(
    ("exact", "written"),
    [("0", "0"), ("100", "100"), ("200/3", "66.6667"), ("75/2", "37.5"), ("-5", "-5")],
)
def test_a_score_is_written_in_plain_decimals(exact: str, written: str, tmp_path: Path) -> None:
    responses = [("northshire", {}, {"support": exact})]

    assert rows(tables.write(tmp_path, sample(), responses, [])[0])[1][-1] == written


@pytest.mark.parametrize("text", TEXTS)
def test_a_comment_comes_out_as_it_was_typed(text: str, tmp_path: Path) -> None:
    paths = tables.write(tmp_path, sample(), [], [("northshire", "why", text)])

    assert rows(paths[1])[1:] == [["northshire", "why", text]]


@settings(deadline=None, max_examples=50)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"))))
def test_comments_keep_their_order_and_every_character(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    comments = [("northshire", "why", text) for text in texts]
    path = tables.write(tmp_path_factory.mktemp("out"), sample(), [], comments)[1]

    assert rows(path)[1:] == [list(comment) for comment in comments]


def test_the_codebook_explains_every_column_and_no_other(tmp_path: Path) -> None:
    responses, _, book = tables.write(tmp_path, sample(), [], [])

    explained = [row[0] for row in rows(book)[1:]]

    assert list(dict.fromkeys(explained)) == rows(responses)[0]


def test_the_codebook_gives_each_value_its_label_and_points() -> None:
    found = list(codebook.rows(sample()))

    assert ("heard", "items", "Heard", "grid", "high", "> High", "2.50", "yes") in found
    assert ("heard", "items", "Heard", "grid", "na", "N/A", "", "") in found
    assert ("leads", "team", "1. Leads", "numbers", "", "posts", "", "") in found
    assert ("leads__unknown", "team", "1. Leads", "box", "yes", "unknown", "", "") in found
    assert ("score_support", "", "Support", "score", "", "-heard", "", "") in found
    assert {len(row) for row in found} == {len(codebook.HEADER)}
