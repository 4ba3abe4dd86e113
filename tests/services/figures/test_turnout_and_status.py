from __future__ import annotations

import pytest

from portal.disclosure.answered import Numbers, Part
from portal.errors import Conflict, NotFound
from portal.services.figures import overview, reach, tallies
from portal.services.people import invitations, links, sheets
from portal.services.reports import results
from portal.services.rounds import register as rounds
from portal.store.figures import Tally
from portal.store.people import Invitation
from portal.vault import tokens
from tests.factories import ADA, House
from tests.services import ballots, scenes
from tests.services.figures.test_returns_answered import RETURN


def shares() -> dict[str, tuple[int, int | None]]:
    """As staff may see them."""
    rows = overview.status("spring").rows
    return {row.code: (row.reach.invited, row.numbers.submitted) for row in rows}


def counted(organisation: str = "northshire") -> Numbers:
    found = rounds.by_code("spring").id
    return tallies.live(found, reach.live(found))[organisation]


def test_the_status_has_counts_for_each_organisation_by_name(house: House) -> None:
    house.open_round(northshire=10, southborough=2)
    for link in house.links("northshire")[:7]:
        scenes.respond(house, link)
    names = [row.name for row in overview.status("spring").rows]
    assert names == ["London Borough of Southborough", "Northshire County Council"]
    assert shares() == {"southborough": (2, None), "northshire": (10, 0)}
    house.work(days=1)
    assert shares() == {"southborough": (2, None), "northshire": (10, 5)}


def test_no_number_of_returns_is_withheld(house: House) -> None:
    house.open_round(northshire=1, source=RETURN)
    assert shares() == {"northshire": (1, 0), "southborough": (0, 0)}


def test_an_organisation_that_invited_nobody_is_there_with_nothing(house: House) -> None:
    house.open_round(northshire=1)
    assert shares()["southborough"] == (0, None)


@pytest.mark.parametrize("answered", [0, 1])
def test_after_the_closing_letters_are_left_out_where_all_were_taken_off(
    house: House, answered: int
) -> None:
    """It shows as little whether they had answered."""
    house.open_round(northshire=12, southborough=1)
    for link in house.links("southborough")[:answered]:
        scenes.respond(house, link)
    Invitation.update(withdrawn=1).where(Invitation.organisation == "southborough").execute()
    ballots.close(house)
    (row,) = [row for row in overview.status("spring").rows if row.code == "southborough"]
    assert (row.numbers.submitted, row.numbers.left_out) == (None, ("letters",))


def test_a_reissue_changes_no_count(house: House) -> None:
    house.open_round(northshire=2)
    scenes.respond(house, house.links()[0])
    before = counted()
    assert before == Numbers(Part(2, 1))
    for letter in list(house.letters):
        invitations.reissue("spring", letter.to, ADA, house.now)
    house.work()
    assert counted() == before


def test_slips_count_as_invited_and_open_links_do_not(house: House) -> None:
    from portal.services.answering import arriving

    house.open_round(northshire=1)
    sheets.make("spring", "northshire", 2, ADA, house.now)
    link = tokens.link_text(links.open_link("spring", "northshire", ADA, house.now))
    code = arriving.begin(
        arriving.by_open_link(link, house.now, house.tools.keys), [], house.now, house.tools.keys
    )
    scenes.fill(house, code)
    scenes.submit(house, code)
    assert counted() == Numbers(Part(1, 0), Part(2, 0), Part(1, 1))
    assert shares()["northshire"] == (3, None)


def test_a_link_to_forward_is_known_of_without_an_answer_and_after_the_closing(
    house: House,
) -> None:
    house.open_round(northshire=12)
    links.open_link("spring", "northshire", ADA, house.now)
    assert counted() == Numbers(Part(12, 0), Part(), Part(1, 0))
    links.withdraw("spring", "northshire", ADA, house.now)
    assert counted().forwarded == Part(1, 0)
    house.work(days=8)
    [row] = [row for row in overview.status("spring").rows if row.code == "northshire"]
    assert row.numbers.left_out == ("letters", "forwarded")


def test_the_count_is_whole_once_the_ballots_are_counted_and_not_before(house: House) -> None:
    house.open_round(northshire=12, southborough=5)
    for link in house.links("northshire")[:11]:
        scenes.respond(house, link)
    house.work(days=1)
    before = shares()
    assert before == {"northshire": (12, 10), "southborough": (5, None)}
    ballots.close(house)
    assert shares() == before
    house.work(days=8)
    assert shares() == {"northshire": (12, 11), "southborough": (5, None)}


def test_another_rounds_counts_do_not_leak_in(house: House) -> None:
    house.open_round(northshire=3)
    house.open_round(northshire=7, code="summer")
    assert counted() == Numbers(Part(3, 0))


@pytest.mark.parametrize(
    ("invited", "undeliverable", "kept"), [(12, 0, 10), (12, 3, 0), (9, 0, 0), (3, 0, 0)]
)
def test_the_kept_count_holds_numbers_that_may_be_shown_and_no_person(
    house: House, invited: int, undeliverable: int, kept: int
) -> None:
    house.open_round(northshire=invited)
    for link in house.links()[:10]:
        scenes.respond(house, link)
    of = Invitation.select(Invitation.id).limit(undeliverable)
    Invitation.update(undeliverable="no such mailbox").where(Invitation.id.in_(of)).execute()
    house.work(days=1)
    before = shares()["northshire"]
    assert before == (invited, kept or None)
    ballots.close(house)
    assert shares()["northshire"] == before
    own = Tally.select().where(Tally.organisation == "northshire")
    row = own.order_by(Tally.day.desc()).first()
    assert (row.invited, row.by_letter, row.undeliverable) == (invited, kept, undeliverable)
    assert (row.slips, row.by_slip, row.open_link, row.by_open_link) == (0, 0, 0, 0)


def test_there_is_a_certificate_once_the_round_is_counted(house: House) -> None:
    house.open_round(northshire=12)
    scenes.everybody_responds(house)
    assert overview.status("spring").certificate is None
    house.work(days=8)
    ending = overview.status("spring").certificate
    assert ending
    assert (ending.kept, ending.set_aside) == (True, 0)
    assert ending.keys_destroyed == house.now.date()
    assert (ending.reason, ending.questionnaire) == ("", rounds.by_code("spring").questionnaire)


def test_the_status_of_no_round_is_not_found(house: House) -> None:
    with pytest.raises(NotFound):
        overview.status("autumn")


@pytest.mark.parametrize("days", [0, 6])
def test_results_are_not_to_be_had_before_the_count(house: House, days: int) -> None:
    house.open_round(northshire=12)
    scenes.everybody_responds(house)
    house.work(days=days)
    with pytest.raises(Conflict, match="exported once counted"):
        results.counted("spring")


def test_a_counted_round_gives_back_what_was_stored(house: House) -> None:
    house.open_round(northshire=20)
    scenes.everybody_responds(house, heard="disagree", why="Words")
    house.work(days=8)
    found = results.counted("spring")
    assert found.questionnaire.id == "small"
    replies = [*found.replies]
    assert len(replies) == len([*found.remarks]) == 20
    assert replies[0].answers == {"service": "children", "heard": "disagree", "safe": "agree"}
    assert {(r.organisation, r.item, r.text) for r in found.remarks} == {
        ("northshire", "why", "Words")
    }
