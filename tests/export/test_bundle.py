"""A counted round's files in one archive."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path

import pytest

from portal.errors import NotFound
from portal.export import bundle
from portal.reports.counted import Counted, Remark, Reply
from portal.survey.file.parsing import parse
from tests.factories import SMALL

REPLY = Reply("northshire", {"service": "children", "heard": "agree"}, {"support": "100"})
COUNTED = Counted(parse(SMALL), [REPLY], [Remark("northshire", "why", "=1+1")])


def test_the_files_of_a_format_come_in_one_archive() -> None:
    with bundle.zipped("csv", COUNTED) as archive, zipfile.ZipFile(archive) as file:
        assert sorted(file.namelist()) == ["codebook.csv", "comments.csv", "responses.csv"]
        assert "northshire,why,=1+1" in file.read("comments.csv").decode("utf-8-sig")


def test_nothing_stays_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    bundle.zipped("xlsx", COUNTED).close()
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_format_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="There is no format pdf"):
        bundle.write("pdf", tmp_path, COUNTED)
