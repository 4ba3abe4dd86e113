"""Lists that LibreOffice and Gnumeric wrote, and Excel's own ways of writing them: the same people
are read from each (``files/README.md``)."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.errors import Refused
from portal.tabular.reading import read
from portal.tabular.rows import HIDDEN, STRUCK, Sheet

FILES = Path(__file__).parent / "files"
PEOPLE = {
    4: ("Zoë O’Brien", "zoe@example.org"),
    5: ("Seán D'Arcy", "sean@example.org"),
    6: ("Łukasz Żak", "lukasz@example.org"),
    7: ("Jörg Müller", "jorg@example.org"),
    8: ("André Léveillé", "andre@example.org"),
    9: ("Remi Okafor", "remi@example.org"),
    10: ("Chloé & Co <2>", "chloe@example.org"),
}
STARTED = ["2019-03-01", "2020-02-29", "2021-12-31", "2018-07-09", "2017-01-02", "2022-05-05"]
ASIDE = {7: HIDDEN, 8: STRUCK, 10: HIDDEN}
WHOLE = [
    "excel-1904.xlsx",
    "excel-2003.xml",
    "excel-inline.xlsx",
    "excel-page.xls",
    "excel-shared.xlsx",
    "gnumeric.ods",
    "gnumeric.xlsx",
    "libreoffice.fods",
    "libreoffice.ods",
    "libreoffice.xlsx",
]
"""These kinds say what is hidden, what struck through, and what a date is."""
TEXTS = {
    "gnumeric.csv": "",
    "libreoffice-dos.csv": "cp850",
    "libreoffice-mac.csv": "mac_roman",
    "libreoffice-utf8.csv": "",
    "libreoffice-windows.csv": "cp1252",
}


def sheet(name: str, encoding: str = "") -> Sheet:
    return read((FILES / name).read_bytes(), 100, encoding)


def people(read_: Sheet) -> dict[int, tuple[str, str]]:
    """Names and addresses by row, by the headings of their columns."""
    heads = next(cells for _, cells in read_.rows if "Email" in cells)
    name, email = heads.index("Name"), heads.index("Email")
    return {row: (cells[name], cells[email]) for row, cells in read_.rows if "@" in "".join(cells)}


@pytest.mark.parametrize("name", WHOLE)
def test_the_same_people_are_read_from_each_program(name: str) -> None:
    from_file = sheet(name)
    assert from_file.rows[0] == (1, ("Staff list, 1 September",))
    assert people(from_file) == PEOPLE
    assert from_file.aside == ASIDE
    assert from_file.hidden == {1}
    assert [cells[3] for _, cells in from_file.rows[2:8]] == STARTED
    assert from_file.encoding == ""


@pytest.mark.parametrize("name", [name for name in WHOLE if name != "excel-page.xls"])
def test_the_sheet_that_is_read_is_named_and_the_others_counted(name: str) -> None:
    """Gnumeric writes workbooks without saying which sheet is hidden."""
    seen = 3 if name == "gnumeric.xlsx" else 2
    assert sheet(name).note == f"The file has {seen} sheets; only the first, “People”, was read."


@pytest.mark.parametrize(("name", "encoding"), TEXTS.items())
def test_the_same_people_are_read_in_each_encoding(name: str, encoding: str) -> None:
    """What no encoding of the three holds was lost before; nothing struck through is in CSV."""
    from_file = sheet(name)
    assert from_file.encoding == encoding
    wanted = PEOPLE | {9: ("Remi Smith Okafor", "remi@example.org")}
    if encoding:
        wanted |= {6: ("?ukasz ?ak", "lukasz@example.org")}
    if encoding == "cp850":
        wanted |= {4: ("Zoë O'Brien", "zoe@example.org")}
    assert people(from_file) == wanted


def test_pages_of_libreoffice_and_gnumeric_are_read_by_their_longest_table() -> None:
    """LibreOffice leaves out of a page what is hidden, Gnumeric does not say it."""
    from_libreoffice, from_gnumeric = sheet("libreoffice.html"), sheet("gnumeric.html")
    assert people(from_gnumeric) == PEOPLE
    assert from_gnumeric.note == "The page has 3 tables; only the longest was read."
    shown = [email for row, (_, email) in PEOPLE.items() if ASIDE.get(row) != HIDDEN]
    assert [email for _, email in people(from_libreoffice).values()] == shown
    assert list(from_libreoffice.aside.values()) == list(from_gnumeric.aside.values()) == [STRUCK]


def test_an_old_workbook_is_called_one() -> None:
    with pytest.raises(
        Refused, match=r"from an old version of Excel \(.xls\). In your spreadsheet"
    ):
        sheet("libreoffice.xls")


def test_an_encoding_that_a_person_chose_is_taken() -> None:
    assert people(sheet("libreoffice-dos.csv", "cp1252"))[7] == (
        "J”rg M\ufffdller",
        "jorg@example.org",
    )
    assert sheet("libreoffice-dos.csv", "cp1252").encoding == "cp1252"
    assert people(sheet("libreoffice-mac.csv", "mac_roman"))[7] == PEOPLE[7]
