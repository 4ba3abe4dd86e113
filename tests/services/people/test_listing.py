"""The list of an organisation's people, and what an entry tells."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.calendar.schedule import Schedule
from portal.errors import NotFound
from portal.services.people import changes, listing
from portal.services.people.listing import Counts
from portal.store.people import Invitation
from tests.factories import ADA, NOW, PAT, House, type_in
from tests.services import scenes

DAY = timedelta(days=1)


def emails(page: listing.ListPage) -> list[str]:
    return [person.email.partition("@")[0] for person in page.people]


def test_a_list_comes_in_pages_by_address_and_holds_nobody_elses(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE", 2)
    house.open_round(northshire=5, southborough=3)
    where = listing.place("spring", "northshire")
    seen, after = [], ""
    while after is not None:
        page = listing.page(where, after=after)
        seen.append(emails(page))
        after = page.after
    assert seen == [["remi1", "remi2"], ["remi3", "remi4"], ["remi5"]]


def test_the_last_full_page_says_that_nothing_follows(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE", 2)
    house.open_round(northshire=2)
    assert listing.page(listing.place("spring", "northshire")).after is None


@pytest.mark.parametrize(
    ("words", "found"),
    [("remi1", 1), ("REMI", 3), ("remi 2@", 1), ("%", 0), ("_", 0), ("nobody", 0), ("okafor r", 1)],
)
def test_every_word_must_stand_in_the_address_or_the_name(
    house: House, words: str, found: int
) -> None:
    house.open_round(northshire=3)
    Invitation.update(name="R. Okafor").where(Invitation.email.startswith("remi3")).execute()
    page = listing.page(listing.place("spring", "northshire"), words=words)
    assert len(page.people) == found


def test_the_counts_are_of_the_states_that_the_list_can_be_narrowed_to(house: House) -> None:
    house.open_round(northshire=4, southborough=2)
    where = listing.place("spring", "northshire")
    type_in(where, "out@example.com", house.person(PAT), house.now)
    first, second, *_ = listing.page(where).people[1:]
    changes.withdraw(where, first.id, house.person(PAT), house.now)
    Invitation.update(undeliverable="no such mailbox").where(
        Invitation.id == bytes.fromhex(second.id)
    ).execute()
    assert listing.counts(where) == Counts(
        invited=3, waiting=1, withdrawn=1, undeliverable=1, refused=0, ended=1
    )
    shown = {state: len(listing.page(where, state).people) for state in listing.STATES}
    assert shown == {"invited": 2, "waiting": 1, "withdrawn": 1, "undeliverable": 1, "refused": 0}
    assert listing.one(where, second.id).why == "no such mailbox"
    every = listing.counts_by_part([where.round_id])
    assert every[where.round_id, "northshire"] == listing.counts(where)
    assert every[where.round_id, "southborough"].invited == 2


def test_nothing_in_an_entry_tells_who_has_answered_or_wants_no_letters(house: House) -> None:
    house.open_round(northshire=2)
    where = listing.place("spring", "northshire")
    before = listing.page(where), listing.counts(where)
    scenes.respond(house, house.links()[0])
    Invitation.update(stopped=1).execute()
    assert (listing.page(where), listing.counts(where)) == before


@pytest.mark.parametrize("person", ["", "zz", "00" * 16, "00", "é"])
def test_an_entry_that_is_not_there_is_not_found(house: House, person: str) -> None:
    house.open_round()
    with pytest.raises(NotFound):
        listing.one(listing.place("spring", "northshire"), person)


def test_an_entry_is_found_in_its_own_organisation_and_round_only(house: House) -> None:
    house.open_round(northshire=1)
    house.open_round(code="summer", northshire=1)
    [person] = listing.page(listing.place("spring", "northshire")).people
    for elsewhere in (("spring", "southborough"), ("summer", "northshire")):
        with pytest.raises(NotFound):
            listing.one(listing.place(*elsewhere), person.id)


def test_there_is_no_list_of_an_organisation_that_takes_no_part(house: House) -> None:
    house.round(organisations=["northshire"])
    with pytest.raises(NotFound, match="does not take part"):
        listing.place("spring", "southborough")


def test_the_social_workers_of_an_organisation_are_offered_for_its_return(house: House) -> None:
    for email in (ADA, PAT):
        house.person(email)
    house.round()
    assert listing.psws(listing.place("spring", "northshire")) == [(PAT, "")]
    assert listing.psws(listing.place("spring", "southborough")) == []


def test_an_entry_says_what_became_of_its_letter_and_on_which_day(house: House) -> None:
    house.round()
    house.invite(3)
    where = listing.place("spring", "northshire")
    assert [each.letter for each in listing.page(where).people] == ["", "", ""]
    house.hold_letters()
    house.work()
    assert {each.letter for each in listing.page(where).people} == {"due"}
    house.hold_letters(hold=False)
    house.work(days=1)
    first, *_ = listing.page(where).people
    assert (first.letter, first.day) == ("done", "3 March")
    house.now += timedelta(days=2)
    changes.reissue(where, first.id, house.person(PAT), house.now)
    house.work()
    shown = [(each.letter, each.day) for each in listing.page(where).people]
    assert shown == [("done", "5 March"), ("done", "3 March"), ("done", "3 March")]
    assert (listing.one(where, first.id).letter, listing.one(where, first.id).day) == shown[0]


def test_a_reminder_leaves_no_trace_on_an_entry(house: House) -> None:
    house.open_round(northshire=3, schedule=Schedule(NOW, NOW + 9 * DAY, (NOW + 4 * DAY,)))
    where = listing.place("spring", "northshire")
    before = listing.page(where)
    house.work(days=5)
    assert any("still open" in letter.subject for letter in house.letters)
    assert listing.page(where) == before
