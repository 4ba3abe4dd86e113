"""A counted round's files in one archive."""

from __future__ import annotations

import tempfile
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from portal.errors import NotFound
from portal.export import bundle, codebook
from portal.reports.counted import Counted, Remark, Reply
from portal.survey.file.parsing import parse
from tests.factories import SMALL

REPLY = Reply("northshire", {"service": "children", "heard": "agree"}, {"support": "100"})
COUNTED = Counted(parse(SMALL), [REPLY], [Remark("northshire", "why", "=1+1")], round="spring")
DAY = date(2027, 4, 9)


def test_the_files_of_a_format_come_in_one_archive() -> None:
    form, body = bundle.packed("csv", COUNTED, DAY)
    with body, zipfile.ZipFile(body) as file:
        parts = ("responses", "comments", "withheld", "codebook")
        names = [f"spring_{part}_2027-04-09.csv" for part in parts]
        assert (form, file.namelist()) == ("zip", names)
        assert "northshire,why,'=1+1" in file.read(names[1]).decode("utf-8-sig")


def test_a_single_file_comes_as_it_is() -> None:
    form, body = bundle.packed("xlsx", COUNTED, DAY)
    with body:
        assert form == "xlsx" and load_workbook(body).sheetnames


def test_where_something_fails_no_file_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(codebook, "rows", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        bundle.write("csv", tmp_path, COUNTED, DAY)
    assert list(tmp_path.iterdir()) == []


def test_nothing_stays_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for form in ("xlsx", "csv"):
        bundle.packed(form, COUNTED, DAY)[1].close()
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_format_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="There is no format pdf"):
        bundle.write("pdf", tmp_path, COUNTED, DAY)
