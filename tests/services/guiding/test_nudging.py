"""One button writes to the PSWs of organisations that lack something, and says what."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.calendar.schedule import Schedule
from portal.errors import Conflict
from portal.post.letters import STAFF, Letter
from portal.services.guiding import nudging
from portal.services.people import links, listing
from portal.services.rounds import register as rounds
from portal.services.staff import team
from portal.store.letters import Outgoing
from portal.store.people import Invitation
from portal.store.records import Audit
from tests.factories import ADA, OLGA, PAT, House
from tests.services import scenes
from tests.services.figures.test_returns_answered import RETURN

DAY = timedelta(days=1)
BOTH = ("northshire", "southborough")


def nudge(house: House, *organisations: str) -> int:
    return nudging.nudge(rounds.by_code("spring"), organisations or BOTH, house.now, ADA)


def nudged(house: House) -> list[Letter]:
    """The letters that came of it since this was asked last."""
    house.work()
    came = [each for each in house.letters if each.box == STAFF and "is missing" in each.subject]
    house.letters[:] = [each for each in house.letters if each not in came]
    return came


@pytest.fixture
def planned(house: House) -> House:
    """A round that opens in a month; Northshire has its list."""
    for email in (ADA, PAT, OLGA):
        house.person(email)
    house.round(schedule=Schedule(house.now + 30 * DAY, house.now + 50 * DAY))
    house.invite(12)
    return house


def test_only_those_who_lack_something_are_written_to(planned: House) -> None:
    assert nudge(planned) == 1
    [letter] = nudged(planned)
    assert letter.to == OLGA
    assert "Nobody at London Borough of Southborough is invited yet." in letter.text
    assert "/staff/rounds/spring/southborough" in letter.text
    assert nudge(planned, "northshire") == 0


def test_it_comes_once_a_day_and_again_on_the_next(planned: House) -> None:
    assert [nudge(planned), nudge(planned)] == [1, 0]
    assert len(nudged(planned)) == 1
    assert nudge(planned) == 0
    planned.now += DAY
    assert nudge(planned) == 1
    assert len(nudged(planned)) == 1


def test_what_is_done_before_it_goes_leaves_it_unsent(planned: House) -> None:
    assert nudge(planned) == 1
    planned.invite(3, "southborough")
    assert nudged(planned) == []


def test_who_asked_and_for_how_many_is_noted(planned: House) -> None:
    nudge(planned)
    row = Audit.select().order_by(Audit.id.desc()).first()
    said = "had 1 principal social worker written to about round spring"
    assert (row.who, row.did) == (ADA, said)
    nudge(planned)
    assert Audit.select().where(Audit.did == said).count() == 1


def test_nobody_suspended_is_counted(planned: House) -> None:
    team.suspend(planned.person(OLGA), ADA, planned.now)
    assert nudge(planned) == 0


def test_a_link_to_forward_is_enough(planned: House) -> None:
    links.open_link("spring", "southborough", OLGA, planned.now)
    assert nudge(planned) == 0


def test_addresses_that_wait_are_an_administrators_turn(planned: House) -> None:
    Invitation.update(waiting=1).execute()
    assert nudge(planned, "northshire") == 0


@pytest.fixture
def opened(house: House) -> House:
    for email in (ADA, PAT, OLGA):
        house.person(email)
    house.open_round(northshire=20, southborough=12)
    for link in house.links("southborough"):
        scenes.respond(house, link)
    house.work()
    return house


def test_letters_that_have_not_arrived_are_told_of(opened: House) -> None:
    assert nudge(opened) == 0
    Outgoing.update(state="refused").where(
        Outgoing.invitation.in_(listing_of(opened, "northshire"))
    ).execute()
    assert nudge(opened) == 1
    [letter] = nudged(opened)
    assert letter.to == PAT
    assert "No letter has arrived yet" in letter.text


def listing_of(house: House, organisation: str) -> list[bytes]:
    where = listing.place("spring", organisation)
    return [row.id for row in Invitation.select().where(listing.on_list(where))]


def test_a_low_rate_is_told_of_once_half_of_the_time_is_over_as_it_is_shown(opened: House) -> None:
    opened.work(days=2)
    assert nudge(opened) == 0
    opened.work(days=2)
    assert nudge(opened) == 1
    [letter] = nudged(opened)
    assert letter.to == PAT
    assert "is shown for Northshire County Council is below 50%" in letter.text
    assert "quarter of an hour in a team meeting" in letter.text


def test_nine_who_are_invited_are_never_nudged_by_their_rate(house: House) -> None:
    """Their rate is shown to nobody, so no letter tells whether it is low."""
    house.person(PAT)
    house.open_round(northshire=9)
    house.work(days=5)
    assert nudge(house) == 0


def test_a_return_that_nobody_has_begun_is_asked_for(house: House) -> None:
    for email in (ADA, PAT, OLGA):
        house.person(email)
    house.open_round(1, 1, source=RETURN)
    scenes.begin(house, house.links("southborough")[0])
    house.work(minutes=4)
    assert nudge(house) == 1
    [letter] = nudged(house)
    assert letter.to == PAT
    assert "Nobody has started the return of Northshire County Council yet." in letter.text


def test_a_round_that_is_over_nudges_nobody(opened: House) -> None:
    opened.work(days=8)
    with pytest.raises(Conflict, match="not scheduled or open"):
        nudge(opened)
