"""Damaged ballots are left out of a count when two administrators agree."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.errors import Conflict, NotFound, Refused
from portal.services.figures import overview
from portal.services.lifecycle import setting_aside
from portal.services.lifecycle.setting_aside import Proposal
from portal.services.rounds import register as rounds
from portal.services.rounds import steps
from portal.store.records import Audit
from portal.store.rounds import Round
from tests.factories import ADA, NOW, House
from tests.services import ballots

OTHER = "ama@example.org"
WHY = "damaged by a disk fault"


def stopped(house: House, damaged: int = 2) -> None:
    """A round of which so many ballots cannot be opened, and whose count has stopped so."""
    ballots.closed_round(house, northshire=14)
    ballots.tamper(damaged)
    house.work()
    assert rounds.by_code("spring").stopped


def test_two_administrators_have_a_round_counted_without_damaged_ballots(house: House) -> None:
    stopped(house)
    setting_aside.propose("spring", 2, WHY, ADA, NOW)
    assert setting_aside.proposal("spring") == Proposal(2, WHY, ADA, "")
    house.work()
    assert rounds.by_code("spring").stopped
    setting_aside.agree("spring", Proposal(2, WHY, ADA, ""), OTHER, NOW)
    house.work()
    ending = overview.status("spring").certificate
    assert ending and (ending.set_aside, ending.reason, ending.kept) == (2, WHY, True)
    did = [(row.who, row.did) for row in Audit.select()]
    assert (ADA, "proposed to set 2 ballots of round spring aside") in did
    assert (OTHER, "agreed to set 2 ballots of round spring aside") in did


def test_one_administrator_alone_is_not_two(house: House) -> None:
    stopped(house)
    setting_aside.propose("spring", 2, WHY, ADA, NOW)
    with pytest.raises(Conflict, match="You need two people"):
        setting_aside.agree("spring", Proposal(2, WHY, ADA, ""), ADA, NOW)
    steps.request("spring", "count", ADA, NOW)
    house.work()
    assert rounds.by_code("spring").stopped


def test_whoever_proposes_anew_needs_somebody_elses_word_again(house: House) -> None:
    stopped(house)
    setting_aside.propose("spring", 1, WHY, ADA, NOW)
    setting_aside.agree("spring", Proposal(1, WHY, ADA, ""), OTHER, NOW)
    house.work()
    assert "2 ballots of round spring" in rounds.by_code("spring").problem
    setting_aside.propose("spring", 2, WHY, OTHER, NOW)
    assert setting_aside.agreed(rounds.by_code("spring").id) == (0, "")
    setting_aside.agree("spring", Proposal(2, WHY, OTHER, ""), ADA, NOW)
    house.work()
    assert rounds.by_code("spring").state == "counted"


@pytest.mark.parametrize(
    "seen",
    [Proposal(1, WHY, ADA, ""), Proposal(2, "no reason", ADA, ""), Proposal(2, WHY, "x@y.org", "")],
)
def test_agreeing_is_to_what_was_read_and_to_nothing_else(house: House, seen: Proposal) -> None:
    stopped(house)
    setting_aside.propose("spring", 2, WHY, ADA, NOW)
    with pytest.raises(Conflict, match="Something else is proposed now"):
        setting_aside.agree("spring", seen, OTHER, NOW)
    assert setting_aside.agreed(rounds.by_code("spring").id) == (0, "")


def test_the_operator_alone_can_do_it_and_the_audit_says_so(house: House) -> None:
    stopped(house)
    command = ["round", "count", "spring", "--set-aside", "2", "--reason", WHY]
    with house.app.app_context():
        done = house.app.test_cli_runner().invoke(args=command)
    assert done.exit_code == 0, done.output
    did = [(row.who, row.did) for row in Audit.select()]
    assert ("command line", "had 2 ballots of round spring set aside, agreed by nobody") in did


def test_a_proposal_is_withdrawn(house: House) -> None:
    stopped(house)
    setting_aside.propose("spring", 2, WHY, ADA, NOW)
    setting_aside.withdraw("spring", OTHER, NOW)
    assert setting_aside.proposal("spring") is None
    with pytest.raises(NotFound, match="Nobody proposes"):
        setting_aside.agree("spring", Proposal(2, WHY, ADA, ""), OTHER, NOW)


@pytest.mark.parametrize(
    ("number", "reason"), [(0, WHY), (-1, WHY), (2, ""), (2, "x" * 301), (2, "a\nb")]
)
def test_a_proposal_needs_a_number_and_a_reason(house: House, number: int, reason: str) -> None:
    stopped(house)
    with pytest.raises(Refused):
        setting_aside.propose("spring", number, reason, ADA, NOW)
    assert setting_aside.proposal("spring") is None


Verb = Callable[[], None]


@pytest.mark.parametrize(
    "verb",
    [
        lambda: setting_aside.propose("spring", 1, WHY, ADA, NOW),
        lambda: setting_aside.agree("spring", Proposal(1, WHY, OTHER, ""), ADA, NOW),
        lambda: setting_aside.withdraw("spring", ADA, NOW),
    ],
)
@pytest.mark.parametrize("state", ["draft", "open", "closed", "releasing", "counted"])
def test_ballots_are_set_aside_only_where_a_count_has_stopped(
    house: House, verb: Verb, state: str
) -> None:
    house.round()
    Round.update(state=state).execute()
    with pytest.raises(Conflict, match="only where a count has stopped"):
        verb()
