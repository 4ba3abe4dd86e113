"""A link signs in once, soon, and in the browser that asked for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest

from portal.errors import Conflict, LinkRevoked, NotFound, PortalError
from portal.services import audit
from portal.services.staff import sessions, signing_in, team
from portal.store.db import db
from portal.store.letters import Notice
from portal.store.staff import SignIn, StaffSession
from tests.factories import ADA, OLGA, PAT, House
from tests.services import scenes
from tests.staff_at_work import link_in_letter


def asked(house: House, email: str = PAT, held: str = "") -> tuple[str, str]:
    """Token and cookie of a link that was asked for and sent."""
    house.person(email)
    cookie = signing_in.ask(email, held, house.now)
    house.work()
    return link_in_letter(house, email).rsplit("/", 1)[1], cookie


def test_the_link_in_the_letter_signs_in_the_person_who_asked(house: House) -> None:
    token, cookie = asked(house)
    entered = signing_in.enter(token, cookie, house.now)
    session = sessions.current(entered.cookie, house.now)
    assert session is not None
    assert (session.person.email, session.proven) == (PAT, True)
    assert audit.page().deeds[0].did == "signed in by a link"


def test_an_administrator_still_has_to_prove_a_code(house: House) -> None:
    entered = signing_in.enter(*asked(house, ADA), house.now)
    session = sessions.current(entered.cookie, house.now)
    assert session is not None
    assert not session.proven


def test_capitals_and_spaces_do_not_matter_when_asking(house: House) -> None:
    house.person(PAT)
    signing_in.ask(f"  {PAT.upper()} ", "", house.now)
    house.work()
    assert house.letters[-1].to == PAT


def test_asking_answers_the_same_for_an_address_without_an_account(house: House) -> None:
    house.person(PAT)
    before = scenes.snapshot()
    cookies = {len(signing_in.ask(email, "", house.now)) for email in ("nobody@example.org", "x")}
    assert scenes.snapshot() == before
    assert cookies == {len(signing_in.ask(PAT, "", house.now))}


def test_a_suspended_person_gets_no_letter(house: House) -> None:
    team.suspend(house.person(PAT), ADA, house.now)
    signing_in.ask(PAT, "", house.now)
    house.work()
    assert house.letters == []


def test_a_letter_to_somebody_suspended_meanwhile_is_not_sent(house: House) -> None:
    house.person(PAT)
    signing_in.ask(PAT, "", house.now)
    team.suspend(house.person(PAT), ADA, house.now)
    house.work()
    assert house.letters == []


def test_only_a_few_links_are_sent_and_the_count_begins_anew_later(house: House) -> None:
    house.person(PAT)

    def ask_often() -> int:
        before = len(house.letters)
        for _ in range(10):
            signing_in.ask(PAT, "", house.now)
        house.work()
        return len(house.letters) - before

    sent = [ask_often()]
    for _ in range(4):
        house.now += timedelta(minutes=16)
        sent.append(ask_often())
    assert sent == [3, 3, 0, 0, 3]


SECRET = bytes(range(32))


def known(house: House, email: str = PAT) -> dict[bytes, bytes]:
    """What a browser holds in which somebody has signed in."""
    note = signing_in.devices_with({}, house.person(email), SECRET, house.now)
    return signing_in.devices_in(note, SECRET, house.now)


def letters_of(house: House, browser: dict[bytes, bytes]) -> int:
    """How many come when a browser asks for Pat's link ten times."""
    before = len(house.letters)
    for _ in range(10):
        signing_in.ask(PAT, "", house.now, browser)
    house.work()
    return len(house.letters) - before


