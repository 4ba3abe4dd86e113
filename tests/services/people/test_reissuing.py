"""A link that a newer one takes the place of."""

from __future__ import annotations

import pytest

from portal.errors import AlreadySubmitted, LinkRevoked, NotFound
from portal.services.answering import arriving, responding
from portal.services.people import invitations
from portal.store.answers import Ticket
from portal.store.people import Invitation
from portal.store.records import Audit
from portal.worker import passes
from tests.factories import ADA, House
from tests.services import scenes


def reissue(house: House, email: str = "remi1@northshire.example.org") -> str:
    """The new link, once the worker has sent it."""
    invitations.reissue("spring", email, ADA, house.now)
    house.work()
    return house.links()[-1]


def test_a_reissued_link_works_and_the_old_one_is_revoked(house: House) -> None:
    house.open_round()
    [old] = house.links()
    new = reissue(house)
    with pytest.raises(LinkRevoked, match="newest letter"):
        arriving.by_token(scenes.token_of(old), house.now, house.tools.keys)
    scenes.respond(house, new)


def test_a_draft_begun_with_a_revoked_link_cannot_be_submitted(house: House) -> None:
    house.open_round()
    code = scenes.begin(house, house.links()[0])
    scenes.fill(house, code)
    reissue(house)
    with pytest.raises(LinkRevoked, match="the one that you started with"):
        scenes.submit(house, code)
    assert scenes.left_behind() == (1, 0, 0)


def test_a_new_link_inherits_that_the_old_one_was_spent(house: House) -> None:
    house.open_round()
    scenes.respond(house, house.links()[0])
    new = reissue(house)
    with pytest.raises(AlreadySubmitted):
        arriving.by_token(scenes.token_of(new), house.now, house.tools.keys)
    assert scenes.left_behind() == (0, 1, 1)


def test_nobody_learns_from_a_reissue_whether_the_person_has_answered(house: House) -> None:
    house.open_round(northshire=2)
    scenes.respond(house, house.links()[0])
    seen = []
    for letter in list(house.letters):
        before = len(house.letters)
        reissue(house, letter.to)
        [sent] = house.letters[before:]
        said = Audit.select().where(Audit.who == ADA).order_by(Audit.id.desc()).get().did
        words = sent.text.replace(house.links()[-1], "").split("No more reminders")[0]
        seen.append((said, sent.subject, words))
    assert seen[0] == seen[1]
    states = {(row.issue, row.minted, row.stopped) for row in Invitation.select()}
    assert states == {(1, 1, 0)}


def test_asking_twice_before_the_worker_comes_sends_one_letter(house: House) -> None:
    house.open_round()
    invitations.reissue("spring", "remi1@northshire.example.org", ADA, house.now)
    reissue(house)
    assert len(house.letters) == 2
    assert sorted(row.state for row in Ticket.select()) == ["unused", "void"]


def test_a_link_can_be_reissued_again_and_again(house: House) -> None:
    house.open_round()
    links = [*house.links(), reissue(house), reissue(house, "REMI1@northshire.example.org")]
    assert [scenes.ticket_behind(link).state for link in links] == ["void", "void", "unused"]


def test_a_stranger_gets_no_new_link(house: House) -> None:
    house.open_round()
    with pytest.raises(NotFound, match="Nobody with that address"):
        invitations.reissue("spring", "stranger@example.org", ADA, house.now)


def test_a_draft_goes_on_under_the_link_that_took_the_first_ones_place(house: House) -> None:
    house.open_round()
    code = scenes.begin(house, house.links()[0])
    scenes.fill(house, code)
    move(house, code, f"http://127.0.0.1:8000{reissue(house)}")
    scenes.submit(house, code)
    assert scenes.left_behind() == (0, 1, 1)


@pytest.mark.parametrize("where", ["another organisation", "another round", "nowhere"])
def test_a_draft_goes_on_under_no_link_of_somewhere_else(house: House, where: str) -> None:
    house.open_round(northshire=1, southborough=1)
    house.open_round(code="summer")
    code = scenes.begin(house, house.links("northshire")[0])
    before = scenes.snapshot()
    other = {
        "another organisation": house.links("southborough")[0],
        "another round": house.links("northshire")[1],
        "nowhere": "/i/nothing",
    }
    with pytest.raises(NotFound):
        move(house, code, other[where])
    assert scenes.snapshot() == before


def test_a_draft_goes_on_under_no_link_that_is_spent_or_revoked(house: House) -> None:
    house.open_round(northshire=2)
    remi, rosa = house.links()
    code = scenes.begin(house, remi)
    scenes.respond(house, rosa)
    with pytest.raises(AlreadySubmitted):
        move(house, code, rosa)
    reissue(house, house.letters[0].to)
    with pytest.raises(LinkRevoked):
        move(house, code, remi)


def move(house: House, code: bytes, link: str) -> None:
    responding.move("spring", code, link, house.now, house.tools.keys)


def test_a_letter_whose_link_was_replaced_before_it_went_out_is_left_out(house: House) -> None:
    house.round()
    house.invite(1)
    passes.open_rounds(house.tools, house.now)
    passes.mint(house.tools, house.now)
    invitations.reissue("spring", "remi1@northshire.example.org", ADA, house.now)
    house.work()
    assert [letter.subject for letter in house.letters] == ["Spring check: your new link"]


def test_who_wants_no_more_letters_still_gets_the_new_link_they_asked_for(house: House) -> None:
    house.open_round()
    invitations.stop(house.letters[0].stop.rsplit("/", 1)[1])
    new = reissue(house)
    assert len(house.letters) == 2
    scenes.respond(house, new)


def test_nobody_gets_a_new_link_before_the_first(house: House) -> None:
    house.round()
    house.invite(1)
    with pytest.raises(NotFound, match="yet"):
        invitations.reissue("spring", "remi1@northshire.example.org", ADA, house.now)
