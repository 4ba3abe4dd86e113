"""Names, labels and codes that SPSS takes."""

from __future__ import annotations

import pytest

from portal.export import columns, variables
from portal.export.variables import Variable
from tests.survey.factories import page, parsed, question

LONG = "x" * 60
UNSCORED = ", ".join(f"u{n}: U{n}" for n in range(4))


def of(*questions: str, **front: str) -> list[Variable]:
    return variables.of_columns(
        columns.of_questionnaire(parsed(page(*(question(each) for each in questions)), **front))
    )


@pytest.mark.parametrize("word", ["by", "to", "with"])
def test_a_reserved_word_is_no_name(word: str) -> None:
    found = of(f"id: {word}\ntype: number\nlabel: N")

    assert [variable.name for variable in found] == ["organisation", f"{word}_item"]


def test_a_name_that_is_taken_is_not_given_twice() -> None:
    found = of("id: by_item\ntype: number\nlabel: N", "id: by\ntype: number\nlabel: N")

    assert len({variable.name for variable in found}) == 3


def test_long_names_are_cut_and_stay_different() -> None:
    options = ", ".join(f"{'y' * 50}_{n}: O{n}" for n in range(12))
    names = [v.name for v in of(f"id: {LONG}\ntype: choices\nlabel: L\noptions: {{{options}}}")]

    assert len(set(names)) == 13
    assert max(len(name) for name in names) <= variables.LONGEST_NAME


@pytest.mark.parametrize(("letter", "most"), [("é", 256), ("🙂", 256), ("x", 256)])
def test_a_long_label_is_cut_at_a_whole_character(letter: str, most: int) -> None:
    label = of(f"id: n\ntype: number\nlabel: {letter * 300}")[1].label

    assert label.endswith(f"{letter}…")
    assert most - 4 < len(label.encode()) <= most


def test_a_long_label_of_a_value_is_cut() -> None:
    found = of(f"id: n\ntype: choice\nlabel: L\noptions: {{a: {'x' * 200}, b: B}}")[1]

    assert len(str(found.value_labels[1]).encode()) == variables.LONGEST_VALUE_LABEL
    assert found.value_labels[2] == "B"


def test_more_unscored_options_than_can_be_declared_missing_are_left_alone() -> None:
    scales = f"{{s: {{a: {{label: A, points: 0}}, {UNSCORED}}}}}"
    found = of("id: n\ntype: choice\nlabel: L\nscale: s", scales=scales)[1]

    assert found.missing == []


def test_where_nothing_scores_nothing_is_missing() -> None:
    assert of("id: n\ntype: choice\nlabel: L\noptions: {a: A, b: B}")[1].missing == []
