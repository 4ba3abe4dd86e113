"""Excel workbooks (ECMA-376, part 1, section 18) are read for the cells' texts of one sheet, and
nothing else.

The parts are measured before they are unpacked, since a small file can hold a great deal, and read
as streams, so that no row is too wide and no text too long to be held; what openpyxl holds of a
hostile file can be a hundred times its size.
"""

from __future__ import annotations

import io
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from zipfile import ZipFile

from portal.errors import Refused
from portal.tabular.markup import FAR_MORE, events
from portal.tabular.rows import COLUMNS, Sheet, filled, joined

UNPACKED = 32 * 1024 * 1024
"""All parts may have this many bytes together."""
TEXTS = 16 * 1024 * 1024
"""The part in which texts stand, all of which is held in memory, may have this many bytes."""
MOST_CELLS, MOST_TEXTS, MOST_NAMED = 5_000_000, 2_000_000, 100_000
"""Events: of the sheet, five for each cell of a list of 20,000 rows and 50 columns; of the part in
which texts stand, 400,000 of them; of those that say what there is. All take some seconds."""
PARTS = 1000
REFERENCE = 10
"""Characters: “XFD1048576” is the last cell."""
FORMULA = "="
"""It is read for a formula, whose last result may be out of date."""
_BOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_STRINGS = "sharedStrings"
_NO_WORKBOOK = "The file cannot be read as an Excel workbook (.xlsx); save it again, or as CSV."


def read(data: bytes, most: int) -> Sheet:
    """Read the first sheet that can be seen. Raises ``Refused``."""
    try:
        with ZipFile(io.BytesIO(data)) as parts:
            _check_size(parts)
            return _first_sheet(parts, most)
    except Refused:
        raise
    except Exception as error:  # zip and XML fail in a dozen ways, and all of them mean the same
        raise Refused(_NO_WORKBOOK) from error


def _check_size(parts: ZipFile) -> None:
    """Trust what the parts say of themselves: ``zipfile`` unpacks no more than that."""
    sizes = {part.filename: part.file_size for part in parts.infolist()}
    strings = max((size for name, size in sizes.items() if _STRINGS in name), default=0)
    unpacked = sum(part.file_size for part in parts.infolist())
    if len(sizes) > PARTS or unpacked > UNPACKED or strings > TEXTS:
        raise Refused(FAR_MORE)


def _first_sheet(parts: ZipFile, most: int) -> Sheet:
    with parts.open(_BOOK) as stream:
        sheets = [given for kind, name, given in _named(stream) if (kind, name) == _SHEET]
    seen = [sheet for sheet in sheets if sheet.get("state", "visible") == "visible"]
    if not seen:
        raise Refused("The workbook has no sheet that can be seen.")
    targets = _targets(parts)
    texts = _texts(parts, [path for path in targets.values() if _STRINGS in path])
    rows = list(filled(_rows(parts, targets[_relation(seen[0])], texts), most))
    note = f"The workbook has {len(seen)} sheets; only the first, “{seen[0]['name']}”, was read."
    return Sheet(rows, note if len(seen) > 1 else "")


_SHEET = ("start", "sheet")
_named = partial(events, most=MOST_NAMED)


def _relation(sheet: Mapping[str, str]) -> str:
    """Return the id under which the sheet's part is named, whatever the prefix of its namespace."""
    return next(value for name, value in sheet.items() if name.endswith(":id"))


def _targets(parts: ZipFile) -> dict[str, str]:
    """Return the parts that the workbook names, by the ids that it uses for them."""
    with parts.open(_RELATIONS) as stream:
        relations = [
            given for kind, name, given in _named(stream) if name == "Relationship" and given
        ]
    return {
        given["Id"]: posixpath.normpath(posixpath.join("/xl", given["Target"])).lstrip("/")
        for given in relations
    }


def _texts(parts: ZipFile, paths: list[str]) -> list[str]:
    """Return the texts that cells refer to by number; those of how to pronounce them are left
    out."""
    texts: list[str] = []
    reading = spoken = False
    for path in paths[:1]:
        with parts.open(path) as stream:
            for kind, name, _ in events(stream, MOST_TEXTS):
                if kind == "text":
                    texts[-1] = joined(texts[-1], name) if reading and not spoken else texts[-1]
                elif name == "si" and kind == "start":
                    texts.append("")
                elif name == "t":
                    reading = kind == "start"
                elif name == "rPh":
                    spoken = kind == "start"
    return texts


@dataclass(slots=True)
class _Cell:
    """A cell while it is read. ``kind``: “s” where its value is the number of a text."""

    column: int
    kind: str
    value: str = ""
    formula: bool = False

    def text(self, texts: list[str]) -> str:
        if self.formula:
            return FORMULA
        return texts[int(self.value)] if self.kind == "s" and self.value else self.value


def _rows(parts: ZipFile, path: str, texts: list[str]) -> Iterator[tuple[int, list[str]]]:
    number, row, cell, reading = 0, dict[int, str](), _Cell(-1, ""), False
    with parts.open(path) as stream:
        for kind, name, given in events(stream, MOST_CELLS):
            if kind == "text":
                cell.value = joined(cell.value, name) if reading else cell.value
            elif name in ("v", "t"):
                reading = kind == "start"
            elif name == "f":
                cell.formula = True
            elif name == "c" and kind == "start":
                cell = _Cell(_column(given.get("r", ""), cell.column + 1), given.get("t", ""))
            elif name == "c" and (text := cell.text(texts)):
                row[_known(cell.column, number)] = text
            elif name == "row" and kind == "start":
                number, row, cell = int(given.get("r", number + 1)), {}, _Cell(-1, "")
            elif name == "row":
                yield number, [row.get(i, "") for i in range(max(row, default=-1) + 1)]


def _column(reference: str, following: int) -> int:
    """Count from 0: “B7” is 1. Raises ``ValueError`` for what is longer than any."""
    column = 0
    if len(reference) > REFERENCE:
        raise ValueError("there is no such cell")
    for letter in reference.rstrip("0123456789"):
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1 if reference else following


def _known(column: int, number: int) -> int:
    if not 0 <= column < COLUMNS:
        raise Refused(f"Row {number} has more than {COLUMNS} cells.")
    return column
