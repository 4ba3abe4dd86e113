"""The certificate of a counted round as a document, for administrators."""

from __future__ import annotations

import io

from docx import Document

from portal.store.rounds import Round
from tests.factories import ADA, House
from tests.web.staff.reports import test_publishing, test_statements
from tests.web.staff.reports.test_publishing import seen, words

PAGE = "/staff/rounds/spring/certificate"


def test_it_says_what_was_asked_what_is_told_and_what_was_destroyed_and_when(house: House) -> None:
    test_publishing.counted(house)
    round_ = Round.get()
    page = seen(house, PAGE)
    facts = {
        dt.get_text(): dd.get_text()
        for dt, dd in zip(page.select("dt"), page.select("dd"), strict=True)
    }

    assert page.h1 and page.h1.text == "Certificate: Spring check"
    assert facts["Open"].startswith("From 2 March 2026 at 9:00am until 9 March 2026 at")
    assert facts["Its fingerprint (SHA-256)"] == round_.questionnaire_id
    assert "Northshire County Council" in facts["Organisations"]
    assert facts["Ballots and spent tickets"] == "Matched in every organisation"
    assert facts["Reduced"] == "No score is told of fewer than 10 people."
    assert (
        "before the count"
        in facts["Addresses, letters and links of those invited; unfinished answers"]
    )
    assert facts["The keys that open ballots"].endswith("2026")
    assert "flask report audit spring" in facts["The operator of the portal"]
    assert f'href="{PAGE}"' in house.signed_in(ADA).get("/staff/rounds/spring").text


def test_an_organisation_of_too_few_is_in_no_number(house: House) -> None:
    """Of Southborough's nine nothing is said: neither alone nor in a total."""
    test_publishing.counted(house)
    page = words(seen(house, PAGE))

    assert "Submitted On the round’s page only" in page
    assert "24" not in page.partition("Answers")[2].partition("Destroyed")[0]
    assert "33" not in page


def test_it_is_a_word_document_too(house: House) -> None:
    test_publishing.counted(house)
    answer = house.signed_in(ADA).get(f"{PAGE}/word")
    word = Document(io.BytesIO(answer.data))

    assert "=spring_certificate_2026-" in answer.headers["Content-Disposition"]
    assert word.core_properties.title == "Certificate: Spring check"
    assert "Ballots and spent tickets: Matched in every organisation" in [
        paragraph.text for paragraph in word.paragraphs
    ]


def test_there_is_none_before_the_count_is_over(house: House) -> None:
    house.open_round()
    page = seen(house, PAGE, status=409)
    assert "Spring check has no certificate yet" in words(page)


def test_that_of_returns_says_that_they_are_kept_as_they_were_submitted(house: House) -> None:
    test_statements.counted(house)
    page = words(seen(house, PAGE))

    assert "Returns submitted 2" in page
    assert "what was submitted is kept" in page
    assert "Reduced" not in page
