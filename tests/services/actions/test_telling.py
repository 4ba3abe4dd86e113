"""“You said, we did”: nothing but what was published, at one address, until it is taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.errors import EditedMeanwhile, NotFound, Refused
from portal.services import audit, editing
from portal.services.actions import changes, said, telling
from portal.services.actions.said import SaidPage
from portal.store.actions import Said
from portal.store.results import ReleasedCells
from tests.factories import ADA, PAT, House
from tests.services.actions import people


def publish(house: House, opening: str = "", code: str = "spring") -> None:
    telling.publish(people.plan(code), opening, PAT, house.now)


def token() -> str:
    return telling.standing(people.plan()).path.rpartition("/")[2]


def read() -> SaidPage:
    return said.page(token())


def test_it_tells_by_progress_what_people_said_and_what_is_done(house: House) -> None:
    people.counted(house)
    people.written(house, progress="done", note="Since June")
    people.written(
        house, key=changes.new_key(), action="", progress="dropped", note="No money this year"
    )
    publish(house, "Thank you.\nWe have read all of it.")
    page = read()
    assert [part.title for part in page.parts] == [
        "What was done",
        "What was decided against, and why",
    ]
    done = page.parts[0].entries[0]
    assert (done.finding, done.note) == (people.TRAINING.finding, "Since June")
    assert page.opening == ("Thank you.", "We have read all of it.")
    assert (page.organisation, page.round) == ("Northshire County Council", "Spring check")


def test_it_tells_no_owner_no_proposal_and_nothing_that_is_kept_back(house: House) -> None:
    people.counted(house)
    people.written(house)
    people.written(house, key=changes.new_key(), action="For the board alone", shown=False)
    publish(house)
    stored = Said.get().body
    assert people.TRAINING.action in stored
    for hidden in (people.TRAINING.owner, "board alone", "Support: score 50"):
        assert hidden not in stored


def test_what_changes_in_the_plan_waits_for_the_next_publication(house: House) -> None:
    people.counted(house)
    key = people.written(house)
    publish(house)
    before = read()
    people.written(house, key=key, progress="done", action="It is done")
    assert read() == before
    assert telling.standing(people.plan()).changed
    publish(house)
    assert read().parts[0].entries[0].action == "It is done"
    assert not telling.standing(people.plan()).changed


def test_what_was_said_in_an_earlier_round_has_its_year(house: House) -> None:
    people.counted(house)
    people.written(house)
    people.a_year_later(house)
    people.counted(house, "next")
    publish(house, code="next")
    page = said.read(Said.get().body, "")
    assert page.parts[0].entries[0].finding == f"{people.TRAINING.finding} (in 2026)"


def test_taken_back_it_is_nowhere_and_published_again_where_it_was(house: House) -> None:
    people.counted(house)
    people.written(house)
    publish(house)
    address = token()
    for _ in range(2):
        telling.take_back(people.plan(), PAT, house.now)
    with pytest.raises(NotFound) as gone:
        said.page(address)
    with pytest.raises(NotFound) as unknown:
        said.page("A" * 22)
    assert str(gone.value) == str(unknown.value)
    publish(house)
    assert said.page(address) and token() == address
    assert len(audit.page("took back").deeds) == 1


def test_published_twice_with_one_click_it_is_published_once(house: House) -> None:
    people.counted(house)
    people.written(house)
    shown = editing.fingerprint(telling.standing(people.plan()).shown)
    for _ in range(2):
        telling.publish(people.plan(), "Thanks", PAT, house.now, seen=shown)
    assert len(audit.page("published “You said").deeds) == 1


def test_what_another_has_planned_meanwhile_is_not_published_unseen(house: House) -> None:
    people.counted(house)
    people.written(house)
    shown = editing.fingerprint(telling.standing(people.plan()).shown)
    people.written(house, key=changes.new_key(), action="Not yet agreed")
    with pytest.raises(
        EditedMeanwhile, match=r"opened this page: what the plan says. Your changes"
    ):
        telling.publish(people.plan(), "", ADA, house.now, seen=shown)
    assert not Said.select().exists()


def test_nothing_is_not_published(house: House) -> None:
    people.counted(house)
    with pytest.raises(Refused, match="nothing to publish yet"):
        publish(house)
    people.written(house)
    with pytest.raises(Refused, match="too long"):
        publish(house, "x" * 1_001)


def test_it_outlives_the_results(house: House) -> None:
    people.counted(house, retain_until=house.now.date() + timedelta(days=30))
    people.written(house)
    publish(house)
    house.work(days=60)
    assert not ReleasedCells.select().exists()
    assert read().parts


@pytest.mark.parametrize("text", ["", "A" * 21, "A" * 23, "A" * 21 + "B", "../plan"])
def test_what_is_no_address_leads_nowhere(house: House, text: str) -> None:
    people.counted(house)
    with pytest.raises(NotFound):
        said.page(text)
