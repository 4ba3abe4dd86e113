"""CSV files as people make them: what is read, and what is refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.cli.plain import table
from portal.errors import Refused
from tests.tabular.books import book

NEEDED, OPTIONAL = ("organisation", "email"), ("name",)


def read(folder: Path, content: str | bytes) -> list[tuple[int, dict[str, str]]]:
    path = folder / "people.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return [(line, dict(row)) for line, row in table(path, NEEDED, OPTIONAL)]


@pytest.mark.parametrize(
    "content",
    [
        "organisation,email,name\nnorthshire,remi@example.org,Remi\n",
        "\ufefforganisation,email,name\r\nnorthshire,remi@example.org,Remi",
        "name , email,organisation\n Remi, remi@example.org ,northshire\n\n",
        'organisation,email,name\n"northshire","remi@example.org","Remi"\n',
    ],
)
def test_a_table_is_read_by_its_columns_names(content: str, tmp_path: Path) -> None:
    expected = {"organisation": "northshire", "email": "remi@example.org", "name": "Remi"}

    assert read(tmp_path, content) == [(2, expected)]


def test_an_optional_column_may_be_left_out(tmp_path: Path) -> None:
    ((_, row),) = read(tmp_path, "organisation,email\nnorthshire,remi@example.org\n")

    assert "name" not in row


@pytest.mark.parametrize(
    "name", ['Remi "R" Okafor', "Okafor, Remi", "Remi\nOkafor", "R\u2028O", "R\x85O"]
)
def test_a_quoted_cell_is_one_cell_in_which_a_line_ends_as_a_blank(
    name: str, tmp_path: Path
) -> None:
    quoted = name.replace('"', '""')
    ((_, row),) = read(tmp_path, f'organisation,email,name\nnorthshire,r@example.org,"{quoted}"\n')

    assert row["name"] == " ".join(name.split())


def test_a_row_has_the_number_that_a_spreadsheet_shows(tmp_path: Path) -> None:
    content = 'organisation,email,name\na,b,"c\nd"\n\ne,f,g\n'

    assert [line for line, _ in read(tmp_path, content)] == [2, 4]


@pytest.mark.parametrize(
    "first",
    ["", "organisation", "organisation,email,age", "organisation,email,email", "a;b", '"email"x,y'],
)
def test_a_file_whose_first_line_is_wrong_is_refused(first: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"people\.csv"):
        read(tmp_path, f"{first}\nnorthshire,remi@example.org\n")


@pytest.mark.parametrize(
    ("row", "said"),
    [("northshire,remi@example.org,Remi,more", "Row 3"), ('"a"b,c,d', "Line 3")],
)
def test_a_faulty_row_is_refused_with_its_line(row: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=rf"people\.csv: {said}"):
        read(tmp_path, f"organisation,email,name\na,b,c\n{row}\n")


def test_a_short_row_has_nothing_in_its_last_cells(tmp_path: Path) -> None:
    ((_, row),) = read(tmp_path, "organisation,email,name\nnorthshire\n")

    assert row == {"organisation": "northshire", "email": "", "name": ""}


def test_a_workbook_is_read_too(tmp_path: Path) -> None:
    content = book([("email", "organisation"), ("remi@example.org", "northshire")])

    assert read(tmp_path, content) == [
        (2, {"email": "remi@example.org", "organisation": "northshire"})
    ]


def test_a_file_that_is_not_there_or_no_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"people\.csv: This is neither"):
        read(tmp_path, b"organisation,email\n\x00,b\n")
    with pytest.raises(Refused, match="cannot be read"):
        list(table(tmp_path / "none.csv", NEEDED, OPTIONAL))
