"""What of single people's answers leaves the portal, and for what reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import count
from random import Random

import pytest

from portal.errors import Conflict, Refused
from portal.reports.counted import Counted
from portal.services.reports import records, results
from portal.store.organisations import Organisation
from portal.store.results import Comment, Response
from portal.store.rounds import Round
from portal.survey.packing import pack
from tests.factories import House
from tests.services.figures.test_returns_answered import finish, open_return

WHY = "Weights for the national report"
ITEMS = [f"item{number}" for number in range(12)]
NUMBERS = count()


def with_responses(house: House, **numbers: int) -> None:
    """A counted round with so many responses of each organisation; ``none``: of none."""
    round_, chance = house.round(), Random(1)
    Round.update(state="counted").execute()
    for code in numbers.keys() - {"none", "northshire", "southborough"}:
        Organisation.create(code=code, name=code, type="x", region="y")
    for code, number in numbers.items():
        for _ in range(number):
            told = {"round": round_.id, "organisation": None if code == "none" else code}
            said = pack(answers_of(chance)).decode()
            Response.create(id=fresh(), answers=said, scores="{}", **told)
        if code != "none":
            Comment.create(id=fresh(), item="why", text=code, **told)


def fresh() -> bytes:
    return next(NUMBERS).to_bytes(16, "big")


def answers_of(chance: Random) -> dict[str, str]:
    """One person's, who is content, or not, with most things."""
    mood = chance.gauss(3, 0.8)
    return {item: str(min(5, max(1, round(chance.gauss(mood, 0.8))))) for item in ITEMS}


def told(counted: Counted) -> set[str]:
    organisations = {each.organisation for each in counted.replies}
    assert {each.organisation for each in counted.remarks} <= organisations | {""}
    return organisations


@pytest.mark.parametrize(
    ("numbers", "organisations"),
    [
        ({"northshire": 50, "southborough": 60}, {"northshire", "southborough"}),
        ({"northshire": 49, "southborough": 60, "a": 20}, {"", "southborough"}),
        ({"northshire": 49, "none": 1, "southborough": 60}, {"", "southborough"}),
        # forty of which none is told would all be Northshire's, as everybody knows
        ({"northshire": 40, "southborough": 60, "a": 70}, {"", "a"}),
        ({"none": 12, "southborough": 60, "a": 70}, {"", "a"}),
        ({"northshire": 30, "southborough": 19}, {""}),
    ],
    ids=range(6),
)
def test_the_organisation_is_told_where_fifty_share_it_and_fifty_share_what_is_not_told(
    house: House, numbers: Mapping[str, int], organisations: set[str]
) -> None:
    with_responses(house, **numbers)
    assert told(records.taken("spring", WHY, house.now)) == organisations
    assert {
        each.organisation for each in records.taken("spring", WHY, house.now).remarks
    } <= organisations
    stored = {each.organisation for each in results.counted("spring").replies}
    assert stored == {code.replace("none", "") for code in numbers}


def test_nothing_else_of_a_response_is_another(house: House) -> None:
    with_responses(house, northshire=30, southborough=60)
    taken, whole = records.taken("spring", WHY, house.now), results.counted("spring")
    assert [each.answers for each in taken.replies] == [each.answers for each in whole.replies]
    assert [each.text for each in taken.remarks] == [each.text for each in whole.remarks]
    assert taken.tallies == whole.tallies


def found(counted: Counted, colleagues: Sequence[Mapping[str, str]], chance: Random) -> int:
    """How many of these people of Northshire somebody finds who knows five answers of each."""
    theirs = [each for each in counted.replies if each.organisation in ("", "northshire")]
    alone = 0
    for colleague in colleagues:
        known = chance.sample(ITEMS, 5)
        like = [
            each for each in theirs if all(each.answers[item] == colleague[item] for item in known)
        ]
        alone += len(like) == 1
    return alone


def test_a_colleague_who_knows_five_answers_finds_fewer_than_with_the_organisation(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_responses(house, northshire=30, southborough=40, a=40, b=40, c=40)
    people = [
        dict(each.answers)
        for each in results.counted("spring").replies
        if each.organisation == "northshire"
    ]
    protected = found(records.taken("spring", WHY, house.now), people, Random(2))
    monkeypatch.setattr(records, "AMONG", 10)
    exposed = found(records.taken("spring", WHY, house.now), people, Random(2))
    assert protected < exposed <= len(people)


@pytest.mark.parametrize("reason", ["", "   ", "too short", "x" * 301, "two lines\nof a reason"])
def test_without_a_reason_in_one_line_nothing_is_taken(house: House, reason: str) -> None:
    with_responses(house, northshire=60)
    with pytest.raises(Refused, match="one line of 10 to 300 characters"):
        records.taken("spring", reason, house.now)


def test_before_the_count_no_reason_is_good_enough(house: House) -> None:
    house.round()
    with pytest.raises(Conflict, match="can be exported once counted"):
        records.taken("spring", WHY, house.now)


def test_after_its_last_day_nothing_is_taken_whether_or_not_it_is_deleted_yet(house: House) -> None:
    with_responses(house, northshire=60)
    Round.update(retain_until=house.now.date()).execute()
    assert records.taken("spring", WHY, house.now)
    with pytest.raises(Conflict, match="held was deleted after"):
        records.taken("spring", WHY, house.now + timedelta(days=1))


def test_returns_are_whole_and_nobody_has_to_say_why(house: House) -> None:
    finish(house, open_return(house))
    house.work(days=8)
    [reply] = records.taken("spring", "", house.now).replies
    assert reply.organisation == "northshire"
