"""The words that people use of their organisation, in a report and its files."""

from __future__ import annotations

from dataclasses import replace

from portal.disclosure.cells import Cell
from portal.disclosure.figures import Figure
from portal.reports import report
from portal.reports.detail import detail
from portal.reports.edition import Edition, keyed
from portal.reports.vocabulary import vocabularies
from tests.reports import reports
from tests.reports.editions import CODE

SAID = {"kind": 2, "busy": 3, "well led": 1, "fair": 3}


def editions() -> list[Edition]:
    now, *before = reports.editions()
    cells = [
        Cell(
            level="organisation",
            name=CODE,
            about="three_words",
            measure="word",
            figure=Figure(step),
            answers=30,
            invited=30,
            or_more=True,
            part=tuple(word.split()),
        )
        for word, step in SAID.items()
    ]
    return [replace(now, cells=keyed((*now.cells.values(), *cells))), *before]


def test_words_stand_in_three_steps_by_alphabet() -> None:
    [asked] = detail(editions()).vocabularies
    assert [(step.title, step.words) for step in asked.steps] == [
        ("Said most", ("busy", "fair")),
        ("Said often", ("kind",)),
        ("Said by some", ("well led",)),
    ]
    assert asked.base == "30 or more"


def test_without_words_there_is_no_such_part() -> None:
    assert vocabularies(reports.editions()[0]) == ()


def test_files_have_a_table_of_words_and_no_count() -> None:
    whole = report.of_organisation(editions())
    [table] = [table for table in whole.tables if table.id == "words"]
    assert [[str(value) for value in (row[2], row[3].said)] for row in table.rows] == [  # type: ignore[union-attr]
        ["busy", "Said most"],
        ["fair", "Said most"],
        ["kind", "Said often"],
        ["well led", "Said by some"],
    ]
    rows = [row for row in whole.cells.rows if row[9] == "word"]
    assert {row[12] for row in rows} == SAID.keys()
