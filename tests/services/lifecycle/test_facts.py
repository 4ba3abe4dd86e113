"""What people are is in no response: it is tallied at the count, and then forgotten."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

import pytest

from portal.export import bundle
from portal.reports.counted import Counted, Reply
from portal.services.reports import results
from portal.survey import telling
from tests.factories import WITH_FACTS, House
from tests.services import scenes

ALONE = {"years": "few", "welcome": "no_one", "heard": "disagree"}
"""The one newcomer in a service of many, whom everybody there knows."""


def counted(house: House) -> Counted:
    """Twelve who have been there for some years, eleven for many, and one newcomer."""
    house.open_round(northshire=24, source=WITH_FACTS)
    longer = [{"years": "some"}] * 12 + [{"years": "many"}] * 11
    for link, said in zip(house.links(), [ALONE, *longer], strict=True):
        scenes.respond(house, link, **said)
    house.work(days=8)
    house.work()
    return results.counted("spring")


def known_to_colleagues(of: Counted) -> list[Reply]:
    """The responses that agree with what a colleague of the newcomer knows."""
    return [reply for reply in of.replies if reply.answers.get("years") == ALONE["years"]]


def test_no_response_holds_a_fact_nor_what_tells_one(house: House) -> None:
    round_ = counted(house)
    assert Counter(key for reply in round_.replies for key in reply.answers) == {
        "service": 24,
        "heard": 24,
        "safe": 24,
    }
    assert {key for reply in round_.replies for key in reply.scores} == {"support"}
    assert known_to_colleagues(round_) == []


def test_with_facts_in_responses_a_colleague_finds_the_newcomer(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "gone", lambda questionnaire: frozenset())
    [found] = known_to_colleagues(counted(house))
    assert found.answers["heard"] == ALONE["heard"]


def test_an_organisation_is_told_shares_of_enough_people(house: House) -> None:
    assert [(t.organisation, t.item, t.options, t.percent) for t in counted(house).tallies] == [
        ("northshire", "years", "few many", 50),
        ("northshire", "years", "some", 50),
    ]


def test_shares_leave_with_the_other_results(house: House, tmp_path: Path) -> None:
    paths = bundle.write("csv", tmp_path, counted(house), house.now.date())
    responses, _, facts, *_ = (path.read_text("utf-8-sig") for path in paths)
    header, *shares = csv.reader(io.StringIO(facts))
    assert header == ["organisation", "item", "label", "options", "option_labels", "percent"]
    label = "How long have you been here?"
    both = "Less than a year / Ten years or more"
    assert shares == [
        ["northshire", "years", label, "few many", both, "50"],
        ["northshire", "years", label, "some", "One to nine years", "50"],
    ]
    assert responses.startswith("organisation,service,heard,safe,score_support,blank__")
