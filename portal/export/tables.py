"""A counted round is written as CSV files: responses, comments, codebook, what was withheld,
and facts if any are asked for.

What a spreadsheet would run as a formula is marked, as in every CSV (``spreadsheet.py``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path

from portal.export import codebook, columns, spreadsheet
from portal.export.columns import REMARKS, TALLIES, Cell
from portal.formulas import SAID
from portal.reports.counted import Counted

_MARKS = tuple({"table": "every CSV file", "label": SAID}.get(name, "") for name in codebook.HEADER)
"""The codebook's last row says how texts are marked."""


def write(folder: Path, counted: Counted) -> list[Path]:
    """Write the files into the folder, which is made if need be, and return their paths."""
    head, rows = columns.responses(counted)
    folder.mkdir(parents=True, exist_ok=True)
    return [
        _file(folder / "responses.csv", head, rows),
        *write_beside(folder, counted),
    ]


def write_beside(folder: Path, counted: Counted) -> list[Path]:
    """Write all but the responses, where these go into a file of another kind."""
    return [
        _file(folder / "comments.csv", REMARKS, counted.remarks),
        *_tallied(folder, counted),
        *_withheld(folder, counted),
        _file(folder / "codebook.csv", codebook.HEADER, chain(codebook.rows(counted), [_MARKS])),
    ]


def _tallied(folder: Path, counted: Counted) -> list[Path]:
    """Write the facts, where the questionnaire asks for any."""
    if not counted.questionnaire.facts:
        return []
    rows = columns.facts(counted.questionnaire, counted.tallies)
    return [_file(folder / "facts.csv", TALLIES, rows)]


def _withheld(folder: Path, counted: Counted) -> list[Path]:
    """Write what was withheld; returns are whole."""
    if counted.questionnaire.named:
        return []
    return [_file(folder / "withheld.csv", columns.WITHHELD, columns.withheld(counted))]


def _file(path: Path, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(spreadsheet.lines(header, rows))
    return path
