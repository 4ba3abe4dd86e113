"""When many letters fail: whose fault it is, and who waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from portal.post.letters import Letter
from portal.post.outcomes import Distrusted, Doubted, Down, Refused, TryLater
from portal.post.replies import BLOCKED, NO_SUCH_ADDRESS, RELAYING
from portal.services import health
from portal.services.letters import notices, reminders
from portal.services.staff import signing_in
from portal.store.db import db
from portal.store.letters import Outgoing
from portal.store.people import Invitation
from portal.worker import delivering, passes, postman
from portal.worker.postman import Postman
from tests.factories import ADA, PAT, House
from tests.services import scenes
from tests.worker.test_postman import Post, deliver, invited, post, remi

__all__ = ["post"]


def marks() -> dict[str, str]:
    return {row.email: row.undeliverable for row in Invitation.select() if row.undeliverable}


@pytest.mark.parametrize(
    "error", [Distrusted(RELAYING), Doubted(NO_SUCH_ADDRESS)], ids=["named", "bare"]
)
def test_what_is_said_to_all_alike_is_held_against_nobody_and_told(
    house: House, post: Post, error: Exception
) -> None:
    invited(house, 15)
    post.trouble[""] = error
    house.work()
    assert post.tries.total() == postman.THE_SAME
    assert f"3 letters in a row were not taken: “{error}”" in health.state(house.now).post
    for _ in range(4 * 24 * 4):
        deliver(house, minutes=15)
    assert marks() == {}
    assert "in a row" in health.state(house.now).post
    post.trouble.clear()
    for _ in range(9):
        deliver(house, hours=1)
    assert len(house.letters) == 15
    assert health.state(house.now).post == health.OK


@pytest.mark.parametrize("error", [Distrusted(BLOCKED), Doubted(NO_SUCH_ADDRESS)])
def test_what_is_said_to_a_few_is_about_them(
    house: House, post: Post, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bare refusal at once, as letters to the same domain arrive; the others after two days."""
    shuffle = SimpleNamespace(SystemRandom=lambda: SimpleNamespace(shuffle=_last))
    monkeypatch.setattr(delivering, "secrets", shuffle)
    invited(house, 60)
    refused = {remi(number) for number in (7, 8, 9)}
    post.trouble = dict.fromkeys(refused, error)
    house.work()
    assert len(house.letters) == 57
    assert health.state(house.now).well
    assert marks() == (dict.fromkeys(refused, str(error)) if isinstance(error, Doubted) else {})
    for _ in range(50 * 4):
        deliver(house, minutes=15)
    assert marks() == dict.fromkeys(refused, str(error))


def _last(ids: list[bytes]) -> None:
    """Letters to these three come last."""
    of = {row.id: row.invitation.email for row in Outgoing.select()}
    ids.sort(key=lambda each: of[each] in {remi(number) for number in (7, 8, 9)})


def test_many_refusals_in_a_row_are_taken_for_trouble_even_after_letters_that_went(
    house: House, post: Post
) -> None:
    invited(house, 1)
    house.work()
    house.invite(60, "southborough")
    post.trouble[""] = Distrusted(BLOCKED)
    house.work(minutes=1)
    assert post.tries.total() == 1 + postman.IN_A_ROW
    assert "in a row" in health.state(house.now).post
    house.work(minutes=1)
    post.trouble.clear()
    house.work(hours=1)
    assert len(house.letters) == 61
    assert health.state(house.now).well


@pytest.mark.parametrize(
    "error", [Refused(NO_SUCH_ADDRESS), TryLater("greylisted")], ids=["gone", "put off"]
)
def test_however_many_addresses_of_a_domain_fail_the_post_is_not_in_trouble(
    house: House, post: Post, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postman.time, "monotonic", lambda: 0.0)  # a pass takes no time here
    house.round()
    house.invite(5, "southborough")
    house.invite(60)
    for number in range(1, 61):
        post.trouble[remi(number)] = error
    house.work()
    assert post.tries.total() == 65
    assert len(house.letters) == 5
    assert health.state(house.now).well
    post.trouble.clear()
    house.work(minutes=5)
    assert len(house.letters) == (5 if isinstance(error, Refused) else 65)


