"""What each organisation has yet to do, and whom one button writes to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from portal.calendar.state import State
from portal.disclosure.answered import Numbers, Part
from portal.services import audit
from portal.services.figures.overview import Participant
from portal.services.figures.reach import Reach
from portal.services.figures.returns import NOT_BEGUN, ReturnPage, ReturnState
from portal.services.figures.standing import Standing
from portal.services.guiding import board
from portal.services.guiding.board import Standpoint
from portal.services.reports import publishing
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.services.staff import accounts, sessions, team
from portal.services.staff.accounts import Psws
from portal.store.letters import Notice
from portal.store.rounds import Participation, Round
from portal.store.staff import Staff
from tests.factories import ADA, NOW, OLGA, PAT, House
from tests.services import scenes
from tests.services.figures.test_returns_answered import RETURN, finish

DAY = date(2026, 3, 1)
NOBODY = Standing(Reach())
SENT = Reach(20, 0, 20)
LOW = Standing(SENT, Numbers(Part(20, 5)).veiled())
WELL = Standing(SENT, Numbers(Part(20, 15)).veiled())
STUCK = Standing(Reach(20, 0, 20, 20))
SOME = ReturnState(submitted=False, pages=(ReturnPage("Posts", "Completed", ""),))
IN = ReturnState(submitted=True, pages=())
KNOWN, STRANGER, NONE = Psws(2, DAY), Psws(1, None), Psws()


def at(house: House, state: State, **changes: object) -> RoundInfo:
    """The round in this state, as if it had been open for four of its seven days."""
    opens = house.now - timedelta(days=4)
    closes = opens + timedelta(days=7)
    known = rounds.by_code("spring")
    return replace(known, state=state, opens=opens, closes=closes, **changes)  # type: ignore[arg-type]


def standing(
    stands: Standing, psws: Psws, back: ReturnState | None, read: date | None
) -> Standpoint:
    of = Participant("n", "Northshire", "unitary", "London", stands, 0, NOT_BEGUN)
    return Standpoint(of, psws, (back,), read)


@pytest.mark.parametrize(
    ("state", "stands", "psws", "back", "read", "expected"),
    [
        (State.DRAFT, NOBODY, KNOWN, None, None, ""),
        (State.DRAFT, NOBODY, STRANGER, None, None, "sign-in"),
        (State.SCHEDULED, NOBODY, NONE, None, None, "account list"),
        (State.SCHEDULED, NOBODY, STRANGER, None, None, "sign-in list"),
        (State.SCHEDULED, WELL, KNOWN, None, None, ""),
        (State.OPEN, NOBODY, KNOWN, None, None, "list"),
        (State.OPEN, STUCK, KNOWN, None, None, "letters"),
        (State.OPEN, LOW, KNOWN, None, None, "answers"),
        (State.OPEN, WELL, KNOWN, None, None, ""),
        (State.OPEN, WELL, KNOWN, NOT_BEGUN, None, "return"),
        (State.OPEN, WELL, KNOWN, SOME, None, ""),
        (State.OPEN, WELL, KNOWN, IN, None, ""),
        (State.OPEN, LOW, STRANGER, NOT_BEGUN, None, "sign-in answers return"),
        (State.CLOSED, LOW, NONE, None, None, ""),
        (State.COUNTED, LOW, KNOWN, None, None, "report"),
        (State.COUNTED, LOW, STRANGER, None, None, "sign-in report"),
        (State.COUNTED, LOW, KNOWN, None, DAY, ""),
    ],
)
def test_what_is_missing_follows_from_what_is_known(
    house: House,
    state: State,
    stands: Standing,
    psws: Psws,
    back: ReturnState | None,
    read: date | None,
    expected: str,
) -> None:
    house.round()
    house.round("returns", source=RETURN)
    returns = replace(rounds.by_code("returns"), state=State.OPEN)
    row = standing(stands, psws, back, read)
    now_missing = board.missing(row, at(house, state), [returns], house.now)
    assert " ".join(now_missing) == expected
    assert replace(row, missing=now_missing).nudged == (bool(expected) and psws.number > 0)


def test_reports_that_wait_or_are_deleted_are_not_missed(house: House) -> None:
    house.round()
    row = standing(WELL, KNOWN, None, None)
    for changes in ({"reports_wait": True}, {"retain_until": DAY - timedelta(days=9)}):
        round_ = at(house, State.COUNTED, **changes)
        assert board.missing(replace(row, returns=()), round_, [], house.now) == ()


def test_a_report_of_long_ago_is_not_missed(house: House) -> None:
    house.round()
    row, round_ = standing(WELL, KNOWN, None, None), at(house, State.COUNTED)
    assert board.missing(replace(row, returns=()), round_, [], house.now) == ("report",)
    house.now += timedelta(weeks=30)
    assert board.missing(replace(row, returns=()), round_, [], house.now) == ()


def test_whoever_has_to_be_helped_first_stands_first(house: House) -> None:
    house.person(OLGA)
    sessions.begin(house.person(PAT), house.now, proven=True)
    house.round()
    house.invite(3, "northshire")
    made = board.of_round(rounds.by_code("spring"), house.now)
    assert [(row.code, row.missing) for row in made.rows] == [
        ("southborough", ("sign-in", "list")),
        ("northshire", ()),
    ]
    assert [row.code for row in made.to_nudge] == ["southborough"]
    assert (made.number("list"), made.number("account")) == (1, 0)
    assert made.rows[1].psws == Psws(1, NOW.date())
    assert [row.code for row in board.chosen(made.rows, "list")] == ["southborough"]
    assert board.chosen(made.rows, "list", words="north") == []


def nudge(house: House, *codes: str, round_code: str = "spring") -> int:
    return board.nudge(rounds.by_code(round_code), codes, ADA, house.now)


def kinds() -> list[tuple[str, str]]:
    """Whom a letter of which kind is in hand for."""
    return sorted((row.staff.email, row.kind) for row in Notice.select().join(Staff))


def test_each_gets_the_letter_that_helps_and_one_a_day(house: House) -> None:
    house.person(PAT)
    house.person(OLGA)
    house.round()
    house.invite(12, "northshire")  # Pat has never signed in, and nothing else is missing
    assert nudge(house, "northshire", "southborough") == 2
    assert kinds() == [(OLGA, "nudge"), (PAT, "welcome")]
    assert {deed.did for deed in audit.page().deeds[:2]} == {
        "had 1 principal social worker written to about round spring",
        "had 1 person told again how to sign in",
    }
    assert nudge(house, "northshire", "southborough") == 0
    house.now += timedelta(days=1)
    house.round("later")
    assert nudge(house, "southborough", round_code="later") == 1


def test_only_those_that_are_ticked_and_lack_something_are_written_to(house: House) -> None:
    sessions.begin(house.person(PAT), house.now, proven=True)
    house.person(OLGA)
    house.round()
    house.invite(12, "northshire")
    before = scenes.snapshot()
    assert nudge(house, "northshire", "elsewhere") == 0
    assert scenes.snapshot() == before


def test_a_suspended_psw_is_nobody_to_write_to(house: House) -> None:
    house.person()
    team.suspend(house.person(OLGA), ADA, house.now)
    house.round()
    made = board.of_round(rounds.by_code("spring"), house.now)
    assert made.rows[0].missing[0] == "account"
    assert made.to_nudge == []


def test_a_return_of_the_series_is_chased_beside_the_round(house: House) -> None:
    for email in (PAT, OLGA):
        sessions.begin(house.person(email), house.now, proven=True)
    house.round(series="2026")
    house.round("other", source=RETURN, series="2025")
    house.round("returns", source=RETURN, series="2026")
    for code, organisation, number in (
        ("returns", "northshire", 1),
        ("spring", "northshire", 12),
        ("spring", "southborough", 12),
    ):
        house.invite(number, organisation, code)
    Participation.delete().where(
        (Participation.round == rounds.by_code("returns").id)
        & (Participation.organisation == "southborough")
    ).execute()
    Round.update(state=State.OPEN).execute()
    made = board.of_round(rounds.by_code("spring"), house.now)
    assert [each.code for each in made.returns] == ["returns"]
    assert {row.code: row.returns for row in made.rows} == {
        "northshire": (NOT_BEGUN,),
        "southborough": (None,),
    }
    assert "return" in {row.code: row.missing for row in made.rows}["northshire"]
    Notice.delete().execute()
    nudge(house, "northshire")
    assert ADA not in {email for email, _ in kinds()}
    about = {bytes(row.about)[:16] for row in Notice.select()}
    assert rounds.by_code("returns").id in about


def test_what_was_submitted_is_known_after_the_returns_have_closed(house: House) -> None:
    house.open_round(1, 1, source=RETURN, series="2026")
    finish(house, scenes.begin(house, house.links("northshire")[0]))
    house.round("people", series="2026")
    house.work(days=8)
    made = board.of_round(rounds.by_code("people"), house.now)
    states = {row.code: row.returns[0] for row in made.rows}
    assert {code: state and state.said for code, state in states.items()} == {
        "northshire": "Submitted",
        "southborough": "Not begun",
    }


def test_who_has_not_opened_the_report_is_told_of_it_again(house: House) -> None:
    for email in (PAT, OLGA):
        sessions.begin(house.person(email), house.now, proven=True)
    house.open_round(12, 12)
    scenes.everybody_responds(house)
    house.work(days=8)
    house.work()
    round_ = rounds.by_code("spring")
    publishing.note_opened(round_, "northshire", house.now)
    made = board.of_round(round_, house.now)
    assert made.readable
    assert {row.code: (row.read, row.missing) for row in made.rows} == {
        "northshire": (house.now.date(), ()),
        "southborough": (None, ("report",)),
    }
    house.letters.clear()
    assert nudge(house, "northshire", "southborough") == 1
    house.work()
    assert [letter.to for letter in house.letters] == [OLGA]
    assert "/southborough/report" in house.letters[0].text
    later = house.now + timedelta(days=3)
    publishing.note_opened(round_, "northshire", later)
    assert board.of_round(round_, later).rows[-1].read == house.now.date()


def test_the_last_sign_in_is_a_day_and_of_whoever_is_in_all_the_way(house: House) -> None:
    ada = house.person()
    cookie = sessions.begin(ada, house.now, proven=False)
    assert accounts.by_email(ADA).last_sign_in is None
    session = sessions.current(cookie, house.now)
    assert session
    sessions.prove(session, house.now + timedelta(hours=20))
    assert accounts.by_email(ADA).last_sign_in == date(2026, 3, 3)
