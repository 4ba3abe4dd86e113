"""Programs write CSV in one of three encodings, with one of four separators."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from portal.errors import Refused
from portal.tabular.rows import COLUMNS, Sheet, filled

ENCODINGS = {"cp1252": "Windows", "cp850": "DOS", "mac_roman": "Mac"}
"""By the name that Python has for them, the encodings without a mark, in the words of people."""
SEPARATORS = "\t|;,"
"""The rarer in ordinary text the earlier: of two that fit equally the first is taken."""
SAMPLE = 200
"""This many lines are looked at to find the separator."""

_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_NO_LIST = "This is neither an Excel workbook (.xlsx) nor a CSV file."
_UNMARKED = (
    "The file is text, but in an encoding (UTF-16) that it does not say. In the program that wrote"
    " it, choose “Save as”, then “CSV UTF-8”."
)
_LOOKED_AT = 1000
"""UTF-16 without its mark is looked for in this many bytes."""


def read(data: bytes, most: int, encoding: str = "") -> Sheet:
    """Read the rows, under one of ``ENCODINGS`` if it is named. Raises ``Refused`` for what is no
    text, and for quotation marks that do not fit, with the line."""
    content, guessed = _decoded(data, encoding)
    separator = _separator(content)
    return Sheet(list(filled(_rows(content, separator), most)), encoding=guessed)


def _decoded(data: bytes, encoding: str) -> tuple[str, str]:
    """Decode by the byte order mark, else as UTF-8 if it is that, else by the code page of Western
    Windows; and say which of ``ENCODINGS`` it is, if any."""
    encodings = ["utf-8-sig", "cp1252"]
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif encoding in ENCODINGS:
        encodings = [encoding]
    for encoding in encodings:
        try:
            content = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _BINARY.search(content):
            return content, encoding if encoding in ENCODINGS else ""
    raise Refused(_UNMARKED if _is_unmarked(data[:_LOOKED_AT]) else _NO_LIST)


def _is_unmarked(data: bytes) -> bool:
    """Say whether it is UTF-16: of Western letters one byte in two is zero, and the others are
    not."""
    zeros = sorted((data[0::2].count(0), data[1::2].count(0)))
    return not zeros[0] and zeros[1] > max(len(data) / 3, 4)


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


def _rows(content: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=separator, strict=True)
    try:
        for row in reader:
            if len(row) > COLUMNS:
                raise Refused(f"Line {reader.line_num} has more than {COLUMNS} cells.")
            yield reader.line_num, row
    except csv.Error as error:
        raise Refused(
            f'Line {reader.line_num} cannot be read: a quotation mark (") stands where none can'
            " or is never closed, or a cell is far too long."
        ) from error
