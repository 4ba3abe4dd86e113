"""Of a file's sheets that can be seen, the first that looks like a list is read: what stands before
it is a cover. The person is told that there are others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from portal.errors import Refused
from portal.tabular.rows import Row, Sheet

NAME = 100
"""This many characters of a sheet's name are said."""
COVERS, LOOKED_AT = 10, 1000
"""So many sheets that are no list are read, and so many rows are looked at: a few marks can make
many of both."""
SEVERAL = 3
"""A cover may have a word and what it is (“Author”, “HR”) beside one another."""
_ADDRESS = re.compile(r"\S+@\S+|[^@]*<\S+@\S+>")
"""It stands by itself, or after a name: in other words it is a remark."""
RULED = (
    "The sheet strikes cells through by a rule (conditional formatting), which is not read: "
    "check whether anybody should be left out."
)


@dataclass(slots=True)
class Choice:
    """``number``: sheets that can be seen, so far; ``covers``: those of them that are no list."""

    number: int = 0
    sheet: Sheet | None = None
    said: str = ""
    open: bool = True
    covers: int = 0

    def offer(self, name: str, sheet: Sheet) -> None:
        """Count a sheet, and take it if there is no list yet, and this is one, or the first with
        anything in it."""
        self.number += 1
        if not self.open:
            return
        is_list = _is_list(sheet.rows[:LOOKED_AT])
        self.covers += bool(sheet.rows) and not is_list
        self.open = not is_list and self.covers < COVERS
        if self.sheet and self.sheet.rows and not is_list:
            return
        self.sheet, name = sheet, name[:NAME]
        self.said = f"only the first, “{name}”, was read."
        if self.number > 1:
            first = "that looks like a list" if is_list else "with anything in it"
            self.said = f"only “{name}” was read, the first {first}."

    def taken(self) -> Sheet:
        """Return the sheet, with a note of the others. Raises ``Refused`` if there is none."""
        if self.sheet is None:
            raise Refused("The file has no visible sheet.")
        others = f"The file has {self.number} sheets; {self.said}" if self.number > 1 else ""
        return replace(self.sheet, note=" ".join(filter(None, (others, self.sheet.note))))


def _is_list(rows: Sequence[Row]) -> bool:
    """Tell a list from a cover: a row of it fills several columns, or most hold an address."""
    filled = max((sum(map(bool, cells)) for _, cells in rows), default=0)
    addresses = sum(any(map(_ADDRESS.fullmatch, cells)) for _, cells in rows)
    return filled >= SEVERAL or 2 * addresses > len(rows)
