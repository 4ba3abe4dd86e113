"""A counted round is written as one Excel file with a sheet each for responses, comments, facts (if
any are asked for) and codebook.

Whatever people typed is written as text and stays text: no cell is ever a formula or a link.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from portal.errors import Refused
from portal.export import codebook, columns
from portal.export.columns import REMARKS, TALLIES, Cell
from portal.reports.counted import Counted

OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
LONGEST = 32_767
"""A cell can hold this many characters, counted in UTF-16 as Excel does."""
MOST_ROWS = 1_048_576
CUT = " … [cut here; the CSV export has the whole text]"
WIDTHS = {
    "text": 100,
    "label": 40,
    "option_labels": 40,
    "question_label": 40,
    "value_label": 30,
    "asked_if": 60,
    "statement_label": 60,
    "about_label": 40,
    "score_label": 40,
    "group_label": 40,
    "answer_label": 40,
    "part_label": 40,
    "note": 100,
}
USUAL_WIDTH = 16


def write(folder: Path, counted: Counted) -> list[Path]:
    """Write ``responses.xlsx`` into the folder, which is made if need be.

    Raises ``Refused`` for more rows than a sheet can hold.
    """
    questionnaire = counted.questionnaire
    every = columns.of_questionnaire(questionnaire)
    folder.mkdir(parents=True, exist_ok=True)
    table = ([columns.cell(column, each) for column in every] for each in counted.replies)
    tallied = columns.facts(questionnaire, counted.tallies)
    facts = [("facts", TALLIES, tallied)] if questionnaire.facts else []
    path = folder / "responses.xlsx"
    try:
        with xlsxwriter.Workbook(str(path), OPTIONS) as workbook:
            workbook.set_properties({"title": f"{questionnaire.title} {questionnaire.version}"})
            bold = workbook.add_format({"bold": True})
            for name, header, rows in (
                ("responses", [column.name for column in every], table),
                ("comments", REMARKS, counted.remarks),
                *facts,
                ("codebook", codebook.HEADER, codebook.rows(counted)),
            ):
                add_sheet(workbook, bold, name, header, rows)
    except Refused:
        path.unlink(missing_ok=True)
        raise
    return [path]


def add_sheet(
    workbook: xlsxwriter.Workbook,
    bold: Format,
    name: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Cell | int | None]],
) -> None:
    """Add a table as a sheet with a head that stays in view."""
    sheet = workbook.add_worksheet(name)
    _head(sheet, header)
    sheet.set_row(0, None, bold)
    _fill(sheet, header, rows)


def _head(sheet: Worksheet, header: Sequence[str]) -> None:
    """Set widths, and a first row that stays in view."""
    for number, name in enumerate(header):
        sheet.set_column(number, number, WIDTHS.get(name, USUAL_WIDTH))
    sheet.freeze_panes(1, 0)


def _fill(
    sheet: Worksheet, header: Sequence[str], rows: Iterable[Sequence[Cell | int | None]]
) -> None:
    for number, row in enumerate(chain((header,), rows)):
        if number >= MOST_ROWS:
            raise Refused(f"An Excel sheet has {MOST_ROWS:,} rows at most; take csv.")
        for column, cell in enumerate(row):
            if cell is not None and not isinstance(cell, str):
                sheet.write_number(number, column, float(cell))
            elif cell:
                sheet.write_string(number, column, _within(cell))


def _within(text: str) -> str:
    """Cut the text where it is longer than a cell, with a note that says so."""
    data = text.encode("utf-16-le")
    if len(data) <= 2 * LONGEST:
        return text
    return data[: 2 * (LONGEST - len(CUT))].decode("utf-16-le", errors="ignore") + CUT
