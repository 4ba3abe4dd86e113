"""Everything that is told, a figure in each row."""

from __future__ import annotations

from portal.reports import cell_table
from portal.reports.table import Plain, Table
from tests.reports.reports import editions, report, whole


def records(table: Table) -> list[dict[str, Plain]]:
    return [dict(zip(table.header, row, strict=True)) for row in table.plain()]


def test_every_cell_is_a_row_with_its_figure_and_base() -> None:
    told = {
        (*(row[name] for name in ("round", "level", "name", "split", "group", "about")),
         *(row[name] for name in ("measure", "part", "figure", "figure_end", "answers")))
        for row in records(report().cells)
    }  # fmt: skip
    for edition in editions():
        for cell in edition.cells.values():
            assert (
                *(edition.round_code, cell.level, cell.name, cell.split, " ".join(cell.group)),
                *(cell.about, cell.measure, " ".join(cell.part)),
                *(cell.figure.value, cell.figure.end, cell.answers),
            ) in told


def test_what_is_no_cell_is_there_too() -> None:
    rows = records(report().cells)
    own = {(row["round"], row["measure"], row["about"]): row for row in rows}
    assert own["2026", "answered", ""]["figure"] == 34
    assert own["2025", "rate", ""]["figure_said"] == "50 per cent"
    assert own["2026", "change", "supervision"]["figure"] == 20
    assert [row["figure"] for row in rows if row["measure"] == "fact"] == [44, 56]
    assert [own["2026", measure, "supervision"]["figure"] for measure in cell_table.ASSESSED] == [
        *(3, 2, 1, 1, 67, -14),
    ]
    assert own["2026", "apart", "supervision"]["figure_said"] == "14 lower"


def test_ids_are_said_in_words() -> None:
    rows = [row for row in records(report().cells) if row["round"] == "2026"]
    [part] = [
        row
        for row in rows
        if (row["level"], row["about"]) == ("organisation", "wl_fair")
        and row["part"] == "agree strongly_agree"
    ]
    assert part["about_label"] == "Work is shared out fairly in my team"
    assert part["part_label"] == "Agree or Strongly agree"
    assert part["name_label"] == "Northshire County Council"
    assert str(part["measure_label"]).startswith("Per cent who gave these answers")
    of_group = next(row for row in rows if row["split"] and row["measure"] == "score")
    assert (of_group["group"], of_group["group_label"]) == ("children", "Children's services")
    assert {row["band"] for row in rows if row["measure"] != "score"} == {""}


def test_the_last_rows_are_the_notes() -> None:
    *_, caution, last = records(report().cells)
    assert str(caution["note"]).startswith("Read these figures with care")
    assert str(last["note"]).startswith("What is not here is not shown")
    assert {value for name, value in last.items() if name != "note"} == {"", None}


def test_a_whole_round_is_all_of_its_cells() -> None:
    table = whole().cells
    assert len(table.rows) == len(editions()[0].cells)
    assert {row["name_label"] for row in records(table)} >= {"Northshire", "England"}
    assert whole().tables == ()
