"""A counted round as CSV: what goes in comes out."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.export import tables
from portal.formulas import SAID, marked
from portal.reports.counted import Remark, Reply
from tests.export.samples import TEXTS, counted


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_a_round_becomes_three_files_in_a_new_folder(tmp_path: Path) -> None:
    paths = tables.write(tmp_path / "a" / "b", counted([]))

    assert [path.name for path in paths] == ["responses.csv", "comments.csv", "codebook.csv"]
    assert {path.parent for path in paths} == {tmp_path / "a" / "b"}
    assert all(path.read_bytes().startswith(b"\xef\xbb\xbf") for path in paths)
    assert rows(paths[1]) == [["organisation", "item", "text"]]


def test_a_response_has_a_cell_for_each_item_flag_and_score(tmp_path: Path) -> None:
    header, *found = rows(tables.write(tmp_path, counted())[0])

    assert header[:5] == ["organisation", "role", "tools", "heard", "leads"]
    assert header[5:9] == ["leads__estimate", "leads__unknown", "day", "score_support"]
    assert header[9:] == ["blank__skipped", "blank__not_asked", "blank__withheld"]
    assert [row[:9] for row in found] == [
        ["northshire", "other", "a b", "high", "2.5", "yes", "", "2026-03-31", "0.6667"],
        [""] * 9,
    ]


def test_free_text_has_no_column_beside_the_answers(tmp_path: Path) -> None:
    header = rows(tables.write(tmp_path, counted([]))[0])[0]

    assert not {"why", "three", "role__other"} & set(header)


def test_columns_that_are_blank_are_named_by_why_they_are(tmp_path: Path) -> None:
    _, *found = rows(tables.write(tmp_path, counted())[0])

    assert [row[9:] for row in found] == [
        ["", "", ""],
        ["role tools heard leads day score_support", "", "organisation"],
    ]


@pytest.mark.parametrize(
    ("exact", "written"),
    [("0", "0"), ("100", "100"), ("200/3", "66.6667"), ("75/2", "37.5"), ("-5", "-5")],
)
def test_a_score_is_written_in_plain_decimals(exact: str, written: str, tmp_path: Path) -> None:
    replies = [Reply("northshire", {}, {"support": exact})]

    assert rows(tables.write(tmp_path, counted(replies))[0])[1][8] == written


@pytest.mark.parametrize("text", TEXTS)
def test_a_comment_comes_out_as_it_was_typed_and_is_no_formula(text: str, tmp_path: Path) -> None:
    paths = tables.write(tmp_path, counted([], [Remark("northshire", "why", text)]))

    assert rows(paths[1])[1:] == [["northshire", "why", marked(text)]]


def test_the_codebook_says_how_to_undo_a_mark(tmp_path: Path) -> None:
    last = rows(tables.write(tmp_path, counted())[-1])[-1]

    assert [cell for cell in last if cell] == ["every CSV file", SAID]


@settings(deadline=None, max_examples=50)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"))))
def test_comments_keep_their_order_and_every_character(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    comments = [Remark("northshire", "why", text) for text in texts]
    path = tables.write(tmp_path_factory.mktemp("out"), counted([], comments))[1]

    assert rows(path)[1:] == [["northshire", "why", marked(text)] for text in texts]
