"""A principal social worker reads the letters to her people beforehand."""

from __future__ import annotations

from bs4 import BeautifulSoup

from portal.store.letters import Wording
from portal.store.staff import Staff
from tests.factories import ADA, OLGA, PAT, House

PAGE = "/staff/rounds/spring/northshire/letters"


def test_she_sees_sender_subjects_and_each_letter_as_her_people_get_it(house: House) -> None:
    house.person(OLGA)
    house.person(PAT)
    Staff.update(name="Pat Example").where(Staff.email == PAT).execute()
    round_ = house.round()
    Wording.create(round=round_.id, kind="reminder", subject="Our own", body="Ours")
    page = house.signed_in(PAT).get(PAGE).text
    text = BeautifulSoup(page, "html.parser").get_text(" ")
    assert "Tell your IT these two things" in text
    assert "Northshire County Council via" in text
    assert "Spring check: your personal link" in text and "Our own" in text
    assert "Pat Example, principal social worker at Northshire County Council" in text
    assert "Southborough" not in text
    assert "Send me a test" not in text


def test_the_letter_that_goes_out_names_her_as_the_preview_does(house: House) -> None:
    house.person(PAT)
    Staff.update(name="Pat Example").where(Staff.email == PAT).execute()
    house.open_round(northshire=1, southborough=1)
    by_organisation = {"northshire" in letter.to: letter.text for letter in house.letters}
    assert "Pat Example, principal social worker at Northshire" in by_organisation[True]
    assert "Pat Example" not in by_organisation[False]


def test_whoever_is_suspended_or_has_no_name_vouches_for_nothing(house: House) -> None:
    house.person(PAT)
    Staff.update(name="Pat Example", suspended=1).where(Staff.email == PAT).execute()
    house.open_round(northshire=1)
    assert "Ask your principal social worker if you doubt" in house.letters[0].text
    assert "Pat Example" not in house.letters[0].text


def test_a_psw_reaches_it_from_her_page_of_the_round(house: House) -> None:
    house.round()
    for email in (PAT, ADA):
        page = house.signed_in(email).get("/staff/rounds/spring/northshire").text
        assert f'href="{PAGE}"' in page
