"""Of an Excel workbook's styles (ECMA-376, part 1, section 18.8) those count that strike through,
and those that show a number as a date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO

from portal.tabular import dates
from portal.tabular.markup import Budget, events
from portal.tabular.written import is_on

MOST = 1_000_000
"""Events: Excel allows 65,490 formats."""


@dataclass(slots=True)
class Formats:
    """Formats of cells by their numbers, as cells name them. ``ruled``: numbers of the formats that
    rules (conditional formatting) give cells, and that strike them through."""

    struck: set[str] = field(default_factory=set)
    dated: set[str] = field(default_factory=set)
    ruled: set[str] = field(default_factory=set)


def read(stream: IO[bytes]) -> Formats:
    """Raises ``Refused``, ``ValueError``, ``ExpatError``."""
    reader = _Reader()
    for kind, name, given in events(stream, Budget(MOST)):
        if kind == "start":
            reader.start(name, given)
        elif kind == "end" and name in _LISTS:
            reader.inside = ""
    return reader.formats


_LISTS = {"fonts", "numFmts", "cellXfs", "dxfs"}


class _Reader:
    def __init__(self) -> None:
        self.formats = Formats()
        self.inside = ""
        self.fonts, self.xfs, self.rules = -1, -1, -1
        self.struck = set[str]()
        self.dated = set[str]()

    def start(self, name: str, given: Mapping[str, str]) -> None:
        if name in _LISTS:
            self.inside = name
        elif name == "strike" and is_on(given):
            self._strike()
        elif name == "numFmt" and self.inside == "numFmts":
            if dates.is_format(0, given.get("formatCode", "")[:1000]):
                self.dated.add(given.get("numFmtId", ""))
        elif name == "xf" and self.inside == "cellXfs":
            self._format(given)
        else:
            self.fonts += name == "font" and self.inside == "fonts"
            self.rules += name == "dxf"

    def _strike(self) -> None:
        if self.inside == "fonts":
            self.struck.add(str(self.fonts))
        elif self.inside == "dxfs":
            self.formats.ruled.add(str(self.rules))

    def _format(self, given: Mapping[str, str]) -> None:
        self.xfs += 1
        number = given.get("numFmtId", "0")
        if given.get("fontId", "0") in self.struck:
            self.formats.struck.add(str(self.xfs))
        if number in self.dated or dates.is_format(int(number), ""):
            self.formats.dated.add(str(self.xfs))
