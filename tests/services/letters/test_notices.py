"""Letters to staff: claimed before they are sent, and tried again when they were not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.services.letters import notices
from portal.services.staff import signing_in, team
from portal.store.letters import Notice
from portal.worker import passes, staff_letters
from tests.factories import ADA, PAT, House


def waiting(house: House) -> bytes:
    """A letter that is due."""
    house.person(PAT)
    signing_in.ask(PAT, "", house.now)
    [found] = notices.due(house.now)
    return found


def test_only_one_worker_gets_to_send_a_letter(house: House) -> None:
    letter = waiting(house)
    assert notices.BOX.claim(letter, house.now)
    assert not notices.BOX.claim(letter, house.now)
    assert notices.due(house.now) == []


def test_a_letter_that_went_out_is_not_sent_again(house: House) -> None:
    waiting(house)
    house.work()
    house.work(minutes=1)
    assert len(house.letters) == 1


def test_a_letter_caught_in_the_moment_of_sending_is_not_sent_again(house: House) -> None:
    assert notices.BOX.claim(waiting(house), house.now)
    house.work(minutes=1)
    assert house.letters == []


def test_a_welcome_caught_in_the_moment_of_sending_is_sent_once_more_and_no_more(
    house: House,
) -> None:
    team.invite("kim@example.org", "administrator", None, ADA, house.now)
    [letter] = notices.due(house.now)
    for tries in (1, 0):
        assert notices.BOX.claim(letter, house.now)
        house.now += timedelta(minutes=9)
        notices.settle(house.now)
        assert notices.due(house.now) == []
        house.now += timedelta(minutes=1)
        notices.settle(house.now)
        assert len(notices.due(house.now)) == tries
    assert Notice.get().state == "refused"


def test_a_sign_in_letter_caught_in_the_moment_of_sending_is_forgotten(house: House) -> None:
    assert notices.BOX.claim(waiting(house), house.now)
    house.work(minutes=61)
    assert house.letters == []
    assert not Notice.select().exists()


def test_a_letter_that_was_not_taken_is_tried_again_after_a_while(house: House) -> None:
    letter = waiting(house)
    for pause in notices.BOX.pauses:
        assert notices.BOX.claim(letter, house.now)
        notices.BOX.later(letter, "greylisted", house.now)
        assert notices.due(house.now + pause - timedelta(seconds=1)) == []
        house.now += pause
        assert notices.due(house.now) == [letter]


def test_a_link_whose_letter_is_sent_again_is_the_same(house: House) -> None:
    letter, key = waiting(house), house.tools.keys.staff_key()
    first = staff_letters.compose(letter, key, house.tools.sender, house.now)
    second = staff_letters.compose(letter, key, house.tools.sender, house.now)
    assert first is not None
    assert first == second


def test_a_letter_says_nothing_that_mail_programs_would_unsubscribe_from(house: House) -> None:
    letter, key = waiting(house), house.tools.keys.staff_key()
    composed = staff_letters.compose(letter, key, house.tools.sender, house.now)
    assert composed is not None
    assert composed.stop == ""


def test_a_new_account_is_told_how_to_sign_in(house: House) -> None:
    house.person(ADA)
    team.invite("kim@example.org", "psw", "northshire", ADA, house.now, "Kim Ng")
    house.work()
    [letter] = house.letters
    assert (letter.to, letter.name) == ("kim@example.org", "Kim Ng")
    assert "principal social worker of Northshire County Council" in letter.text
    assert "http://127.0.0.1:8000/staff/sign-in" in letter.text


def test_a_letter_that_is_about_nothing_any_more_is_none(house: House) -> None:
    letter = waiting(house)
    Notice.delete().execute()
    key = house.tools.keys.staff_key()
    assert staff_letters.compose(letter, key, house.tools.sender, house.now) is None


@pytest.mark.parametrize("content", [b"", b"short"])
def test_a_staff_key_that_cannot_be_read_holds_up_nothing_but_the_letters(
    house: House, content: bytes
) -> None:
    waiting(house)
    folder = house.folder / "keys" / "worker"
    folder.mkdir(parents=True, mode=0o700)
    (folder / "sign-in.staff").touch(mode=0o600)
    (folder / "sign-in.staff").write_bytes(content)
    house.round()
    done = passes.run(house.tools, house.now)
    assert "letters to staff wait" in done[0]
    assert "opened round spring" in done
    (folder / "sign-in.staff").unlink()
    house.work()
    assert len(house.letters) == 1
