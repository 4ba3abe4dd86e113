"""A draft may lack all but its title: the rest is asked for when it is scheduled."""

from __future__ import annotations

from bs4 import BeautifulSoup

from portal.services.rounds import planning
from portal.services.rounds import register as rounds
from portal.services.rounds.plans import Plan
from portal.store.organisations import Organisation
from tests.factories import House, post
from tests.web.staff.rounds.test_planning import FIELDS, NEW, PAGE, Fields

BARE: Fields = {
    "title": "Spring",
    "code": "",
    "questionnaire": "",
    "which": "later",
    "opens": ["", "09:00"],
    "closes": ["", "17:00"],
    "retain_until": "",
    "threshold": "10",
}
"""The form as it is sent by somebody who has typed a title, and no more."""


def test_without_an_organisation_a_draft_can_be_made_and_leads_to_importing_some(
    house: House,
) -> None:
    ada = house.signed_in()
    Organisation.delete().execute()
    html = ada.get(NEW).text
    assert "There are no organisations yet" in html and 'href="/staff/organisations/import"' in html
    assert post(ada, NEW, BARE | {"which": "later"}).headers["Location"] == PAGE
    assert planning.planned(rounds.by_code("spring")) == Plan("spring", "Spring", organisations=())


def test_a_title_is_enough_for_a_draft_and_the_rest_is_asked_for_when_it_is_scheduled(
    house: House,
) -> None:
    ada = house.signed_in()
    assert post(ada, NEW, BARE).headers["Location"] == PAGE
    html = ada.get(PAGE).text
    assert "a day to be chosen" in html and "To be chosen" in html and "none_yet" not in html
    assert f'href="{PAGE}/change#which"' in html
    refused = post(ada, f"{PAGE}/schedule", {"read": "y"})
    summary = BeautifulSoup(refused.text, "html.parser").select(".govuk-error-summary a")
    assert refused.status_code == 422 and rounds.by_code("spring").state == "draft"
    assert [link["href"] for link in summary] == [
        f"{PAGE}/change#{field}"
        for field in ("questionnaire", "which", "opens", "closes", "retain_until")
    ]
    assert "none_yet" not in ada.get(f"{PAGE}/change").text
    form = BeautifulSoup(ada.get(f"{PAGE}/change").text, "html.parser")
    assert all(form.select_one(f"#{link['href'].partition('#')[2]}") for link in summary)
    assert post(ada, f"{PAGE}/change", FIELDS).status_code == 303
    assert post(ada, f"{PAGE}/schedule", {"read": "y"}).status_code == 303
    assert rounds.by_code("spring").state == "scheduled"
    for field, empty in (("opens", ["", "09:00"]), ("closes", ["", ""]), ("retain_until", "")):
        lost = post(ada, f"{PAGE}/change", FIELDS | {field: empty})
        assert lost.status_code == 422 and f'href="#{field}"' in lost.text
    assert "To be chosen later" not in ada.get(f"{PAGE}/change").text


def test_a_draft_that_lacks_something_is_the_same_when_it_is_saved_unchanged(house: House) -> None:
    ada = house.signed_in()
    post(ada, NEW, BARE | {"closes": ["2026-04-24", "17:00"]})
    before = planning.planned(rounds.by_code("spring"))
    page = BeautifulSoup(ada.get(f"{PAGE}/change").text, "html.parser")
    boxes = page.select("form[novalidate] input:not([type=radio], [type=checkbox])")
    fields: Fields = {}
    for box in boxes:
        fields[str(box["name"])] = [*fields.get(str(box["name"]), []), str(box.get("value", ""))]
    chosen = page.select_one("input[name=which][checked]")
    fields |= {"which": str(chosen["value"]), "questionnaire": ""}
    assert ada.post(f"{PAGE}/change", data=fields).status_code == 303
    assert planning.planned(rounds.by_code("spring")) == before


def test_next_years_round_of_a_draft_lacks_what_that_lacks(house: House) -> None:
    ada = house.signed_in()
    post(ada, NEW, BARE)
    page = ada.get(f"{PAGE}/clone")
    assert page.status_code == 200 and "9999" not in page.text and "none_yet" not in page.text
