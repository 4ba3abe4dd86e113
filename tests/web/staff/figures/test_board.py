"""What is missing in each organisation of a round, for administrators."""

from __future__ import annotations

import csv
import io

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from portal.calendar.state import State
from portal.services.reports import publishing
from portal.services.staff import sessions
from portal.store.letters import Notice
from portal.store.rounds import Participation, Round
from tests.factories import ADA, OLGA, PAT, House, token_in
from tests.services import scenes
from tests.services.figures.test_returns_answered import RETURN

OVERVIEW = "/staff/rounds/spring/overview"
HERE = f"{OVERVIEW}/missing"


@pytest.fixture
def planned(house: House) -> House:
    """Northshire has a list and Pat has signed in; Southborough has neither list nor signed in."""
    sessions.begin(house.person(PAT), house.now, proven=True)
    house.person(OLGA)
    house.round()
    house.invite(12)
    return house


def see(client: FlaskClient, path: str = HERE) -> BeautifulSoup:
    answer = client.get(path)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def rows(page: Tag) -> dict[str, list[str]]:
    """What is said of each organisation, by its name."""
    return {
        row.select_one("th a").text: [  # type: ignore[union-attr]
            cell.get_text(", ", strip=True) for cell in row.select("td:not(.board__box)")
        ]
        for row in page.select("tbody tr")
    }


def ticked(page: Tag) -> list[str]:
    return [str(box["value"]) for box in page.select("input[name=organisation][checked]")]


def write(house: House, *codes: str, query: str = "") -> tuple[int, str]:
    """Write to these organisations; the status, and the page that follows."""
    client = house.signed_in()
    fields = {"csrf_token": token_in(client.get(HERE).text), "organisation": list(codes)}
    answer = client.post(f"{HERE}{query}", data=fields)
    after = answer if answer.status_code != 303 else client.get(answer.headers["Location"])
    return answer.status_code, after.text


def test_before_the_opening_it_shows_who_has_signed_in_and_whose_list_is_missing(
    planned: House,
) -> None:
    page = see(planned.signed_in())
    assert rows(page) == {
        "London Borough of Southborough": ["Never signed in, Nobody invited", "Never", "0"],
        "Northshire County Council": ["Nothing", "2 March 2026", "12"],
    }
    assert ticked(page) == ["southborough"]
    figures = {each.dt.text: each.dd.text for each in page.select(".figures__item")}  # type: ignore[union-attr]
    assert figures == {"Never signed in": "1", "Nobody invited": "1"}
    assert see(planned.signed_in(), OVERVIEW).select_one(f'.views a[href="{HERE}"]')


def test_one_button_writes_to_those_that_are_ticked(planned: House) -> None:
    status, page = write(planned, "southborough", "northshire", query="?missing=list")
    assert (status, "1 letter goes out within minutes." in page) == (303, True)
    assert "1 of 2 organisations" in page
    assert [row.staff.email for row in Notice.select()] == [OLGA]
    assert "Nothing was changed." in write(planned, "southborough")[1]
    planned.work()
    assert [letter.to for letter in planned.letters if "staff" in letter.text] == [OLGA]


def test_nothing_ticked_is_said_and_nobody_written_to(planned: House) -> None:
    status, page = write(planned)
    assert status == 422
    assert page.count("Tick at least one organisation.") == 2
    assert ticked(BeautifulSoup(page, "html.parser")) == []
    assert Notice.select().count() == 0


def test_filters_narrow_it_down(planned: House) -> None:
    client = planned.signed_in()
    assert list(rows(see(client, f"{HERE}?missing=sign-in"))) == ["London Borough of Southborough"]
    assert list(rows(see(client, f"{HERE}?words=north"))) == ["Northshire County Council"]
    assert "No organisation fits" in client.get(f"{HERE}?missing=list&words=north").text
    assert "No organisation fits" in client.get(f"{HERE}?missing=%00").text


def test_who_has_no_account_is_led_to_give_one_and_has_no_tick(house: House) -> None:
    house.round()
    page = see(house.signed_in())
    assert not page.select("input[name=organisation]")
    assert page.select_one('tbody a[href="/staff/team/invite"]')
    assert "Write to the ticked" not in page.text


def test_a_draft_asks_for_no_list(planned: House) -> None:
    Round.update(state=State.DRAFT).execute()
    page = see(planned.signed_in())
    assert rows(page)["London Borough of Southborough"][0] == "Never signed in"


def test_a_round_without_organisations_leads_to_choosing_them(house: House) -> None:
    house.round()
    Participation.delete().execute()
    assert see(house.signed_in()).select_one('a[href="/staff/rounds/spring/change"]')


def test_returns_of_the_series_stand_in_a_column_and_in_the_file(house: House) -> None:
    sessions.begin(house.person(PAT), house.now, proven=True)
    house.open_round(12, 0, series="2026")
    house.open_round(1, 0, code="returns", source=RETURN, series="2026")
    page = see(house.signed_in())
    assert rows(page)["Northshire County Council"] == [
        "Return not begun", "2 March 2026", "12", "12", "below 42%", "Not begun",
    ]  # fmt: skip
    text = house.signed_in().get(f"{OVERVIEW}.csv?sort=name").get_data(as_text=True)
    *_, row = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    told = ("PSW accounts", "PSW last signed in", "return", "report first opened", "missing")
    assert [row[name] for name in told] == ["1", "2026-03-02", "Not begun", "", "Return not begun"]
    own = see(house.signed_in(), HERE.replace("spring", "returns"))
    assert rows(own)["Northshire County Council"][-1] == "Not begun"
    assert rows(own)["London Borough of Southborough"][0] == "No account, Nobody has the link"


def test_the_first_opening_of_a_report_by_its_psw_is_noted_by_the_day(house: House) -> None:
    for email in (PAT, OLGA):
        house.person(email)
    house.open_round(12, 12, reports_wait=True)
    scenes.everybody_responds(house)
    house.work(days=8)
    house.work()
    report = "/staff/rounds/spring/northshire/report"
    assert "Report first opened" not in see(house.signed_in()).text  # it waits
    assert house.signed_in(PAT).get(report).status_code == 409
    publishing.publish("spring", ADA, house.now)
    client = house.signed_in()
    assert client.get(report).status_code == 200
    assert house.signed_in(OLGA).get(report).status_code == 404
    pat = house.signed_in(PAT)
    assert pat.get(f"{report}/download/odd").status_code == 404
    assert pat.head(report).status_code == 200
    assert pat.get(report, headers={"Sec-Purpose": "prefetch;prerender"}).status_code == 200
    assert {row.read for row in Participation.select()} == {None}
    assert pat.get(report).status_code == 200
    assert rows(see(client)) == {
        "London Borough of Southborough": ["Report not opened", "10 March 2026", "100%", "Not yet"],
        "Northshire County Council": ["Nothing", "10 March 2026", "100%", "10 March 2026"],
    }


def test_the_page_is_for_administrators_alone(planned: House) -> None:
    assert planned.signed_in(PAT).get(HERE).status_code == 404
    assert planned.signed_in(ADA).get(HERE).status_code == 200
