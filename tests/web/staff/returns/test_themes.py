"""The pages on which two administrators read what organisations wrote, and code it."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from tests.factories import PAT, House, post
from tests.web.staff.reports.test_statements import counted

BEN = "ben@example.org"
THEMES = "/staff/rounds/spring/themes"
LEAD = f"{THEMES}/lead"
TEXTS = f"{LEAD}/texts"


def read(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    main = BeautifulSoup(answer.text, "html.parser").select_one("main")
    assert main
    return " ".join(main.get_text(" ").split())


def theme_of(client: FlaskClient, name: str) -> str:
    """The id of a theme, as the boxes have it."""
    page = BeautifulSoup(client.get(f"{TEXTS}/northshire").text, "html.parser")
    box = page.select_one(f'label:-soup-contains("{name}")')
    assert box
    return str(page.select_one(f"#{box['for']}")["value"])  # type: ignore[index]


def coded_by(client: FlaskClient, **themes: list[str]) -> None:
    for organisation, ids in themes.items():
        assert post(client, f"{TEXTS}/{organisation}", {"theme": ids}).status_code == 303


def test_from_reading_to_a_table_of_the_round(house: House) -> None:
    counted(house)
    ada, ben = house.signed_in(), house.signed_in(BEN)
    assert f'href="{THEMES}"' in ada.get("/staff/rounds/spring").text
    assert "Who leads at your organisation? 2 0 Not begun" in read(ada, THEMES)
    assert "Pat <b>Smith</b>" in read(ada, LEAD)
    assert "There are no themes yet" in read(ada, f"{TEXTS}/northshire")

    for name in ("Pay", "Cars"):
        assert post(ada, LEAD, {"name": name}).status_code == 303
    pay, cars = theme_of(ada, "Pay"), theme_of(ada, "Cars")
    first = post(ada, f"{TEXTS}/northshire", {"theme": [pay]})
    assert first.headers["Location"] == f"{TEXTS}/southborough"
    assert post(ada, f"{TEXTS}/southborough").headers["Location"] == LEAD
    assert "You: Pay" in read(ada, LEAD)
    assert "You:" not in read(ben, LEAD)
    assert "checked" not in ben.get(f"{TEXTS}/northshire").text
    assert ben.get(f"{LEAD}/agreement").status_code == 409

    coded_by(ben, northshire=[pay, cars], southborough=[])
    agreement = read(ada, f"{LEAD}/agreement")
    assert "Pay 1 0 0 1 100 1.00" in agreement
    assert "Cars 0 0 1 1 50 0.00" in agreement
    assert "All themes together 1 0 1 2 75 0.50" in agreement
    assert "1 of 1 text is still to be settled" in agreement
    assert "ada@example.org: Pay ben@example.org: Cars, Pay" in agreement

    token = {"csrf_token": _token(ada), "theme": [cars]}
    done = ada.post(f"{LEAD}/agreement/northshire", data=token)
    assert done.headers["Location"] == f"{LEAD}/agreement#text-northshire"
    assert "All differences are settled" in read(ben, f"{LEAD}/agreement")
    assert "Coded" in read(ben, THEMES)


def _token(client: FlaskClient) -> str:
    page = BeautifulSoup(client.get(f"{LEAD}/agreement").text, "html.parser")
    return str(page.select_one("main input[name=csrf_token]")["value"])  # type: ignore[index]


def test_kappa_that_is_not_defined_is_said_in_words(house: House) -> None:
    counted(house)
    ada, ben = house.signed_in(), house.signed_in(BEN)
    post(ada, LEAD, {"name": "Pay"})
    pay = theme_of(ada, "Pay")
    for client in (ada, ben):
        coded_by(client, northshire=[pay], southborough=[pay])

    page = read(ada, f"{LEAD}/agreement")
    assert "Pay 2 0 0 0 100 None: both always said the same" in page
    assert "Nothing: both put every text under the same themes" in page


def test_themes_are_renamed_and_removed(house: House) -> None:
    counted(house)
    ada = house.signed_in()
    for name in ("Pay", "Cars"):
        post(ada, LEAD, {"name": name})
    pay, cars = (f"{LEAD}/names/{theme_of(ada, name)}" for name in ("Pay", "Cars"))

    assert "There is a theme “cars” already" in post(ada, LEAD, {"name": "cars"}).text
    page = BeautifulSoup(ada.get(pay).text, "html.parser")
    seen = str(page.select_one("#seen, [name=seen]")["value"])  # type: ignore[index]
    assert post(ada, pay, {"name": "Wages", "seen": seen, "go": "rename"}).status_code == 303
    overtaken = post(ada, pay, {"name": "Money", "seen": seen, "go": "rename"})
    assert overtaken.status_code == 409
    assert "now “Wages”" in overtaken.text
    assert post(ada, cars, {"go": "remove"}).status_code == 303
    assert "Wages" in (text := read(ada, LEAD))
    assert "Change the theme Cars" not in text
    assert ada.get(cars).status_code == 404


def test_one_persons_coding_is_deleted(house: House) -> None:
    counted(house)
    ada, ben = house.signed_in(), house.signed_in(BEN)
    assert "Nobody has coded any of it" in read(ada, f"{LEAD}/drop")
    post(ada, LEAD, {"name": "Pay"})
    coded_by(ada, northshire=[], southborough=[])

    assert post(ben, f"{LEAD}/drop").status_code == 422
    assert post(ben, f"{LEAD}/drop", {"coder": "ada@example.org"}).status_code == 303
    assert "Not begun" in read(ada, LEAD)


@pytest.mark.parametrize("path", [THEMES, LEAD, f"{TEXTS}/northshire", f"{LEAD}/agreement"])
def test_a_psw_reads_nothing_of_it(house: House, path: str) -> None:
    counted(house)
    answer = house.signed_in(PAT).get(path)

    assert (answer.status_code, "Smith" in answer.text) == (404, False)
