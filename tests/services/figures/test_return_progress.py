"""How far returns are, as the worker writes it down for the staff site, which holds no key."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.services.answering import responding
from portal.services.answering.responding import Posted
from portal.services.figures import returns
from portal.services.figures.returns import NOT_BEGUN, ReturnPage, ReturnState
from portal.services.lifecycle import closing
from portal.services.people import changes, listing
from portal.services.rounds import register as rounds
from portal.services.rounds import steps
from portal.store.figures import ReturnProgress
from tests.factories import ADA, NOW, PAT, House
from tests.services import scenes
from tests.services.figures.test_returns_answered import RETURN

POSTS = Posted("posts", {"q_posts": ["12"], "q_vacant": ["1"]})
SUPPORT = Posted("support", {"q_how": ["By talking."]})


@pytest.fixture
def open_return(house: House) -> bytes:
    """One invitation for each organisation; Southborough's return is begun, and noise."""
    found = house.open_round(northshire=1, southborough=1, source=RETURN)
    code = scenes.begin(house, house.links("southborough")[0])
    scenes.save_page(house, code, POSTS)
    return found.id


def begin(house: House) -> bytes:
    return scenes.begin(house, house.links("northshire")[0])


def begun(round_id: bytes) -> dict[str, ReturnState]:
    """By organisation."""
    states = returns.begun([rounds.by_id(round_id)])
    assert {round_id} >= {each for each, _ in states}
    return {organisation: state for (_, organisation), state in states.items()}


def seen(house: House, round_id: bytes) -> ReturnState:
    """Northshire's, once the worker has looked again."""
    house.work(minutes=3)
    return begun(round_id).get("northshire", NOT_BEGUN)


def test_a_return_that_nobody_has_opened_is_not_begun(house: House, open_return: bytes) -> None:
    assert seen(house, open_return) == NOT_BEGUN


def test_a_return_shows_its_pages_with_their_state_and_who_fills_them_in(
    house: House, open_return: bytes
) -> None:
    code = begin(house)
    scenes.save_page(house, code, POSTS)
    keys = house.tools.keys
    responding.name_pages("spring", code, {"support": "Sam of HR"}, house.now, keys)
    found = seen(house, open_return)
    assert found.pages == (
        ReturnPage("Posts", "Completed", ""),
        ReturnPage("Support", "Not started", "Sam of HR"),
    )
    assert (found.completed, found.submitted) == (1, False)


def test_a_submitted_return_is_submitted_and_stays_so_while_it_is_corrected(
    house: House, open_return: bytes
) -> None:
    code = begin(house)
    for posted in (POSTS, SUPPORT):
        scenes.save_page(house, code, posted)
    scenes.submit(house, code)
    found = seen(house, open_return)
    assert (found.submitted, found.when) == (True, "on 2 March")
    house.now += timedelta(days=1)
    scenes.save_page(house, code, Posted("posts", {"q_posts": ["13"], "q_vacant": ["1"]}))
    found = seen(house, open_return)
    assert (found.submitted, found.when) == (True, "on 2 March, changed since")
    scenes.submit(house, code)
    assert seen(house, open_return).when == "on 3 March"


def test_only_the_state_is_written_and_not_what_was_submitted(
    house: House, open_return: bytes
) -> None:
    code = begin(house)
    for posted in (POSTS, SUPPORT):
        scenes.save_page(house, code, posted)
    scenes.submit(house, code)
    house.work(minutes=3)
    [row] = ReturnProgress.select().where(ReturnProgress.organisation == "northshire")
    assert "2026-03-02" in row.pages
    assert "T09" not in row.pages and "By talking" not in row.pages


def test_what_was_written_before_days_were_noted_is_read(house: House, open_return: bytes) -> None:
    old = '{"submitted":true,"pages":[{"title":"Posts","state":"Completed","name":""}]}'
    ReturnProgress.insert(
        round=open_return, organisation="northshire", pages=old
    ).on_conflict_replace().execute()
    found = begun(open_return)["northshire"]
    assert (found.submitted, found.when, found.completed) == (True, "", 1)


def test_the_worker_looks_every_few_minutes(house: House, open_return: bytes) -> None:
    begin(house)
    house.work(minutes=2)
    assert "northshire" not in begun(open_return)
    assert seen(house, open_return).pages


def test_a_return_moves_along_with_its_link(house: House, open_return: bytes) -> None:
    scenes.save_page(house, begin(house), POSTS)
    where = listing.place("spring", "northshire")
    person = listing.only(where)
    assert person
    changes.correct(where, person.id, "sam@northshire.example.org", house.person(PAT), house.now)
    assert seen(house, open_return).completed == 1


def test_nothing_is_written_of_an_anonymous_round(house: House) -> None:
    found = house.open_round(northshire=2)
    scenes.begin(house, house.links()[0])
    house.work(minutes=3)
    assert begun(found.id) == {}
    assert not ReturnProgress.select().exists()


def test_what_has_not_changed_is_not_written_again(house: House, open_return: bytes) -> None:
    house.work(minutes=3)
    before = scenes.snapshot()["return_progress"]
    house.work(minutes=3)
    assert scenes.snapshot()["return_progress"] == before


def test_it_is_destroyed_at_the_closing_with_the_drafts(house: House, open_return: bytes) -> None:
    begin(house)
    assert seen(house, open_return).pages
    steps.request("spring", "close", ADA, house.now)
    house.work(minutes=3)
    assert not ReturnProgress.select().exists()


def test_a_look_that_ends_after_the_closing_brings_nothing_back(
    house: House, open_return: bytes
) -> None:
    key = house.tools.keys.link_key(open_return)
    assert key
    begin(house)
    closing.begin_closing(open_return, house.now)
    returns.refresh(open_return, key, house.tools.keys, house.now)
    assert not ReturnProgress.select().exists()


def test_organisations_do_not_see_each_others(house: House, open_return: bytes) -> None:
    house.work(minutes=3)
    assert set(begun(open_return)) == {"southborough"}
    assert returns.as_at(NOW) == house.now
    later = house.now + timedelta(minutes=1)
    assert returns.as_at(later) == later
