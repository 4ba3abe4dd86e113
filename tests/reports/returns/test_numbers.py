"""Numbers of returns: means weighted by what is behind each line, half up."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.reports.returns import figures, numbers
from portal.reports.returns.groups import OTHERS, split
from portal.survey.conditions import Answers
from tests.reports.returns.sample import TYPES, asking, by_id, cells, submitted

POSTS = """
id: posts
type: numbers
label: How many posts?
decimals: 1
unit: FTE
estimate: true
unknown: true
not_applicable: true
rows: {children: Children's services, adults: Adults' services}
"""
HELD = "{id: held, type: number, label: 'What share?', unit: per cent, unknown: true}"
ANSWERS: list[Answers] = [
    {"children": "100", "adults": "20", "adults__estimate": "yes"},
    {"children": "10.5", "adults__not_applicable": "yes"},
    {"children__unknown": "yes", "adults": "0"},
    {"children": "1000"},
]


def test_each_line_has_its_mean_and_who_gave_a_number() -> None:
    table = by_id(submitted(asking(POSTS), ANSWERS))["posts"]

    assert [column.title for column in table.read] == [
        *("", "Mean, FTE", "Lowest", "Highest", "Sum", "Gave a number", "Estimates among them"),
        *("Don't know", "Not applicable", "Base", "Asked"),
    ]
    children, adults, *_ = table.said()
    assert children == [
        *("Children's services", "370.2", "10.5", "1,000", "1,110.5", "3 (75)", "0 (0)"),
        *("1 (25)", "0 (0)", "4", "4"),
    ]
    assert adults == [
        *("Adults' services", "10.0", "0", "20", "20.0", "2 (67)", "1 (33)", "0 (0)", "1 (33)"),
        *("3", "4"),
    ]


def test_all_lines_together_weigh_by_what_is_in_them() -> None:
    """Five numbers make 1,130.5, of four organisations; the mean of the means is 190.1."""
    table = by_id(submitted(asking(POSTS), ANSWERS))["posts"]

    assert cells(table, "Mean, FTE")[2:] == ["226.1", "282.6"]
    assert cells(table, "Sum")[2:] == ["1,130.5", "1,130.5"]
    assert (cells(table, "Base")[2:], cells(table, "Asked")[2:]) == (["7", "4"], ["8", "4"])
    assert {numbers.BY_NUMBER, numbers.BY_ORGANISATION} <= {*table.notes}


def test_the_mean_of_all_is_the_total_over_all_and_not_the_mean_of_the_types() -> None:
    answers: list[Answers] = [{"held": "0"}, {"held": "90"}, {"held": "0"}, {"held": "0"}]
    tables = by_id(submitted(asking(HELD), answers, (*TYPES[:2], TYPES[0], TYPES[0])))

    assert cells(tables["held"], "Mean, per cent") == ["22.5"]
    assert cells(tables["held_by_type"], "Mean, per cent") == ["0.0", "90.0"]
    assert "Sum" not in [column.title for column in tables["held"].columns]


def test_the_public_is_told_of_no_single_organisations_number() -> None:
    answers = [{"children": str(n), "adults": "1"} for n in range(4)] + [{"children": "99"}] * 2
    for each in answers[2:4]:
        del each["adults"]
    table = by_id(submitted(asking(POSTS), answers), public=True)["posts"]

    assert cells(table, "") == ["Children's services"]
    assert not {"Lowest", "Highest"} & {column.title for column in table.columns}


@pytest.mark.parametrize(
    ("given_", "places", "mean"),
    [(["0.1", "0.2"], 2, "0.15"), (["0.1", "0.2"], 1, "0.2"), (["2.5", "2.6"], 1, "2.6"),
     (["1"] * 2 + ["2"], 1, "1.3"), (["-1", "0"], 0, "0")],
)  # fmt: skip
def test_means_are_rounded_half_up(given_: list[str], places: int, mean: str) -> None:
    assert figures.mean([Decimal(each) for each in given_], places) == Decimal(mean)


COUNTS = st.lists(
    st.dictionaries(st.sampled_from(TYPES), st.integers(0, 6)), min_size=1, max_size=4
)


@given(COUNTS)
def test_groups_hold_none_or_enough_in_each_line_and_everybody_once(
    lines: list[dict[str, int]],
) -> None:
    groups = split(TYPES, lines, 3)
    for group in groups:
        for line in lines:
            assert sum(line.get(type, 0) for type in group.types) not in {1, 2}
    counted = Counter(type for group in groups for type in group.types)
    present = {type for line in lines for type, number in line.items() if number}
    assert not groups or (counted.keys() == present and {*counted.values()} == {1})
    assert len(groups) != 1


@pytest.mark.parametrize(
    ("counts", "names"),
    [
        ((5, 4, 3), ["Shire county", "London borough", "NHS trust"]),
        ((5, 4, 2), ["Shire county", OTHERS]),
        ((5, 2, 1), ["Shire county", OTHERS]),
        ((4, 2, 0), []),
        ((2, 0, 0), []),
    ],
)
def test_small_types_are_told_together(counts: tuple[int, ...], names: list[str]) -> None:
    line = dict(zip(TYPES, counts, strict=True))
    assert [group.name for group in split(TYPES, [line], 3)] == names
