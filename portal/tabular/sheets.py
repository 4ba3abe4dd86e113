"""Of a file's sheets that can be seen, the first with anything in it is read, and the person is
told that there are others."""

from __future__ import annotations

from dataclasses import dataclass, replace

from portal.errors import Refused
from portal.tabular.rows import Sheet

NAME = 100
"""This many characters of a sheet's name are said."""
RULED = (
    "The sheet strikes cells through by a rule (conditional formatting), which is not read:"
    " look whether anybody should be left out."
)


@dataclass(slots=True)
class Choice:
    """``number``: sheets that can be seen, so far."""

    number: int = 0
    sheet: Sheet | None = None
    said: str = ""

    @property
    def open(self) -> bool:
        return self.sheet is None or not self.sheet.rows

    def offer(self, name: str, sheet: Sheet) -> None:
        """Count a sheet, and take it if there is none yet with anything in it."""
        self.number += 1
        if not self.open:
            return
        self.sheet, name = sheet, name[:NAME]
        self.said = f"only the first, “{name}”, was read."
        if self.number > 1:
            self.said = f"only “{name}” was read, the first with anything in it."

    def taken(self) -> Sheet:
        """Return the sheet, with a note of the others. Raises ``Refused`` if there is none."""
        if self.sheet is None:
            raise Refused("The file has no sheet that can be seen.")
        others = f"The file has {self.number} sheets; {self.said}" if self.number > 1 else ""
        return replace(self.sheet, note=" ".join(filter(None, (others, self.sheet.note))))
