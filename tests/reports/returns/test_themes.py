"""Coded texts as a table: themes of few organisations are one to the public."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from portal.reports.returns import themes
from portal.reports.returns.themes import Coded
from tests.reports.returns.sample import TYPES, asking, by_id, cells, submitted
from tests.survey.factories import page, parsed, question

WHY = "{id: why, type: comment, label: 'Why?'}"
OTHER_WAY = """
id: ways
type: choice
label: How?
options: {talk: In a talk, other: {label: In another way, specify: true}}
"""
NAMES = [("a", "Pay"), ("b", "Cars"), ("c", "Dogs"), ("d", "Cats"), ("o", "other")]


def coded(*chosen: str) -> Coded:
    return Coded("why", NAMES, {f"o{n}": frozenset(each) for n, each in enumerate(chosen)})


def test_staff_are_told_every_theme_the_most_frequent_first() -> None:
    returns = submitted(asking(WHY), [{"why": "So"}] * 5)
    table = by_id(returns, {"why": coded("bo", "ba", "b", "", "c")})["themes_why"]

    assert table.title == "Why? Themes"
    assert cells(table, "Answer") == ["Cars", "Pay", "Dogs", "other", "Cats", "Base"]
    assert cells(table, "Organisations") == ["3", "1", "1", "1", "0", "5"]


def test_the_public_is_told_small_themes_as_one() -> None:
    returns = submitted(asking(WHY), [{"why": "So"}] * 9, TYPES)
    told = coded("b", "b", "bc", "b", "a", "o", "a", "", "")
    table = by_id(returns, {"why": told}, public=True)["themes_why"]

    assert cells(table, "Answer") == ["Cars", "Other", "Base"]
    assert cells(table, "Organisations") == ["4", "4", "9"]


def test_if_small_themes_are_too_few_the_next_smallest_joins_them() -> None:
    told = themes.together(coded("bc", "b", "b", "b", "a", "a", "a", "a", "a"))

    assert [name for _, name in told.themes] == ["Pay", "Other"]


def test_where_all_themes_are_too_few_the_public_has_no_table() -> None:
    returns = submitted(asking(WHY), [{"why": "So"}] * 5)

    assert by_id(returns, {"why": coded("a", "b", "", "", "")}, public=True) == {}


def test_what_was_written_beside_an_option_is_coded_too() -> None:
    questionnaire = asking(OTHER_WAY)
    answers = {"ways": "other", "ways__other": "By post"}
    own = Coded("ways__other", NAMES, {"o0": frozenset("a")})
    tables = by_id(submitted(questionnaire, [answers]), {"ways__other": own})

    assert [*tables] == ["ways", "themes_ways__other"]
    assert tables["themes_ways__other"].title == "How? In another way Themes"


@given(st.lists(st.sets(st.sampled_from("abcdo")), max_size=12))
def test_no_theme_of_fewer_than_four_is_left_and_nobody_is_lost(texts: list[set[str]]) -> None:
    before = coded(*("".join(each) for each in texts))
    told = themes.together(before)
    for id, _ in told.themes:
        assert sum(id in own for own in told.chosen.values()) >= themes.FEWEST
    assert told.chosen.keys() == before.chosen.keys()
    assert all(bool(own) == bool(before.chosen[o]) for o, own in told.chosen.items())


def test_questions_in_the_same_words_are_told_apart_by_their_pages() -> None:
    pages = [page(question(f"{{id: {id}, type: comment, label: 'Why?'}}"), page_id=id, title=title)
             for id, title in (("posts", "Posts"), ("hours", "Hours"))]  # fmt: skip
    again = parsed("\n".join(pages))

    assert themes.heading(again, "hours") == "Hours: Why?"
    assert themes.heading(asking(WHY), "why") == "Why?"
