"""What a certificate says of a counted round."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.reports import certificate
from portal.reports.certificate import Counted, Told

OF = Counted(
    title="Spring check",
    code="spring",
    named=False,
    opened="2 March 2026 at 9:00am",
    closed="9 March 2026 at 9:00am",
    counted="9 March 2026 at 9:02am",
    keys_destroyed="10 March 2026",
    kept_until="1 March 2029",
    gone=False,
    questionnaire="A sample, sample version 1",
    fingerprint="ab" * 32,
    organisations=("Eastshire", "Northshire", "Southborough", "Westborough"),
    submitted="24",
    rate="",
    threshold=10,
    told=Told(4, 0, 4),
    kept=True,
    responses_kept=False,
    set_aside=0,
    reason="",
)


def said(of: Counted) -> dict[str, str]:
    return {term: text for part in certificate.parts(of) for term, text in part.lines}


@pytest.mark.parametrize(
    ("told", "shares"),
    [
        (Told(4, 0, 0), " Scores of 4 organisations: 4 in whole numbers."),
        (Told(40, 20, 4), " Scores of 64 organisations: 40 in whole numbers; 20 all or some"
         " to the nearest five; 4 not at all."),
        (Told(3, 0, 0), ""),
        (Told(40, 20, 1), ""),
    ],
)  # fmt: skip
def test_nothing_is_told_that_would_be_one_organisations_own(told: Told, shares: str) -> None:
    rule = "No score is told of fewer than 10 people."
    assert said(replace(OF, told=told))["Reduced"] == rule + shares


def test_of_fewer_than_four_organisations_not_even_the_answers_are_told() -> None:
    assert "24" not in said(replace(OF, organisations=OF.organisations[:3]))["Submitted"]


@pytest.mark.parametrize(
    ("changes", "term", "text"),
    [
        ({"gone": True, "told": None}, "Results", "Kept until 1 March 2029, then deleted"),
        ({"kept": False}, "Results", "None kept: nobody answered, or too few"),
        ({"submitted": ""}, "Submitted", "Not shown: too few"),
        ({"rate": "response rate 40 %"}, "Submitted", "24; response rate 40 %"),
        (
            {"set_aside": 2, "reason": "The disk failed"},
            "Ballots and spent tickets",
            "Matched in every organisation, but for 2 set aside: The disk failed",
        ),
        (
            {"responses_kept": True},
            "Each person’s single answers",
            "Kept without name, link or time until 1 March 2029, then deleted",
        ),
        (
            {"responses_kept": True, "gone": True},
            "Each person’s single answers",
            "Deleted after 1 March 2029",
        ),
        (
            {"responses_kept": True, "kept": False},
            "Each person’s single answers",
            "At the count, 9 March 2026 at 9:02am",
        ),
        (
            {"organisations": ("The same long name of an organisation",) * 160},
            "Organisations",
            "160. Their names stand on the round’s page.",
        ),
    ],
)  # fmt: skip
def test_what_became_of_the_answers_is_told_as_it_is(
    changes: dict[str, object], term: str, text: str
) -> None:
    assert said(replace(OF, **changes))[term] == text  # type: ignore[arg-type]
