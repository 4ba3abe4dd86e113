"""Programs write CSV in one of several encodings, with one of four separators."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from portal.errors import Refused
from portal.tabular.encodings import ENCODINGS, decoded
from portal.tabular.rows import COLUMNS, Lines, Sheet

__all__ = ["ENCODINGS", "read"]
SEPARATORS = "\t|;,"
"""The rarer in ordinary text the earlier: of two that fit equally the first is taken."""
SAMPLE = 200
"""This many lines are looked at to find the separator."""
_SAID = re.compile(r"\ufeff?\"?sep=(.)\"?(?:\r\n|\r|\n)", re.IGNORECASE)
"""Excel takes the separator from such a first line, and does not show it."""
_FAULTS = {
    "unexpected end of data": 'a quotation mark (") is opened there and never closed',
    "field larger": "a cell is far too long",
}
_STRAY = 'a quotation mark (") stands in the middle of a cell that is put in quotation marks'


def read(data: bytes, most: int, encoding: str = "") -> Sheet:
    """Read the rows, under one of ``ENCODINGS`` if it is named. Raises ``Refused`` for what is no
    text, and for quotation marks that do not fit, with the line."""
    content, guessed = decoded(data, encoding)
    said = _SAID.match(content)
    separator = said[1] if said else _separator(content)
    lines = Lines(most)
    for number, row in enumerate(_rows(content[said.end() :] if said else content, separator), 1):
        lines.add(number, row)
    return lines.sheet(encoding=guessed)


def _separator(content: str) -> str:
    return max(SEPARATORS, key=lambda separator: _fit(content, separator))


def _fit(content: str, separator: str) -> float:
    """Measure the share of lines that it cuts into one and the same number of cells, more than
    one."""
    lines = [line for line in islice(io.StringIO(content, newline=""), SAMPLE) if line.strip()]
    numbers = Counter(line.count(separator) for line in _without_quoted(lines))
    most = max((count for number, count in numbers.items() if number), default=0)
    return most / max(len(lines), 1)


def _without_quoted(lines: list[str]) -> list[str]:
    return [re.sub(r'"[^"]*"', "", line) for line in lines]


def _rows(content: str, separator: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=separator, strict=True)
    first = 1
    try:
        for row in reader:
            if len(row) > COLUMNS and any(map(str.strip, row[COLUMNS:])):
                raise Refused(f"Line {first} has more than {COLUMNS} cells.")
            yield row[:COLUMNS]
            first = reader.line_num + 1
    except csv.Error as error:
        what = next((said for begins, said in _FAULTS.items() if begins in str(error)), _STRAY)
        raise Refused(f"Line {first} cannot be read: {what}.") from error
