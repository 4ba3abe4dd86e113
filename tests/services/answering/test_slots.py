"""How often answers may be begun by one link: enough for everybody, too little to fill a disk."""

from __future__ import annotations

import secrets
from threading import Barrier, Thread

import pytest
from peewee import fn

from portal.errors import PortalError, StartedTooOften, TooManyByOpenLink, TooManyInProgress
from portal.services.answering import arriving, slots
from portal.services.people import invitations, links
from portal.store.answers import Draft
from portal.store.db import db
from portal.store.figures import Tally
from portal.vault import tokens
from tests.factories import ADA, House
from tests.services import scenes
from tests.services.figures.test_returns_answered import RETURN


def begin_openly(house: House, organisation: str = "northshire") -> bytes:
    token = links.open_link("spring", organisation, ADA, house.now)
    welcome = arriving.by_open_link(tokens.link_text(token), house.now, house.tools.keys)
    return arriving.begin(welcome, [], house.now, house.tools.keys)


def secret_of(house: House, round_id: bytes) -> bytes:
    secret = house.tools.keys.draft_secret(round_id)
    assert secret
    return secret


def stored_slots() -> set[bytes]:
    return {row.slot for row in Draft.select(Draft.slot)}


def test_five_devices_can_begin_and_the_sixth_is_told_what_to_do(house: House) -> None:
    house.open_round()
    [link] = house.links()
    codes = [scenes.begin(house, link) for _ in range(5)]
    with pytest.raises(StartedTooOften, match=r"started five times .* code .* link .* new link"):
        scenes.begin(house, link)
    assert len(set(codes)) == Draft.select().count() == 5


def test_answers_that_were_begun_go_on_when_no_more_can_begin(house: House) -> None:
    house.open_round()
    [link] = house.links()
    codes = [scenes.begin(house, link) for _ in range(5)]
    for code in codes:
        assert scenes.begin(house, link, [code]) == code
        scenes.fill(house, code)
    scenes.submit(house, codes[2])
    assert scenes.left_behind() == (4, 1, 1)


def test_one_persons_starts_take_nothing_from_anothers(house: House) -> None:
    house.open_round(northshire=2)
    remi, rosa = house.links()
    for _ in range(5):
        scenes.begin(house, remi)
    scenes.respond(house, rosa)
    assert scenes.left_behind() == (5, 1, 1)


def test_a_new_link_can_be_begun_five_times_anew(house: House) -> None:
    house.open_round()
    for _ in range(5):
        scenes.begin(house, house.links()[0])
    invitations.reissue("spring", house.letters[0].to, ADA, house.now)
    house.work()
    for _ in range(5):
        scenes.begin(house, house.links()[-1])
    with pytest.raises(StartedTooOften):
        scenes.begin(house, house.links()[-1])


