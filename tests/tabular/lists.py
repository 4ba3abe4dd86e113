"""Lists of people as councils keep them, with everything that is awkward about them."""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlsxwriter

HEADINGS = ("Ref", "Email", "Name", "Staff email", "Manager email", "Grade")
DOMAIN = "northshire.example.org"
NAMES = ("O'Brien, Ben", "OKAFOR, Remi (Ms)", "Zoë Adeyemi", "Smith, Jo", "Ann-Marie Lee")
AWKWARD = (
    ("Duty", f"duty-team@{DOMAIN}"),
    ("Front, Desk", f"reception@{DOMAIN}"),
    ("O'Hara, Pat", "pat.o'hara@northshire"),
    ("Again, Ann", f"person0@{DOMAIN}"),
    ("Nobody, Ned", ""),
    ("Agency, Al", "al@agency.example.com"),
)
"""Names and addresses: two shared mailboxes, three faults, and one who waits."""


def awkward(
    people: int,
    hidden: Sequence[int] = (),
    struck: Sequence[int] = (),
    more: Sequence[tuple[str, str]] = AWKWARD,
) -> bytes:
    """A workbook of two sheets with a title above its headings, a hidden column of addresses before
    the one that counts, one of managers, and so many people, some of them ``hidden`` or ``struck``
    through (counted from 0), the heading once more after the first fifty."""
    data = io.BytesIO()
    listed = [(NAMES[n % len(NAMES)], f"person{n}@{DOMAIN}") for n in range(people)]
    with xlsxwriter.Workbook(data) as workbook:
        sheet, out = workbook.add_worksheet("Staff"), workbook.add_format({"font_strikeout": True})
        workbook.add_worksheet("Leavers").write(0, 0, "Email")
        sheet.write(0, 0, "Staff list. Questions to hr@example.org")
        sheet.write_row(2, 0, HEADINGS)
        sheet.set_column(1, 1, None, None, {"hidden": True})
        for n, (name, email) in enumerate([*listed, *more]):
            at = n + 3 + (n >= 50)
            cells = (n, f"home{n}@example.com", name, email, f"boss@{DOMAIN}", "5")
            sheet.write_row(at, 0, cells, out if n in struck else None)
            if n in hidden:
                sheet.set_row(at, None, None, {"hidden": True})
        if people > 50:
            sheet.write_row(53, 0, HEADINGS)
    return data.getvalue()
