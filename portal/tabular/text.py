"""Programs write CSV in one of several encodings, with one of four separators."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from portal.errors import Refused
from portal.tabular.encodings import ENCODINGS, decoded
from portal.tabular.rows import COLUMNS, Lines, Sheet

__all__ = ["ENCODINGS", "read"]
SEPARATORS = "\t|;,"
"""The rarer in ordinary text the earlier: of two that fit equally the first is taken."""
WIDEST = 16_384
"""Spreadsheets have so many columns, and may end each line with as many separators."""
SAMPLE = 200
"""This many lines are looked at to find the separator."""
_SAID = re.compile(r"\ufeff?\"?sep=(.)\"?(?:\r\n|\r|\n)", re.IGNORECASE)
"""Excel takes the separator from such a first line, and does not show it."""
_QUOTED = re.compile(r'(?<![^\t|;,\r\n])"[^"]*+(?:""[^"]*+)*+"')
"""It may hold separators, and ends of lines."""
_FAULTS = {
    "unexpected end of data": 'a quotation mark (") is opened there and never closed',
    "field larger": "a cell is far too long",
}
_STRAY = 'a quotation mark (") is in the middle of a cell in quotation marks'


def read(data: bytes, most: int, encoding: str = "") -> Sheet:
    """Read the rows, under one of ``ENCODINGS`` if it is named. Raises ``Refused`` for what is no
    text, and for quotation marks that do not fit, with the line."""
    content, guessed = decoded(data, encoding)
    said = _SAID.match(content)
    separator = said[1] if said else _separator(content)
    lines = Lines(most)
    for number, row in enumerate(_rows(content[said.end() :] if said else content, separator), 1):
        if row:
            lines.add(number, row)
    return lines.sheet(encoding=guessed)


def _separator(content: str) -> str:
    """Choose the one that cuts most lines, without what stands in quotation marks, into one and the
    same number of cells, more than one."""
    sample = "".join(islice(io.StringIO(content, newline=""), SAMPLE))
    lines = [line for line in _QUOTED.sub('"', sample).splitlines() if line.strip()]
    return max(SEPARATORS, key=lambda separator: _fit(lines, separator))


def _fit(lines: Sequence[str], separator: str) -> int:
    numbers = Counter(line.count(separator) for line in lines)
    return max((count for number, count in numbers.items() if number), default=0)


def _rows(content: str, separator: str) -> Iterator[list[str]]:
    lines = _narrow(io.StringIO(content, newline=""), separator)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    first = 1
    try:
        for row in reader:
            if len(row) > COLUMNS and any(map(str.strip, row[COLUMNS:])):
                raise _wide(first)
            yield row[:COLUMNS]
            first = reader.line_num + 1
    except csv.Error as error:
        what = next((said for begins, said in _FAULTS.items() if begins in str(error)), _STRAY)
        raise Refused(f"Line {first} cannot be read: {what}.") from error


def _narrow(lines: Iterable[str], separator: str) -> Iterator[str]:
    """Raises ``Refused`` for a line that no spreadsheet writes, before it is cut into cells."""
    for number, line in enumerate(lines, 1):
        if line.count(separator) > WIDEST:
            raise _wide(number)
        yield line


def _wide(number: int) -> Refused:
    return Refused(f"Line {number} has more than {COLUMNS} cells.")
