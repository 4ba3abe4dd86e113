"""A counted round as an SPSS file, read back."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyreadstat
import pytest

from portal.errors import Conflict
from portal.export import spss
from portal.reports.counted import Counted, Place, Remark, Reply
from tests.export.samples import REPLIES, counted
from tests.survey.factories import page, parsed, question

SKIPPED = -8
BLANKS = {-9: "Not asked", -8: "Asked, not answered", -7: "Withheld"}


def written(folder: Path, replies: list[Reply]) -> tuple[dict[str, list[Any]], Any]:
    path = spss.write(folder / "new", counted(replies, [Remark("", "why", "=1+1")]))[0]
    data, about = pyreadstat.read_sav(path, output_format="dict", user_missing=True)
    return dict(data), about


def test_comments_and_codebook_lie_beside_it(tmp_path: Path) -> None:
    paths = spss.write(tmp_path, counted())

    names = ["responses.sav", "comments.sav", "comments.csv", "codebook.csv"]
    assert [path.name for path in paths] == names
    assert all(path.is_file() for path in paths)


def test_options_are_codes_in_their_order_with_labels(tmp_path: Path) -> None:
    data, about = written(tmp_path, REPLIES)

    assert (data["role"], data["heard"]) == ([2, SKIPPED], [2, SKIPPED])
    assert about.variable_value_labels["role"] == {1: "Worker", 2: "Other"} | BLANKS
    assert about.variable_value_labels["heard"] == {1: "Low", 2: "> High", -1: "N/A"} | BLANKS
    assert (about.variable_measure["role"], about.variable_measure["heard"]) == (
        "nominal",
        "ordinal",
    )


def test_each_of_several_options_is_a_variable(tmp_path: Path) -> None:
    only_b = Reply("northshire", {"tools": ["b"]}, {})
    data, about = written(tmp_path, [*REPLIES, only_b])

    assert (data["tools__a"], data["tools__b"]) == ([1, SKIPPED, 0], [1, SKIPPED, 1])
    assert about.variable_value_labels["tools__a"] == {0: "Not chosen", 1: "A"} | BLANKS
    assert about.column_names_to_labels["tools__a"] == "A | Tools"


def test_numbers_days_texts_and_scores_keep_their_kind(tmp_path: Path) -> None:
    data, about = written(tmp_path, REPLIES)

    assert (data["leads"], data["leads__estimate"]) == ([2.5, None], [1, 0])
    assert (data["day"], data["organisation"]) == (
        [date(2026, 3, 31), date(1582, 10, 13)],
        ["northshire", ""],
    )
    assert data["score_support"] == [0.6667, SKIPPED]
    assert about.column_names_to_labels["leads"] == "1. Leads | T"


def test_an_option_that_scores_nothing_beside_those_that_do_is_declared_missing(
    tmp_path: Path,
) -> None:
    data, about = written(tmp_path, [Reply("", {"heard": "na"}, {})])

    assert (data["heard"], about.missing_ranges["heard"]) == ([-1], [{"lo": -9, "hi": -1}])


def test_a_number_that_can_be_below_nothing_has_no_codes_for_why_it_is_blank(
    tmp_path: Path,
) -> None:
    about = written(tmp_path, REPLIES)[1]

    assert "leads" not in {*about.missing_ranges, *about.variable_value_labels}


def test_a_box_ticked_in_place_of_a_number_is_told_from_one_that_was_skipped(
    tmp_path: Path,
) -> None:
    number = "id: posts\ntype: number\nmin: 0\nlabel: Posts\nunknown: true\nnot_applicable: true"
    boxes = [{}, {"posts": "3"}, {"posts__unknown": "yes"}, {"posts__not_applicable": "yes"}]
    replies = [Reply("", answers, {}) for answers in boxes]
    path = spss.write(tmp_path, Counted(parsed(page(question(number))), replies))[0]
    data, about = pyreadstat.read_sav(path, output_format="dict", user_missing=True)

    assert data["posts"] == [SKIPPED, 3, -1, -2]
    assert (data["posts__unknown"], data["posts__not_applicable"]) == ([0, 0, 1, 0], [0, 0, 0, 1])
    labels = {-1: "I don’t know", -2: "Not applicable"}
    assert about.variable_value_labels["posts"] == labels | BLANKS


def test_an_organisation_is_called_by_its_name_and_withheld_is_missing(tmp_path: Path) -> None:
    place = Place("Northshire County Council", "shire county", "East Midlands")
    contents = replace(counted(), places={"northshire": place})
    about = pyreadstat.read_sav(spss.write(tmp_path, contents)[0], user_missing=True)[1]

    assert about.variable_value_labels["organisation"] == {
        "northshire": "Northshire County Council (shire county, East Midlands)",
        "": "Withheld",
    }
    assert about.missing_ranges["organisation"] == [{"lo": "", "hi": ""}]


@pytest.mark.parametrize("replies", [[], [Reply("", {}, {})]], ids=["no responses", "nothing said"])
def test_a_variable_keeps_its_kind_where_nobody_answered(
    replies: list[Reply], tmp_path: Path
) -> None:
    kinds = written(tmp_path, replies)[1].original_variable_types

    assert (kinds["day"], kinds["role"], kinds["score_support"]) == ("DATE11", "F5.0", "F10.4")


def test_without_pyreadstat_one_sentence_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyreadstat", None)
    with pytest.raises(Conflict, match=r"pip install .* -r requirements-spss\.txt"):
        spss.write(tmp_path / "new", counted())
    assert not (tmp_path / "new").exists()
