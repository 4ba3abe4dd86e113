from __future__ import annotations

from portal.survey import outline
from portal.survey.file.parsing import parse
from tests.factories import SMALL

CONDITIONED = SMALL.replace(
    "# Support {#support}\n", "# Support {#support}\n\n```page\nshow_if: {service: adults}\n```\n"
).replace(
    "  safe: I am safe\n",
    '  safe: {label: "I am safe in {{organisation}}", show_if: {heard: agree}}\n',
)


def test_a_questionnaire_without_conditions_has_no_routing() -> None:
    assert outline.routing(parse(SMALL.replace("show_if: {heard: disagree}\n", ""))) == []


def test_pages_questions_and_rows_are_told_in_their_order() -> None:
    told = [
        (asked.page.id, asked.what, asked.when) for asked in outline.routing(parse(CONDITIONED))
    ]
    heard = "“I am heard” (under “How far do you agree?”)"
    assert told == [
        ("support", "The whole page", "“Which service do you work in?” is “Adults”"),
        ("support", "I am safe in [your organisation]", f"{heard} is “Agree”"),
        ("support", "What gets in the way?", f"{heard} is “Disagree”"),
    ]


def test_a_page_tells_its_own_conditions_only() -> None:
    found = parse(CONDITIONED)
    assert outline.routing_of(found, found.page_by_id["about"]) == []
    assert outline.routing_of(found, found.page_by_id["support"]) == outline.routing(found)
