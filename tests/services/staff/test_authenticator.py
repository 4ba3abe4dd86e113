"""The second proof: codes of an authenticator app, and recovery codes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.errors import Conflict, Refused
from portal.services import audit
from portal.services.staff import accounts, authenticator, sessions, signing_in
from portal.services.staff.sessions import Session
from portal.store.staff import Recovery, Staff, StaffSession
from tests.factories import ADA, PAT, House
from tests.services import scenes
from tests.staff_at_work import code_of

SECRET = bytes(range(32))


def came_in(house: House, email: str = ADA) -> Session:
    """Somebody who came in by a link."""
    cookie = sessions.begin(house.person(email), house.now, proven=False)
    session = sessions.current(cookie, house.now)
    assert session is not None
    return session


def set_up(house: House) -> tuple[Session, str, list[str]]:
    """Ada's session, the key in her app, and her recovery codes; a minute passes."""
    session = came_in(house)
    key = authenticator.offer(session, SECRET).secret
    codes = authenticator.set_up(session, code_of(house, key), SECRET, house.now)
    house.now += timedelta(minutes=1)
    return came_in(house), key, codes


def proven(session: Session) -> bool:
    return bool(StaffSession.get_by_id(session.id).proven)


def prove(house: House, session: Session, code: str) -> None:
    authenticator.prove(session, code, SECRET, house.now)


def test_a_code_of_the_app_lets_in(house: House) -> None:
    session, key, _ = set_up(house)
    prove(house, session, code_of(house, key))
    assert proven(session)
    assert audit.page().deeds[0].did == "proved a code (authenticator)"


def test_spaces_in_a_code_do_not_matter(house: House) -> None:
    session, key, _ = set_up(house)
    code = code_of(house, key)
    prove(house, session, f" {code[:3]} {code[3:]} ")
    assert proven(session)


@pytest.mark.parametrize(("steps", "good"), [(-2, False), (-1, True), (0, True), (1, True)])
def test_clocks_may_differ_by_half_a_minute(house: House, steps: int, good: bool) -> None:
    session, key, _ = set_up(house)
    house.now += timedelta(minutes=5)
    code = code_of(house, key, steps)
    if good:
        prove(house, session, code)
    else:
        with pytest.raises(Refused):
            prove(house, session, code)
    assert proven(session) == good


def test_a_code_is_accepted_once_and_none_before_it_after(house: House) -> None:
    session, key, _ = set_up(house)
    prove(house, session, code_of(house, key))
    again = came_in(house)
    for steps in (0, -1):
        with pytest.raises(Refused):
            prove(house, again, code_of(house, key, steps))
    prove(house, again, code_of(house, key, 1))
    assert proven(again)


def test_the_code_of_the_setting_up_is_used_up_by_it(house: House) -> None:
    session = came_in(house)
    key = authenticator.offer(session, SECRET).secret
    code = code_of(house, key)
    authenticator.set_up(session, code, SECRET, house.now)
    with pytest.raises(Refused):
        prove(house, came_in(house), code)


def test_setting_up_needs_a_code_of_the_offered_key(house: House) -> None:
    session = came_in(house)
    with pytest.raises(Refused, match="not the code"):
        authenticator.set_up(session, "000000", SECRET, house.now)
    assert not proven(session)
    assert Recovery.select().count() == 0


def test_the_offer_stays_while_the_page_is_looked_at_and_is_stored_nowhere(house: House) -> None:
    session = came_in(house)
    before = scenes.snapshot()
    offer = authenticator.offer(session, SECRET)
    assert authenticator.offer(session, SECRET) == offer
    assert scenes.snapshot() == before
    assert authenticator.offer(came_in(house), SECRET) != offer
    assert f"secret={offer.secret}" in offer.address


def test_the_database_does_not_hold_the_key_or_a_recovery_code(house: House) -> None:
    _, key, codes = set_up(house)
    stored = repr(scenes.snapshot())
    assert key not in stored
    assert not [code for code in codes if code in stored]


def test_an_account_that_has_an_authenticator_is_offered_no_other(house: House) -> None:
    session, _, _ = set_up(house)
    with pytest.raises(Conflict, match="has an authenticator"):
        authenticator.offer(session, SECRET)
    with pytest.raises(Conflict, match="has an authenticator"):
        authenticator.set_up(session, "000000", SECRET, house.now)


def fail(house: House, session: Session, times: int) -> str:
    said = ""
    for _ in range(times):
        with pytest.raises(Refused) as caught:
            prove(house, session, "000000")
        said = str(caught.value)
    return said


def test_after_five_wrong_codes_not_even_the_right_one_is_looked_at(house: House) -> None:
    session, key, codes = set_up(house)
    assert "not right" in fail(house, session, 4)
    assert "too many" in fail(house, session, 1)
    for code in (code_of(house, key), codes[0]):
        with pytest.raises(Conflict, match="too many"):
            prove(house, came_in(house), code)
    house.now += timedelta(minutes=15, seconds=1)
    prove(house, session, code_of(house, key))
    assert proven(session)


