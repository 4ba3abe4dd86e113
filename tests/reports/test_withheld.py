"""What the count withheld, and why, is said by what was released and no more."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from portal.disclosure import release
from portal.disclosure.cells import Cell
from portal.reports import withheld
from portal.reports.counted import Withheld
from portal.survey.file.parsing import parse
from tests.disclosure.people import organisation, questionnaire, terms
from tests.factories import WITH_FACTS

FEW = "Fewer than 10 people, or it would let a smaller group be worked out"


def cells(number: int, *, responses: bool = False, seed: int = 1) -> list[Cell]:
    people = list(organisation("a", number, random.Random(seed)))
    of = replace(terms(["a"]), responses=responses)
    return release.release(questionnaire(), people, of).cells


def said(number: int, *, responses: bool = False) -> list[Withheld]:
    own = [cell for cell in cells(number, responses=responses) if cell.level == "organisation"]
    return [*withheld.of_organisation(questionnaire(), "a", own, 10, responses_kept=responses)]


def test_of_an_organisation_of_too_few_it_is_said_once_and_without_a_number() -> None:
    why = (
        "Not reported by itself: it needs 10 people who answered an invitation, and more where "
        "links have ended"
    )

    assert said(9) == said(3) == [Withheld("a", "figures", "All figures", why)]


def test_what_is_told_is_not_among_it_and_what_is_not_told_is() -> None:
    own = [cell for cell in cells(15) if cell.level == "organisation"]
    told = {cell.about for cell in own if not cell.split}
    named = {row.about.removeprefix("score_") for row in said(15)}

    assert told and not told & named
    assert {score.id for score in questionnaire().scores} <= told | named
    assert {item for score in questionnaire().scores for item in score.items} <= told | named


def test_a_split_that_is_not_told_has_its_reason() -> None:
    small = {row.about: row.why for row in said(15)}
    kept = {row.about: row.why for row in said(300, responses=True)}

    assert (small["service"], small["role"]) == (FEW, FEW)
    assert kept["role"].startswith("People are split in one way only")


def test_groups_that_are_told_as_one_are_named_as_they_are_in_reports() -> None:
    rows = [row for row in said(60) if "Told as one" in row.label]

    assert {row.why for row in rows} == {FEW}
    assert [row.label.endswith("or not stated") for row in rows if row.about == "service"] == [True]


@pytest.mark.parametrize("kept", [True, False])
def test_what_is_in_no_single_response_is_said_where_there_are_any(kept: bool) -> None:
    rows = withheld.of_everybody(parse(WITH_FACTS), 10, responses_kept=kept)
    named = [row.about for row in rows]

    assert named == ["comments", *(["years", "welcome", "score_start"] if kept else [])]
