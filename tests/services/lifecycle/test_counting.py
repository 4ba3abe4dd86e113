from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from fractions import Fraction

import pytest

from portal.errors import CountRefused
from portal.services.lifecycle import counting
from portal.services.lifecycle.counting import Aside
from portal.services.reports import results
from portal.services.rounds import register as rounds
from portal.store.answers import Ballot, Ticket
from portal.store.db import db
from portal.store.organisations import Organisation
from portal.store.results import Certificate, Comment, Response
from portal.store.rounds import Round
from portal.survey.packing import unpack
from portal.vault import opening
from tests.factories import House
from tests.services import ballots, scenes

NOTHING_ASIDE = Aside()


def count(house: House, aside: Aside = NOTHING_ASIDE) -> None:
    found = rounds.by_code("spring")
    counting.count(found.id, ballots.manifest_of(house), ballots.key_of(house), house.now, aside)


def refused(house: House, aside: Aside = NOTHING_ASIDE) -> str:
    """The reason for which a count is refused, after checking that it changed nothing."""
    before = scenes.snapshot()
    with pytest.raises(CountRefused) as refusal:
        count(house, aside)
    assert scenes.snapshot() == before
    return str(refusal.value)


def certificate() -> Certificate:
    return Certificate.get()


def test_a_count_keeps_every_response_and_nothing_else(house: House) -> None:
    ballots.closed_round(house, northshire=12)
    count(house)
    assert Response.select().count() == 12
    assert not Ballot.select().exists()
    assert not Ticket.select().exists()
    assert rounds.by_code("spring").state == "releasing"


def test_the_certificate_says_what_happened_to_the_ballots(house: House) -> None:
    found = ballots.closed_round(house, northshire=12)
    count(house)
    row = certificate()
    assert (row.kept, row.set_aside) == (1, 0)
    assert (row.questionnaire, row.counted, row.keys_destroyed) == (
        found.questionnaire,
        house.now,
        None,
    )


def test_answers_and_scores_come_out_as_they_went_in(house: House) -> None:
    house.open_round(northshire=20)
    sent = Counter[tuple[str, str, str]]()
    for n, link in enumerate(house.links()):
        said = {
            "service": ("children", "adults")[n % 2],
            "heard": ("agree", "disagree")[n % 3 == 0],
        }
        scenes.respond(house, link, safe="agree", **said)
        sent[said["service"], said["heard"], "50" if n % 3 == 0 else "100"] += 1
    ballots.close(house)
    count(house)
    kept = [(unpack(row.answers), unpack(row.scores)) for row in Response.select()]
    assert Counter((a["service"], a["heard"], s["support"]) for a, s in kept) == sent
    assert {a["safe"] for a, _ in kept} == {"agree"}


def test_a_third_stays_an_exact_fraction(house: House) -> None:
    from tests.factories import SMALL

    third = SMALL.replace("items: [heard, safe]", "items: [heard, safe, led]")
    third = third.replace("  safe: I am safe\n", "  safe: I am safe\n  led: I am led\n")
    found = house.open_round(northshire=10, source=third)
    assert found.state == "open"
    for link in house.links():
        code = scenes.begin(house, link)
        scenes.fill(house, code)
        _answer_led(house, code)
        scenes.submit(house, code)
    ballots.close(house)
    count(house)
    assert {Fraction(reply.scores["support"]) for reply in results.counted("spring").replies} == {
        Fraction(200, 3)
    }


def _answer_led(house: House, code: bytes) -> None:
    from portal.services.answering.responding import Posted, save

    fields = {"q_heard": ["agree"], "q_safe": ["agree"], "q_led": ["disagree"]}
    secret = house.tools.keys
    save("spring", code, Posted("support", fields), house.now, secret, leaving=True)


@pytest.mark.parametrize("state", ["scheduled", "open", "closing", "releasing", "counted"])
def test_only_a_closed_round_is_counted(house: House, state: str) -> None:

    ballots.closed_round(house)
    Round.update(state=state).execute()
    assert f"is {state}" in refused(house)


def test_a_round_is_counted_once(house: House) -> None:
    ballots.closed_round(house)
    count(house)
    assert "is releasing" in refused(house)
    assert Certificate.select().count() == 1