def test_strangers_get_twelve_letters_a_day_sent_and_keep_nobody_from_a_link(house: House) -> None:
    pats, olgas = known(house), known(house, OLGA)
    sent, own = list[int](), list[int]()
    for hour in range(24):
        house.now += timedelta(hours=1)
        sent.append(letters_of(house, {} if hour % 2 else olgas))
        if not hour % 5:
            own.append(letters_of(house, pats))
    assert sent == [3] * 4 + [0] * 20
    assert own == [3] * 4 + [0]
    house.now += timedelta(hours=1)
    assert letters_of(house, {}) == 3


def test_signing_in_gives_strangers_no_more_letters(house: House) -> None:
    token, cookie = asked(house)
    for _ in range(2):
        signing_in.ask(PAT, "", house.now)
    signing_in.enter(token, cookie, house.now)
    assert letters_of(house, {}) == 1


def test_links_made_by_hand_take_none_from_those_that_are_asked_for(house: House) -> None:
    house.person(PAT)
    for _ in range(9):
        signing_in.by_hand(PAT, audit.OPERATOR, house.now)
    assert letters_of(house, {}) == 3


def test_asking_writes_as_much_whether_or_not_there_is_an_account(house: House) -> None:
    house.person(PAT)
    written = []
    for email in (PAT, "nobody@example.org"):
        statements = list[str]()
        db.connection().set_trace_callback(statements.append)
        signing_in.ask(email, "", house.now)
        db.connection().set_trace_callback(None)
        whats = [re.split(r" \(| WHERE", each)[0] for each in statements]
        written.append([what for what in whats if not what.startswith("SELECT")])
    assert written[0] == written[1]
    assert len([each for each in written[0] if "INSERT" in each]) == 2


def test_signing_in_lets_one_ask_again(house: House) -> None:
    for _ in range(8):
        token, cookie = asked(house)
        signing_in.enter(token, cookie, house.now)
    assert len(house.letters) == 8


def test_what_one_account_asks_for_keeps_no_other_from_it(house: House) -> None:
    for _ in range(10):
        signing_in.ask(house.person(OLGA).email, "", house.now)
    token, cookie = asked(house, PAT)
    assert signing_in.look(token, cookie, house.now).email == PAT


def test_looking_spends_nothing(house: House) -> None:
    token, cookie = asked(house)
    before = scenes.snapshot()
    for _ in range(3):
        assert signing_in.look(token, cookie, house.now).email == PAT
    assert scenes.snapshot() == before


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(PortalError) as caught:
        act()
    return str(caught.value)


def test_a_link_works_once(house: House) -> None:
    token, cookie = asked(house)
    signing_in.enter(token, cookie, house.now)
    for verb in (signing_in.look, signing_in.enter):
        with pytest.raises(LinkRevoked, match="used already"):
            verb(token, cookie, house.now)


def test_a_link_is_good_for_a_quarter_of_an_hour(house: House) -> None:
    token, cookie = asked(house)
    house.now += timedelta(minutes=15)
    assert signing_in.look(token, cookie, house.now)
    house.now += timedelta(seconds=1)
    with pytest.raises(LinkRevoked, match="expired"):
        signing_in.enter(token, cookie, house.now)


@pytest.mark.parametrize("held", ["", "nonsense", "A" * 43])
def test_a_link_works_only_in_the_browser_that_asked(house: House, held: str) -> None:
    token, _ = asked(house)
    before = scenes.snapshot()
    with pytest.raises(Conflict, match="another browser"):
        signing_in.enter(token, held, house.now)
    assert scenes.snapshot() == before


def test_every_link_that_a_browser_asked_for_works_in_it(house: House) -> None:
    first, cookie = asked(house)
    second, same = asked(house, held=cookie)
    assert cookie == same
    assert first != second
    assert signing_in.look(first, cookie, house.now) == signing_in.look(second, cookie, house.now)


def test_signing_in_spends_all_links_of_the_account_and_of_no_other(house: House) -> None:
    first, cookie = asked(house)
    second, _ = asked(house, held=cookie)
    olgas, hers = asked(house, OLGA)
    signing_in.enter(second, cookie, house.now)
    assert "used already" in refusal(lambda: signing_in.enter(first, cookie, house.now))
    assert signing_in.enter(olgas, hers, house.now)


