"""Whoever can write to the database reads no ballot and weakens no rule: nothing is served, sealed
or counted by what they wrote, and staff are told. Without manifests they succeed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.errors import RoundClosed, RoundPaused
from portal.services.answering import arriving, sittings
from portal.services.people import sheets
from portal.services.questionnaires import frozen
from portal.services.rounds import planning, steps
from portal.services.rounds import register as rounds
from portal.store.answers import Ballot
from portal.store.library import Frozen
from portal.store.records import Audit
from portal.store.results import Certificate, Response
from portal.store.rounds import Participation, Round
from portal.survey.packing import unpack
from portal.vault import opening, tokens
from portal.vault.opening import Unopenable
from tests.attack import writer
from tests.attack.writer import SWAPS, Swap
from tests.factories import ADA, SMALL, House
from tests.services import ballots, scenes

DAY = timedelta(days=1)


@pytest.fixture
def open_house(house: House) -> House:
    """Twelve of Northshire are invited, and one of them has begun."""
    house.person(ADA)
    house.open_round(northshire=12, organisations=("northshire",))
    return house


@pytest.fixture(autouse=True)
def forget() -> None:
    """What one test has a process keep is none of the next one's."""
    frozen.load.cache_clear()


def problem() -> str:
    return rounds.by_code("spring").problem


def told(house: House) -> list[str]:
    """The administrators' letters about the round."""
    house.work()
    return [letter.subject for letter in house.letters if letter.to == ADA]


@pytest.mark.parametrize("swap", SWAPS, ids=str)
def test_nothing_is_served_or_sealed_by_what_was_swapped(open_house: House, swap: Swap) -> None:
    code = scenes.begin(open_house, open_house.links("northshire")[0])
    scenes.fill(open_house, code)
    swap.make()
    for serve in (
        lambda: scenes.begin(open_house, open_house.links("northshire")[1]),
        lambda: scenes.fill(open_house, code),
        lambda: scenes.submit(open_house, code),
    ):
        with pytest.raises(RoundPaused, match="is safe"):
            serve()
    assert not Ballot.select().exists()


@pytest.mark.parametrize("swap", SWAPS, ids=str)
def test_staff_are_told_once_and_letters_wait(open_house: House, swap: Swap) -> None:
    open_house.invite(13)
    swap.make()
    assert open_house.work()[0] == f"round spring waits: {problem()}"
    assert swap.said in problem()
    assert told(open_house) == ["Social Work Health Check: look at Spring check"]
    assert told(open_house) == ["Social Work Health Check: look at Spring check"]
    assert len(open_house.links("northshire")) == 12


@pytest.mark.parametrize("swap", SWAPS, ids=str)
def test_nothing_is_counted_by_what_was_swapped(open_house: House, swap: Swap) -> None:
    scenes.everybody_responds(open_house, "northshire")
    swap.make()
    open_house.work(days=8)
    assert rounds.by_code("spring").state == "closed"
    assert swap.said in problem()
    steps.request("spring", "count", ADA, open_house.now)
    open_house.work()
    assert swap.said in problem()
    assert (Ballot.select().count(), Response.select().count()) == (12, 0)
    assert ballots.key_of(open_house)


@pytest.mark.parametrize("swap", SWAPS, ids=str)
def test_once_the_database_is_put_right_the_round_goes_on(open_house: House, swap: Swap) -> None:
    row, source = Round.get(Round.code == "spring"), Frozen.get()
    swap.make()
    open_house.work()
    terms = {name: getattr(row, name) for name in ("public_key", "threshold", "size")}
    Round.update(questionnaire=row.questionnaire_id, **terms).execute()
    Frozen.update(text=source.text).where(Frozen.sha256 == source.sha256).execute()
    frozen.load.cache_clear()
    open_house.work()
    assert problem() == ""
    scenes.everybody_responds(open_house, "northshire")
    open_house.work(days=7)
    assert (rounds.by_code("spring").state, Response.select().count()) == ("counted", 12)


def test_people_are_told_calmly(open_house: House) -> None:
    writer.public_key()
    answer = open_house.client().get(open_house.links("northshire")[0])
    assert answer.status_code == 503
    assert "This survey is taking a break" in answer.text
    assert "attack" not in answer.text and "key" not in answer.text.split("<main")[1]


@pytest.mark.parametrize("later", [-6 * DAY, 6 * DAY])
def test_a_closing_moved_in_the_database_moves_nothing(open_house: House, later: timedelta) -> None:
    closes = rounds.by_code("spring").closes
    code = scenes.begin(open_house, open_house.links("northshire")[0])
    writer.closes(days=later.days)
    taken = sittings.take("spring", code, closes - DAY, open_house.tools.keys)
    assert taken.pipes["closes"] == "9 March 2026 at 9:00am"
    with pytest.raises(RoundClosed):
        sittings.take("spring", code, closes, open_house.tools.keys)
    said = open_house.work(days=2)[0]
    assert "the database was wrong about round spring: it closes on 9 March 2026" in said
    assert (rounds.by_code("spring").closes, rounds.by_code("spring").state) == (closes, "open")
    assert told(open_house) == ["Social Work Health Check: look at Spring check"]
    assert any("put round spring right" in row.did for row in Audit.select())
    writer.closes(days=later.days)
    open_house.work(days=5)
    assert rounds.by_code("spring").state == "counted"


