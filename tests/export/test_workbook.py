"""A counted round as an Excel file, read back by another library."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from openpyxl.workbook import Workbook

from portal.errors import Refused
from portal.export import codebook, sheets, workbook
from portal.reports.counted import Counted, Place, Remark, Repeated, Reply, Tally, Withheld
from portal.reports.table import Told
from portal.survey.file.parsing import parse
from tests.export.samples import ANSWERS, TEXTS, counted
from tests.factories import SMALL, WITH_FACTS

NORTHSHIRE = Place("Northshire County Council", "shire county", "London", 61, Told("55", 55))
WOLDEN = Place("Wolden Council", "unitary authority", "London", 9, Told("Not shown"))
DAY = datetime.combine(datetime.fromisoformat("2026-03-31"), time())
OF_BOTH = {"northshire": NORTHSHIRE, "wolden": WOLDEN}


def written(folder: Path, of: Counted) -> Workbook:
    (path,) = workbook.write(folder / "new", of)
    return load_workbook(path)


def commented(folder: Path, text: str) -> Any:
    return written(folder, counted(remarks=[Remark("northshire", "why", text)]))["Comments"]["E2"]


def rows(book: Workbook, sheet: str) -> list[tuple[Any, ...]]:
    return list(book[sheet].values)


def test_people_read_the_first_sheet_in_words_and_every_head_stays_in_view(tmp_path: Path) -> None:
    book = written(tmp_path, replace(counted(), places=OF_BOTH))
    head, first, second = rows(book, "Answers")

    assert dict(zip(head, first, strict=True)) == {
        "Organisation": "Northshire County Council",
        "Type": "shire county",
        "Region": "London",
        "Role": "Other",
        "Role (in their own words)": None,
        "Tools": "A; B",
        "Heard": "> High",
        "1. Leads (posts)": 2.5,
        "1. Leads (an estimate)": "Yes",
        "1. Leads (I don’t know)": None,
        "Day": DAY,
        "Words": None,
        "Why?": None,
        "Support (score)": 0.6667,
    }
    assert second[0] == "Withheld" and not any(second[1:])
    assert book["Answers"]["K2"].number_format == "d mmm yyyy"
    for sheet in book:
        assert sheet.freeze_panes in {"B2", "C2", "D2"}
        assert sheet["A1"].font.bold and sheet["A1"].alignment.wrap_text
        assert sheet.auto_filter.ref.startswith("A1:")
        assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$1:$1")
        assert sheet.oddFooter.right.text == "Page &P of &N"


def test_codes_are_as_in_csv_and_days_are_days(tmp_path: Path) -> None:
    sheet = written(tmp_path, counted())["Codes"]

    assert [cell.value for cell in sheet[2]][:9] == [
        *("northshire", "other", "a b", "high", 2.5, "yes", None),
        *(DAY, 0.6667),
    ]
    assert {cell.value for cell in sheet[3]} == {
        *(None, "organisation", "role tools heard leads day score_support"),
    }


def test_answers_with_points_are_numbers_of_which_a_mean_can_be_taken(tmp_path: Path) -> None:
    low = Reply("wolden", {"heard": "low"}, {})
    head, *points = rows(written(tmp_path, counted([Reply("", ANSWERS, {}), low])), "Points")

    assert head[3:] == ("Heard", "Support (score)")
    assert [row[3] for row in points] == [2.5, 0]


def test_nought_is_told_and_not_taken_for_a_blank(tmp_path: Path) -> None:
    book = written(tmp_path, counted([Reply("wolden", {"leads": "0"}, {"support": "0"})]))
    head, row = rows(book, "Answers")
    told = dict(zip(head, row, strict=True))

    assert (told["1. Leads (posts)"], told["Support (score)"]) == (0, 0)


def test_why_a_choice_is_blank_stands_in_its_place(tmp_path: Path) -> None:
    source = SMALL.replace("rows:\n", "show_if: {service: children}\nrows:\n")
    replies = [Reply("", {"service": "other"}, {}), Reply("", {}, {})]
    _, other, withheld = rows(written(tmp_path, Counted(parse(source), replies)), "Answers")

    assert other[3:] == ("Another", "Not asked", "Not asked", None)
    assert withheld[:1] + withheld[3:] == (*["Withheld"] * 4, None)


def test_organisations_say_how_many_answered_as_far_as_that_is_told(tmp_path: Path) -> None:
    head, *told = rows(written(tmp_path, replace(counted(), places=OF_BOTH)), "Organisations")

    assert head[4:] == ("Invited by name", "Answered", "Answered, in words", "Responses here")
    assert [row[0] for row in told] == ["northshire", "wolden"]
    assert [row[4:] for row in told] == [(61, 55, "55", 1), (9, None, "Not shown", 0)]


def test_facts_and_what_is_withheld_have_sheets_where_there_are_any(tmp_path: Path) -> None:
    withheld = [Withheld("wolden", "service", "Service", "Fewer than ten")]
    tally = Tally("northshire", "years", "few many", 50)
    of = Counted(parse(WITH_FACTS), [], [], [tally], withheld=withheld, places=OF_BOTH)
    book = written(tmp_path, of)

    assert rows(book, "Facts")[1][-2:] == ("Less than a year / Ten years or more", 50)
    told = ("wolden", "Wolden Council", "service", "Service", "Fewer than ten")
    assert rows(book, "Withheld")[1] == told
    assert not {"Facts", "Withheld"} & {*written(tmp_path, counted()).sheetnames}


def test_a_return_is_laid_the_other_way_too(tmp_path: Path) -> None:
    replies = [Reply("wolden", {"leads": "0"}, {}), Reply("northshire", ANSWERS, {})]
    sheet = written(tmp_path, replace(counted(replies), places=OF_BOTH))["By question"]
    head, *told = sheet.values

    assert head == ("Page", "Question", "Part", "Northshire County Council", "Wolden Council")
    assert ("First", "T", "1. Leads (posts)", 2.5, 0) in told
    assert ("First", "Tools", None, "A; B", None) in told
    assert sheet.freeze_panes == "D2"
    of_people = Counted(parse(SMALL), [])
    assert "By question" not in written(tmp_path, of_people).sheetnames


def test_points_and_bases_can_be_reckoned_with(tmp_path: Path) -> None:
    points, base = (codebook.HEADER.index(name) for name in ("points", "base"))
    told = {(row[points], row[base]) for row in rows(written(tmp_path, counted()), "Codebook")}

    assert (2.5, 1) in told


def test_the_file_says_what_it_is(tmp_path: Path) -> None:
    about = written(tmp_path, replace(counted(), title="Spring & summer")).properties

    assert (about.title, about.subject) == ("Spring & summer: responses", "Spring & summer")


@pytest.mark.parametrize("text", TEXTS)
def test_a_comment_stays_the_text_that_was_typed(text: str, tmp_path: Path) -> None:
    cell = commented(tmp_path, text)

    assert (unescape(cell.value), cell.data_type, cell.hyperlink) == (text, "s", None)


def test_no_sheet_holds_a_formula_or_a_link(tmp_path: Path) -> None:
    remarks = [Remark("=1+1", "=why", text) for text in TEXTS]
    places = {"=cmd": Place("=1+1", "@SUM(A1)", "=2")}
    of = counted([Reply("=cmd", {"role": "=2"}, {})], remarks)
    (path,) = workbook.write(tmp_path, replace(of, places=places, title="=1+1"))

    with ZipFile(path) as file:
        parts = [file.read(name) for name in file.namelist() if "/sheet" in name]
    assert len(parts) == len(load_workbook(path).sheetnames) == 7
    assert not [part for part in parts if b"<f>" in part or b"<hyperlink" in part]


@pytest.mark.parametrize("character", ["x", "🙂"])
def test_a_text_longer_than_a_cell_is_cut_and_says_so(character: str, tmp_path: Path) -> None:
    value = commented(tmp_path, character * 40_000).value

    assert value.startswith(character)
    assert value.endswith(sheets.CUT)
    assert len(value.encode("utf-16-le")) // 2 in (sheets.LONGEST, sheets.LONGEST - 1)


def test_a_text_that_just_fits_is_whole(tmp_path: Path) -> None:
    text = "x" * sheets.LONGEST

    assert commented(tmp_path, text).value == text


def test_more_rows_than_a_sheet_has_are_refused_and_nothing_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 2)
    with pytest.raises(Refused, match="take csv"):
        workbook.write(tmp_path / "new", counted())
    assert list((tmp_path / "new").iterdir()) == []


def test_rows_are_never_all_in_memory(tmp_path: Path) -> None:
    alive = most = 0

    class Here(Reply):
        def __del__(self) -> None:
            nonlocal alive
            alive -= 1

    def replies() -> Iterator[Reply]:
        nonlocal alive, most
        for _ in range(3 * sheets.MEASURED):
            alive += 1
            most = max(most, alive)
            yield Here("wolden", ANSWERS, {})

    book = written(tmp_path, Counted(parse(WITH_FACTS), Repeated(replies)))
    assert book["Codes"].max_row == 3 * sheets.MEASURED + 1
    assert most < sheets.MEASURED
