"""Groups of an organisation beside one another, and one of them by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.disclosure.cells import Cell
from portal.disclosure.figures import Figure
from portal.reports import extract, splits
from portal.reports.edition import Edition, keyed
from tests.reports import editions

ADULTS = "Adults' services, Mental health services, Another service or not stated"


def group(value: int, people: int = 40, end: str = "", step: int = 1) -> Cell:
    figure = Figure(value, end, step)  # type: ignore[arg-type]
    return Cell("organisation", "northshire", "cpd", "score", figure, people, people, True)


def with_statements(edition: Edition) -> Edition:
    """Children's services agree with each statement as much less as it comes later, and with one
    of another organisation's services not at all."""
    statements = [item.id for item in edition.questionnaire.items.values() if item.question.scale]
    cells = [
        Cell("organisation", name, id, measure, Figure(value), 30, 30, True, "service", options)
        for number, id in enumerate(statements)
        for name, value in ((editions.CODE, 85 - number), ("southborough", 1))
        for measure in ("agree", "score")
        for options in editions.GROUPS[:1]
    ]
    return replace(edition, cells=keyed((*edition.cells.values(), *cells)))  # type: ignore[arg-type]


def test_each_group_stands_with_its_size_and_whole_name() -> None:
    service, role = splits.every(editions.edition(80, split=True))
    assert [(each.name, each.about) for each in service.groups] == [
        ("Children's services", "about 40 people"),
        (ADULTS, "about 40 people"),
    ]
    assert (service.title, role.title, role.groups, role.rows) == ("By service", "By role", (), ())


def test_a_score_is_marked_where_it_clearly_differs_from_the_rest() -> None:
    service = next(splits.every(editions.edition(80, split=True)))
    first = service.rows[0]
    assert (first.title, first.whole) == ("1. Strong and clear social work framework", "76")
    assert [(mark.said, mark.rest, mark.apart) for mark in first.marks] == [
        ("68", "84", "▼ 16 below the rest"),
        ("84", "68", "▲ 16 above the rest"),
    ]
    assert [mark.band and mark.band.word for mark in first.marks] == ["monitor", "sustain"]


def test_a_difference_that_could_be_chance_is_not_marked() -> None:
    service = next(splits.every(editions.edition(24, scores={"cpd": 62}, split=True)))
    row = next(row for row in service.rows if "CPD" in row.title)
    assert [(mark.said, mark.apart) for mark in row.marks] == [("55", ""), ("70", "")]


def test_the_rest_is_as_heavy_as_its_groups_are_large() -> None:
    rest = splits.rest([group(60, 30), group(80, 10)])
    assert rest
    assert (rest.figure, rest.answers, rest.invited) == (Figure(65), 40, 40)


@pytest.mark.parametrize(
    ("cells", "figure"),
    [
        ([group(60), group(66, step=5)], Figure(65, "", 5)),
        ([group(60), group(90, end="or more")], Figure(75, "or more")),
        ([group(10, end="or less"), group(90, end="or more")], None),
        ([], None),
    ],
    ids=["as rough as the roughest", "beyond an end", "beyond both ends", "nobody"],
)
def test_the_rest_claims_no_more_than_its_groups(cells: list[Cell], figure: Figure | None) -> None:
    rest = splits.rest(cells)
    assert (rest and rest.figure) == figure


def test_an_extract_has_one_group_beside_the_rest_and_the_whole() -> None:
    told = extract.extract(with_statements(editions.edition(80, split=True)), "service", 1)
    assert told
    assert told.group.name == "Children's services"
    assert [(mark.said, mark.rest) for mark in told.rows[0].marks] == [("68", "84")]
    assert next(each.own for each in told.strongest) == "85 per cent agree"
    assert len(told.strongest) == len(told.weakest) == 3
    assert not {each.text for each in told.strongest} & {each.text for each in told.weakest}


def test_an_extract_says_with_what_care_to_read_it() -> None:
    few, rough = (
        extract.extract(editions.edition(base, split=True), "service", 1) for base in (60, 30)
    )
    assert few and rough
    assert "One person is about 3 per cent" in few.cautions[0]
    assert rough.cautions[0].startswith("About 15 people of this group answered. Scores are given")


@pytest.mark.parametrize(("split", "number"), [("service", 0), ("service", 3), ("role", 1)])
def test_there_is_no_extract_of_a_group_that_is_not_shown(split: str, number: int) -> None:
    assert extract.extract(editions.edition(80, split=True), split, number) is None