def test_organisations_come_and_go_by_the_manifest_alone(open_house: House) -> None:
    row = Round.get(Round.code == "spring")
    Participation.delete().execute()
    Participation.create(round=row.id, organisation="southborough")
    slip = tokens.link_text(sheets.make("spring", "southborough", 1, ADA, open_house.now)[0])
    with pytest.raises(RoundPaused):
        arriving.by_token(slip, open_house.now, open_house.tools.keys)
    scenes.begin(open_house, open_house.links("northshire")[0])
    said = open_house.work()[0]
    assert said.endswith("northshire was missing; southborough is not in it")
    assert planning.taking_part(row.id) == ("northshire",)
    assert told(open_house) == ["Social Work Health Check: look at Spring check"]


def test_a_round_that_is_only_said_to_have_closed_is_not_counted(open_house: House) -> None:
    scenes.everybody_responds(open_house, "northshire")
    Round.update(state="closed").execute()
    open_house.work()
    assert "By its manifest round spring is open until 9 March 2026" in problem()
    assert ballots.key_of(open_house)
    assert not Certificate.select().exists()


def test_a_round_that_is_said_not_to_have_opened_keeps_its_manifest(open_house: House) -> None:
    before = ballots.manifest_of(open_house)
    Round.update(state="scheduled", public_key=writer.PUBLIC, threshold=1).execute()
    open_house.work()
    assert ballots.manifest_of(open_house) == before
    assert rounds.by_code("spring").state == "open"
    open_house.work()
    assert "its smallest group" in problem()


def test_a_round_made_in_the_database_is_served_to_nobody(open_house: House) -> None:
    row = Round.get(Round.code == "spring")
    values = dict(row.__data__) | {"id": b"o" * 16, "code": "own", "public_key": writer.PUBLIC}
    Round.insert(values).execute()
    open_house.work()
    assert "round key of round own is not in the folder" in rounds.by_code("own").problem
    with pytest.raises(RoundClosed):
        sittings.take("own", None, open_house.now, open_house.tools.keys)
    assert problem() == ""


@pytest.mark.parametrize("number", [1, 5, 9])
def test_fewer_than_ten_are_shown_nowhere_as_a_smallest_group(house: House, number: int) -> None:
    house.round()
    Round.update(threshold=number).execute()
    assert rounds.by_code("spring").threshold == 10
    house.work()
    assert ballots.manifest_of(house).terms.threshold == 10
    house.work()
    assert "its smallest group" in problem()


def test_without_a_manifest_the_attacker_reads_every_ballot(
    open_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenes.respond(open_house, open_house.links("northshire")[0])
    writer.no_manifest(monkeypatch)
    writer.public_key()
    scenes.respond(
        open_house, open_house.links("northshire")[1], heard="disagree", why="Too many forms"
    )
    read = [_read(row) for row in Ballot.select()]
    assert sorted(map(bool, read)) == [False, True]
    assert any("Too many forms" in each for each in read)


def test_without_a_manifest_and_a_least_number_few_are_told_apart(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer.no_smallest_group(monkeypatch)
    house.open_round(northshire=3)
    scenes.everybody_responds(house)
    writer.threshold()
    house.work(days=8)
    assert Response.select().count() == 3


@pytest.mark.parametrize("swap", [writer.text, writer.questionnaire])
def test_without_a_manifest_and_a_hash_another_questionnaire_is_served(
    open_house: House, monkeypatch: pytest.MonkeyPatch, swap: object
) -> None:
    writer.no_manifest(monkeypatch)
    assert callable(swap)
    swap()
    page = open_house.client().get(open_house.links("northshire")[0])
    token = scenes.token_of(open_house.links("northshire")[0])
    shown = arriving.by_token(token, open_house.now, open_house.tools.keys).questionnaire
    assert page.status_code == 200
    assert shown.source == writer.LEADING != SMALL


def test_without_a_manifest_a_ballot_is_as_long_as_the_database_says(
    open_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenes.respond(open_house, open_house.links("northshire")[0])
    writer.no_manifest(monkeypatch)
    writer.size()
    scenes.respond(open_house, open_house.links("northshire")[1])
    assert len({len(row.sealed) for row in Ballot.select()}) == 2


def test_without_a_manifest_the_database_closes_and_lets_in(
    open_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer.no_manifest(monkeypatch)
    row = Round.get(Round.code == "spring")
    Participation.create(round=row.id, organisation="southborough")
    slip = tokens.link_text(sheets.make("spring", "southborough", 1, ADA, open_house.now)[0])
    assert arriving.by_token(slip, open_house.now, open_house.tools.keys)
    writer.closes(days=-6)
    open_house.work(days=2)
    assert rounds.by_code("spring").state == "counted"


def _read(row: Ballot) -> str:
    """What the attacker's key makes of a ballot."""
    try:
        return str(unpack(opening.open_ballot(writer.PRIVATE, row.round_id, row.sealed)))
    except Unopenable:
        return ""
