"""The pages of the detailed report, drawn from editions made by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup, Tag

from portal.disclosure.cells import Cell
from portal.disclosure.facts import Share
from portal.disclosure.figures import Figure
from portal.reports.edition import Edition, keyed
from portal.services.comments import published
from portal.services.reports import editions as told
from tests.factories import ADA, OLGA, PAT, WITH_FACTS, House
from tests.reports import editions, reports
from tests.services import scenes

HERE = "/staff/rounds/spring/northshire/report"
DETAIL, GROUP = f"{HERE}/detail", f"{HERE}/group/service/1"
PARTS = [
    "Response",
    "1. Strong and clear social work framework",
    "2. Effective workforce planning systems",
    "3. Safe workloads and case allocation",
    "4. Wellbeing",
    "5. Supervision",
    "6. Continuing professional development (CPD)",
    "7. Professional registration",
    "8. Strategic partnerships",
    "Employee contribution",
    "Tensions (higher is better)",
    "Overall satisfaction",
    "Desire to stay",
    "By service",
    "By role",
    "Trend",
    "Linked with the wish to stay",
    "Who answered",
    "How to read this",
]


def whole(base: int = 80) -> tuple[Edition, ...]:
    """Two rounds, of which all is told that can be."""
    now = editions.edition(base, base * 2, split=True)
    linked = [
        Cell("region", editions.REGION, about, "linked", Figure(value), 900, 900)
        for about, value in (("supervision", 61), ("wellbeing", 55), ("cpd", 40))
    ]
    now = replace(
        now,
        cells=keyed((*now.cells.values(), *linked)),
        facts=(Share(editions.CODE, "time_in_post", ("under_1",), 41),),
    )
    return now, editions.edition(base - 5, base * 2, year=2025)


@pytest.fixture
def shown(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    tell(monkeypatch, *whole())
    house.person(PAT)
    house.open_round(northshire=12, southborough=12)
    return house


def tell(monkeypatch: pytest.MonkeyPatch, *shown: Edition) -> None:
    first = replace(shown[0], round_code="spring")
    monkeypatch.setattr(told, "every", lambda round_, employer: (first, *shown[1:]))


def seen(house: House, path: str = DETAIL, who: str = PAT) -> BeautifulSoup:
    answer = house.signed_in(who).get(path)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def row(page: BeautifulSoup, text: str) -> list[str]:
    """The cells of the first row with this text."""
    line = next(tr for tr in page.select("tr") if text in tr.text)
    return [" ".join(cell.text.split()) for cell in line.select("th, td")]


def test_the_contents_lead_to_every_part(shown: House) -> None:
    page = seen(shown)
    links = page.select(".contents a")
    assert [link.text for link in links] == PARTS
    assert [page.select_one(str(link["href"])).text for link in links] == PARTS  # type: ignore[union-attr]
    assert page.select_one(".govuk-back-link")


def test_a_statement_has_its_figures_in_cells_and_a_bar_for_those_who_see(shown: House) -> None:
    page = seen(shown)
    assert row(page, "I get time to learn in my working hours") == [
        "I get time to learn in my working hours",
        "Disagree: 21 · Neither agree nor disagree: 21 · Agree: 58",
        *("58", "58", "58", "80"),
    ]
    assert row(page, "Paperwork keeps me")[0].endswith("Agreeing is a problem")
    assert {svg.get("aria-hidden") for svg in page.select("svg")} == {"true"}


def test_pages_hold_no_style_or_script_of_their_own(shown: House) -> None:
    for path in (DETAIL, GROUP):
        page = seen(shown, path)
        assert page.select("[style], style, script:not([src])") == []


def test_the_groups_stand_beside_one_another_and_lead_to_their_own_pages(shown: House) -> None:
    page = seen(shown)
    assert row(page, "Everybody")[1:] == [
        "Children's services about 40 people",
        "Adults' services, Mental health services, Another service or not stated about 40 people",
        "Everybody",
    ]
    table = page.select_one(".told--heat")
    assert isinstance(table, Tag)
    cells = [" ".join(td.text.split()) for td in table.select("tbody tr:first-child td")]
    assert cells == ["68 Monitor ▼ 16 below the rest", "84 Sustain ▲ 16 above the rest", "76"]
    assert [a["href"] for a in table.select("thead a")] == [GROUP, GROUP.replace("/1", "/2")]


def test_where_there_is_no_split_it_says_why(shown: House) -> None:
    heading = seen(shown).select_one("#split-role")
    assert heading
    assert "Not shown: this needs two groups of at least ten people" in heading.find_next("p").text  # type: ignore[union-attr]


def test_a_trend_is_drawn_from_two_rounds_on(shown: House, monkeypatch: pytest.MonkeyPatch) -> None:
    page = seen(shown)
    assert len(page.select(".trend")) == len(page.select(".told--trend tbody tr")) == 12
    tell(monkeypatch, *whole()[:1])
    assert not seen(shown).select("#trend, .trend")


def test_what_goes_with_staying_is_a_table_with_its_uncertainty(shown: House) -> None:
    page = seen(shown)
    table = page.select_one("#linked ~ table")
    assert table
    assert [" ".join(td.text.split()) for td in table.select("tbody tr:first-child > *")] == [
        *("Supervision", "", "0.61", "0.57 and 0.65"),
    ]


def test_of_few_people_figures_are_rough_and_a_caution_comes_first(
    shown: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(monkeypatch, editions.edition(14, 20))
    page = seen(shown)
    assert (
        "14 people answered. Scores are given to the nearest 5"
        in page.select(".govuk-inset-text")[0].text
    )
    assert row(page, "I get time to learn")[1] == "about 6 in 10"
    assert not page.select(".parted")


def test_of_fewer_than_ten_only_the_response_is_told(
    shown: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(monkeypatch, editions.edition(7, 20))
    page = seen(shown)
    assert [link.text for link in page.select(".contents a")] == ["Response"]
    assert "Fewer than ten people answered" in page.text


def test_a_group_has_a_page_of_its_own_beside_the_rest_and_the_whole(shown: House) -> None:
    page = seen(shown, GROUP)
    assert page.h1 and page.h1.text == "Children's services"
    assert row(page, "1. Strong and clear") == [
        "1. Strong and clear social work framework",
        *("68 Monitor ▼ 16 below the rest", "84", "76", "65"),
    ]
    assert "fewer than 50 people of this group answered" in page.text


@pytest.mark.parametrize("path", ["service/3", "role/1", "nothing/1", "service/0"])
def test_a_group_that_is_not_shown_has_no_page(shown: House, path: str) -> None:
    assert shown.signed_in(PAT).get(f"{HERE}/group/{path}").status_code == 404


def test_administrators_read_it_and_nobody_of_another_organisation(shown: House) -> None:
    for path in (DETAIL, GROUP):
        assert shown.signed_in(ADA).get(path).status_code == 200
        assert shown.signed_in(OLGA).get(path).status_code == 404


def test_what_was_counted_is_told_and_what_people_are(house: House) -> None:
    house.person(PAT)
    house.open_round(northshire=40, source=WITH_FACTS)
    for number, link in enumerate(house.links()):
        service = "adults" if number < 20 else "children"
        safe = "disagree" if (number % 4 == 0) == (service == "children") else "agree"
        years = "many" if number % 2 else "some"
        scenes.respond(house, link, service=service, safe=safe, years=years)
    house.work(days=8)
    house.work()
    page = seen(house)
    assert row(page, "I am safe")[:3] == ["I am safe", "50", "40 or more"]
    assert row(page, "4. Support")[1].startswith("88 Sustain ▲ 25 above the rest")
    assert row(page, "One to nine years") == ["One to nine years", "", "50"]
    group = seen(house, GROUP)
    assert row(group, "4. Support")[2:4] == ["63", "75"]


def test_published_comments_stand_below_their_standard_with_how_they_were_read(
    shown: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(published, "of_organisation", lambda *_: reports.QUOTES)
    page = BeautifulSoup(shown.signed_in(PAT).get(DETAIL).text, "html.parser")
    by_part = {
        heading.get_text(): [quote.get_text() for quote in part.select(".quote")]
        for part in page.select("section.part")
        if (heading := part.select_one("h2")) and part.select(".quote")
    }
    assert by_part == {
        "1. Strong and clear social work framework": ["Nobody knows who decides."],
        "5. Supervision": ["Once a month.\nNever longer.", "It is cancelled."],
        "Other comments": ["Ask what [removed] says."],
    }
    assert "Two administrators have read each comment" in page.get_text()
    assert page.select_one('.contents a[href="#comments"]')
