"""Excel workbooks (ECMA-376, part 1, section 18) are read for the cells' texts of one sheet, for
what of them is hidden or struck through, and for nothing else.

The parts are read as streams, so that no row is too wide and no text too long to be held; what
openpyxl holds of a hostile file can be a hundred times its size.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from zipfile import ZipFile

from portal.errors import Refused
from portal.tabular import workbook_styles, worksheet
from portal.tabular.markup import FAR_MORE, Budget, events
from portal.tabular.package import PARTS, STRINGS, opened
from portal.tabular.rows import Cell, Lines, Sheet
from portal.tabular.sheets import RULED, Choice
from portal.tabular.worksheet import Book
from portal.tabular.written import Runs, is_on

MOST_CELLS, MOST_TEXTS, MOST_NAMED = 5_000_000, 2_000_000, 100_000
"""Events: of the sheets, five for each cell of a list of 20,000 rows and 50 columns; of the part in
which texts stand, 400,000 of them; of those that say what there is. All take some seconds."""
_BOOK, _STYLES = "xl/workbook.xml", "styles"
_EMPTY = Sheet([])


@dataclass(slots=True)
class _Contents:
    """``sheets``: those that can be seen. ``targets``: the parts by the ids that the workbook uses
    for them."""

    targets: Mapping[str, str]
    sheets: list[Mapping[str, str]] = field(default_factory=list)
    since_1904: bool = False

    def part(self, named: str) -> str:
        """Return the part with this word in its name, or nothing."""
        return next((path for path in self.targets.values() if named in path), "")


def read(data: bytes, most: int) -> Sheet:
    """Read the first sheet that can be seen and has anything in it. Raises ``Refused``, and what
    broken zips and XML raise."""
    with opened(data) as parts:
        contents = _contents(parts)
        book = Book(_texts(parts, contents), _formats(parts, contents), contents.since_1904)
        choice, budget, known = Choice(), Budget(MOST_CELLS), set[str]()
        for each in contents.sheets:
            path = contents.targets[_relation(each)]
            new = choice.open and path not in known
            known.add(path)
            choice.offer(each["name"], _sheet(parts, path, budget, book, most) if new else _EMPTY)
        return choice.taken()


def _contents(parts: ZipFile) -> _Contents:
    path = _main(parts)
    contents = _Contents(_targets(parts, path))
    with parts.open(path) as stream:
        for kind, name, given in events(stream, Budget(MOST_NAMED)):
            if kind == "start" and name == "workbookPr":
                contents.since_1904 = is_on(given, "date1904", "0")
            elif kind == "start" and name == "sheet" and _is_seen(given):
                contents.sheets.append(given)
    if len(contents.sheets) > PARTS:
        raise Refused(FAR_MORE)
    return contents


def _is_seen(sheet: Mapping[str, str]) -> bool:
    return sheet.get("state", "visible") == "visible"


def _main(parts: ZipFile) -> str:
    """Return the workbook's own part, which hardly any program names otherwise."""
    if _BOOK in parts.namelist():
        return _BOOK
    return next(path for path in _targets(parts, "").values() if path.startswith("xl/workbook"))


def _relation(sheet: Mapping[str, str]) -> str:
    """Return the id under which the sheet's part is named, whatever the prefix of its namespace."""
    return next(value for name, value in sheet.items() if name.endswith(":id"))


def _targets(parts: ZipFile, path: str) -> dict[str, str]:
    """Return the parts that a part names, by the ids that it uses for them."""
    folder, name = posixpath.split(path)
    targets = dict[str, str]()
    with parts.open(posixpath.join(folder, "_rels", f"{name}.rels")) as stream:
        for kind, name, given in events(stream, Budget(MOST_NAMED)):
            if kind == "start" and name == "Relationship":
                target = posixpath.join("/", folder, given["Target"])
                targets[given["Id"]] = posixpath.normpath(target).lstrip("/")
    return targets


def _texts(parts: ZipFile, contents: _Contents) -> list[Cell]:
    """Return the texts that cells refer to by number."""
    texts: list[Cell] = []
    if not (path := contents.part(STRINGS)):
        return texts
    runs = Runs()
    with parts.open(path) as stream:
        for kind, name, given in events(stream, Budget(MOST_TEXTS)):
            if name != "si" or kind == "text":
                runs.take(kind, name, given)
            elif kind == "start":
                runs.clear()
            else:
                texts.append(runs.cell())
    return texts


def _formats(parts: ZipFile, contents: _Contents) -> workbook_styles.Formats:
    path = contents.part(_STYLES)
    if path not in parts.namelist():
        return workbook_styles.Formats()
    with parts.open(path) as stream:
        return workbook_styles.read(stream)


def _sheet(parts: ZipFile, path: str, budget: Budget, book: Book, most: int) -> Sheet:
    lines = Lines(most)
    with parts.open(path) as stream:
        reader = worksheet.read(stream, budget, book, lines)
    return lines.sheet(RULED if reader.ruled else "", reader.hidden)
