"""A counted round as an Excel file, read back by another library."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from openpyxl.workbook import Workbook

from portal.errors import Refused
from portal.export import codebook, workbook
from portal.reports.counted import Remark, Reply
from tests.export.samples import TEXTS, counted


def written(folder: Path, remarks: list[Remark]) -> Workbook:
    (path,) = workbook.write(folder / "new", counted(remarks=remarks))
    return load_workbook(path)


def test_the_three_tables_are_sheets_with_a_head_that_stays_in_view(tmp_path: Path) -> None:
    book = written(tmp_path, [])

    assert book.sheetnames == ["responses", "comments", "codebook"]
    assert [sheet.freeze_panes for sheet in book] == ["A2"] * 3
    assert [cell.value for cell in book["comments"][1]] == ["organisation", "item", "text"]
    assert [cell.value for cell in book["codebook"][1]] == list(codebook.HEADER)
    assert book["responses"]["A1"].font.bold


def test_numbers_and_scores_are_numbers_and_all_else_is_text(tmp_path: Path) -> None:
    sheet = written(tmp_path, [])["responses"]

    assert [cell.value for cell in sheet[2]] == [
        "northshire", "other", "a b", "high", 2.5, "yes", None, "2026-03-31", 0.6667,
    ]  # fmt: skip
    assert {cell.value for cell in sheet[3]} == {None}


def test_points_and_bases_can_be_reckoned_with(tmp_path: Path) -> None:
    sheet = written(tmp_path, [])["codebook"]
    points, base = (codebook.HEADER.index(name) for name in ("points", "base"))
    found = {(row[points], row[base]) for row in sheet.iter_rows(min_row=2, values_only=True)}

    assert (2.5, 1) in found


@pytest.mark.parametrize("text", TEXTS)
def test_a_comment_stays_the_text_that_was_typed(text: str, tmp_path: Path) -> None:
    cell = written(tmp_path, [Remark("northshire", "why", text)])["comments"]["C2"]

    assert (unescape(cell.value), cell.data_type, cell.hyperlink) == (text, "s", None)


def test_no_sheet_holds_a_formula_or_a_link(tmp_path: Path) -> None:
    remarks = [Remark("=1+1", "=why", text) for text in TEXTS]
    (path,) = workbook.write(tmp_path, counted([Reply("=cmd", {"role": "=2"}, {})], remarks))

    with ZipFile(path) as file:
        sheets = [file.read(name) for name in file.namelist() if "/sheet" in name]
    assert len(sheets) == 3
    assert not [sheet for sheet in sheets if b"<f>" in sheet or b"<hyperlink" in sheet]


@pytest.mark.parametrize("character", ["x", "🙂"])
def test_a_text_longer_than_a_cell_is_cut_and_says_so(character: str, tmp_path: Path) -> None:
    value = written(tmp_path, [Remark("", "why", character * 40_000)])["comments"]["C2"].value

    assert value.startswith(character)
    assert value.endswith(workbook.CUT)
    assert len(value.encode("utf-16-le")) // 2 in (workbook.LONGEST, workbook.LONGEST - 1)


def test_a_text_that_just_fits_is_whole(tmp_path: Path) -> None:
    text = "x" * workbook.LONGEST

    assert written(tmp_path, [Remark("", "why", text)])["comments"]["C2"].value == text


def test_more_rows_than_a_sheet_has_are_refused_and_nothing_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    with pytest.raises(Refused, match="take csv"):
        workbook.write(tmp_path / "new", counted())
    assert list((tmp_path / "new").iterdir()) == []
