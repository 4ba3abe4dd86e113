"""An administrator puts organisations in from a spreadsheet."""

from __future__ import annotations

from playwright.sync_api import expect

from portal.services.organisations import register as organisations
from tests.journeys import audit
from tests.journeys.site import Site
from tests.journeys.visitor import ONCE, Visit, Visitor, sign_in

HEAD = "code;name;type;region;domains\r\n"
FAULTY = HEAD + (
    "northshire;Northshire Council;shire county;East Midlands;northshire.example.org\r\n"
    "west borough;Westborough Council;Unitary;South West;westborough\r\n"
    "east;;NHS trust;North East;\r\n"
)
RIGHT = HEAD + (
    "northshire;Northshire Council;shire county;East Midlands;northshire.example.org\r\n"
    "westborough;Westborough – Council;unitary authority;South West;west.example.org\r\n"
    "east;East Trust;NHS trust;North East;\r\n"
)


def choose(visitor: Visitor, text: str, encoding: str) -> None:
    file = {"name": "list.csv", "mimeType": "text/csv", "buffer": text.encode(encoding)}
    visitor.page.locator("#file").set_input_files([file])  # type: ignore[list-item]
    visitor.press("Check it first")


def test_a_list_is_mended_looked_at_and_written(visit: Visit, site: Site) -> None:
    ada = visit()
    sign_in(ada, site)
    ada.open(f"{site.address}/staff/organisations")
    ada.press("Import from a file")
    assert audit.faults(ada.page) == []

    assert ada.press("Check it first") == 422
    ada.sees("Choose a file.")
    assert audit.faults(ada.page) == []

    choose(ada, FAULTY, "cp1252")
    ada.sees("3 things to correct")
    expect(ada.button("Discard the file")).to_be_visible()
    assert ada.page.get_by_role("button", name="Write").count() == 0
    assert audit.faults(ada.page) == []

    ada.press("Upload the file again")
    choose(ada, RIGHT.replace("NHS trust", "NHS Trusts of old"), "cp1252")
    ada.sees("Do these names look right?")
    ada.sees("Did you mean “NHS trust”?")
    assert audit.faults(ada.page) == []
    assert ada.press("Continue") == 422
    ada.sees("Choose what “NHS Trusts of old” is.")
    assert audit.faults(ada.page) == []
    ada.page.get_by_label("It is “NHS trust”").check()
    ada.page.get_by_label("Westborough – Council (Windows)").check()
    ada.press("Continue")
    ada.sees("1 organisation would change")
    ada.sees("2 organisations would be added")
    assert audit.faults(ada.page) == []
    assert len(organisations.listing()) == 2

    ada.page.get_by_role("link", name="Change what you answered").first.click()
    expect(ada.page.get_by_label("It is “NHS trust”")).to_be_checked()
    assert audit.faults(ada.page) == []
    ada.press("Continue")
    ada.press("Save 3 organisations")
    ada.sees("2 organisations added. 1 organisation changed.")
    assert audit.faults(ada.page) == []
    assert organisations.by_code("westborough").name == "Westborough – Council"


@ONCE
def test_one_organisation_is_added_found_and_changed(visit: Visit, site: Site) -> None:
    ada = visit()
    sign_in(ada, site)
    ada.open(f"{site.address}/staff/organisations/new")
    assert audit.faults(ada.page) == []
    for label, text in (("Code", "west"), ("Name", "Westborough Council"), ("Type", "other")):
        ada.page.get_by_label(label, exact=True).fill(text)
    assert ada.press("Add") == 422
    ada.sees("The region is missing")
    assert audit.faults(ada.page) == []
    ada.page.get_by_label("Region", exact=True).fill("South West")
    ada.press("Add")

    ada.page.get_by_label("Region").select_option("South West")
    ada.press("Show")
    ada.sees("1 of 3 organisations.")
    ada.follow("Change Westborough Council")
    ada.page.get_by_label("Mail domains").fill("west.example.org")
    ada.press("Save")
    ada.sees("Westborough Council is changed.")
    assert organisations.by_code("west").domains == "west.example.org"

    ada.page.get_by_label("Name, code or mail domain").fill("nowhere")
    ada.press("Show")
    ada.sees("Nothing like that")
    assert audit.faults(ada.page) == []


@ONCE
def test_one_that_was_put_in_by_mistake_is_removed(visit: Visit, site: Site) -> None:
    site.house.round(organisations=["southborough"])
    ada = visit()
    sign_in(ada, site)
    for code, heading in (("southborough", "cannot be removed"), ("northshire", "Remove")):
        ada.open(f"{site.address}/staff/organisations/{code}/edit")
        ada.follow("Remove this organisation")
        assert heading in ada.heading
        assert audit.faults(ada.page) == []
    ada.press("Remove it")
    ada.sees("Northshire County Council is removed.")
    assert [each.code for each in organisations.listing()] == ["southborough"]
