"""``flask demo --counted``: rounds of invented organisations that the portal itself counts."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from portal.cli.demonstration import cast, making
from portal.errors import Conflict, Refused
from portal.reports import assessed
from portal.reports.edition import Edition
from portal.services.lifecycle import demonstration
from portal.services.reports import editions, statements
from portal.services.rounds import register as rounds
from portal.services.rounds.register import ASSESSED, LAST_YEAR, THIS_YEAR
from portal.services.staff import accounts
from portal.services.staff.scope import Employer
from portal.store.answers import Ballot, Ticket
from portal.store.organisations import Organisation
from portal.store.people import Invitation
from portal.store.results import Certificate
from portal.store.rounds import Round
from tests.cli import test_mail
from tests.factories import House

FEW = tuple(each for each in cast.ORGANISATIONS if each.code in ("eastwold", "tarnbeck", "wolden"))


def said(house: House, *command: str) -> str:
    with house.app.app_context():
        return test_mail.said(house, *command)


def editions_of(code: str) -> tuple[Edition, ...]:
    round_ = rounds.by_code(THIS_YEAR)
    return editions.every(round_, Employer(code, code.title(), ""))


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cast, "ORGANISATIONS", FEW)


def test_two_counted_rounds_of_one_series_can_be_read_and_compared(house: House) -> None:
    told = said(house, "demo", "--counted")
    assert re.search(r"Eastwold Council, 14 answers: \S+/staff/enter/\S{22}\n", told)
    assert "administrator's sign-in link" in told
    last, own, this = rounds.demonstrations()
    assert (last.code, own.code, this.code) == (LAST_YEAR, ASSESSED, THIS_YEAR)
    for each in (last, own, this):
        assert (str(each.state), each.problem, each.request) == ("counted", "", "")
        certificate = Certificate.get_by_id(each.id)
        assert certificate.counted == each.closes and certificate.kept
        assert certificate.keys_destroyed == each.closes.date()
        assert house.tools.keys.round_key(each.id) is None
    assert not any(table.select().exists() for table in (Ballot, Ticket, Invitation))
    newer, older = editions_of("eastwold")
    assert (newer.numbers.letters.answers, older.numbers.letters.answers) == (14, 15)
    changed = [one.own("supervision") for one in (newer, older)]
    assert changed[0] and changed[1]
    assert changed[0].figure.value > changed[1].figure.value
    assert editions_of("wolden")[0].numbers.slips.answers == 17
    assert not editions_of("tarnbeck")[0].own("supervision")
    assert accounts.by_email("ed@eastwold.example.org").organisation == "eastwold"


def test_what_organisations_say_of_themselves_lies_beside_this_years_scores(house: House) -> None:
    said(house, "demo", "--counted")
    own, silent = (
        statements.assessment(rounds.by_code(THIS_YEAR), Employer(code, code, ""))
        for code in ("eastwold", "tarnbeck")
    )
    assert own and sorted(own.standards) == list(range(1, 9))
    assert silent is None
    laid = assessed.beside(editions_of("eastwold")[0], own)
    assert laid and laid.furthest
    assert statements.assessment(rounds.by_code(LAST_YEAR), Employer("eastwold", "", "")) is None


def test_asked_again_it_makes_what_is_missing_and_nothing_twice(house: House) -> None:
    said(house, "demo", "--counted")
    before = rounds.by_code(LAST_YEAR).id
    Round.update(request="remove").where(Round.code == THIS_YEAR).execute()
    house.work()
    assert [each.code for each in rounds.demonstrations()] == [LAST_YEAR, ASSESSED]
    said(house, "demo", "--counted")
    assert [each.code for each in rounds.demonstrations()] == [LAST_YEAR, ASSESSED, THIS_YEAR]
    assert rounds.by_code(LAST_YEAR).id == before
    assert "practitioner's link" in said(house, "demo")
    assert len(rounds.demonstrations()) == 4


def test_what_is_added_later_keeps_to_the_rounds_that_are_there(house: House) -> None:
    said(house, "demo", "--counted")
    Round.update(request="remove").where(Round.code == ASSESSED).execute()
    house.work()
    opens = rounds.by_code(THIS_YEAR).opens
    making.make(house.tools, opens + timedelta(days=400))
    assert rounds.by_code(ASSESSED).closes < opens


def test_all_of_it_goes_in_one_step_and_is_left_out_where_the_portal_is_in_use(
    house: House,
) -> None:
    said(house, "demo")
    said(house, "demo", "--counted")
    assert said(house, "demo", "--remove") == "removed the demonstration\n"
    assert not Round.select().exists() and not Organisation.select().exists()
    assert [each.role for each in accounts.every()] == ["administrator"]
    assert "staff/enter" not in said(house, "demo", "--counted", "--if-empty")
    assert not Round.select().exists()


def test_people_are_invented_for_no_round_but_the_demonstrations(house: House) -> None:
    house.open_round(12)
    with pytest.raises(Refused, match="Invented people"):
        demonstration.answer("spring", "northshire", "invitation", [{}])
    with pytest.raises(Refused, match="Invented people"):
        demonstration.take_as_sent("spring")
    house.open_round(2, code="demo")
    with pytest.raises(Conflict, match="fewer than 3"):
        demonstration.answer("demo", "northshire", "invitation", [{}] * 3)
    assert not Ballot.select().exists()
    assert not Ticket.select().where(Ticket.state == "spent").exists()
