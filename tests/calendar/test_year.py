"""The year of a round: exactly one step is current at every moment of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.calendar.london import UNDECIDED
from portal.calendar.state import State
from portal.calendar.year import OF_RETURN, TITLES, Part, Year, line

OPENS, CLOSES = datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 3, 20, 17, tzinfo=UTC)
YEAR = Year(State.SCHEDULED, OPENS, CLOSES, kept=date(2029, 3, 1))
TODAY = date(2026, 3, 2)


def current(year: Year) -> Part:
    (step,) = [each for each in line(year, TODAY) if each.current]
    return step.part


def when(year: Year, today: date = TODAY) -> dict[Part, str]:
    return {step.part: step.when for step in line(year, today)}


@pytest.mark.parametrize(
    ("state", "part"),
    [
        (State.DRAFT, "before"),
        (State.SCHEDULED, "before"),
        (State.OPEN, "open"),
        (State.CLOSING, "closed"),
        (State.CLOSED, "closed"),
        (State.RELEASING, "closed"),
        (State.COUNTED, "results"),
        (State.ARCHIVED, "results"),
    ],
)
def test_the_state_says_which_step_is_current(state: State, part: Part) -> None:
    assert current(replace(YEAR, state=state)) == part
    assert current(replace(YEAR, state=state, named=True)) == part


def test_after_the_count_comes_what_the_organisation_does() -> None:
    counted = replace(YEAR, state=State.COUNTED)
    assert current(replace(counted, planned=True)) == "plan"
    assert current(replace(counted, planned=True, said=TODAY)) == "said"
    assert current(replace(counted, planned=True, said=TODAY, waits=True)) == "results"
    assert current(replace(counted, planned=True, named=True)) == "results"


moments = st.integers(0, 4 * 365 * 24).map(lambda hours: OPENS + timedelta(hours=hours))
years = st.builds(
    Year,
    state=st.sampled_from(State),
    opens=moments | st.just(UNDECIDED),
    closes=moments | st.just(UNDECIDED),
    kept=st.dates(date(2026, 1, 1), date(2030, 1, 1)),
    named=st.booleans(),
    waits=st.booleans(),
    planned=st.booleans(),
    due=st.none() | st.dates(date(2026, 1, 1), date(2030, 1, 1)),
    said=st.none() | st.dates(date(2026, 1, 1), date(2030, 1, 1)),
)


@given(years, st.dates(date(2026, 1, 1), date(2030, 1, 1)))
def test_at_every_moment_one_step_is_current_and_those_before_it_are_over(
    year: Year, today: date
) -> None:
    steps = line(year, today)
    assert tuple(step.part for step in steps) == (OF_RETURN if year.named else tuple(TITLES))
    here = [step.current for step in steps].index(True)
    assert [step.current for step in steps].count(True) == 1
    assert [step.over for step in steps] == [number < here for number in range(len(steps))]
    assert all(step.title and step.when for step in steps)


def test_a_year_only_goes_on() -> None:
    """However far an organisation is, no later state leads back."""
    for planned in (False, True):
        for said in (None, TODAY):
            parts = [
                current(replace(YEAR, state=state, planned=planned, said=said)) for state in State
            ]
            order = [tuple(TITLES).index(part) for part in parts]
            assert order == sorted(order)


def test_each_step_says_its_days() -> None:
    assert when(YEAR) == {
        "before": "until 2 March 2026 at 9:00am",
        "open": "until 20 March 2026 at 5:00pm",
        "closed": "on 20 March 2026, then counted",
        "results": "as soon as it is counted",
        "plan": "from the results on",
        "said": "when you publish it",
    }
    counted = replace(YEAR, state=State.COUNTED, due=date(2026, 9, 1), said=date(2026, 5, 4))
    assert when(counted)["closed"] == "on 20 March 2026, and counted"
    assert when(counted)["results"] == "until 1 March 2029"
    assert when(counted, date(2029, 3, 2))["results"] == "deleted after 1 March 2029"
    assert when(replace(counted, waits=True))["results"] == "an administrator looks through them"
    assert when(counted)["plan"] == "next due 1 September 2026"
    assert when(counted)["said"] == "published 4 May 2026"


def test_an_action_of_an_earlier_year_is_not_said_to_be_of_a_round_that_is_not_counted() -> None:
    assert when(replace(YEAR, due=TODAY + timedelta(days=9)))["plan"] == "from the results on"
