"""What is stored while letters go out, and after: nothing that tells who has answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest

from portal.post import mail_folder, smtp
from portal.post.letters import Letter
from portal.post.outcomes import Down, Refused, TryLater, Unknown
from portal.post.replies import MALFORMED, NO_SUCH_ADDRESS
from portal.post.servers import SmtpServer
from portal.services import health
from portal.services.letters import reminders, sending
from portal.services.rounds import register as rounds
from portal.services.rounds import steps
from portal.store.db import db
from portal.store.letters import Outgoing
from portal.store.people import Invitation
from portal.worker import passes
from portal.worker.postman import Postman
from tests.factories import ADA, PAT, House
from tests.post import mailserver
from tests.post.mailserver import Sink
from tests.services import scenes

DOWN = Down("the mail server cannot be reached")


def reminded(house: House, people: int = 6, answered: int = 3, **deliver: Any) -> None:
    """Some of Northshire's people have answered, and a reminder is in hand for all of them."""
    house.open_round(northshire=people)
    for link in house.links()[:answered]:
        scenes.respond(house, link)
    house.letters.clear()
    house.now += timedelta(days=2)
    reminders.nudge("spring", "northshire", PAT, house.now)
    house.tools = replace(house.tools, **deliver)


def fail(error: Exception) -> Callable[..., None]:
    def deliver(*_: Letter) -> None:
        raise error

    return deliver


def rows() -> list[tuple[str, int, object, object]]:
    """All that differs between reminders, but for whose they are."""
    found = Outgoing.select().where(Outgoing.kind.startswith("reminder"))
    return [(row.state, row.attempts, row.retry, row.claimed) for row in found]


@pytest.fixture
def by_smtp(house: House) -> Iterator[Sink]:
    """Letters of the house go to a real server."""
    with mailserver.running(Sink()) as sink:
        server = smtp.connect(SmtpServer("127.0.0.1", sink.port, "never"), "check@health.example")
        house.tools = replace(house.tools, deliver=server, reach=server.reach)
        yield sink
        server.close()


def to(number: int) -> str:
    return f"remi{number}@northshire.example.org"


def test_a_round_of_60_good_addresses_and_three_bad_ones_goes_out_in_one_pass(
    house: House, by_smtp: Sink
) -> None:
    by_smtp.replies |= {
        to(61): "550 5.1.1 no such user",
        "x@southborough.example.org": "501 Syntax error in parameters",
        to(63): "554 5.7.1 blocked",
    }
    house.round()
    house.invite(63)
    Invitation.update(email="x@southborough.example.org").where(
        Invitation.email == to(62)
    ).execute()
    house.work()
    assert {letter["To"].addresses[0].addr_spec for letter in by_smtp.letters} == {
        to(number) for number in range(1, 61)
    }
    assert len(by_smtp.letters) == 60
    assert health.state(house.now).well
    for _ in range(3):
        house.work(minutes=5)
    marked = {row.email: row.undeliverable for row in Invitation.select() if row.undeliverable}
    assert marked == {to(61): NO_SUCH_ADDRESS, "x@southborough.example.org": MALFORMED}
    assert len(by_smtp.letters) == 60


