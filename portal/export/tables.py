"""A counted round is written as CSV files: responses, comments, codebook, and facts if any are
asked for.

Texts are written as people typed them; the guide for administrators says to open ``comments.csv``
as text, since a spreadsheet takes a cell that begins with ``=`` for a formula.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from portal.export import codebook, columns
from portal.export.columns import REMARKS, TALLIES, Cell
from portal.reports.counted import Counted


def write(folder: Path, counted: Counted) -> list[Path]:
    """Write the files into the folder, which is made if need be, and return their paths."""
    every = columns.of_questionnaire(counted.questionnaire)
    folder.mkdir(parents=True, exist_ok=True)
    table = ([columns.cell(column, each) for column in every] for each in counted.replies)
    return [
        _file(folder / "responses.csv", [column.name for column in every], table),
        *write_beside(folder, counted),
    ]


def write_beside(folder: Path, counted: Counted) -> list[Path]:
    """Write all but the responses, where these go into a file of another kind."""
    return [
        _file(folder / "comments.csv", REMARKS, counted.remarks),
        *_tallied(folder, counted),
        _file(folder / "codebook.csv", codebook.HEADER, codebook.rows(counted)),
    ]


def _tallied(folder: Path, counted: Counted) -> list[Path]:
    """Write the facts, where the questionnaire asks for any."""
    if not counted.questionnaire.facts:
        return []
    rows = columns.facts(counted.questionnaire, counted.tallies)
    return [_file(folder / "facts.csv", TALLIES, rows)]


def _file(path: Path, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows([_text(cell) for cell in row] for row in rows)
    return path


def _text(cell: Cell) -> str:
    return cell if isinstance(cell, str) else f"{cell:f}"
