"""Variables of one question to which several options can be chosen are made a set of an SPSS file,
which pyreadstat cannot write.

A file begins with records that describe it, each with a number that says of which kind it is, up to
the record 999; sets are an extension (record 7, subtype 19). Sources: the developers' guide of GNU
PSPP, "System File Format", "Multiple Response Sets Records".
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

HEADER, END = 176, 999
VARIABLE, LABELS, LABELLED, EXTENSION = 2, 3, 4, 7
LONG_NAMES, SETS = 13, 19
FEWEST = 2
"""A set has so many variables at least."""
LONGEST_NAME = 64
_INT, _EXTENSION = struct.Struct("<i"), struct.Struct("<iii")
_VARIABLE = struct.Struct("<iiiii8s")
"""Type (0 for a number), whether a label follows, how many missing values do (below 0 where the
first two are a range), formats, short name."""


@dataclass(frozen=True, slots=True)
class Set:
    """``name``: without the ``$`` that it has in SPSS. Its variables have 1 where they were
    chosen, and that value's label says what."""

    name: str
    label: str
    variables: Sequence[str]


def put(path: Path, sets: Sequence[Set]) -> None:
    """Add the sets to a file as pyreadstat writes it. Only what stands before the data is read;
    the data are moved on."""
    several = [each for each in sets if len(each.variables) >= FEWEST]
    if not several:
        return
    with path.open("r+b") as file:
        file.seek(HEADER)
        short, end = dict[str, str](), HEADER
        for kind, body in _records(file):
            if kind == LONG_NAMES:
                short = dict(_pairs(body))
            end = file.tell()
        _insert(file, end, _record(several, short))


def _records(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Go over the records up to the last; return the subtype and the content of each extension,
    and 0 for all others."""
    skip = {VARIABLE: _skip_variable, LABELS: _skip_labels, LABELLED: _skip_labelled}
    while (kind := _number(file)) != END:
        if kind == EXTENSION:
            subtype, size, count = _EXTENSION.unpack(file.read(_EXTENSION.size))
            yield subtype, file.read(size * count)
        else:
            skip[kind](file)
            yield 0, b""


def _skip_variable(file: BinaryIO) -> None:
    _, labelled, missing, *_ = _VARIABLE.unpack(file.read(_VARIABLE.size))
    if labelled:
        file.seek(-(-_number(file) // 4) * 4, 1)
    file.seek(8 * abs(missing), 1)


def _skip_labels(file: BinaryIO) -> None:
    for _ in range(_number(file)):
        file.seek(8, 1)
        file.seek(-(-(1 + file.read(1)[0]) // 8) * 8 - 1, 1)


def _skip_labelled(file: BinaryIO) -> None:
    file.seek(4 * _number(file), 1)


def _pairs(body: bytes) -> Iterator[tuple[str, str]]:
    """Read short names by the names that they stand for."""
    for pair in body.decode().split("\t"):
        short, _, name = pair.partition("=")
        yield name, short


def _record(sets: Sequence[Set], short: Mapping[str, str]) -> bytes:
    text = "".join(_line(each, short) for each in sets).encode()
    return _INT.pack(EXTENSION) + _EXTENSION.pack(SETS, 1, len(text)) + text


def _line(of: Set, short: Mapping[str, str]) -> str:
    """Say that categories are called by the labels of the value that is counted (``E 1``)."""
    names = " ".join(short.get(name, name).lower() for name in of.variables)
    label = of.label.replace("\n", " ")
    return f"${of.name[: LONGEST_NAME - 1]}=E 1 1 1 {len(label.encode())} {label} {names}\n"


def _insert(file: BinaryIO, at: int, record: bytes) -> None:
    """Write the record there, and what stood there and after it behind it, piece by piece from the
    end."""
    size, piece = file.seek(0, 2), 1 << 20
    place = size
    while place > at:
        start = max(at, place - piece)
        file.seek(start)
        data = file.read(place - start)
        file.seek(start + len(record))
        file.write(data)
        place = start
    file.seek(at)
    file.write(record)


def _number(file: BinaryIO) -> int:
    return int(_INT.unpack(file.read(_INT.size))[0])
