"""What becomes of letters that are not simply taken; pace and turns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from portal.calendar.schedule import Schedule
from portal.post.letters import Letter
from portal.post.outcomes import Down, Refused, TryLater
from portal.post.replies import FULL
from portal.services import health
from portal.services.letters import notices, outbox
from portal.store.letters import Notice, Outgoing
from portal.store.people import Invitation
from portal.worker import delivering, passes, postman
from portal.worker.postman import Postman
from tests.factories import NOW, PAT, House

MINUTE = timedelta(minutes=1)


@dataclass
class Post:
    """Delivers into the house's list, unless ``trouble`` has something for the address, or for
    everybody ("")."""

    house: House
    trouble: dict[str, Exception] = field(default_factory=dict)
    tries: Counter[str] = field(default_factory=Counter)

    def __call__(self, letter: Letter) -> None:
        self.tries[letter.to] += 1
        error = self.trouble.get(letter.to) or self.trouble.get("")
        if error:
            raise error
        self.house.letters.append(letter)


@pytest.fixture
def post(house: House) -> Post:
    made = Post(house)
    house.tools = replace(house.tools, deliver=made)
    return made


def remi(number: int) -> str:
    return f"remi{number}@northshire.example.org"


def invited(house: House, number: int, code: str = "spring") -> None:
    house.round(code, schedule=Schedule(NOW, NOW + timedelta(days=20)))
    house.invite(number, code=code)


def deliver(house: House, **later: float) -> None:
    """What a pass of the worker does about letters of rounds, so much later."""
    house.now += timedelta(**later)
    passes.deliver(house.tools, house.now)


def row_of(address: str) -> Outgoing:
    return Outgoing.get(Outgoing.invitation == Invitation.get(Invitation.email == address).id)


def wiped(row: Outgoing) -> bool:
    return (row.attempts, row.retry, row.claimed) == (0, None, None)


def test_a_refused_address_is_undeliverable_and_gets_no_more(house: House, post: Post) -> None:
    invited(house, 3)
    post.trouble[remi(2)] = Refused("there is no such address")
    house.work()
    house.work(days=1)
    assert post.tries == {remi(1): 1, remi(2): 1, remi(3): 1}
    assert Invitation.get(Invitation.email == remi(2)).undeliverable == "there is no such address"
    assert row_of(remi(2)).state == "refused"
    assert wiped(row_of(remi(2)))


def test_a_letter_that_was_put_off_is_tried_again_later_each_time(house: House, post: Post) -> None:
    invited(house, 2)
    post.trouble[remi(1)] = TryLater("greylisted")
    house.work()
    assert (row_of(remi(1)).state, row_of(remi(1)).attempts) == ("due", 1)
    house.work(minutes=4)
    assert post.tries[remi(1)] == 1
    house.work(minutes=1)
    house.work(minutes=5)
    assert post.tries[remi(1)] == 2
    house.work(minutes=5)
    assert post.tries[remi(1)] == 3
    del post.trouble[remi(1)]
    house.work(minutes=20)
    assert row_of(remi(1)).state == "done"
    assert wiped(row_of(remi(1)))
    assert post.tries[remi(2)] == 1


def test_after_two_days_of_it_the_address_is_undeliverable_and_told_is_why(
    house: House, post: Post
) -> None:
    invited(house, 1)
    post.trouble[remi(1)] = TryLater(FULL)
    house.work()
    for _ in range(50 * 4):
        deliver(house, minutes=15)
    assert Invitation.get().undeliverable == FULL
    assert post.tries[remi(1)] == len(outbox.BOX.pauses) + 1
    assert timedelta(days=1.5) < sum(outbox.BOX.pauses, timedelta()) < timedelta(days=2.5)


@pytest.mark.parametrize("error", [Down("the mail server cannot be reached"), OSError(28, "full")])
def test_trouble_with_the_post_itself_is_held_against_no_letter(
    house: House, post: Post, error: Exception
) -> None:
    invited(house, 3)
    post.trouble[""] = error
    said = house.work()
    assert any("letters cannot be delivered now" in sentence for sentence in said)
    assert post.tries.total() == 1
    assert {(row.state, wiped(row)) for row in Outgoing.select()} == {("due", True)}
    assert not health.state(house.now).well
    assert "cannot be delivered" in health.state(house.now).post
    house.work(seconds=20)
    assert post.tries.total() == 1
    post.trouble.clear()
    house.work(minutes=1)
    assert len(house.letters) == 3
    assert health.state(house.now).well


def test_the_post_waits_longer_each_time_and_ten_minutes_at_most(house: House, post: Post) -> None:
    invited(house, 1)
    post.trouble[""] = Down("the mail server cannot be reached")
    house.work()
    for _ in range(6 * 60):
        deliver(house, seconds=10)
    assert 8 <= post.tries.total() <= 12


def test_complaints_of_a_post_that_has_nothing_to_do_are_forgotten(house: House) -> None:
    health.beat("ok", NOW + 16 * MINUTE)
    health.note_post("letters cannot be delivered now: x", NOW)
    assert not health.state(NOW + 15 * MINUTE).well
    assert health.state(NOW + 16 * MINUTE).well


def test_a_letter_that_cannot_be_written_is_refused_and_holds_up_no_other(
    house: House, post: Post
) -> None:
    invited(house, 3)
    post.trouble[remi(2)] = ValueError("no header")
    house.work()
    assert len(house.letters) == 2
    assert Invitation.get(Invitation.email == remi(2)).undeliverable == postman.UNADDRESSABLE


def test_so_many_letters_a_minute_go_and_no_more(house: House, post: Post) -> None:
    house.tools = replace(house.tools, postman=Postman(a_minute=60))
    invited(house, 100)
    house.work()
    assert 5 <= len(house.letters) <= 10
    assert house.tools.postman.rest
    for _ in range(30):
        house.work(seconds=1)
    assert 30 <= len(house.letters) <= 45
    house.work(minutes=5)
    assert len(house.letters) <= 55


def test_rounds_take_turns(house: House, post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivering, "BATCH", 2)
    invited(house, 6)
    invited(house, 4, "summer")
    house.work()
    boxes = [letter.box for letter in house.letters]
    assert boxes[:8] in (["spring", "spring", "summer", "summer"] * 2,
                         ["summer", "summer", "spring", "spring"] * 2)  # fmt: skip
    assert Counter(boxes) == {"spring": 6, "summer": 4}


def test_a_pass_stops_delivering_when_its_time_is_up_and_goes_on_in_the_next(
    house: House, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks = iter(range(10_000))
    monkeypatch.setattr(postman.time, "monotonic", lambda: next(ticks) / 10)
    house.tools = replace(house.tools, postman=Postman())
    invited(house, 30)
    house.work()
    assert 0 < len(house.letters) < 30
    assert house.tools.postman.rest == 0
    list(passes.run_till_delivered(house.tools, house.now))
    assert len(house.letters) == len({letter.to for letter in house.letters}) == 30
    assert house.tools.postman.rest is None


def test_a_round_that_closes_while_letters_go_out_sends_no_more(
    house: House, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    invited(house, 5)
    started = postman.time.monotonic()
    moment: Callable[[], float] = lambda: started + 30 * 86_400 * (len(house.letters) >= 2)  # noqa: E731
    monkeypatch.setattr(postman.time, "monotonic", moment)
    house.tools = replace(house.tools, postman=Postman(seconds=10**9))
    house.work()
    assert len(house.letters) == 2


def test_letters_to_staff_go_before_those_of_rounds_and_are_tried_again(
    house: House, post: Post
) -> None:
    invited(house, 3)
    notices.put_in_hand(house.person(PAT).id, "welcome")
    house.work()
    assert house.letters[0].to == PAT
    notices.put_in_hand(house.person(PAT).id, "welcome", b"again")
    post.trouble[PAT] = TryLater("greylisted")
    house.work()
    assert Notice.select().where(Notice.state == "due", Notice.attempts == 1).count() == 1
    post.trouble.clear()
    house.work(seconds=10)
    assert {row.state for row in Notice.select()} == {"done"}


def test_when_a_round_has_closed_its_psws_are_thanked_with_their_own_numbers(
    house: House, post: Post
) -> None:
    from tests.services import scenes

    house.person(PAT)
    house.open_round(northshire=12, southborough=2, reports_wait=True)
    for link in house.links("northshire")[:11]:
        scenes.respond(house, link)
    house.letters.clear()
    house.work(days=8)
    house.work()
    [letter] = house.letters
    assert letter.to == PAT
    assert "11 of 12 invited by name" in letter.text
    assert "Northshire County Council" in letter.text
    assert (letter.box, letter.stop) == ("staff", "")
    assert "/i/" not in letter.text
