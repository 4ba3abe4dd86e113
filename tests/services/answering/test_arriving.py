from __future__ import annotations

from datetime import timedelta

import pytest

from portal.calendar.schedule import Schedule
from portal.errors import AlreadySubmitted, Conflict, NotFound, RoundClosed, RoundNotOpen
from portal.services.answering import arriving, drafts
from portal.services.lifecycle import closing
from portal.services.people import links, sheets
from portal.store.answers import Draft
from portal.vault import tokens
from tests.factories import ADA, NOW, House
from tests.services import scenes

MALFORMED = (
    "",
    "x",
    "A" * 21,
    "A" * 23,
    "A" * 21 + "!",
    "é" * 22,
    " " * 22,
    "../../../../etc/passwd",
)


def open_link(house: House, organisation: str = "northshire") -> str:
    return tokens.link_text(links.open_link("spring", organisation, ADA, house.now))


def test_a_link_says_what_it_leads_to(house: House) -> None:
    house.open_round()
    found = arriving.by_token(scenes.token_of(house.links()[0]), house.now, house.tools.keys)
    assert (found.round_code, found.organisation, found.origin) == (
        "spring",
        "northshire",
        "invitation",
    )
    assert found.organisation_name == "Northshire County Council"
    assert found.closes == "9 March 2026 at 9:00am"


@pytest.mark.parametrize("text", [*MALFORMED, "A" * 22])
def test_a_link_of_nobody_leads_nowhere(house: House, text: str) -> None:
    house.open_round()
    for by in (arriving.by_token, arriving.by_open_link):
        with pytest.raises(NotFound, match="whole address"):
            by(text, house.now, house.tools.keys)


def test_looking_at_a_link_writes_nothing(house: House) -> None:
    house.open_round()
    shared = open_link(house)
    before = scenes.snapshot()
    arriving.by_token(scenes.token_of(house.links()[0]), house.now, house.tools.keys)
    arriving.by_open_link(shared, house.now, house.tools.keys)
    assert scenes.snapshot() == before


def test_a_link_opens_with_the_round(house: House) -> None:
    house.round(schedule=Schedule(NOW + timedelta(days=1), NOW + timedelta(days=7)))
    [slip] = sheets.make("spring", "northshire", 1, ADA, house.now)
    with pytest.raises(RoundNotOpen, match="opens on 3 March 2026 at 9:00am"):
        arriving.by_token(tokens.link_text(slip), house.now, house.tools.keys)
    house.work(days=1)
    assert arriving.by_token(tokens.link_text(slip), house.now, house.tools.keys).origin == "slip"


def test_the_clock_closes_a_link_before_the_worker_comes(house: House) -> None:
    found = house.open_round()
    text = scenes.token_of(house.links()[0])
    arriving.by_token(text, found.closes - timedelta(seconds=1), house.tools.keys)
    with pytest.raises(RoundClosed):
        arriving.by_token(text, found.closes, house.tools.keys)


def test_the_state_closes_a_link_before_the_clock_does(house: House) -> None:
    found = house.open_round()
    closing.begin_closing(found.id, house.now)
    with pytest.raises(RoundClosed):
        arriving.by_token(scenes.token_of(house.links()[0]), house.now, house.tools.keys)


def test_a_spent_link_says_that_the_answers_are_in(house: House) -> None:
    house.open_round()
    scenes.respond(house, house.links()[0])
    with pytest.raises(AlreadySubmitted):
        arriving.by_token(scenes.token_of(house.links()[0]), house.now, house.tools.keys)


def test_beginning_makes_one_draft(house: House) -> None:
    house.open_round()
    scenes.begin(house, house.links()[0])
    assert scenes.left_behind() == (1, 0, 0)


def test_beginning_again_in_the_same_browser_finds_the_same_draft(house: House) -> None:
    house.open_round()
    code = scenes.begin(house, house.links()[0])
    other = tokens.new_resume_code()
    assert scenes.begin(house, house.links()[0], [other, code]) == code
    assert Draft.select().count() == 1