@pytest.mark.parametrize(
    ("interfere", "reason"),
    [
        (lambda house: ballots.tamper(), "1 ballot of round spring cannot"),
        (lambda house: ballots.tamper(12), "12 ballots of round spring cannot"),
        (lambda house: ballots.lose(), "1 spent ticket without"),
        (lambda house: ballots.lose(12), "12 spent tickets without"),
        (ballots.stuff, "and 1 ballot without"),
        (lambda house: ballots.forge(house, organisation="southborough"), "1 spent ticket without"),
        (lambda house: ballots.forge(house, scores={"support": "0"}), "does not score"),
        (lambda house: ballots.forge(house, scores={}), "does not score"),
        (lambda house: ballots.forge(house, answers={"heard": "disagree"}), "does not score"),
        (lambda house: ballots.forge(house, questionnaire="0" * 64), "does not score"),
    ],
)
def test_whatever_does_not_agree_stops_the_count_and_changes_nothing(
    house: House, interfere: Callable[[House], None], reason: str
) -> None:
    ballots.closed_round(house)
    interfere(house)
    assert reason in refused(house)


def test_ballots_do_not_open_with_another_rounds_key(house: House) -> None:
    house.open_round(code="summer", northshire=0)
    ballots.closed_round(house)
    other = house.tools.keys.round_key(rounds.by_code("summer").id)
    assert other
    with pytest.raises(CountRefused, match="12 ballots of round"):
        counting.count(rounds.by_code("spring").id, ballots.manifest_of(house), other, house.now)


def test_a_lost_ballot_is_not_made_good_by_another_organisations(house: House) -> None:
    ballots.closed_round(house, northshire=11, southborough=11)
    ballots.forge(house, organisation=_other_of_first(house))
    assert "1 spent ticket without a ballot that opens, and 1 ballot without" in refused(house)


def _other_of_first(house: House) -> str:
    own = ballots.content_of(house, Ballot.get())["organisation"]
    return "southborough" if own == "northshire" else "northshire"


def test_a_ballot_set_aside_is_on_the_certificate_with_its_reason(house: House) -> None:
    ballots.closed_round(house, northshire=12)
    ballots.tamper(2)
    count(house, Aside(2, "A disk fault on 8 March"))
    row = certificate()
    assert (row.kept, row.set_aside) == (1, 2)
    assert row.reason == "A disk fault on 8 March"
    assert Response.select().count() == 10


@pytest.mark.parametrize(("broken", "aside"), [(0, 1), (1, 2), (2, 1), (1, 0)])
def test_as_many_are_set_aside_as_do_not_open_and_no_more(
    house: House, broken: int, aside: int
) -> None:
    ballots.closed_round(house)
    ballots.tamper(broken)
    assert f"{broken} ballot" in refused(house, Aside(aside, "because"))


def test_setting_aside_does_not_excuse_a_ballot_that_is_missing(house: House) -> None:
    ballots.closed_round(house)
    ballots.lose()
    ballots.tamper()
    assert "2 spent tickets without" in refused(house, Aside(1, "because"))


@pytest.mark.parametrize("number", [0, 1, 9])
def test_fewer_than_ten_in_all_leave_no_response(house: House, number: int) -> None:
    ballots.closed_round(house, northshire=number)
    count(house)
    assert not Response.select().exists()
    assert not Ballot.select().exists()
    assert not certificate().kept


def test_a_raised_threshold_holds_for_what_is_kept(house: House) -> None:
    ballots.closed_round(house, northshire=14, threshold=15)
    count(house)
    assert not Response.select().exists()


def test_every_combination_that_is_stored_occurs_ten_times(house: House) -> None:
    house.open_round(northshire=30, southborough=13)
    for organisation in ("northshire", "southborough"):
        for n, link in enumerate(house.links(organisation)):
            scenes.respond(house, link, service=("children", "children", "adults")[n % 3])
    ballots.close(house)
    count(house)
    kept = Counter(
        (reply.organisation, reply.answers.get("service", ""))
        for reply in results.counted("spring").replies
    )
    assert kept == {
        ("northshire", "children"): 20,
        ("northshire", "adults"): 10,
        ("southborough", ""): 13,
    }


def test_a_single_person_of_a_small_organisation_is_in_no_group(house: House) -> None:
    house.open_round(northshire=20, southborough=1)
    scenes.everybody_responds(house, "northshire")
    [lone] = house.links("southborough")
    scenes.respond(house, lone, heard="disagree")
    ballots.close(house)
    count(house)
    assert "southborough" not in {row.organisation_id for row in Response.select()}


def test_olgas_answers_are_not_among_northshires(house: House) -> None:
    house.open_round(northshire=20, southborough=20)
    scenes.everybody_responds(house, "northshire", heard="agree")
    scenes.everybody_responds(house, "southborough", heard="disagree", why="Southborough's words")
    ballots.close(house)
    count(house)
    heard = Counter((r.organisation_id, unpack(r.answers)["heard"]) for r in Response.select())
    assert heard == {("northshire", "agree"): 20, ("southborough", "disagree"): 20}
    assert {row.organisation_id for row in Comment.select()} == {"southborough"}