def test_eight_devices_at_the_same_moment_make_five_drafts(house: House) -> None:
    house.open_round()
    [link], start, outcomes = house.links(), Barrier(8), list[str]()

    def go() -> None:
        start.wait()
        try:
            scenes.begin(house, link)
            outcomes.append("begun")
        except PortalError as error:
            outcomes.append(type(error).__name__)
        finally:
            db.close()

    threads = [Thread(target=go) for _ in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(outcomes) == ["StartedTooOften"] * 3 + ["begun"] * 5
    assert Draft.select().count() == 5


def test_only_with_the_draft_secret_does_a_slot_lead_to_its_ticket(house: House) -> None:
    found = house.open_round(northshire=2)
    for link in house.links():
        scenes.begin(house, link)
    tickets = [scenes.ticket_behind(link).ticket for link in house.links()]
    for secret, joined in (secret_of(house, found.id), [1, 1]), (secrets.token_bytes(32), [0, 0]):
        places = [set(tokens.draft_slots(secret, ticket, 0, 5)) for ticket in tickets]
        assert [len(own & stored_slots()) for own in places] == joined


def test_a_return_has_one_draft_whoever_begins_and_however_often(house: House) -> None:
    house.open_round(source=RETURN)
    codes = {scenes.begin(house, house.links()[0]) for _ in range(7)}
    assert len(codes) == Draft.select().count() == 1


def test_a_returns_draft_moves_to_the_place_of_the_link_that_replaces_its_own(
    house: House,
) -> None:
    found = house.open_round(source=RETURN)
    scenes.begin(house, house.links()[0])
    invitations.reissue("spring", house.letters[0].to, ADA, house.now)
    house.work()
    places = [
        slots.of_return(secret_of(house, found.id), scenes.ticket_behind(link).ticket)
        for link in house.links()
    ]
    assert stored_slots() == {places[1]} != {places[0]}


def fill_open_link(house: House, round_id: bytes, but: int) -> None:
    """Take every place of Northshire's open link, in the order of no block, but so many."""
    owner = tokens.open_link_mark(links.open_link("spring", "northshire", ADA, house.now))
    secret, blocks = secret_of(house, round_id), slots.PER_OPEN_LINK // slots.BLOCK
    places = [
        place
        for block in range(blocks)
        for place in tokens.draft_slots(secret, owner, block, slots.BLOCK)
    ]
    assert len(set(places)) == slots.PER_OPEN_LINK == 5_000
    secrets.SystemRandom().shuffle(places)
    with db.atomic():
        for place in places[but:]:
            Draft.insert(id=place, round=round_id, slot=place, body=b"").execute()


def test_an_open_link_takes_people_up_to_its_very_last_place(house: House) -> None:
    found = house.open_round(northshire=0)
    fill_open_link(house, found.id, but=2)
    begin_openly(house)
    begin_openly(house)
    with pytest.raises(TooManyInProgress, match="try again later"):
        begin_openly(house)
    assert Draft.select().count() == 5_000


def test_a_full_open_link_stands_in_nobody_elses_way(house: House) -> None:
    found = house.open_round(northshire=1)
    fill_open_link(house, found.id, but=0)
    begin_openly(house, "southborough")
    scenes.respond(house, house.links()[0])


def test_submitting_gives_a_place_of_an_open_link_back(house: House) -> None:
    found = house.open_round(northshire=0)
    fill_open_link(house, found.id, but=1)
    code = begin_openly(house)
    scenes.fill(house, code)
    scenes.submit(house, code)
    begin_openly(house)
    with pytest.raises(TooManyInProgress):
        begin_openly(house)


def count_by_open_link(house: House, number: int, organisation: str = "northshire") -> None:
    """As if so many had come by the last midnight."""
    house.work()
    own = Tally.organisation == organisation
    assert Tally.update(by_open_link=number).where(own).execute()


def test_once_an_open_link_has_brought_its_answers_nobody_more_begins_by_it(house: House) -> None:
    house.open_round(northshire=1)
    count_by_open_link(house, 19_999)
    begin_openly(house)
    count_by_open_link(house, 20_000)
    with pytest.raises(TooManyByOpenLink, match="nothing is lost, and you can still submit"):
        begin_openly(house)
    begin_openly(house, "southborough")
    scenes.respond(house, house.links()[0])


def test_what_was_begun_by_an_open_link_can_be_submitted_beyond_the_bound(house: House) -> None:
    house.open_round(northshire=0)
    code = begin_openly(house)
    count_by_open_link(house, 20_000)
    scenes.fill(house, code)
    scenes.submit(house, code)
    assert scenes.left_behind() == (0, 1, 1)


def test_the_bound_of_an_open_link_goes_by_the_latest_day(house: House) -> None:
    house.open_round(northshire=0)
    count_by_open_link(house, 19_999)
    house.work(days=1)
    begin_openly(house)
    last = Tally.select(fn.MAX(Tally.day)).scalar()
    assert Tally.update(by_open_link=20_000).where(Tally.day == last).execute()
    with pytest.raises(TooManyByOpenLink):
        begin_openly(house)
