"""Writes the lists in this folder again: Excel's habits by XlsxWriter, then the others from them by
LibreOffice and Gnumeric.

    .venv/bin/python tests/tabular/files/make.py

The README beside it says which is which.
"""

from __future__ import annotations

import subprocess
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

HERE = Path(__file__).parent
HEADS = ("Name", "Old email", "Email", "Started", "Days", "Permanent")
PEOPLE = (
    ("Zoë O’Brien", "zoe@old.example.org", "zoe@example.org", date(2019, 3, 1), 4, True),
    ("Seán D'Arcy", "sean@old.example.org", "sean@example.org", date(2020, 2, 29), 4.5, False),
    ("Łukasz Żak", "", "lukasz@example.org", date(2021, 12, 31), 5, True),
    ("Jörg Müller", "", "jorg@example.org", date(2018, 7, 9), 3, True),
    ("André Léveillé", "", "andre@example.org", date(2017, 1, 2), 5, False),
    ("Remi Okafor", "remi@old.example.org", "remi@example.org", date(2022, 5, 5), 2, True),
    ("Chloé & Co <2>", "", "chloe@example.org", date(2023, 6, 6), 1, False),
)
FILTERED, STRUCK, CORRECTED, PUT_AWAY = 3, 4, 5, 6
"""Indexes of the people whose rows are out of the ordinary."""
_CSV = "csv:Text - txt - csv (StarCalc):{},34,{}"
BY_LIBREOFFICE = {
    "libreoffice.xlsx": "xlsx:Calc MS Excel 2007 XML",
    "libreoffice.ods": "ods",
    "libreoffice.fods": "fods:OpenDocument Spreadsheet Flat XML",
    "libreoffice.html": "html:HTML (StarCalc)",
    "libreoffice.xls": "xls:MS Excel 97",
    "libreoffice-utf8.csv": _CSV.format(44, 76),
    "libreoffice-windows.csv": _CSV.format(59, 1),
    "libreoffice-mac.csv": _CSV.format(59, 2),
    "libreoffice-dos.csv": _CSV.format(9, 4),
}
"""Of CSV: the separator's number and the encoding's."""
BY_GNUMERIC = {
    "gnumeric.xlsx": "Gnumeric_Excel:xlsx",
    "gnumeric.ods": "Gnumeric_OpenCalc:odf",
    "gnumeric.csv": "Gnumeric_stf:stf_csv",
    "gnumeric.html": "Gnumeric_html:html40",
}


def main() -> None:
    excel("excel-shared.xlsx")
    excel("excel-inline.xlsx", constant_memory=True)
    excel("excel-1904.xlsx", date_1904=True)
    source = HERE / "excel-shared.xlsx"
    for name, kind in BY_LIBREOFFICE.items():
        libreoffice(source, kind, HERE / name)
    for name, kind in BY_GNUMERIC.items():
        command = ["ssconvert", "-T", kind, source, HERE / name]
        subprocess.run(command, check=True, capture_output=True)


def excel(name: str, **options: Any) -> None:
    """A title above the headings, a column hidden, a row filtered away, one hidden by hand, one
    struck through, a name corrected in its cell; then a sheet of notes, and a hidden one."""
    with xlsxwriter.Workbook(HERE / name, options) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        line = book.add_format({"font_strikeout": True})
        line_day = book.add_format({"font_strikeout": True, "num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet("People")
        sheet.set_column(0, 2, 24)
        sheet.set_column(1, 1, 24, None, {"hidden": True})
        sheet.autofilter(2, 0, 2 + len(PEOPLE), len(HEADS) - 1)
        sheet.filter_column(4, "x != 3")
        sheet.write(0, 0, "Staff list, 1 September")
        sheet.write_row(2, 0, HEADS)
        for index, person in enumerate(PEOPLE):
            struck = index == STRUCK
            write(sheet, index + 3, person, line if struck else None, line_day if struck else day)
            if index == CORRECTED:
                sheet.write_rich_string(index + 3, 0, "Remi ", line, "Smith ", "Okafor")
            if index in (FILTERED, PUT_AWAY):
                sheet.set_row(index + 3, None, None, {"hidden": True})
        book.add_worksheet("Notes").write(0, 0, "Ask HR for those who are away")
        old = book.add_worksheet("Last year")
        old.write_row(0, 0, ("Email", "gone@example.org"))
        old.hide()


def write(sheet: Any, row: int, person: tuple[Any, ...], line: Any, day: Any) -> None:
    for column, value in enumerate(person):
        if isinstance(value, date):
            sheet.write_datetime(row, column, value, day)
        elif value != "":
            sheet.write(row, column, value, line)


def libreoffice(source: Path, kind: str, to: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", folder]
        subprocess.run([*command, source], check=True, capture_output=True)
        [written] = Path(folder).glob(f"{source.stem}.*")
        to.write_bytes(written.read_bytes())


if __name__ == "__main__":
    main()