def test_counting_one_round_leaves_the_other_alone(house: House) -> None:
    house.open_round(code="summer", northshire=3)
    for link in house.links():
        scenes.respond(house, link, round_code="summer")
    house.letters.clear()
    ballots.closed_round(house)
    count(house)
    assert Ballot.select().count() == 3
    assert {row.round_id for row in Response.select()} == {rounds.by_code("spring").id}


def test_responses_are_neither_in_the_order_of_coming_nor_in_that_of_the_ballots(
    house: House,
) -> None:
    house.open_round(northshire=40)
    came = ["agree"] * 20 + ["disagree"] * 20
    for link, heard in zip(house.links(), came, strict=True):
        scenes.respond(house, link, heard=heard)
    ballots.close(house)
    lay = [ballots.content_of(house, row)["answers"]["heard"] for row in Ballot.select()]
    count(house)
    kept = [reply.answers["heard"] for reply in results.counted("spring").replies]
    assert sorted(kept) == came
    assert kept not in (came, came[::-1], lay, lay[::-1])


def test_a_count_that_reads_back_otherwise_is_undone(house: House) -> None:
    ballots.closed_round(house)
    db.execute_sql(
        "CREATE TRIGGER spoiler AFTER INSERT ON response"
        " BEGIN UPDATE response SET scores = '{}' WHERE id = NEW.id; END"
    )
    assert "does not read back" in refused(house)


def meanwhile(monkeypatch: pytest.MonkeyPatch, deed: Callable[[], object]) -> None:
    """Do this once, while the first ballot is being opened."""
    really, deeds = opening.open_ballot, [deed]

    def open_ballot(key: bytes, round_id: bytes, sealed: bytes) -> bytes:
        while deeds:
            deeds.pop()()
        return really(key, round_id, sealed)

    monkeypatch.setattr("portal.services.lifecycle.ballots.open_ballot", open_ballot)


def test_others_write_while_the_ballots_are_opened(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    ballots.closed_round(house)
    wrote = []

    def write() -> None:
        with closing(sqlite3.connect(house.database, timeout=0)) as other, other:
            other.execute("UPDATE organisation SET region = 'elsewhere'")
            wrote.append(True)

    meanwhile(monkeypatch, write)
    count(house)
    assert wrote
    assert Organisation.get().region == "elsewhere"
    assert Response.select().count() == 12


def test_no_snapshot_is_held_while_the_ballots_are_opened(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    ballots.closed_round(house)
    monkeypatch.setattr("portal.services.lifecycle.ballots.BATCH", 5)
    said = []
    truncate = "PRAGMA wal_checkpoint(TRUNCATE)"

    def empty_the_log() -> None:
        with closing(sqlite3.connect(house.database, timeout=0)) as other:
            said.extend(other.execute(truncate).fetchall())

    meanwhile(monkeypatch, empty_the_log)
    count(house)
    assert [busy for busy, *_ in said] == [0]
    assert Response.select().count() == 12


@pytest.mark.parametrize(
    ("deed", "reason"),
    [
        (lambda house: ballots.lose(), "changed while they were opened"),
        (ballots.stuff, "changed while they were opened"),
        (lambda house: Ticket.delete().execute(), "12 ballots without a spent ticket"),
        (lambda house: Ticket.update(state="void").execute(), "12 ballots without a spent ticket"),
    ],
)
def test_only_the_ballots_that_were_opened_are_counted_and_deleted(
    house: House,
    monkeypatch: pytest.MonkeyPatch,
    deed: Callable[[House], object],
    reason: str,
) -> None:
    ballots.closed_round(house)
    meanwhile(monkeypatch, lambda: deed(house))
    with pytest.raises(CountRefused, match=reason):
        count(house)
    assert Ballot.select().exists()
    assert not Response.select().exists()
    assert rounds.by_code("spring").state == "closed"


def test_of_two_workers_that_open_the_ballots_at_once_the_second_stops(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    ballots.closed_round(house)
    meanwhile(monkeypatch, lambda: count(house))
    with pytest.raises(CountRefused, match="is releasing"):
        count(house)
    assert (Certificate.select().count(), Response.select().count()) == (1, 12)


def test_every_batch_of_ballots_is_counted(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.services.lifecycle.ballots.BATCH", 3)
    ballots.closed_round(house, northshire=13)
    count(house)
    assert Response.select().count() == 13