@pytest.mark.parametrize("token", ["", "A" * 22, "A" * 43, "é" * 22, "A" * 21])
def test_a_link_that_is_none_signs_nobody_in(house: House, token: str) -> None:
    asked(house)
    with pytest.raises(NotFound):
        signing_in.enter(token, "", house.now)


def test_a_link_that_was_not_sent_yet_cannot_be_entered_by_having_no_token(house: House) -> None:
    house.person(PAT)
    cookie = signing_in.ask(PAT, "", house.now)
    for token in ("", "AA"):
        with pytest.raises(NotFound):
            signing_in.enter(token, cookie, house.now)


def test_a_link_made_by_hand_works_in_any_browser_for_an_hour(house: House) -> None:
    house.person(PAT)
    token = signing_in.by_hand(PAT, audit.OPERATOR, house.now)
    house.now += timedelta(minutes=59)
    assert signing_in.enter(token, "", house.now).person.email == PAT
    assert "used already" in refusal(lambda: signing_in.enter(token, "", house.now))
    late = signing_in.by_hand(PAT, audit.OPERATOR, house.now)
    house.now += timedelta(minutes=61)
    assert "expired" in refusal(lambda: signing_in.enter(late, "", house.now))


def test_no_link_is_made_by_hand_for_somebody_suspended_or_unknown(house: House) -> None:
    team.suspend(house.person(PAT), ADA, house.now)
    with pytest.raises(Conflict, match="reinstate"):
        signing_in.by_hand(PAT, audit.OPERATOR, house.now)
    with pytest.raises(NotFound):
        signing_in.by_hand("nobody@example.org", audit.OPERATOR, house.now)


def test_the_database_holds_neither_token_nor_cookie_nor_session(house: House) -> None:
    token, cookie = asked(house)
    by_hand = signing_in.by_hand(PAT, audit.OPERATOR, house.now)
    session = signing_in.enter(token, cookie, house.now).cookie
    db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    stored = repr(scenes.snapshot())
    for secret in (token, cookie, by_hand, session):
        assert secret not in stored
        assert secret.encode() not in house.database.read_bytes()


def test_a_letter_that_goes_out_too_late_is_left_out(house: House) -> None:
    house.person(PAT)
    signing_in.ask(PAT, "", house.now)
    house.work(minutes=16)
    assert house.letters == []
    assert {row.state for row in Notice.select()} == {"done"}


def test_an_hour_later_nothing_is_left_of_a_letter_and_a_day_later_of_its_link(
    house: House,
) -> None:
    token, cookie = asked(house)
    house.work(minutes=61)
    assert (SignIn.select().count(), Notice.select().count()) == (1, 0)
    assert "expired" in refusal(lambda: signing_in.enter(token, cookie, house.now))
    house.work(hours=23)
    assert SignIn.select().count() == 0
    with pytest.raises(NotFound):
        signing_in.enter(token, cookie, house.now)


def test_signing_out_everywhere_ends_links_that_are_on_their_way(house: House) -> None:
    token, cookie = asked(house)
    sessions.begin(house.person(PAT), house.now, proven=True)
    signing_in.out_everywhere(house.person(PAT), house.now)
    assert StaffSession.select().count() == 0
    assert "used already" in refusal(lambda: signing_in.enter(token, cookie, house.now))


def test_of_many_who_press_at_once_one_gets_in(house: House) -> None:
    token, cookie = asked(house)
    together, outcomes = Barrier(6), list[str]()

    def press() -> None:
        together.wait()
        try:
            signing_in.enter(token, cookie, house.now)
            outcomes.append("in")
        except LinkRevoked:
            outcomes.append("used")
        finally:
            db.close()

    threads = [Thread(target=press) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["in", *["used"] * 5]
