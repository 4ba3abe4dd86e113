"""Finished tables of returns: their figures, their bases and what is said below them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.reports.returns import figures
from portal.reports.returns.submitted import Returns
from portal.reports.returns.themes import Coded
from portal.reports.table import Table
from portal.reports.words import ROUNDING
from tests.reports.returns.sample import TYPES, asking, by_id, cells, submitted

PUBLISHED = json.loads(
    (Path(__file__).parents[2] / "disclosure" / "published-tables.json").read_text()
)["cases"]
SCHEME = "{id: scheme, type: choice, label: 'Is there a scheme?', options: {yes_: Yes, no_: No}}"
CHECKED = """
id: checked
type: choice
label: Is it checked?
show_if: {scheme: yes_}
options: {yes_: Yes, no_: No, dont_know: Don't know}
"""
WAYS = """
id: ways
type: choices
label: How?
options: {letter: By letter, talk: In a talk, none_of_these: {label: None, alone: true}}
"""
GRID = """
id: items
type: grid
scale: extent
label: How far?
rows: {heard: Staff are heard, seen: "{{organisation}} sees them"}
"""


def options_of(case: Mapping[str, Any]) -> dict[str, str]:
    """The options of a published table, by an id each."""
    return {f"option_{n}": label for n, label in enumerate(case["counts"])}


def chosen_by_turns(case: Mapping[str, Any]) -> list[list[str]]:
    """So many organisations as there are in the base, each option chosen by as many as published:
    one after another, so that they meet in all ways where several may be chosen."""
    chosen: list[list[str]] = [[] for _ in range(case["base"])]
    turn = 0
    for option, count in zip(options_of(case), case["counts"].values(), strict=True):
        for _ in range(count):
            chosen[turn % case["base"]].append(option)
            turn += 1
    return chosen


def published(case: Mapping[str, Any]) -> Table:
    """The table of returns with a published table's counts: a choice of one, asked of all or of
    some; or texts that were coded."""
    options, chosen = options_of(case), chosen_by_turns(case)
    choice = f"{{id: asked, type: choice, label: 'Which?', options: {json.dumps(options)}}}"
    if case["kind"].startswith("multiple"):
        text = asking("{id: why, type: comment, label: 'Why?'}")
        wrote = submitted(text, [{"why": "So"}] * len(chosen))
        own = {f"o{n}": frozenset(each) for n, each in enumerate(chosen)}
        return by_id(wrote, {"why": Coded("why", [*options.items()], own)})["themes_why"]
    if case["kind"].startswith("routed"):
        routed = choice.replace("type: choice", "type: choice, show_if: {scheme: yes_}")
        asked = [{"scheme": "yes_", "asked": each[0]} for each in chosen]
        others = [{"scheme": "no_", "asked": "option_0"}, {"scheme": "no_"}]
        return by_id(submitted(asking(SCHEME, routed), [*asked, *others]))["asked"]
    return by_id(submitted(asking(choice), [{"asked": each[0]} for each in chosen]))["asked"]


@pytest.mark.parametrize("case", PUBLISHED, ids=lambda case: f"{case['id']} {case['kind']}")
def test_the_tables_equal_the_published_ones(case: dict[str, Any]) -> None:
    table = published(case)
    counts = dict(zip(cells(table, "Answer"), cells(table, "Organisations"), strict=True))
    shares = dict(zip(cells(table, "Answer"), cells(table, "Per cent"), strict=True))
    assert counts == {**{k: str(v) for k, v in case["counts"].items()}, "Base": str(case["base"])}
    expected = dict(zip(case["counts"], map(str, case["published"]), strict=True))
    assert shares == {**expected, "Base": ""}
    assert figures.CAUTION not in table.notes
    several = case["kind"].startswith("multiple")
    assert (figures.SEVERAL in table.notes, ROUNDING in table.notes) == (several, not several)


def test_a_routed_question_says_who_was_asked() -> None:
    answers = [{"scheme": "yes_", "checked": "yes_"}] * 3 + [{"scheme": "yes_"}, {"scheme": "no_"}]
    table = by_id(submitted(asking(SCHEME, CHECKED), answers))["checked"]

    assert cells(table, "Organisations") == ["3", "0", "0", "3"]
    assert table.notes == (
        figures.CAUTION,
        "Base: the 3 organisations that answered, of 4 that were asked, of 5 that sent a return."
        " Asked only if “Is there a scheme?” is “Yes”.",
        ROUNDING,
    )


def test_a_caution_stands_first_where_the_base_is_under_fifty() -> None:
    for number, careful in ((49, True), (50, False)):
        table = by_id(submitted(asking(SCHEME), [{"scheme": "yes_"}] * number))["scheme"]
        assert (table.notes[0] == figures.CAUTION) == careful


def test_types_stand_beside_each_other_with_counts_and_bases() -> None:
    answers = [{"ways": ["letter", "talk"]}, {"ways": ["talk"]}, {}] * 4
    table = by_id(submitted(asking(WAYS), answers, TYPES))["ways"]

    assert [column.title for column in table.read[3:]] == ["Shire county", "London borough"]
    assert cells(table, "Shire county") == ["4 (100)", "4 (100)", "0 (0)", "4"]
    assert cells(table, "London borough") == ["0 (0)", "4 (100)", "0 (0)", "4"]
    assert (figures.SEVERAL in table.notes, figures.BRACKETS in table.notes) == (True, True)


def test_a_grid_has_each_line_with_its_own_base_and_then_the_types() -> None:
    answers = [{"heard": "fully", "seen": "slightly"}, {"heard": "dont_know"}, {}]
    tables = by_id(submitted(asking(GRID), answers, TYPES[:2]))
    whole, split = tables["items"], tables["items_by_type"]

    assert [*whole.said()] == [
        ["Staff are heard", "0 (0)", "1 (50)", "1 (50)", "2", "3"],
        ["your organisation sees them", "1 (100)", "0 (0)", "0 (0)", "1", "3"],
    ]
    assert [*split.said()] == [
        ["Staff are heard", "Shire county", "0 (0)", "1 (100)", "0 (0)", "1", "2"],
        ["Staff are heard", "London borough", "0 (0)", "0 (0)", "1 (100)", "1", "1"],
        ["your organisation sees them", "Shire county", "1 (100)", "0 (0)", "0 (0)", "1", "2"],
        ["your organisation sees them", "London borough", "–", "–", "–", "0", "1"],
    ]


def test_what_nobody_answered_has_no_table() -> None:
    assert (
        by_id(submitted(asking(SCHEME, WAYS, GRID, "{id: n, type: number, label: 'N?'}"), [{}]))
        == {}
    )


def test_texts_have_no_table_unless_they_are_coded() -> None:
    text = asking(
        "{id: why, type: comment, label: 'Why?'}", "{id: day, type: date, label: 'When?'}"
    )
    assert by_id(submitted(text, [{"why": "So", "day": "2026-03-02"}])) == {}


POLLS = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "scheme": st.sampled_from(["yes_", "no_"]),
            "checked": st.sampled_from(["yes_", "no_", "dont_know"]),
            "ways": st.lists(st.sampled_from(["letter", "talk"]), min_size=1, unique=True),
            "heard": st.sampled_from(["slightly", "fully", "dont_know"]),
            "seen": st.sampled_from(["slightly", "fully", "dont_know"]),
            "days": st.decimals(0, 99, places=1).map(str),
            "days__unknown": st.just("yes"),
        },
    ),
    max_size=25,
)
DAYS = "{id: days, type: number, label: 'Days?', decimals: 1, unknown: true}"


def returns_with(answers: list[dict[str, Any]]) -> Returns:
    for each in answers:
        if "days" in each:
            each.pop("days__unknown", None)
    return submitted(asking(SCHEME, CHECKED, WAYS, GRID, DAYS), answers, TYPES)


@given(POLLS)
def test_counts_add_up_to_their_bases_and_types_to_all(answers: list[dict[str, Any]]) -> None:
    tables = by_id(returns_with(answers))
    for name in {"scheme", "checked"} & tables.keys():
        *rows, base = tables[name].rows
        assert sum(row[2] for row in rows) == base[2]  # type: ignore[misc]
    for name in {"scheme", "checked", "ways"} & tables.keys():
        for row in tables[name].rows:
            parts = [cell.value for cell in row[4:]]  # type: ignore[union-attr]
            assert not parts or sum(parts) == row[2]
    for row in tables["items"].rows if "items" in tables else ():
        assert sum(cell.value for cell in row[2:5]) == row[5]  # type: ignore[union-attr]


@given(POLLS)
def test_the_public_is_told_of_no_type_of_fewer_than_four(answers: list[dict[str, Any]]) -> None:
    for table in by_id(returns_with(answers), public=True).values():
        by_line = table.columns[-1].name == "asked"
        bases = (
            [number for row in table.rows for number in row[-2:]]
            if by_line
            else [table.rows[-1][2], *(cell.value for cell in table.rows[-1][4:])]  # type: ignore[union-attr]
        )
        given_ = (
            [column.name for column in table.columns].index("numbers") if "days" in table.id else 0
        )
        bases += [row[given_].value for row in table.rows if given_]
        assert not {1, 2, 3}.intersection(bases), table  # type: ignore[arg-type]


def test_a_mean_is_a_number_to_programs() -> None:
    table = by_id(submitted(asking(DAYS), [{"days": "1.5"}, {"days": "2"}]))["days"]
    row = dict(zip(table.header, next(table.plain()), strict=True))
    assert (row["mean"], row["sum"], row["numbers"]) == (Decimal("1.8"), Decimal("3.5"), 2)
