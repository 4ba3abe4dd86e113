"""A link to forward that has got into the wrong hands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from portal.calendar.schedule import Schedule
from portal.disclosure.answered import Part
from portal.errors import Conflict, LinkRevoked, NotFound
from portal.services.answering import arriving
from portal.services.figures import tallies
from portal.services.organisations import register as organisations
from portal.services.people import links as forwarding
from portal.services.rounds import planning, steps
from portal.services.rounds import register as rounds
from portal.store.answers import Ballot
from portal.store.people import WithdrawnLink
from portal.store.records import Audit
from portal.store.rounds import Participation
from portal.survey.file.parsing import parse
from portal.vault import tokens
from tests.factories import ADA, NOW, PAT, House
from tests.services import scenes
from tests.services.figures.test_returns_answered import RETURN
from tests.services.rounds.test_planning import draft

WAYS = pytest.mark.parametrize("way", [forwarding.renew, forwarding.withdraw])
Way = Callable[..., object]


def made(house: House, organisation: str = "northshire") -> str:
    return tokens.link_text(forwarding.open_link("spring", organisation, ADA, house.now))


def begun(house: House, link: str) -> bytes:
    welcome = arriving.by_open_link(link, house.now, house.tools.keys)
    return arriving.begin(welcome, [], house.now, house.tools.keys)


def answer(house: House, link: str) -> None:
    code = begun(house, link)
    scenes.fill(house, code)
    scenes.submit(house, code)


@WAYS
def test_nobody_begins_by_a_link_that_was_withdrawn_and_whoever_opens_it_is_told_so(
    house: House, way: Way
) -> None:
    house.open_round(northshire=0)
    link = made(house)
    way("spring", "northshire", PAT, house.now)
    for _ in range(2):
        with pytest.raises(LinkRevoked, match="withdrawn: ask the people who invited you"):
            arriving.by_open_link(link, house.now, house.tools.keys)


@WAYS
def test_what_was_begun_before_can_be_submitted_and_all_of_it_counts(
    house: House, way: Way
) -> None:
    found = house.open_round(northshire=0)
    link = made(house)
    answer(house, link)
    code = begun(house, link)
    way("spring", "northshire", PAT, house.now)
    scenes.fill(house, code)
    scenes.submit(house, code)
    assert Ballot.select().count() == 2
    assert tallies.live(found.id, {})["northshire"].forwarded == Part(1, 2)
    house.work(days=8)
    assert rounds.by_code("spring").state == "counted"


def test_the_new_link_works_and_the_others_are_left_alone(house: House) -> None:
    house.open_round(northshire=1)
    old, theirs = made(house), made(house, "southborough")
    new = tokens.link_text(forwarding.renew("spring", "northshire", PAT, house.now))
    assert forwarding.open_link_made("spring", "northshire") == tokens.token_of(new)
    assert old != new
    for link in (new, theirs):
        answer(house, link)
    scenes.respond(house, house.links()[0])


def test_after_a_withdrawal_there_is_none_until_somebody_makes_another(house: House) -> None:
    house.open_round(northshire=0)
    old = made(house)
    forwarding.withdraw("spring", "northshire", PAT, house.now)
    assert forwarding.open_link_made("spring", "northshire") is None
    assert made(house) != old
    with pytest.raises(LinkRevoked):
        arriving.by_open_link(old, house.now, house.tools.keys)


def test_the_audit_says_who_withdrew_it_and_holds_no_link(house: House) -> None:
    house.open_round(northshire=0)
    links = [made(house)]
    links.append(tokens.link_text(forwarding.renew("spring", "northshire", PAT, house.now)))
    forwarding.withdraw("spring", "northshire", ADA, house.now)
    said = [(row.who, row.did) for row in Audit.select().order_by(Audit.id)][-3:]
    assert said == [
        (PAT, "withdrew the open link of round spring for northshire"),
        (PAT, "made an open link of round spring for northshire"),
        (ADA, "withdrew the open link of round spring for northshire"),
    ]
    assert not any(link in what for _, what in said for link in links)


@WAYS
def test_where_there_is_no_link_none_can_be_withdrawn(house: House, way: Way) -> None:
    house.open_round(northshire=0)
    made(house, "southborough")
    before = scenes.snapshot()
    with pytest.raises(Conflict, match="none to withdraw"):
        way("spring", "northshire", PAT, house.now)
    assert scenes.snapshot() == before


@WAYS
def test_a_round_that_takes_nobody_more_has_nothing_to_withdraw(house: House, way: Way) -> None:
    house.open_round(northshire=0)
    made(house)
    house.work(days=8)
    with pytest.raises(Conflict, match="has closed"):
        way("spring", "northshire", PAT, house.now)


@WAYS
def test_an_organisation_outside_the_round_has_no_link(house: House, way: Way) -> None:
    house.open_round(northshire=0, organisations=["northshire"])
    with pytest.raises(NotFound, match="does not take part"):
        way("spring", "southborough", PAT, house.now)


def test_a_link_can_be_withdrawn_before_the_round_opens(house: House) -> None:
    house.round(schedule=Schedule(NOW.replace(day=3), NOW.replace(day=9)))
    link = made(house)
    forwarding.withdraw("spring", "northshire", PAT, house.now)
    house.work(days=1)
    with pytest.raises(LinkRevoked):
        arriving.by_open_link(link, house.now, house.tools.keys)


def test_closing_forgets_the_links_that_were_withdrawn(house: House) -> None:
    house.open_round(northshire=0)
    link = made(house)
    forwarding.renew("spring", "northshire", PAT, house.now)
    house.work(days=8)
    assert not WithdrawnLink.select().exists()
    assert not Participation.select().where(Participation.open_token.is_null(False)).exists()
    with pytest.raises(NotFound):
        arriving.by_open_link(link, house.now, house.tools.keys)


def test_a_draft_is_deleted_with_the_links_that_were_withdrawn(house: House) -> None:
    draft(house)
    made(house)
    forwarding.withdraw("spring", "northshire", PAT, house.now)
    steps.delete("spring", ADA, NOW)
    assert not WithdrawnLink.select().exists()


def test_a_round_whose_only_link_was_withdrawn_can_still_become_a_return(house: House) -> None:
    plan = draft(house)
    made(house)
    forwarding.withdraw("spring", "northshire", PAT, house.now)
    planning.change("spring", replace(plan, questionnaire=parse(RETURN)), ADA, NOW)


def test_it_is_known_whether_there_is_a_link_or_was_one(house: House) -> None:
    round_id = house.open_round(northshire=0).id
    seen = [forwarding.statuses([round_id], "northshire")]
    for do in (forwarding.open_link, forwarding.renew, forwarding.withdraw):
        do("spring", "northshire", ADA, house.now)
        seen.append(forwarding.statuses([round_id], "northshire"))
    assert [each.get(round_id, "") for each in seen] == ["", "made", "made", "withdrawn"]
    assert forwarding.statuses([round_id], "southborough") == {}


def test_an_organisation_whose_link_was_withdrawn_can_leave_and_be_removed(house: House) -> None:
    house.round("spring", schedule=Schedule(NOW + timedelta(days=1), NOW + timedelta(days=7)))
    made(house, "southborough")
    forwarding.withdraw("spring", "southborough", ADA, house.now)
    staying = replace(planning.planned(rounds.by_code("spring")), organisations=("northshire",))
    planning.change("spring", staying, ADA, house.now)
    organisations.remove("southborough", ADA, house.now)
    assert [each.code for each in organisations.listing()] == ["northshire"]
