"""What belongs to one question is a set in an SPSS file, whatever else describes that."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyreadstat
import pytest

from portal.export import response_sets, spss
from portal.export.response_sets import Set
from portal.reports.counted import Counted, Reply
from tests.export.samples import REPLIES, counted
from tests.survey.factories import page, parsed, question


def read(path: Path) -> tuple[dict[str, list[Any]], Any]:
    data, about = pyreadstat.read_sav(path, output_format="dict", user_missing=True)
    return dict(data), about


def test_options_of_one_question_are_a_set_called_by_their_own_words(tmp_path: Path) -> None:
    sets = read(spss.write(tmp_path, counted())[0])[1].mr_sets

    assert sets == {
        "tools": {
            "type": "E",  # categories are called by the labels of the value that is counted
            "is_dichotomy": True,
            "counted_value": 1,
            "label": "Tools",
            "variable_list": ["tools__a", "tools__b"],
        }
    }


def test_nothing_else_of_the_file_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_sets = read(spss.write(tmp_path / "with", counted(REPLIES * 400))[0])
    monkeypatch.setattr(response_sets, "put", lambda path, sets: None)
    without = read(spss.write(tmp_path / "without", counted(REPLIES * 400))[0])

    assert with_sets[0] == without[0]
    for name in ("column_names_to_labels", "variable_value_labels", "missing_ranges"):
        assert getattr(with_sets[1], name) == getattr(without[1], name)


@pytest.mark.parametrize("label", ["Café & “tea”, " + "x" * 300, "One\nor another", "שלום"])
def test_labels_and_long_names_are_carried_whole(label: str, tmp_path: Path) -> None:
    path = spss.write(tmp_path, counted())[0]
    members = ["leads__estimate", "leads__unknown"]
    again = Set("x" * 70, label, members)
    response_sets.put(path, [again])

    [found] = [each for each in read(path)[1].mr_sets.values() if each["variable_list"] == members]
    assert found["label"] == label.replace("\n", " ")


def test_names_that_begin_alike_lead_to_their_own_variables(tmp_path: Path) -> None:
    options = ", ".join(f"o{n}: O{n}" for n in range(30))
    ids = [f"which_of_the_many_{each}" for each in ("first", "second")]
    questions = (
        question(f"id: {id}\ntype: choices\nlabel: {id}\noptions: {{{options}}}") for id in ids
    )
    reply = Reply("", {ids[0]: ["o29"], ids[1]: ["o0"]}, {})
    path = spss.write(tmp_path, Counted(parsed(page(*questions)), [reply]))[0]
    sets = read(path)[1].mr_sets

    assert {name: each["variable_list"] for name, each in sets.items()} == {
        id: [f"{id}__o{n}" for n in range(30)] for id in ids
    }


def test_one_variable_is_no_set(tmp_path: Path) -> None:
    path = spss.write(tmp_path, counted())[0]
    before = path.read_bytes()
    response_sets.put(path, [Set("alone", "Alone", ["tools__a"])])

    assert path.read_bytes() == before
