"""Names, labels and codes that SPSS takes."""

from __future__ import annotations

import pytest

from portal.export import columns, variables
from portal.export.variables import MOST_ASIDE, Variable
from portal.survey.columns import LONGEST_NAME
from tests.survey.factories import page, parsed, question

UNSCORED = ", ".join(f"u{n}: U{n}" for n in range(MOST_ASIDE + 1))


def of(*questions: str, **front: str) -> list[Variable]:
    return variables.of_columns(
        columns.of_questionnaire(parsed(page(*(question(each) for each in questions)), **front))
    )


@pytest.mark.parametrize("word", ["by", "to", "with"])
def test_a_reserved_word_is_no_name(word: str) -> None:
    found = of(f"id: {word}\ntype: number\nlabel: N")

    assert [variable.name for variable in found] == ["organisation", f"{word}_item"]


def test_long_names_are_cut_and_stay_different() -> None:
    options = ", ".join(f"o{n}_{'y' * 50}: O{n}" for n in range(12))
    long = of(f"id: {'x' * 40}\ntype: choices\nlabel: L\noptions: {{{options}}}")
    names = [variable.name for variable in long]

    assert len(set(names)) == 13
    assert max(len(name) for name in names) == LONGEST_NAME


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

    assert min(found.codes.values()) == 1


def test_where_nothing_scores_every_option_counts() -> None:
    found = of("id: n\ntype: choice\nlabel: L\noptions: {a: A, b: B}")[1]

    assert found.codes == {"a": 1, "b": 2}


@pytest.mark.parametrize(
    ("points", "graded"),
    [((0, 1, 2), True), ((2, None, 1, 0), True), ((0, 2, 1), False), ((None, None), False)],
)
def test_options_are_graded_where_their_points_rise_or_fall_all_the_way(
    points: tuple[int | None, ...], graded: bool
) -> None:
    each = (f"{{label: L{n}{'' if p is None else f', points: {p}'}}}" for n, p in enumerate(points))
    options = ", ".join(f"o{n}: {option}" for n, option in enumerate(each))
    found = of(f"id: n\ntype: choice\nlabel: L\noptions: {{{options}}}")[1]

    assert found.is_graded == graded


def test_a_score_of_points_below_nothing_has_no_codes_below_nothing() -> None:
    scales = "{s: {a: {label: A, points: -5}, b: {label: B, points: 5}}}"
    scores = "{up: {title: Up, items: [n]}}"
    found = of("id: n\ntype: choice\nlabel: L\nscale: s", scales=scales, scores=scores)

    assert [each.missing for each in found if each.name == "score_up"] == [None]
