"""``flask report show``: an organisation's report, or a whole round's figures, in every form."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import Result
from openpyxl import load_workbook

from portal.services.reports import editions
from tests.factories import House
from tests.reports import reports
from tests.services import scenes
from tests.services.figures.test_returns_answered import RETURN
from tests.services.nation import nations


@pytest.fixture
def told(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    of = reports.editions()
    house.round(source=of[0].questionnaire.source)
    monkeypatch.setattr(editions, "every", lambda *_: tuple(of))
    monkeypatch.setattr(editions, "all_cells", lambda *_: list(of[0].cells.values()))
    return house


def show(house: House, *more: str) -> Result:
    return house.app.test_cli_runner().invoke(args=["report", "show", "spring", *more])


def refused(house: House, *more: str) -> str:
    done = show(house, *more)
    assert (done.exit_code, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)
    return done.stderr


NORTHSHIRE = ("--organisation", "northshire")


def test_json_of_the_whole_round_is_printed_if_nothing_is_said(told: House) -> None:
    made = json.loads(show(told).stdout)
    assert made["organisation"] is None
    assert [table["id"] for table in made["tables"]] == ["cells"]


def test_text_can_be_printed(told: House) -> None:
    rows = list(csv.reader(io.StringIO(show(told, *NORTHSHIRE, "--format", "csv").stdout)))
    assert len({len(row) for row in rows}) == 1
    for out in ((), ("--out", "-")):
        page = show(told, *NORTHSHIRE, "--format", "html", *out).stdout
        assert page.startswith("<!DOCTYPE html>")


def test_every_form_is_written_to_a_file(told: House, tmp_path: Path) -> None:
    for form in ("html", "json", "csv", "xlsx", "sav", "docx"):
        path = tmp_path / f"report.{form}"
        done = show(told, *NORTHSHIRE, "--format", form, "--out", str(path))
        assert (done.exit_code, done.stdout) == (0, f"{path}\n")
        assert path.stat().st_size > 1000
    assert "Scores" in load_workbook(tmp_path / "report.xlsx").sheetnames


def test_a_file_that_is_no_text_wants_a_name(told: House) -> None:
    assert "name it with --out FILE.docx" in refused(told, *NORTHSHIRE, "--format", "docx")


def test_a_document_on_a_whole_round_is_refused_with_what_to_say(told: House) -> None:
    assert "of one organisation: say which" in refused(told, "--format", "html")


def test_an_organisation_that_takes_no_part_is_refused(told: House) -> None:
    assert "No organisation nowhere takes part" in refused(told, "--organisation", "nowhere")


def test_a_folder_that_is_not_there_is_refused(told: House, tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "report.json"
    assert "name a file in a folder that is there" in refused(told, "--out", str(path))


def test_what_was_released_of_a_counted_round_is_what_is_shown(house: House) -> None:
    house.open_round(northshire=24)
    scenes.everybody_responds(house)
    house.work(days=8)
    house.work()
    made = json.loads(show(house).stdout)
    [cells] = made["tables"]
    assert {row["name"] for row in cells["rows"]} == {"northshire"}
    [score] = [r for r in cells["rows"] if (r["about"], r["measure"]) == ("support", "score")]
    assert (score["figure"], score["figure_end"], score["figure_said"]) == (
        90,
        "or more",
        "90 or more",
    )
    assert (score["answers"], score["to_the_nearest"], score["band"]) == (24, 1, "Sustain")
    own = json.loads(show(house, *NORTHSHIRE).stdout)
    assert own["cautions"][0].startswith("Read these figures with care")
    other = json.loads(show(house, "--organisation", "southborough").stdout)
    assert other["cautions"][0].startswith("Fewer than ten people answered")
    [hers] = [t for t in other["tables"] if t["id"] == "cells"]
    assert {row["name"] for row in hers["rows"] if row["figure"]} == set()


def test_the_national_report_is_written_as_any_other(house: House, tmp_path: Path) -> None:
    nations.counted(house)
    made = json.loads(show(house, "--nation").stdout)
    assert made["organisation"] is None
    assert [table["id"] for table in made["tables"]][:2] == ["answered", "scores"]
    path = tmp_path / "england.xlsx"
    assert show(house, "--nation", "--format", "xlsx", "--out", str(path)).exit_code == 0
    assert "By type" in load_workbook(path).sheetnames
    assert "or for the nation's" in refused(house, *NORTHSHIRE, "--nation")
    assert "say which" in refused(house, "--nation", "--format", "html")


def test_a_round_that_is_not_counted_and_one_of_returns_are_refused(house: House) -> None:
    house.open_round()
    assert "once Spring check has been counted" in refused(house)
    house.open_round(code="returns", source=RETURN)
    done = house.app.test_cli_runner().invoke(args=["report", "show", "returns"])
    assert "it is a round of returns" in done.stderr
