from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction

import pytest

from portal.errors import AlreadySubmitted, NotFound, RoundClosed
from portal.services.answering import casting, responding, sittings
from portal.services.answering.responding import Posted, Saved, Unfinished
from portal.services.lifecycle import closing
from portal.services.rounds import register as rounds
from portal.store.answers import Ballot, Draft
from portal.survey.answers import FormRefused
from portal.vault import tokens
from tests.factories import House
from tests.services import scenes

ABOUT = Posted("about", {"q_service": ["children"]})
SUPPORT = Posted("support", {"q_heard": ["agree"], "q_safe": ["agree"]})


def save(
    house: House, code: bytes | None, posted: Posted, *, leaving: bool = True, **how: bool
) -> Saved:
    keys = house.tools.keys
    return responding.save("spring", code, posted, house.now, keys, leaving=leaving, **how)


def stored(house: House, code: bytes) -> dict[str, object]:
    taken = sittings.take("spring", code, house.now, house.tools.keys)
    return dict(taken.answers)


@pytest.fixture
def code(house: House) -> bytes:
    house.open_round()
    return scenes.begin(house, house.links()[0])


def test_a_saved_page_is_there_when_the_person_comes_back(house: House, code: bytes) -> None:
    save(house, code, ABOUT)
    assert stored(house, code) == {"service": "children"}


def test_saving_the_same_again_writes_nothing(house: House, code: bytes) -> None:
    save(house, code, ABOUT)
    before = scenes.snapshot()
    save(house, code, ABOUT)
    assert scenes.snapshot() == before


def test_what_is_missing_may_stay_so_until_the_person_goes_on(house: House, code: bytes) -> None:
    assert not save(house, code, Posted("about", {}), leaving=False).messages


def test_a_page_not_yet_reached_is_off_the_route(house: House, code: bytes) -> None:
    with pytest.raises(sittings.OffRoute):
        save(house, code, SUPPORT)


def test_a_page_of_no_questionnaire_is_not_found(house: House, code: bytes) -> None:
    with pytest.raises(NotFound, match="no such page"):
        save(house, code, Posted("salary", {}))


def test_a_refused_form_changes_nothing(house: House, code: bytes) -> None:
    save(house, code, ABOUT)
    before = scenes.snapshot()
    for fields in ({"q_service": ["kitchens"]}, {"q_shoe": ["42"]}, {"q_why": ["late"]}):
        with pytest.raises(FormRefused):
            save(house, code, Posted("about", fields))
    assert scenes.snapshot() == before


def test_a_page_changed_in_another_tab_is_not_written_over(house: House, code: bytes) -> None:
    taken = sittings.take("spring", code, house.now, house.tools.keys)
    seen = taken.seen(taken.page("about"))
    save(house, code, Posted("about", {"q_service": ["children"]}, seen))
    stopped = save(house, code, Posted("about", {"q_service": ["adults"]}, seen))
    assert stopped.reading.clashing == {"service"}
    assert not stopped.left
    assert stored(house, code) == {"service": "children"}


def test_the_same_answer_from_another_tab_is_no_conflict(house: House, code: bytes) -> None:
    taken = sittings.take("spring", code, house.now, house.tools.keys)
    seen = taken.seen(taken.page("about"))
    for _ in range(2):
        save(house, code, Posted("about", {"q_service": ["children"]}, seen))


