"""Which self-assessment is laid beside a round: the organisation's own, the latest of its year."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from portal.calendar.schedule import Schedule
from portal.reports.assessed import Assessment
from portal.services.reports import statements
from portal.services.rounds import register as rounds
from portal.services.staff.scope import Employer
from portal.store.results import Response
from portal.survey.elements import Marks
from tests.factories import SMALL, House, answer

SERIES = "yearly"
ASSESSMENT = SMALL.replace("id: small", "id: own").replace("anonymous", "return").replace(
    "breakdowns: [service]\n", ""
)  # fmt: skip
OF_NOTHING = ASSESSMENT.replace("standard: 4, ", "")
SPRING = datetime(2026, 3, 2, 9, tzinfo=UTC)


def assess(
    house: House,
    code: str,
    *,
    day: datetime,
    series: str = SERIES,
    source: str = ASSESSMENT,
    safe: str = "disagree",
    who: str = "northshire",
) -> None:
    """One organisation's self-assessment, counted within a fortnight of the day."""
    house.now = day
    before = len(house.links())
    house.open_round(
        *((1, 0) if who == "northshire" else (0, 1)),
        code=code,
        title=code.title(),
        source=source,
        series=series,
        schedule=Schedule(day, day + timedelta(days=8)),
    )
    [link] = house.links()[before:]
    pages = {"about": {}, "support": {"q_heard": "agree", "q_safe": safe}}
    assert answer(house.client(), link, pages).status_code == 303
    house.work(days=9)
    house.work(minutes=2)
    assert rounds.by_code(code).state.over


def of(who: str = "northshire", code: str = "people") -> Assessment | None:
    return statements.assessment(rounds.by_code(code), Employer(who, who.title(), ""))


@pytest.fixture
def people(house: House) -> House:
    """Practitioners answer from March to May 2026."""
    house.now = SPRING
    house.open_round(
        12,
        code="people",
        series=SERIES,
        schedule=Schedule(house.now, house.now + timedelta(days=60)),
    )
    return house


def test_the_latest_by_the_end_of_the_year_is_taken(people: House) -> None:
    assess(people, "old", day=SPRING + timedelta(days=1), safe="agree")
    first = of()
    assert first and (first.title, first.standards) == ("Old", {4: Marks(2, 0, 0, 0)})
    assess(people, "newer", day=datetime(2026, 12, 20, 9, tzinfo=UTC))
    assess(people, "later", day=datetime(2027, 1, 4, 9, tzinfo=UTC), safe="agree")
    latest = of()
    assert latest and (latest.title, latest.standards) == ("Newer", {4: Marks(1, 0, 1, 0)})
    assert latest.closed.isoformat() == "2026-12-28"


def test_it_is_the_organisations_own_and_nobody_elses(people: House) -> None:
    assess(people, "old", day=SPRING)
    assess(people, "newer", day=SPRING + timedelta(days=20), who="southborough")
    mine = of()
    assert mine and mine.title == "Old"
    theirs = of("southborough")
    assert theirs and theirs.title == "Newer"
    Response.delete().where(Response.organisation == "northshire").execute()
    assert of() is None


def test_of_another_series_of_no_standard_or_not_counted_it_is_none(people: House) -> None:
    assess(people, "elsewhere", day=SPRING, series="another")
    assess(people, "nothing", day=SPRING + timedelta(days=10), source=OF_NOTHING)
    people.open_round(1, code="open", source=ASSESSMENT, series=SERIES)
    assert of() is None


def test_what_people_answer_is_never_taken_for_one(people: House) -> None:
    """Their questionnaire is about the same standard."""
    for link in people.links()[:12]:
        pages = {
            "about": {"q_service": "children"},
            "support": {"q_heard": "agree", "q_safe": "agree"},
        }
        answer(people.client(), link, pages)
    people.work(days=61)
    people.work(minutes=2)
    assert rounds.by_code("people").state.over and Response.select().count() == 12
    assert of() is None
