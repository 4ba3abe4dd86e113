"""A year's rounds, as an administrator plans and reads them."""

from __future__ import annotations

from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from portal.services.rounds import register as rounds
from tests.factories import House, post

NEW = "/staff/series/new"
DAYS = {
    f"{kind}_{part}": [day, time]
    for kind in ("practitioners", "return", "assessment")
    for part, day, time in (("opens", "2026-04-13", "09:00"), ("closes", "2026-05-15", "17:00"))
}
YEAR = {
    "name": "Health check 2026",
    "practitioners_questionnaire": "practitioner/2026.2",
    "return_questionnaire": "organisation/2026.1",
    "assessment_questionnaire": "self_assessment/2026.1",
    **DAYS,
}
ALL = {f"{kind}_wanted": "y" for kind in ("practitioners", "return", "assessment")}


def page(client: FlaskClient, path: str) -> BeautifulSoup:
    answer = client.get(path)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def test_a_year_is_planned_in_one_form(house: House) -> None:
    house.person()
    client = house.signed_in()
    address = post(client, NEW, {**YEAR, **ALL}).location
    shown = page(client, address)
    assert "3 rounds are saved as drafts" in shown.text
    assert len(shown.select("section.card")) == 3
    assert "Not planned for this year" not in shown.text


def test_what_a_year_lacks_is_named_and_can_be_planned(house: House) -> None:
    house.person()
    client = house.signed_in()
    address = post(client, NEW, {**YEAR, "practitioners_wanted": "y"}).location
    shown = page(client, address)
    assert [li.text for li in shown.select("main .govuk-list--bullet li")] == [
        "The organisations' return",
        "The organisations' self-assessment",
    ]
    [link] = [a for a in shown.select("a") if a.text == "Plan what is missing"]
    form = page(client, str(link["href"]))
    ticked = {str(box["name"]) for box in form.select("input[type=checkbox][checked]")}
    assert ticked == {"return_wanted", "assessment_wanted"}
    assert form.select_one("#name")["value"] == "Health check 2026"  # type: ignore[index]


def test_of_a_series_without_a_year_nothing_is_missed(house: House) -> None:
    """A year is planned by a name with the year in it."""
    house.round("pulse", series="Pulse")
    shown = page(house.signed_in(), "/staff/rounds/pulse/series")
    assert "Not planned for this year" not in shown.text
    assert len(shown.select("section.card")) == 1


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_made(house: House) -> None:
    client = house.signed_in()
    wrong = {**YEAR, **ALL, "return_opens": ["", ""], "assessment_closes": ["2026-04-12", "17:00"]}
    answer = post(client, NEW, wrong)
    assert answer.status_code == 422
    assert "return: give the day on which it opens" in answer.text
    assert "self-assessment must close after it opens" in answer.text
    assert rounds.every() == []


def test_a_name_without_a_year_is_not_taken(house: House) -> None:
    answer = post(house.signed_in(), NEW, {**YEAR, **ALL, "name": "Our health check"})
    assert answer.status_code == 422
    assert "Put the year into the name" in answer.text
    assert "Our health check" in answer.text
    assert rounds.every() == []


def test_nothing_ticked_is_told(house: House) -> None:
    answer = post(house.signed_in(), NEW, YEAR)
    assert answer.status_code == 422
    assert "Choose one round at least." in answer.text


def test_next_years_rounds_are_made_in_one_step(house: House) -> None:
    house.person()
    client = house.signed_in()
    year = {**YEAR, "practitioners_questionnaire": "practitioner/2026.1"}
    address = post(client, NEW, {**year, **ALL}).location
    shown = page(client, post(client, address).location)
    assert "Health check 2027" in shown.h1.text  # type: ignore[union-attr]
    assert "could not all be compared with practitioner/2026.2" in shown.text


def test_a_year_that_is_there_already_is_not_made_over(house: House) -> None:
    house.round("spring-2026", title="Spring 2026", series="2026")
    house.round("spring-2027", title="Another", series="2028")
    client = house.signed_in()
    shown = page(client, post(client, "/staff/rounds/spring-2026/series").location)
    assert "“Another” (spring-2027) is there already, so nothing is made." in shown.text
    assert len(rounds.every()) == 2


def test_a_round_in_no_series_says_so(house: House) -> None:
    house.round()
    assert "in no series yet" in page(house.signed_in(), "/staff/rounds/spring/series").text


def test_a_round_is_repeated(house: House) -> None:
    house.round("pulse", title="Pulse")
    client = house.signed_in()
    path = "/staff/rounds/pulse/repeat"
    assert post(client, path, {"number": "40"}).status_code == 422
    shown = page(client, post(client, path, {"every": "3", "number": "3"}).location)
    assert "3 rounds are saved as drafts" in shown.text
    assert {each.title for each in rounds.every()} == {
        "Pulse",
        "Pulse, June 2026",
        "Pulse, September 2026",
        "Pulse, December 2026",
    }