def test_a_saving_in_between_is_taken_into_account(
    house: House, code: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace, others = responding.drafts.replace, iter([SUPPORT, None])
    save(house, code, ABOUT)

    def late(*given: object) -> object:
        if other := next(others, None):
            save(house, code, other)
        return replace(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(responding.drafts, "replace", late)
    save(house, code, Posted("about", {"q_service": ["adults"]}))
    assert stored(house, code) == {"service": "adults", "heard": "agree", "safe": "agree"}


def test_a_save_that_meets_the_closing_half_way_is_refused_and_leaves_nothing(
    house: House, code: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = responding.drafts.replace

    def late(*given: object) -> object:
        found = rounds.by_code("spring")
        closing.begin_closing(found.id, house.now)
        house.tools.keys.destroy_closing(found.id)
        return replace(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(responding.drafts, "replace", late)
    with pytest.raises(RoundClosed):
        save(house, code, ABOUT)
    assert not Draft.select().exists()


def test_a_person_finishes_page_by_page(house: House, code: bytes) -> None:
    with pytest.raises(Unfinished, match="About you"):
        scenes.submit(house, code)
    save(house, code, ABOUT)
    with pytest.raises(Unfinished, match="Support"):
        scenes.submit(house, code)
    save(house, code, SUPPORT)
    assert scenes.submit(house, code).scores == {"support": Fraction(100)}


def test_an_unfinished_submission_changes_nothing(house: House, code: bytes) -> None:
    before = scenes.snapshot()
    with pytest.raises(Unfinished):
        scenes.submit(house, code)
    assert scenes.snapshot() == before


def test_submitting_leaves_a_ballot_and_no_draft(house: House, code: bytes) -> None:
    scenes.fill(house, code)
    scenes.submit(house, code)
    assert scenes.left_behind() == (0, 1, 1)


@pytest.mark.parametrize("again", [scenes.submit, scenes.fill])
def test_after_submitting_nothing_can_be_done_again(
    house: House, code: bytes, again: Callable[[House, bytes], object]
) -> None:
    scenes.fill(house, code)
    scenes.submit(house, code)
    before = scenes.snapshot()
    with pytest.raises(AlreadySubmitted):
        again(house, code)
    assert scenes.snapshot() == before


def test_two_drafts_of_one_link_make_one_ballot(house: House, code: bytes) -> None:
    second = scenes.begin(house, house.links()[0])
    for each in (code, second):
        scenes.fill(house, each)
    scenes.submit(house, code)
    with pytest.raises(AlreadySubmitted):
        scenes.submit(house, second)
    assert scenes.left_behind() == (1, 1, 1)


@pytest.mark.parametrize("verb", [scenes.submit, scenes.fill])
def test_a_closed_round_refuses_whoever_is_late(
    house: House, code: bytes, verb: Callable[[House, bytes], object]
) -> None:
    scenes.fill(house, code)
    house.now += timedelta(days=7)
    with pytest.raises(RoundClosed):
        verb(house, code)
    assert scenes.left_behind() == (1, 0, 0)


def test_the_state_closes_a_round_to_submissions_whatever_the_clock_says(
    house: House, code: bytes
) -> None:
    scenes.fill(house, code)
    closing.begin_closing(rounds.by_code("spring").id, house.now)
    with pytest.raises(RoundClosed):
        scenes.submit(house, code)
    assert not Ballot.select().exists()


def test_without_a_code_there_is_nothing_to_submit(house: House) -> None:
    house.open_round()
    with pytest.raises(NotFound, match="personal link"):
        responding.submit("spring", None, house.now, house.tools.keys)


def test_a_code_of_one_round_opens_nothing_in_another(house: House, code: bytes) -> None:
    house.open_round(code="summer", northshire=0)
    scenes.fill(house, code)
    with pytest.raises(AlreadySubmitted):
        scenes.submit(house, code, "summer")
    assert scenes.left_behind() == (1, 0, 0)


def test_a_ballot_shows_neither_answers_nor_who_gave_them(house: House, code: bytes) -> None:
    scenes.fill(house, code, heard="disagree", why="Too many forms to fill in")
    scenes.submit(house, code)
    row = Ballot.get()
    assert b"forms" not in row.sealed
    ticket = scenes.ticket_behind(house.links()[0]).ticket
    assert ticket not in row.sealed
    assert row.key not in {ticket, tokens.draft_id(code)}


def test_every_ballot_of_a_round_has_the_same_size(house: House) -> None:
    house.open_round(northshire=3)
    short, long, between = house.links()
    scenes.respond(house, short)
    scenes.respond(
        house, long, service="other", service__other="é" * 200, heard="disagree", why="é" * 1000
    )
    scenes.respond(house, between, heard="disagree", why="because")
    assert len({len(row.sealed) for row in Ballot.select()}) == 1


def test_answers_that_were_hidden_again_are_not_sealed(
    house: House, code: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenes.fill(house, code, heard="disagree", why="Too many forms")
    save(house, code, SUPPORT)
    sealed = list[dict[str, object]]()
    pack = responding.pack
    monkeypatch.setattr(casting, "pack", lambda value: sealed.append(value) or pack(value))
    scenes.submit(house, code)
    assert sealed[-1]["answers"] == {"service": "children", "heard": "agree", "safe": "agree"}


def test_a_submission_that_fails_half_way_leaves_the_draft(
    house: House, code: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> bytes:
        raise RuntimeError

    scenes.fill(house, code)
    before = scenes.snapshot()
    monkeypatch.setattr(casting, "sealed", fail)
    with pytest.raises(RuntimeError):
        scenes.submit(house, code)
    assert scenes.snapshot() == before
    monkeypatch.undo()
    scenes.submit(house, code)
    assert scenes.left_behind() == (0, 1, 1)