def fail_all_day(house: House) -> None:
    for _ in range(authenticator.FAILURES // authenticator.TRIES):
        fail(house, came_in(house), authenticator.TRIES)
        house.now += timedelta(minutes=16)


def test_after_thirty_wrong_codes_in_a_day_only_a_recovery_code_is_taken(house: House) -> None:
    session, key, codes = set_up(house)
    fail_all_day(house)
    assert "only recovery codes" in audit.page().deeds[0].did
    with pytest.raises(Conflict, match="in a day"):
        prove(house, session, code_of(house, key))
    assert not proven(session)
    prove(house, session, codes[0])
    assert proven(session)
    again = came_in(house)
    prove(house, again, code_of(house, key))
    assert proven(again)


def test_a_day_later_codes_of_the_app_are_looked_at_again(house: House) -> None:
    session, key, _ = set_up(house)
    fail_all_day(house)
    house.now += timedelta(days=1)
    prove(house, session, code_of(house, key))
    assert proven(session)


def test_a_right_code_does_not_help_whoever_guesses_all_day(house: House) -> None:
    session, key, _ = set_up(house)
    for _ in range(8):
        fail(house, session, 4)
        if (failed := Staff.get(Staff.email == ADA).failed) < authenticator.FAILURES:
            prove(house, session, code_of(house, key))
            house.now += timedelta(minutes=16)
        if failed + 4 >= authenticator.FAILURES:
            break
    fail(house, session, 2)
    house.now += timedelta(minutes=16)
    with pytest.raises(Conflict, match="in a day"):
        prove(house, session, code_of(house, key))


def test_a_right_code_begins_the_count_of_wrong_ones_anew(house: House) -> None:
    session, key, _ = set_up(house)
    for _ in range(3):
        fail(house, session, 4)
        prove(house, session, code_of(house, key))
        house.now += timedelta(minutes=1)


def test_wrong_codes_are_noted_in_the_audit(house: House) -> None:
    session, _, _ = set_up(house)
    fail(house, session, 1)
    assert (audit.page().deeds[0].who, audit.page().deeds[0].did) == (ADA, "gave a wrong code")


def test_a_recovery_code_lets_in_once_however_it_is_typed(house: House) -> None:
    session, _, codes = set_up(house)
    assert len(set(codes)) == 10
    prove(house, session, codes[3].lower().replace("-", " "))
    assert proven(session)
    assert authenticator.codes_left(house.person()) == 9
    with pytest.raises(Refused):
        prove(house, came_in(house), codes[3])


def test_a_recovery_code_is_good_for_its_own_account_only(house: House) -> None:
    _, _, codes = set_up(house)
    eve = accounts.add("eve@example.org", "administrator", None, ADA, house.now)
    cookie = sessions.begin(eve, house.now, proven=False)
    hers = sessions.current(cookie, house.now)
    assert hers is not None
    key = authenticator.offer(hers, SECRET).secret
    authenticator.set_up(hers, code_of(house, key), SECRET, house.now)
    with pytest.raises(Refused):
        prove(house, hers, codes[0])
    assert authenticator.codes_left(house.person()) == 10


def test_new_recovery_codes_take_the_place_of_the_old(house: House) -> None:
    session, key, old = set_up(house)
    new = authenticator.renew_codes(session.person, code_of(house, key), SECRET, house.now)
    assert not set(new) & set(old)
    assert authenticator.codes_left(session.person) == 10
    with pytest.raises(Refused):
        prove(house, session, old[0])
    prove(house, session, new[0])


def test_no_new_recovery_codes_without_a_right_code(house: House) -> None:
    session, _, codes = set_up(house)
    with pytest.raises(Refused):
        authenticator.renew_codes(session.person, "000000", SECRET, house.now)
    prove(house, session, codes[0])


def test_moving_to_another_authenticator_ends_the_old_one_and_other_sessions(house: House) -> None:
    session, key, codes = set_up(house)
    prove(house, session, code_of(house, key))
    other = came_in(house)
    authenticator.replace(session, codes[0], SECRET, house.now)
    assert StaffSession.get_or_none(StaffSession.id == other.id) is None
    assert not proven(session)
    assert authenticator.offer(session, SECRET).secret != key
    assert authenticator.codes_left(session.person) == 0


def test_a_key_that_was_given_up_never_comes_again_in_the_same_session(house: House) -> None:
    session = came_in(house)
    keys = set[str]()
    for _ in range(3):
        key = authenticator.offer(session, SECRET).secret
        [code, *_] = authenticator.set_up(session, code_of(house, key), SECRET, house.now)
        keys.add(key)
        house.now += timedelta(minutes=1)
        authenticator.replace(session, code, SECRET, house.now)
    assert len(keys) == 3


def test_resetting_signs_out_and_leads_to_setting_up_anew(house: House) -> None:
    session, _, _ = set_up(house)
    signing_in.by_hand(ADA, audit.OPERATOR, house.now)
    authenticator.reset(session.person, "eve@example.org", house.now)
    assert StaffSession.select().count() == 0
    assert Recovery.select().count() == 0
    assert not accounts.by_email(ADA).has_authenticator
    with pytest.raises(Conflict, match="no authenticator"):
        authenticator.reset(house.person(PAT), ADA, house.now)


def test_nobody_resets_their_own_authenticator(house: House) -> None:
    session, _, _ = set_up(house)
    with pytest.raises(Conflict, match="your own authenticator"):
        authenticator.reset(session.person, ADA, house.now)
    assert accounts.by_email(ADA).has_authenticator


def test_an_authenticator_under_a_lost_secret_can_only_be_reset(house: House) -> None:
    session, key, codes = set_up(house)
    with pytest.raises(Conflict, match="can no longer be read"):
        authenticator.prove(session, code_of(house, key), bytes(32), house.now)
    assert Staff.get(Staff.email == ADA).wrong == 0
    authenticator.prove(session, codes[0], bytes(32), house.now)
    assert proven(session)


def test_new_codes_can_be_looked_at_for_ten_minutes_by_their_own_session(house: House) -> None:
    session, _, codes = set_up(house)
    note = authenticator.note(codes, session, SECRET, house.now)
    assert codes[0] not in note
    assert authenticator.read(note, session, SECRET, house.now) == codes
    assert authenticator.read(note, came_in(house), SECRET, house.now) == []
    assert authenticator.read("", session, SECRET, house.now) == []
    later = house.now + timedelta(minutes=10)
    assert authenticator.read(note, session, SECRET, later) == []