def test_many_refusals_in_a_row_do_not_slow_the_others_down(
    house: House, by_smtp: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Postfix thinks over whatever is said to it after ten errors, until it takes a letter."""
    by_smtp.patience, by_smtp.thinks = 10, 3_600.0
    by_smtp.replies = {to(number): "550 5.1.1 no such user" for number in range(1, 31)}
    monkeypatch.setattr(smtp, "TIMEOUT", 1.0)
    house.round()
    house.invite(30)
    house.work()
    house.invite(10, "southborough")
    house.work(seconds=2)
    assert len(by_smtp.letters) == 10
    assert health.state(house.now).well


DUE, DONE = ("due", 0, None, None), ("done", 0, None, None)


@pytest.mark.parametrize(
    "error",
    [Refused("the mailbox is full"), TryLater("busy"), Unknown(), ValueError("no header")],
    ids=lambda error: type(error).__name__,
)
def test_a_reminder_is_tried_once_and_nothing_tells_what_became_of_it(
    house: House, error: Exception
) -> None:
    reminded(house, deliver=fail(error))
    assert house.work() == ["dealt with 6 letters of round spring"]
    assert set(rows()) == {DONE}
    assert {row.undeliverable for row in Invitation.select()} == {""}
    house.tools = replace(house.tools, deliver=house.letters.append)
    house.work(hours=1)
    assert house.letters == []


def test_a_reminder_whose_worker_died_is_done_after_ten_minutes(house: House) -> None:
    reminded(house, people=1, answered=0, deliver=fail(KeyboardInterrupt()))  # type: ignore[arg-type]
    with pytest.raises(KeyboardInterrupt):
        house.work()
    house.tools = replace(house.tools, deliver=house.letters.append)
    house.work(minutes=9)
    assert rows() != [DONE]
    house.work(minutes=1)
    assert rows() == [DONE]
    assert house.letters == []


def test_at_any_moment_only_the_letter_in_hand_looks_unlike_the_others(house: House) -> None:
    seen = list[set[object]]()

    def deliver(letter: Letter) -> None:
        house.letters.append(letter)
        in_hand = Outgoing.get_by_id(bytes.fromhex(letter.reference))
        assert in_hand.state == "sending"
        seen.append(set(rows()) - {("sending", 0, None, in_hand.claimed)})
        assert len(rows()) == 12

    reminded(house, people=12, answered=6, deliver=deliver)
    house.work()
    assert len(seen) == 6
    assert all(each <= {DUE, DONE} for each in seen)
    assert set(rows()) == {DONE}


@pytest.mark.parametrize("answered", [0, 1])
def test_while_the_post_cannot_be_reached_no_reminder_is_touched(
    house: House, answered: int
) -> None:
    reminded(house, people=1, answered=answered, reach=fail(DOWN))
    assert house.work() == [f"letters cannot be delivered now: {DOWN}"]
    assert rows() == [DUE]
    assert not health.state(house.now).well
    house.tools = replace(house.tools, reach=lambda: None)
    house.work(minutes=1)
    assert len(house.letters) == 1 - answered


def test_after_trouble_no_reminder_is_done_before_one_has_gone_out(house: House) -> None:
    reminded(house, people=12, answered=11, deliver=fail(DOWN), postman=Postman(seconds=600))
    health.note_post("letters cannot be delivered now: the limit is reached", house.now)
    for _ in range(20):
        house.work(minutes=10)
        assert set(rows()) == {DUE}
    house.tools = replace(house.tools, deliver=house.letters.append)
    house.work(minutes=10)
    assert set(rows()) == {DONE}
    assert len(house.letters) == 1


@pytest.mark.parametrize("answered", [0, 1])
def test_what_the_worker_says_tells_nothing_of_who_has_answered(
    house: House, answered: int
) -> None:
    reminded(house, people=1, answered=answered)
    assert house.work() == ["dealt with 1 letters of round spring"]


def test_a_letter_is_noted_as_sent_in_the_transaction_that_claims_the_next(house: House) -> None:
    house.round()
    house.invite(30)
    passes.open_rounds(house.tools, house.now)
    passes.mint(house.tools, house.now)
    commits = list[str]()
    connection = cast(Any, db).connection()
    connection.set_trace_callback(lambda said: commits.append(said) if said == "COMMIT" else None)
    passes.deliver(house.tools, house.now)
    connection.set_trace_callback(None)
    assert len(house.letters) == 30
    assert 30 <= len(commits) <= 32


def test_a_letter_that_was_in_hand_while_another_worker_closed_the_round_leaves_nothing(
    house: House,
) -> None:
    mail = house.folder / "mail"
    clear = partial(mail_folder.clear, mail)
    other = replace(house.tools, clear=clear)

    def deliver(letter: Letter) -> None:
        steps.request("spring", "close", ADA, house.now)
        passes.run(other, house.now)
        mail_folder.into_folder(mail, letter, "check@health.example")

    house.round()
    house.invite(1)
    house.tools = replace(house.tools, deliver=deliver, clear=clear)
    house.work()
    assert rounds.by_code("spring").state == "counted"
    assert list(mail.rglob("*.eml")) == []


def test_the_end_of_the_count_clears_what_came_after_the_closing(
    house: House, tmp_path: Path
) -> None:
    house.open_round(northshire=12)
    letter = house.letters[0]
    house.tools = replace(house.tools, clear=partial(mail_folder.clear, tmp_path))
    house.now += timedelta(days=8)
    passes.close(house.tools, house.now)
    mail_folder.into_folder(tmp_path, letter, "check@health.example")
    passes.count(house.tools, house.now)
    passes.release(house.tools, house.now)
    assert list(tmp_path.rglob("*.eml")) == []


def test_how_far_the_sending_of_links_is_does_not_tell_how_many_were_reminded(
    tmp_path: Path,
) -> None:
    """People are put on the list while a reminder goes out, so many letters a minute at most."""
    worlds = [left_each_second(tmp_path / str(number), number) for number in (0, 40)]
    assert worlds[0] == worlds[1]
    assert worlds[0][0] > worlds[0][-1] == 0


def left_each_second(folder: Path, answered: int) -> list[int]:
    """The links still to go, as staff see it, while so many of forty get no reminder."""
    house = House(folder)
    try:
        reminded(house, 40, answered, postman=Postman(a_minute=60))
        house.work(seconds=1)
        house.invite(60)
        return [sending.state(spring(house), house.now).left for _ in range(40)]
    finally:
        db.close()


def spring(house: House) -> bytes:
    """The round, a second later."""
    house.work(seconds=1)
    return rounds.by_code("spring").id
