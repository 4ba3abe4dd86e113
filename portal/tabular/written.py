"""A cell's text is written in runs, some of which may be struck through."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from portal.tabular.rows import Cell, joined

_ESCAPED = re.compile(r"_x(00[0-9A-Fa-f]{2})_")
"""Excel writes a character that XML may not hold, or that looks like such an escape, so (ECMA-376,
part 1, 22.9.2.19)."""


@dataclass(slots=True)
class Written:
    """A text while it is read. Where only a part of it is struck through, the rest is what it
    says: “Jones” where “Smith” was struck through before it."""

    shown: str = ""
    struck: str = ""

    def add(self, text: str, *, struck: bool) -> None:
        if struck:
            self.struck = joined(self.struck, text)
        else:
            self.shown = joined(self.shown, text)

    def cell(self, *, struck: bool = False) -> Cell:
        """``struck``: the whole cell is struck through, whatever its runs say."""
        if struck:
            return Cell(self.shown or self.struck, True)
        return Cell(self.shown) if self.shown.strip() else Cell(self.struck, bool(self.struck))


def is_on(given: Mapping[str, str], name: str = "val", default: str = "1") -> bool:
    """Read an attribute that says yes or no (ECMA-376, part 1, 22.9.2.1)."""
    return given.get(name, default) in ("1", "true", "on")


class Runs:
    """The runs of a text in an Excel workbook (ECMA-376, part 1, section 18.4), without those of
    how to pronounce it; and a cell's value, which has none."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self.written = Written()
        self._reading = self._spoken = self._struck = False

    def take(self, kind: str, name: str, given: dict[str, str]) -> None:
        """Take an event."""
        if kind == "text":
            if self._reading:
                self.written.add(name, struck=self._struck)
        elif name in ("t", "v"):
            self._reading = kind == "start" and not self._spoken
        elif name == "rPh":
            self._spoken = kind == "start"
        elif name == "r":
            self._struck = False
        elif name == "strike" and kind == "start":
            self._struck = is_on(given)

    def cell(self, *, struck: bool = False) -> Cell:
        cell = self.written.cell(struck=struck)
        if "_x00" in cell.text:
            return cell._replace(text=_ESCAPED.sub(_unescaped, cell.text))
        return cell


def _unescaped(code: re.Match[str]) -> str:
    character = chr(int(code[1], 16))
    return character if character.isprintable() else " "
