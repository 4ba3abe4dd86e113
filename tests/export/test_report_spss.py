"""A report as an SPSS file, read back."""

from __future__ import annotations

import sys
from pathlib import Path

import pyreadstat
import pytest

from portal.errors import Conflict
from portal.export import report as files
from tests.reports.reports import report


def test_figures_are_numbers_and_words_are_labels(tmp_path: Path) -> None:
    of = report()
    path = tmp_path / "report.sav"
    path.write_bytes(files.write("sav", of))
    data, about = pyreadstat.read_sav(path, output_format="dict")

    assert tuple(data) == of.cells.header
    columns = dict(zip(of.cells.header, zip(*of.cells.plain(), strict=True), strict=True))
    assert data["figure"] == list(columns["figure"])
    assert data["about"] == list(columns["about"])
    labels = about.variable_value_labels["about_label"]
    assert [labels.get(code, "") for code in data["about_label"]] == list(columns["about_label"])
    assert set(about.variable_value_labels["level"].values()) == {
        "organisation",
        "region",
        "nation",
    }
    assert about.column_names_to_labels["figure_end"] == "Figure: end"
    assert about.variable_measure["figure"] == "scale"
    assert str(data["note"][-2]).startswith("Read these figures with care")


def test_without_pyreadstat_one_sentence_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "pyreadstat", None)
    with pytest.raises(Conflict, match=r"pip install .* -r requirements-spss\.txt"):
        files.write("sav", report())