def test_letters_to_staff_go_on_while_those_of_rounds_are_not_taken(
    house: House, post: Post
) -> None:
    invited(house, 60)
    for number in range(1, 61):
        post.trouble[remi(number)] = Distrusted(BLOCKED)
    house.work()
    notices.put_in_hand(house.person(PAT).id, "welcome")
    house.work(seconds=1)
    assert [letter.to for letter in house.letters] == [PAT]
    assert post.tries.total() == postman.THE_SAME + 1
    assert "in a row" in health.state(house.now).post


def test_letters_to_staff_wait_as_well_while_there_is_no_connection(
    house: House, post: Post
) -> None:
    invited(house, 1)
    post.trouble[""] = Down("the mail server cannot be reached")
    house.work()
    notices.put_in_hand(house.person(PAT).id, "welcome")
    house.work(seconds=1)
    assert post.tries.total() == 1


def test_letters_to_staff_are_tried_every_half_minute_however_long_those_of_rounds_wait(
    house: House, post: Post
) -> None:
    invited(house, 1)
    post.trouble[""] = Down("the mail server cannot be reached")
    house.work()
    for _ in range(6):
        deliver(house, minutes=10)
    notices.put_in_hand(house.person(PAT).id, "welcome")
    post.trouble.clear()
    house.work(seconds=29)
    assert house.letters == []
    house.work(seconds=2)
    assert [letter.to for letter in house.letters][:1] == [PAT]


def test_a_link_to_sign_in_goes_before_other_letters_to_staff_and_before_those_of_rounds(
    house: House, post: Post
) -> None:
    invited(house, 3)
    for number in range(5):
        notices.put_in_hand(house.person(PAT).id, "welcome", bytes([number]))
    signing_in.ask(PAT, "", house.now)
    delivered = post.__call__

    def and_somebody_asks(letter: Letter) -> None:
        delivered(letter)
        if len(house.letters) == 3:
            house.person(ADA)
            signing_in.ask(ADA, "", house.now)

    house.tools = replace(house.tools, deliver=and_somebody_asks)
    house.work()
    links = [number for number, each in enumerate(house.letters) if "sign-in link" in each.subject]
    assert links == [0, 3]
    assert [letter.box for letter in house.letters] == ["staff"] * 7 + ["spring"] * 3


def test_a_slow_post_is_told_of_and_tries_one_letter_in_each_pass(
    house: House, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    took = iter(range(0, 10**6, 3))
    monkeypatch.setattr(postman.time, "monotonic", lambda: float(next(took)))
    house.tools = replace(house.tools, postman=Postman())
    invited(house, 3)
    house.now += timedelta(seconds=1)
    for tried in (1, 2, 3):
        passes.run(house.tools, house.now)
        assert post.tries.total() == tried
        slow = health.state(house.now).post == postman.SLOWLY
        assert slow == (tried < 3)


@pytest.mark.parametrize("of_form", [False, True])
def test_what_becomes_of_an_address_does_not_tell_whether_a_reminder_went_to_its_domain(
    tmp_path: Path, *, of_form: bool
) -> None:
    """A PSW may ask for a reminder, and then put an address on the list that nobody has: it is held
    against the address at once only where another letter has just been taken."""
    worlds = [ghost(tmp_path / str(number), number, of_form=of_form) for number in (0, 1)]
    assert worlds == [{}, {}]


def ghost(folder: Path, answered: int, *, of_form: bool) -> dict[str, str]:
    """Which addresses do not work once the only other one was reminded, unless it has answered."""
    house = House(folder)
    post = Post(house)
    house.tools = replace(house.tools, deliver=post)
    try:
        invited(house, 1)
        house.work()
        for link in house.links()[:answered]:
            scenes.respond(house, link)
        house.now += timedelta(days=2)
        reminders.nudge("spring", "northshire", PAT, house.now)
        house.work()
        post.trouble[remi(2)] = Doubted(NO_SUCH_ADDRESS, of_form=of_form)
        house.invite(2)
        house.work(minutes=1)
        assert (post.tries[remi(1)], post.tries[remi(2)]) == (2 - answered, 1)
        return marks()
    finally:
        db.close()
