"""Single responses outlive the count only where the round was planned to keep them."""

from __future__ import annotations

import pytest

from portal.errors import CountRefused
from portal.services.lifecycle import counting
from portal.services.reports import released
from portal.services.rounds import register as rounds
from portal.store.results import Certificate, Response
from portal.store.rounds import Round
from tests.factories import House
from tests.services import ballots


def count(house: House) -> None:
    round_ = rounds.by_code("spring")
    counting.count(round_.id, ballots.manifest_of(house), ballots.key_of(house), house.now)


def test_no_single_response_outlives_the_count_of_a_round_that_keeps_none(house: House) -> None:
    round_ = ballots.closed_round(house, northshire=12, responses_kept=False)
    count(house)
    assert Response.select().count() == 0
    assert Certificate.get().kept == 1
    assert [cell.answers for cell in released.every(round_.id) if cell.measure == "score"]


def test_whether_single_responses_are_kept_is_fixed_at_the_opening(house: House) -> None:
    ballots.closed_round(house, northshire=12, responses_kept=False)
    Round.update(responses_kept=1).execute()
    with pytest.raises(CountRefused, match="disagree about whether single responses are kept"):
        count(house)
