"""Letters that come back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from portal.post import maildir
from portal.post.headers import POLICY
from portal.post.letters import Letter, message
from portal.post.outcomes import Down
from portal.services.letters import bounces, reminders
from portal.services.letters.bounces import Unreached
from portal.services.people import changes, invitations, listing
from portal.store.people import Invitation
from portal.store.records import Audit
from tests.factories import ADA, NOW, PAT, House
from tests.services.figures.test_returns_answered import RETURN

SENDER = "Health check <check@health.example>"
REPORT = """From: MAILER-DAEMON@mx.northshire.example
To: check@health.example
Subject: Undelivered mail
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Your letter could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.northshire.example

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 secret words

--b
Content-Type: {quoting}

{quoted}
--b--
"""


def report(
    house: House,
    address: str = "remi1@northshire.example.org",
    action: str = "failed",
    status: str = "5.1.1",
    quoting: str = "message/rfc822",
    *,
    anonymous: bool = False,
) -> bytes:
    """About the first letter, as mail servers write it."""
    quoted = message(house.letters[0], SENDER).as_bytes(policy=POLICY).decode()
    if quoting == "text/rfc822-headers":
        quoted = quoted.partition("\r\n\r\n")[0]
    if anonymous:
        quoted = "Subject: yours\r\n\r\n"
    return REPORT.format(
        address=address, action=action, status=status, quoting=quoting, quoted=quoted
    ).encode()


def reasons() -> dict[str, str]:
    return {row.email: row.undeliverable for row in Invitation.select() if row.undeliverable}


@pytest.mark.parametrize("quoting", ["message/rfc822", "text/rfc822-headers"])
def test_a_letter_that_came_back_is_told_by_its_number(house: House, quoting: str) -> None:
    house.open_round(northshire=2)
    there = house.letters[0].to
    assert bounces.note(report(house, "elsewhere@example.org", quoting=quoting), NOW) == 1
    assert reasons() == {there: "there is no such address"}
    assert bounces.note(report(house, quoting=quoting), NOW) == 0


def test_an_address_without_the_letters_number_proves_nothing(house: House) -> None:
    house.open_round(northshire=2)
    assert bounces.note(report(house, status="5.2.2", anonymous=True), NOW) == 0
    assert reasons() == {}


def test_a_reminder_that_came_back_says_nothing_of_its_address(house: House) -> None:
    house.open_round(northshire=2)
    house.now += timedelta(days=2)
    reminders.nudge("spring", "northshire", PAT, house.now)
    house.letters.clear()
    house.work()
    assert bounces.note(report(house), NOW) == 0
    assert reasons() == {}


def nested(parts: int) -> bytes:
    """A report in a message in a message, …"""
    heads = (f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(parts))
    return "".join(heads).encode() + b"Content-Type: text/plain\n\nhi\n"


def test_a_message_that_cannot_be_read_is_removed_and_holds_nothing_up(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    house.open_round(northshire=2)
    box = tmp_path / "bounces"
    house.tools = replace(house.tools, bounces=box)
    (box / "new").mkdir(parents=True)
    (box / "new" / "1").write_bytes(nested(2_000))
    (box / "new" / "2").write_bytes(b"worse")
    (box / "new" / "3").write_bytes(report(house))
    note = bounces.note

    def strict(content: bytes, now: datetime) -> int:
        if content == b"worse":
            raise RecursionError(content)
        return note(content, now)

    monkeypatch.setattr(bounces, "note", strict)
    assert house.work() == ["heard that 1 addresses do not work"]
    assert list((box / "new").iterdir()) == []
    assert "a letter that came back cannot be read: RecursionError in strict" in caplog.text


def test_no_more_of_a_message_is_read_than_a_report_can_have(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "1").write_bytes(b"x" * 300)
    assert [len(content) for _, content in maildir.messages(tmp_path, 200)] == [200]


def test_a_delay_is_no_failure(house: House) -> None:
    house.open_round()
    assert bounces.note(report(house, action="delayed", status="4.4.1"), NOW) == 0
    assert reasons() == {}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\x00" * 1000,
        b"Subject: Out of office\n\nI am away. remi1@northshire.example.org",
        b"Content-Type: multipart/report; boundary=b\n\n--b\n"
        b"Content-Type: message/delivery-status\n\n"
        b"Action: failed\nFinal-Recipient: rfc822;\xff\xfe\n\n--b--",
        b"Message-ID: <" + b"a" * 32 + b"@x>\n\nnothing",
    ],
)
def test_anything_else_changes_nothing(house: House, content: bytes) -> None:
    house.open_round()
    assert bounces.note(content, NOW) == 0
    assert reasons() == {}


def test_the_record_names_no_address(house: House) -> None:
    house.open_round()
    bounces.note(report(house), NOW)
    did = " ".join(row.did for row in Audit.select())
    assert "an address of northshire in round spring does not work" in did
    assert "remi1@" not in did


def test_the_worker_reads_a_maildir_and_empties_it(house: House, tmp_path: Path) -> None:
    house.open_round(northshire=2)
    box = tmp_path / "bounces"
    house.tools = replace(house.tools, bounces=box)
    assert house.work() == []
    for name in ("new", "cur", "tmp"):
        (box / name).mkdir(parents=True)
    (box / "new" / "1").write_bytes(report(house))
    (box / "cur" / "2").write_bytes(b"spam")
    (box / "tmp" / "3").write_bytes(b"half")
    assert house.work() == ["heard that 1 addresses do not work"]
    assert [path.name for path in box.rglob("*") if path.is_file()] == ["3"]
    assert len(reasons()) == 1


HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
NOT_THERE = "there is no such address"


def test_marks_since_a_moment_are_taken_back_and_their_letters_go_once_more(house: House) -> None:
    house.open_round(northshire=4)
    first, second, third, _ = house.letters
    before = house.now
    assert bounces.note_failed([bytes.fromhex(first.reference)], before) == 1
    house.now += HOUR
    came_back = [bytes.fromhex(letter.reference) for letter in (second, third)]
    assert bounces.note_failed(came_back, house.now) == 2
    assert bounces.unreached("spring") == [Unreached(NOT_THERE, 3, house.now)]
    assert bounces.take_back("spring", house.now, ADA, house.now) == 2
    assert reasons() == {first.to: NOT_THERE}
    assert bounces.take_back("spring", house.now, ADA, house.now) == 0
    house.letters.clear()
    house.work()
    assert {letter.to for letter in house.letters} == {second.to, third.to}
    assert {letter.text for letter in house.letters} == {second.text, third.text}
    assert "2 addresses of round spring tried again" in Audit.select().order_by(-Audit.id).get().did
    assert bounces.take_back("spring", None, ADA, house.now) == 1


def test_the_last_letter_goes_once_more_not_one_whose_link_was_replaced(house: House) -> None:
    house.open_round(northshire=2)
    there = house.letters[0].to
    invitations.reissue("spring", there, ADA, house.now)
    house.work()
    new = house.letters[-1]
    assert bounces.note_failed([bytes.fromhex(new.reference)], house.now) == 1
    house.letters.clear()
    assert bounces.take_back("spring", house.now, ADA, house.now) == 1
    house.work()
    assert [(letter.to, letter.text) for letter in house.letters] == [(there, new.text)]


@dataclass
class Taker:
    """Whoever took the letters: what it says of failures, newest first, before it breaks off."""

    failed: list[tuple[bytes, datetime]] = field(default_factory=list)
    asked: list[datetime] = field(default_factory=list)
    trouble: str = ""

    def fails(self, letters: Sequence[Letter], at: datetime) -> None:
        self.failed += [(bytes.fromhex(letter.reference), at) for letter in letters]

    def failures(self, moment: datetime) -> Iterator[bytes]:
        self.asked.append(moment)
        yield from [letter for letter, at in self.failed if at >= moment]
        if self.trouble:
            raise Down(self.trouble)


@pytest.fixture
def taker(house: House) -> Taker:
    taker = Taker()
    house.tools = replace(house.tools, failures=taker.failures)
    return taker


def test_whoever_took_the_letters_is_asked_every_hour_which_failed(
    house: House, taker: Taker
) -> None:
    house.open_round(northshire=3)
    taker.fails(house.letters[:2], NOW + 30 * MINUTE)
    assert house.work(minutes=59) == []
    assert house.work(minutes=1) == ["heard that 2 addresses do not work"]
    assert reasons() == {letter.to: NOT_THERE for letter in house.letters[:2]}
    assert house.work(hours=1) == []
    slack = bounces.SLACK
    assert taker.asked == [NOW - timedelta(days=7), NOW - slack, NOW + HOUR - slack]


def test_letters_to_staff_and_of_others_are_of_no_interest(house: House, taker: Taker) -> None:
    house.open_round()
    taker.failed = [(bytes([number]) * 16, house.now) for number in range(3)]
    assert house.work(hours=1) == []
    assert reasons() == {}


def test_more_letters_than_one_statement_takes_are_looked_up(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounces, "BATCH", 2)
    house.open_round(northshire=5)
    numbers = [bytes.fromhex(letter.reference) for letter in house.letters]
    assert bounces.note_failed(numbers * 2, NOW) == 5
    assert len(reasons()) == 5
    assert bounces.note_failed([], NOW) == 0


def test_a_reminder_that_failed_says_nothing_of_its_address(house: House, taker: Taker) -> None:
    house.open_round(northshire=2)
    house.now += timedelta(days=2)
    reminders.nudge("spring", "northshire", PAT, house.now)
    house.letters.clear()
    house.work()
    assert len(house.letters) == 2
    taker.fails(house.letters, house.now)
    assert house.work(hours=1) == []
    assert reasons() == {}


@pytest.mark.parametrize("later", [timedelta(), 2 * HOUR])
def test_a_replaced_link_s_letter_does_not_count_against_the_new_one(
    house: House, taker: Taker, later: timedelta
) -> None:
    house.open_round()
    old = list(house.letters)
    taker.fails(old, house.now)
    house.now += HOUR
    house.work()
    invitations.reissue("spring", old[0].to, ADA, house.now)
    assert bounces.note_failed([bytes.fromhex(old[0].reference)], house.now) == 0
    house.work()
    taker.fails(old, house.now + later)
    assert house.work(hours=3) == []
    assert reasons() == {}
    taker.fails(house.letters[-1:], house.now)
    assert house.work(hours=1) == ["heard that 1 addresses do not work"]


def test_the_same_link_sent_again_can_fail_too(house: House, taker: Taker) -> None:
    house.open_round(source=RETURN)
    where = listing.place("spring", "northshire")
    changes.resend(where, listing.page(where).people[0].id, house.person(PAT), house.now)
    house.work()
    assert len(house.letters) == 2
    taker.fails(house.letters[1:], house.now)
    assert house.work(hours=1) == ["heard that 1 addresses do not work"]


def test_a_look_that_fails_is_said_once_and_done_again_an_hour_later(
    house: House, taker: Taker
) -> None:
    house.open_round(northshire=2)
    taker.fails(house.letters[:1], NOW + MINUTE)
    taker.trouble = "Notify had a fault"
    wait = "letters that failed are asked for again later: Notify had a fault"
    assert house.work(hours=1) == ["heard that 1 addresses do not work", wait]
    assert house.work(seconds=2) == []
    assert house.work(hours=1) == [wait]
    taker.trouble = ""
    taker.fails(house.letters[1:], NOW + 2 * MINUTE)
    assert house.work(hours=1) == ["heard that 1 addresses do not work"]
    assert set(taker.asked[1:]) == {NOW - bounces.SLACK}
    house.work(hours=1)
    assert taker.asked[-1] == house.now - HOUR - bounces.SLACK


def test_a_look_that_breaks_in_an_unknown_way_holds_nothing_up_and_waits_too(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(_: datetime) -> list[bytes]:
        raise RuntimeError("remi1@northshire.example.org")

    house.tools = replace(house.tools, failures=breaks)
    house.round()
    house.invite(1)
    said = house.work()
    assert said[0].startswith("hear failed: RuntimeError in breaks")
    assert said[-1] == "dealt with 1 letters of round spring"
    assert house.work(seconds=2) == []
    assert "remi1@" not in caplog.text
