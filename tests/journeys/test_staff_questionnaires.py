"""An administrator adds a questionnaire, mends it, looks through it and sends it round; a PSW does
the last two with that of her round."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from docx import Document
from playwright.sync_api import expect

from portal.services.questionnaires import shelf
from portal.settings import ROOT
from tests.factories import ADA, PAT, SMALL
from tests.journeys import audit
from tests.journeys.site import PRACTITIONER, Site
from tests.journeys.visitor import ONCE, Visit, Visitor, sign_in

FAULTY = SMALL.replace("type: grid", "type: gird").replace("show_if: {heard", "show_if: {herd")
SECOND = (
    SMALL.replace('version: "1"', 'version: "2"')
    .replace("I am heard", "People hear me")
    .replace("  safe: I am safe\n", '  safe: {label: I am safe., same_as: "1"}\n  calm: Calm\n')
    .replace("  adults: Adults\n", "")
)
SHIPPED = ROOT / "questionnaires"


def at(site: Site, path: str) -> str:
    return f"{site.address}/staff/{path}"


def bytes_of(visitor: Visitor, link: str) -> bytes:
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("link", name=link, exact=True).click()
    return download.value.path().read_bytes()


def test_a_faulty_text_is_mended_and_then_looked_through(visit: Visit, site: Site) -> None:
    ada = visit()
    sign_in(ada, site)
    ada.open(at(site, "questionnaires"))
    ada.press("Add a questionnaire")
    assert audit.faults(ada.page) == []
    text = ada.page.get_by_label("Or its text")
    text.fill(FAULTY)
    assert ada.press("Check and add") == 422
    ada.sees("2 things to correct")
    ada.sees("did you mean `grid`?")
    assert audit.faults(ada.page) == []

    text = ada.page.get_by_label("Or change its text here")
    expect(text).to_have_value(FAULTY)
    text.fill(SMALL)
    ada.press("Check and add")
    ada.sees_heading("Small check 1")
    assert audit.faults(ada.page) == []
    assert bytes_of(ada, "Its text (Markdown)").decode() == SMALL
    assert bytes_of(ada, "Word document").startswith(b"PK")

    ada.follow("Support")
    ada.sees("What gets in the way?")
    assert audit.faults(ada.page) == []


def test_somebody_goes_through_it_as_those_who_answer_do(visit: Visit, site: Site) -> None:
    ada = visit()
    sign_in(ada, site)
    shelf.put(SMALL, SHIPPED, ADA, site.house.now)
    ada.open(at(site, "questionnaires/small/1"))
    ada.press("Go through it as a respondent")
    ada.sees_heading("About you")
    assert audit.faults(ada.page) == []
    ada.choose("service", "adults")
    ada.go_on()
    ada.sees_heading("Support")
    expect(ada.field("why")).to_have_count(0)
    ada.choose("heard", "disagree")
    if not ada.page.locator("body.js-enabled").count():
        ada.go_on()
    expect(ada.field("why")).to_be_visible()
    assert audit.faults(ada.page) == []
    ada.write("why", "Too much at once")
    ada.go_on()
    ada.sees_heading("Small check 1")
    ada.sees("2 of 2 pages were shown.")


@pytest.mark.parametrize("visit", ["phone", "phone without scripts"], indirect=True)
def test_every_page_of_the_shipped_questionnaire_can_be_looked_at(visit: Visit, site: Site) -> None:
    ada = visit()
    sign_in(ada, site)
    ada.open(at(site, "questionnaires/practitioner/2026.1/pages/about"))
    for number in range(1, PRACTITIONER.count("\n# ") + 1):
        ada.sees(f"Page {number} of {PRACTITIONER.count(chr(10) + '# ')}")
        assert audit.faults(ada.page) == []
        ada.page.set_viewport_size({"width": 390, "height": 800})
        ada.go_on()
    ada.sees_heading("Social Work Health Check 2026.1")
    assert audit.faults(ada.page) == []


@ONCE
def test_two_versions_are_compared(visit: Visit, site: Site) -> None:
    ada = visit()
    sign_in(ada, site)
    ada.open(at(site, "questionnaires/self_assessment/2026.1/compare"))
    ada.sees("There is only one version")
    assert audit.faults(ada.page) == []
    for text in (SMALL, SECOND):
        shelf.put(text, SHIPPED, ADA, site.house.now)
    ada.open(at(site, "questionnaires/small/2"))
    ada.follow("Compare with another version")
    ada.press("Compare")
    ada.sees_heading("What changed from version 1 to 2")
    ada.sees("Of the 5 questions of version 2, 2 can be compared with version 1.")
    for heading in ("Asked in other words 1", "Answered in another way 1", "Added 1"):
        expect(ada.page.get_by_role("heading", name=heading)).to_be_visible()
    assert audit.faults(ada.page) == []


@ONCE
def test_one_that_nobody_uses_is_deleted_after_a_second_thought(visit: Visit, site: Site) -> None:
    ada = visit()
    sign_in(ada, site)
    shelf.put(SMALL, SHIPPED, ADA, site.house.now)
    ada.open(at(site, "questionnaires/small/1"))
    ada.follow("Delete this questionnaire")
    assert audit.faults(ada.page) == []
    ada.follow("Keep it")
    ada.follow("Delete this questionnaire")
    ada.press("Delete it")
    ada.sees("Small check 1 is deleted.")
    assert audit.faults(ada.page) == []


@pytest.fixture
def pat(visit: Visit, site: Site) -> Iterator[Visitor]:
    site.house.person(PAT)
    site.house.round()
    visitor = visit()
    sign_in(visitor, site, PAT)
    yield visitor


@ONCE
def test_a_psw_takes_the_questions_of_her_round_along(pat: Visitor, site: Site) -> None:
    pat.open(at(site, "rounds/spring/questions"))
    assert audit.faults(pat.page) == []
    with pat.page.expect_download() as download:
        pat.page.get_by_role("button", name="Word document").click()
    document = Document(io.BytesIO(download.value.path().read_bytes()))
    assert "I am heard" in "".join(c.text for t in document.tables for c in t._cells)

    pat.follow("Support")
    pat.sees("What gets in the way?")
    pat.page.get_by_text("Not everybody is asked all of this").click()
    expect(pat.page.get_by_text("only if “I am heard”")).to_be_visible()
    pat.follow("Leave the preview")
    pat.press("Print")
    expect(pat.page.get_by_role("heading", name="2. Support")).to_be_visible()
    font = pat.page.locator("body").evaluate("body => getComputedStyle(body).fontFamily")
    assert "arial" in font.lower()  # the style that stands in the document is let in
