"""``flask export``: the files of a counted round, in each format."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import pyreadstat
import pytest
from click.testing import Result
from openpyxl import load_workbook

from portal.services import audit
from tests.factories import House
from tests.services.scenes import everybody_responds

PEOPLE = 50
WHY = "Weights for the national report"

BLANKS = ["blank__skipped", "blank__not_asked", "blank__withheld"]


@pytest.fixture
def counted(house: House) -> House:
    house.open_round(PEOPLE)
    everybody_responds(house)
    house.work(days=8)
    return house


def run(house: House, out: Path, *more: str) -> Result:
    command = ["export", "spring", "--out", str(out), "--reason", WHY, *more]
    return house.app.test_cli_runner().invoke(args=command)


def test_every_format_holds_the_same_people(counted: House, tmp_path: Path) -> None:
    for form in ("csv", "xlsx", "sav"):
        done = run(counted, tmp_path, "--format", form)
        assert (done.exit_code, done.stderr) == (0, "")

    table, book, data_file = (
        next(tmp_path.glob(f"spring_responses_*.{form}")) for form in ("csv", "xlsx", "sav")
    )
    with table.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    sheet = load_workbook(book)["Codes"]
    data, about = pyreadstat.read_sav(data_file, output_format="dict")
    head = [cell.value for cell in sheet[1]]
    score = head.index("score_support")
    assert lines[0] == head == [*data, *BLANKS]
    assert len(lines) == sheet.max_row == about.number_rows + 1 == PEOPLE + 1
    assert {line[0] for line in lines[1:]} == set(data["organisation"]) == {"northshire"}
    assert {line[score] for line in lines[1:]} == {"100"}
    assert set(data["score_support"]) == {100} == {row[score].value for row in sheet["2:51"]}


def test_csv_is_what_comes_if_nothing_is_said(counted: House, tmp_path: Path) -> None:
    names = [Path(line).name for line in run(counted, tmp_path / "new").output.splitlines()]

    parts = ("responses", "comments", "withheld", "codebook")
    assert [name[:-15] for name in names] == [f"spring_{part}" for part in parts]


def test_a_folder_that_cannot_be_made_is_refused(counted: House, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = run(counted, tmp_path / "file" / "out")

    assert (done.exit_code, len(done.stderr.splitlines())) == (1, 1)
    assert "name a folder that can be" in done.stderr


def test_a_missing_library_is_one_sentence(
    counted: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyreadstat", None)
    done = run(counted, tmp_path, "--format", "sav")

    assert (done.exit_code, len(done.stderr.splitlines())) == (1, 1)
    assert "requirements-spss.txt" in done.stderr


def test_without_a_reason_nothing_is_written(counted: House, tmp_path: Path) -> None:
    done = run(counted, tmp_path / "out", "--reason", "because")

    assert (done.exit_code, len(done.stderr.splitlines())) == (1, 1)
    assert "Say in one line of 10 to 300 characters" in done.stderr
    assert not (tmp_path / "out").exists()


def test_the_reason_is_noted(counted: House, tmp_path: Path) -> None:
    run(counted, tmp_path)

    [deed] = [each.did for each in audit.every("exported")]
    assert deed == f"exported round spring as csv: {WHY}"


def test_what_is_written_is_noted_though_nobody_reads_what_the_command_says(
    counted: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(*_: object, **__: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr("click.echo", closed)
    command = ["export", "spring", "--out", str(tmp_path / "out"), "--reason", WHY]
    counted.app.test_cli_runner().invoke(args=command)
    assert [*(tmp_path / "out").iterdir()]
    assert [each.did for each in audit.every("exported")] == [
        f"exported round spring as csv: {WHY}"
    ]
