"""A report as a workbook, as CSV and as JSON, read back by other libraries."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from portal.errors import NotFound, Refused
from portal.export import report as files
from portal.export import sheets
from portal.reports.report import Report
from portal.reports.table import Column, Table
from portal.settings import ROOT
from tests.reports.reports import report, whole

DOCS = (ROOT / "docs" / "report-files.md").read_text(encoding="utf-8")
SCHEMA = json.loads((ROOT / "docs" / "report.schema.json").read_text(encoding="utf-8"))
TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "null": type(None),
}
LIVE = "=HYPERLINK(1)"


def faults(value: Any, schema: Any, at: str = "") -> list[str]:
    """What JSON Schema finds wrong, as far as ours goes: an unknown word in it is a fault, too."""
    if "$ref" in schema:
        schema = SCHEMA["$defs"][schema["$ref"].rsplit("/", 1)[1]]
    found = list[str]()
    if schema.get("type") == "object" and not isinstance(value, dict):
        return [at]
    for word, wanted in schema.items():
        match word:
            case "type":
                kinds = wanted if isinstance(wanted, list) else [wanted]
                found += [] if any(isinstance(value, TYPES[kind]) for kind in kinds) else [at]
            case "const":
                found += [] if value == wanted else [at]
            case "enum":
                found += [] if value in wanted else [at]
            case "anyOf":
                found += [] if any(not faults(value, each, at) for each in wanted) else [at]
            case "required":
                found += [f"{at}/{name} is missing" for name in wanted if name not in value]
            case "items":
                found += [
                    f for n, each in enumerate(value) for f in faults(each, wanted, f"{at}/{n}")
                ]
            case "properties":
                for name in wanted.keys() & value.keys():
                    found += faults(value[name], wanted[name], f"{at}/{name}")
            case "additionalProperties":
                for name in value.keys() - schema.get("properties", {}).keys():
                    here = f"{at}/{name}"
                    found += faults(value[name], wanted, here) if wanted else [here]
            case "$schema" | "title" | "description" | "$defs":
                pass
            case _:
                found.append(f"schema: {word}")
    return found  # fmt: skip


def as_json(of: Report) -> Any:
    return json.loads(files.write("json", of))


def as_rows(of: Report) -> list[list[str]]:
    text = files.write("csv", of).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_json_is_as_its_schema_says() -> None:
    assert faults(as_json(report()), SCHEMA) == []
    assert faults(as_json(whole()), SCHEMA) == []


def test_the_schema_finds_what_is_wrong() -> None:
    made = as_json(report())
    made["tables"][0]["rows"][0]["answered"] = [5]
    made["tables"][1]["id"] = 7
    made["people"] = []
    del made["round"]["code"]
    assert set(faults(made, SCHEMA)) == {
        "/people",
        "/round/code is missing",
        "/tables/0/rows/0/answered",
        "/tables/1/id",
    }


def test_json_holds_every_table_with_numbers_ends_and_words() -> None:
    made = as_json(report())
    tables = {table["id"]: table for table in made["tables"]}
    [row] = [row for row in tables["scores"]["rows"] if row["score"] == "supervision"]
    assert (row["own"], row["own_end"], row["own_said"], row["change"]) == (81, "", "81", 20)
    assert tables["scores"]["notes"][0] == made["cautions"][0]
    assert made["organisation"]["code"] == "northshire"
    assert len(tables["cells"]["rows"]) == len(report().cells.rows)


def test_a_workbook_says_first_what_there_is_and_with_what_care_to_read_it() -> None:
    of = report()
    book = load_workbook(io.BytesIO(files.write("xlsx", of)))
    sheet, *_, last = book
    listed = [row for row in sheet.values if row[0]]
    assert listed[0] == ("Sheet", "What it holds")
    assert [row[1] for row in listed[1:-1]] == [table.title for table in of.tables]
    assert [row[0] for row in listed[1:-1]] == book.sheetnames[1:-1]
    assert listed[-1][0] == of.cautions[0]
    assert last.title == "cells"


def test_a_table_is_a_sheet_as_people_read_it_with_its_notes_below() -> None:
    of = report()
    table = next(table for table in of.tables if table.id == "scores")
    head, *rows = load_workbook(io.BytesIO(files.write("xlsx", of)))["Scores"].values
    told = {row[0]: dict(zip(head, row, strict=True)) for row in rows if row[1] is not None}
    own = told["5. Supervision"]
    assert (own["Score"], own["Since 2025"], own["Since 2025, in words"]) == (81, 20, "▲ Up 20")
    assert told["4. Wellbeing"]["Since 2025"] is None
    assert told["4. Wellbeing"]["Since 2025, in words"] == "No clear change"
    assert [row[0] for row in rows[-len(table.notes) :]] == list(table.notes)
    assert not any(rows[len(table.rows)])


@pytest.mark.parametrize("of", [report(), report(12)], ids=["many", "few"])
def test_in_a_column_of_numbers_stands_a_number_or_nothing(of: Report) -> None:
    book = load_workbook(io.BytesIO(files.write("xlsx", of)))
    numbers = 0
    for sheet, table in zip(book.worksheets[1:-1], of.tables, strict=True):
        heads = [cell.value for cell in sheet[1]]
        for column in table.columns:
            if column.kind in ("figure", "number"):
                place = heads.index(column.title) + 1
                cells = [sheet.cell(row, place) for row in range(2, len(table.rows) + 2)]
                assert {cell.data_type for cell in cells} == {"n"}, (table.id, column.name)
                numbers += len(cells)
    assert numbers > 100


def test_everything_stands_in_one_sheet_for_programs_with_notes_as_rows() -> None:
    of = report()
    head, *rows = load_workbook(io.BytesIO(files.write("xlsx", of)))["cells"].values
    assert head == of.cells.header
    wanted = [tuple(None if cell == "" else cell for cell in row) for row in of.cells.plain()]
    assert rows == wanted


def test_more_cells_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 5)
    with pytest.raises(Refused, match="take csv"):
        files.write("xlsx", report())


def test_csv_is_everything_in_one_table_with_the_caution_last() -> None:
    of = report()
    header, *rows = as_rows(of)
    assert tuple(header) == of.cells.header
    said = [["" if cell is None else str(cell) for cell in row] for row in of.cells.plain()]
    assert rows == said
    assert rows[-2][-1].startswith("Read these figures with care")


def test_no_text_is_a_formula_whatever_an_organisation_is_called() -> None:
    of = whole(LIVE)
    column = of.cells.header.index("name_label")
    assert {row[column] for row in as_rows(of)} >= {f"'{LIVE}"}
    body = files.write("xlsx", of)
    with ZipFile(io.BytesIO(body)) as file:
        sheets = [file.read(name) for name in file.namelist() if "/sheet" in name]
    assert not [sheet for sheet in sheets if b"<f>" in sheet or b"<hyperlink" in sheet]
    cells = load_workbook(io.BytesIO(body))["cells"]
    assert LIVE in {cell.value for cell in cells["D"] if cell.data_type == "s"}


def test_a_clear_fall_stays_a_number_in_csv() -> None:
    falls = {**dict.fromkeys(("framework", "supervision"), 30)}
    changes = [row for row in as_rows(report(scores=falls)) if "change" in row]
    assert [row for row in changes if "-31" in row and "▼ Down 31" in row]


def test_an_unknown_form_and_a_document_on_a_whole_round_are_refused() -> None:
    with pytest.raises(NotFound, match="There is no form pdf"):
        files.write("pdf", report())
    with pytest.raises(Refused, match="of one organisation: say which"):
        files.write("docx", whole())


def test_every_column_is_described() -> None:
    lines = {line.split("`")[1]: line for line in DOCS.splitlines() if line.startswith("| `")}
    for table in report().every:
        named = set(re.findall(r"`(\w+)`", lines[table.id])) - {table.id}
        assert named | {"answers"} == {column.name for column in table.columns} | {"answers"}


def test_sheets_have_names_that_excel_takes_though_ids_are_long_and_begin_alike() -> None:
    of = report()
    tables = [replace(of.cells, id=f"how_many_posts_were_vacant_in_march_{n}") for n in range(3)]
    book = load_workbook(io.BytesIO(files.write("xlsx", replace(of, tables=tuple(tables)))))
    assert book.sheetnames[-1] == "cells" and len(set(book.sheetnames)) == 5
    assert all(len(name) <= 31 for name in book.sheetnames)
    assert book.sheetnames[1].startswith("How many posts")


def test_a_number_with_a_point_is_one_in_json() -> None:
    of = report()
    mean = Table("mean", "Mean", (Column("mean", "Mean", "number"),), ((Decimal("1.5"),),))
    made = json.loads(files.write("json", replace(of, tables=(mean,))))
    assert made["tables"][0]["rows"] == [{"mean": 1.5}]
    assert faults(made, SCHEMA) == []


def test_a_day_is_a_day_in_a_workbook_and_plain_in_json() -> None:
    of = report()
    cell = load_workbook(io.BytesIO(files.write("xlsx", of)))["Who answered"]["B2"]
    assert (f"{cell.value:%Y-%m-%d}", cell.number_format) == ("2026-11-06", "d mmm yyyy")
    [table] = [table for table in as_json(of)["tables"] if table["id"] == "response"]
    assert table["rows"][0]["closed"] == "2026-11-06"
