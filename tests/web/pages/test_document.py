"""The questionnaire as a page to print: what stands in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup, Tag

from portal.survey.questionnaire import Questionnaire
from portal.web.pages import document
from tests.factories import House
from tests.survey.factories import page, parsed, question

GRID = question(
    "id: items\ntype: grid\nscale: agreement\nlabel: How far?\n"
    "rows: {heard: Heard, safe: {label: Safe, show_if: {heard: low}}}"
)
NUMBERS = question(
    "id: team\ntype: numbers\nlabel: Team\nunit: posts\nestimate: true\nrows: {leads: Leads}"
)
SCALES = "{agreement: {low: Low, high: High}}"


@pytest.fixture
def in_app(house: House) -> Iterator[None]:
    with house.app.app_context():
        yield


def soup(found: Questionnaire) -> BeautifulSoup:
    return BeautifulSoup(document.html(found), "html.parser")


def rows(table: Tag) -> list[list[str]]:
    return [[c.get_text() for c in row.find_all(["th", "td"])] for row in table.find_all("tr")]


@pytest.mark.usefixtures("in_app")
def test_a_grid_is_a_table_with_a_box_in_every_cell() -> None:
    (table,) = soup(parsed(page(GRID), scales=SCALES)).find_all("table")

    assert rows(table)[:2] == [["", "Low", "High"], ["Heard", "☐", "☐"]]
    assert rows(table)[2][0] == "Safe (only if “Heard” (under “How far?”) is “Low”)"
    assert [th["scope"] for th in table.find_all("th")] == ["col", "col", "row", "row"]


@pytest.mark.usefixtures("in_app")
def test_rows_of_figures_have_room_for_each_figure_and_its_boxes() -> None:
    (table,) = soup(parsed(page(NUMBERS))).find_all("table")

    assert rows(table) == [["", "Posts", "Estimate"], ["Leads", "", "☐"]]


@pytest.mark.usefixtures("in_app")
def test_it_says_what_is_asked_for_in_the_words_of_the_word_document() -> None:
    notes = [note.get_text() for note in soup(parsed(page(NUMBERS))).select(".question .note")]

    assert notes == ["A whole number (posts) in each row. It may be marked as an estimate."]


@pytest.mark.usefixtures("in_app")
def test_pipes_are_words_in_brackets_and_stay_text() -> None:
    found = document.html(
        parsed(
            page(
                question("id: a\ntype: text\nlabel: 'Under <5 at {{organisation}}?'"),
                question("id: b\ntype: text\nlabel: 'Why {{answer:a}}?'"),
            )
        )
    )

    assert "Under &lt;5 at [your organisation]?" in found
    assert "Why [your answer to “Under &lt;5 at …?”]?" in found
    assert "{{" not in found


@pytest.mark.usefixtures("in_app")
@pytest.mark.parametrize(("number", "may_break"), [(12, False), (13, True)])
def test_only_a_long_grid_may_be_torn_between_pages(number: int, may_break: bool) -> None:
    many = ", ".join(f"r{n}: R{n}" for n in range(number))
    grid = question(f"id: g\ntype: grid\nscale: agreement\nlabel: G\nrows: {{{many}}}")
    found = soup(parsed(page(grid), scales=SCALES))

    assert bool(found.select("section.long")) is may_break
