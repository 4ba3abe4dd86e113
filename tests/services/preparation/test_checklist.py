"""What there is to do around a round: it fits whom the round asks, and how far it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from portal.calendar.state import State
from portal.services.preparation import checklist
from portal.services.preparation.checklist import ITEMS, Stage, stage
from portal.survey.audience import AUDIENCES
from tests.factories import House

TODAY = date(2026, 3, 2)


def test_every_audience_has_a_list_without_doubles() -> None:
    assert set(ITEMS) == set(AUDIENCES)
    for items in ITEMS.values():
        assert len({each.key for each in items}) == len(items) >= 4


def test_a_list_is_in_the_order_of_the_year() -> None:
    order = list(checklist.STAGES)
    for items in ITEMS.values():
        stages = [order.index(each.stage) for each in items]
        assert stages == sorted(stages)


@pytest.mark.parametrize(
    ("state", "now", "offered"),
    [
        (State.DRAFT, "before", {"before"}),
        (State.SCHEDULED, "before", {"before"}),
        (State.OPEN, "open", {"before", "open"}),
        (State.CLOSING, "after", {"after"}),
        (State.CLOSED, "after", {"after"}),
        (State.RELEASING, "after", {"after"}),
        (State.COUNTED, "results", {"after", "results"}),
        (State.ARCHIVED, "results", {"after", "results"}),
    ],
)
def test_a_state_has_its_texts(house: House, state: State, now: Stage, offered: set[Stage]) -> None:
    round_ = replace(house.round(), state=state)
    assert stage(round_, TODAY) == now
    items = checklist.of_round(round_)
    assert {each.stage for each in items if checklist.is_offered(each, now)} == offered


def test_results_are_told_only_while_there_is_a_report_to_read(house: House) -> None:
    counted = replace(house.round(), state=State.COUNTED)
    assert stage(replace(counted, reports_wait=True), TODAY) == "after"
    assert stage(counted, counted.retain_until) == "results"
    assert stage(counted, counted.retain_until + timedelta(days=1)) == "after"