def test_the_link_alone_opens_no_draft_begun_elsewhere(house: House) -> None:
    house.open_round()
    first = scenes.begin(house, house.links()[0])
    assert scenes.begin(house, house.links()[0], held=()) != first
    assert Draft.select().count() == 2


def test_another_persons_link_does_not_lead_to_the_draft_in_this_browser(house: House) -> None:
    house.open_round(northshire=2)
    remi, rosa = house.links()
    code = scenes.begin(house, remi)
    scenes.fill(house, code)
    assert scenes.begin(house, rosa, [code]) != code


def test_an_open_link_always_begins_anew(house: House) -> None:
    house.open_round(northshire=0)
    shared = open_link(house)
    codes = list[bytes]()
    for _ in range(3):
        welcome = arriving.by_open_link(shared, house.now, house.tools.keys)
        codes.append(arriving.begin(welcome, codes, house.now, house.tools.keys))
    assert len(set(codes)) == 3


def test_everybody_behind_an_open_link_can_submit(house: House) -> None:
    house.open_round(northshire=0)
    shared = open_link(house, "southborough")
    for _ in range(3):
        welcome = arriving.by_open_link(shared, house.now, house.tools.keys)
        code = arriving.begin(welcome, [], house.now, house.tools.keys)
        scenes.fill(house, code)
        scenes.submit(house, code)
    assert scenes.left_behind() == (0, 3, 3)


def test_a_code_leads_back_however_it_is_typed(house: House) -> None:
    house.open_round()
    code = scenes.begin(house, house.links()[0])
    text = arriving.code_text(code)
    for typed in (text, text.lower(), text.replace("-", ""), text.replace("-", " "), f" {text} "):
        assert arriving.by_code(typed, house.now, house.tools.keys).code == code


@pytest.mark.parametrize("text", ["", "K7QD", "U" * 20, "K7QD-2M9X-T4HB-8WZC-5RN", "é" * 20])
def test_what_is_no_code_is_told_what_a_code_looks_like(house: House, text: str) -> None:
    with pytest.raises(NotFound, match="five groups of four"):
        arriving.by_code(text, NOW, house.tools.keys)


def test_a_code_without_answers_is_not_found(house: House) -> None:
    house.open_round()
    with pytest.raises(NotFound, match="no answers under this code"):
        arriving.by_code(arriving.code_text(tokens.new_resume_code()), house.now, house.tools.keys)


def test_a_code_has_done_its_work_after_submitting_and_after_closing(house: House) -> None:
    found = house.open_round(northshire=2)
    sent, unsent = (scenes.begin(house, link) for link in house.links())
    scenes.fill(house, sent)
    scenes.submit(house, sent)
    with pytest.raises(NotFound, match="no longer works"):
        arriving.by_code(arriving.code_text(sent), house.now, house.tools.keys)
    with pytest.raises(RoundClosed):
        arriving.by_code(arriving.code_text(unsent), found.closes, house.tools.keys)


def test_no_draft_begins_where_the_draft_secret_is_gone(house: House) -> None:
    found = house.open_round()
    house.tools.keys.destroy_closing(found.id)
    with pytest.raises(RoundClosed):
        scenes.begin(house, house.links()[0])
    assert not Draft.select().exists()


def test_a_draft_put_back_under_an_older_version_is_refused(house: House) -> None:
    house.open_round()
    code = scenes.begin(house, house.links()[0])
    old = Draft.get().body
    scenes.fill(house, code)
    Draft.update(body=old).execute()
    with pytest.raises(Conflict, match="cannot be read"):
        drafts.peek(code, house.tools.keys)


def test_every_draft_of_a_round_has_the_same_size(house: House) -> None:
    house.open_round(northshire=3)
    short, long, new = (scenes.begin(house, link) for link in house.links())
    scenes.fill(house, short)
    scenes.fill(
        house, long, service="other", service__other="é" * 200, heard="disagree", why="é" * 1000
    )
    assert new
    assert len({len(row.body) for row in Draft.select()}) == 1
