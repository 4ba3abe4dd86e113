"""What a mail server's replies are taken for, at each step, against a real server on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.post import smtp
from portal.post.outcomes import Distrusted, Doubted, Down, Refused, TryLater
from portal.post.replies import (
    BLOCKED,
    FULL,
    MALFORMED,
    NO_SUCH_ADDRESS,
    OFF,
    PUT_OFF,
    REFUSED,
    RELAYING,
    SENDER,
    UNREACHED,
    meaning,
)
from portal.post.servers import SmtpServer
from tests.post import mailserver
from tests.post.mailserver import PASSWORD, USER, Sink
from tests.post.test_smtp import LETTER, Connect, connect, made, plain, to

__all__ = ["connect", "made"]
FROM_US = "takes no letters from check@health.example"
TO_RECIPIENT = [
    # of the address, for good
    ("550 5.1.1 <remi@northshire.example> unknown", Refused, NO_SUCH_ADDRESS),
    ("553 5.1.3 bad destination mailbox address syntax", Refused, NO_SUCH_ADDRESS),
    ("550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found", Refused, NO_SUCH_ADDRESS),
    ("550 5.1.1 <x>: User unknown in relay recipient table", Refused, NO_SUCH_ADDRESS),
    ("550 No such user here", Refused, NO_SUCH_ADDRESS),
    ("550 Unrouteable address", Refused, NO_SUCH_ADDRESS),
    ("554 delivery error: This user doesn't have a mailbox here", Refused, NO_SUCH_ADDRESS),
    ("550 5.4.1 Recipient address rejected: Access denied. AS(1)", Refused, NO_SUCH_ADDRESS),
    ("550 5.2.1 The account is disabled", Refused, OFF),
    ("552 5.2.2 over quota", Refused, FULL),
    ("552 mailbox is full", Refused, FULL),
    ("550 5.0.0 Quota exceeded for <remi@northshire.example>", Refused, FULL),
    # of the address, for now
    ("450 4.1.1 unverified", TryLater, NO_SUCH_ADDRESS),
    ("452 4.2.2 mailbox full", TryLater, FULL),
    ("452 mailbox is full", TryLater, FULL),
    ("451 4.7.1 greylisted", TryLater, BLOCKED),
    ("450 greylisted, come back later", TryLater, PUT_OFF),
    ("451 4.3.0 try again", TryLater, PUT_OFF),
    # of us
    ("550 relay not permitted", Distrusted, RELAYING),
    ("554 5.7.1 <remi@northshire.example>: Relay access denied", Distrusted, RELAYING),
    ("550 5.7.1 Unable to relay", Distrusted, RELAYING),
    ("454 4.7.1 Relay access denied", Distrusted, RELAYING),
    ("553 sorry, that domain isn't allowed to be relayed thru this MTA", Distrusted, RELAYING),
    ("550 Sender verify failed", Distrusted, SENDER),
    ("550 5.1.0 <check@health.example>: Sender address rejected: User unknown", Distrusted, SENDER),
    ("450 4.1.8 <check@health.example>: Sender address rejected: no domain", Distrusted, SENDER),
    ("553 5.1.8 no", Distrusted, SENDER),
    ("550 5.1.7 no", Distrusted, SENDER),
    ("554 5.7.1 blocked", Distrusted, BLOCKED),
    ("550 Blocked by our policy", Distrusted, BLOCKED),
    ("530 5.7.0 Authentication required", Distrusted, BLOCKED),
    ("503 wrong order", Distrusted, BLOCKED),
    # of neither in particular
    ("550 no", Doubted, NO_SUCH_ADDRESS),
    ("550 5.5.0 Requested action not taken: mailbox unavailable", Doubted, NO_SUCH_ADDRESS),
    ("550 Invalid recipient: <remi@northshire.example>", Doubted, NO_SUCH_ADDRESS),
    ("501-malformed\r\n501 Too many syntax or protocol errors", Doubted, MALFORMED),
    ("501 Syntax error in parameters", Doubted, MALFORMED),
    ("501 5.5.4 no", Doubted, MALFORMED),
    ("550 5.4.4 no host", Doubted, UNREACHED),
    ("554 whatever", Doubted, REFUSED),
    ("550 5.6.0 whatever", Doubted, REFUSED),
    # of the connection, which is made again once
    ("421 4.7.0 too many errors", TryLater, "the connection was lost"),
]
TO_LETTER = [
    ("550 This message was classified as SPAM", BLOCKED),
    ("554 5.7.1 Spam message rejected", BLOCKED),
    ("550 5.1.0 Sender address rejected", SENDER),
    ("550 5.1.1 user unknown", REFUSED),
    ("550 no", REFUSED),
    ("552 5.2.2 mailbox full", FULL),
    ("552 5.3.4 too big", REFUSED),
    ("554 5.6.0 no", REFUSED),
    ("451 4.7.1 greylisted", BLOCKED),
    ("451 4.3.0 try again", PUT_OFF),
    ("452 insufficient system storage", FULL),
]
FIRST_STEPS = [
    ("greeting", "554 no service", "turns us away .reply 554"),
    ("greeting", "421 4.3.2 later", "turns us away .reply 421"),
    ("EHLO", "550 no", "turns us away"),
    ("EHLO", "421 4.7.0 no", "turns us away"),
    ("STARTTLS", "454 4.7.0 not now", "turns us away .reply 454"),
    ("AUTH", "535 5.7.8 wrong", "user name and password"),
    ("AUTH", "454 4.7.0 not now", "cannot check our password now"),
    ("MAIL", "550 5.7.1 not you", FROM_US),
    ("MAIL", "553 no", FROM_US),
    ("MAIL", "501 5.1.7 bad sender", FROM_US),
    ("MAIL", "450 too many letters", FROM_US),
    ("MAIL", "452 4.3.1 no space", FROM_US),
    ("MAIL", "421 4.7.0 gone", FROM_US),
]


@pytest.fixture
def sink() -> Iterator[Sink]:
    with mailserver.running(Sink()) as running:
        yield running


@pytest.mark.parametrize("before", [False, True], ids=["at first", "after a good one"])
@pytest.mark.parametrize(("reply", "becomes", "why"), TO_RECIPIENT)
def test_what_is_said_to_a_recipient(
    sink: Sink, connect: Connect, before: bool, reply: str, becomes: type[Exception], why: str
) -> None:
    deliver = connect(plain(sink))
    if before:
        deliver(to(1))
    sink.replies[LETTER.to] = reply
    with pytest.raises(becomes) as caught:
        deliver(LETTER)
    assert (type(caught.value), str(caught.value)) == (becomes, why)
    deliver(to(2))
    assert len(sink.letters) == 1 + before


@pytest.mark.parametrize("step", ["DATA", "content"])
@pytest.mark.parametrize("before", [False, True], ids=["at first", "after a good one"])
@pytest.mark.parametrize(("reply", "why"), TO_LETTER)
def test_what_is_said_to_a_letter_never_speaks_of_its_address(
    sink: Sink, connect: Connect, step: str, before: bool, reply: str, why: str
) -> None:
    deliver = connect(plain(sink))
    if before:
        deliver(to(1))
    sink.replies[step] = reply
    with pytest.raises(Distrusted) as caught:
        deliver(LETTER)
    assert str(caught.value) == why
    sink.replies.clear()
    deliver(to(2))
    assert len(sink.letters) == 1 + before


@pytest.mark.parametrize(("step", "reply", "why"), FIRST_STEPS)
def test_what_is_said_before_a_recipient_is_named_is_said_of_all_letters(
    tmp_path: Path, connect: Connect, step: str, reply: str, why: str
) -> None:
    paths = mailserver.certificate(tmp_path)
    with mailserver.running(Sink(), **mailserver.locked(paths)) as sink:
        server = SmtpServer("127.0.0.1", sink.port, "required", USER, PASSWORD, authority=paths[0])
        deliver = connect(server)
        sink.replies[step] = reply
        with pytest.raises(Down, match=why):
            deliver(LETTER)
        with pytest.raises(Down):
            deliver.reach()
        sink.replies.clear()
        deliver(LETTER)
        assert len(sink.letters) == 1


def test_a_connection_on_which_no_letter_is_taken_any_more_is_made_again_once(
    sink: Sink, connect: Connect
) -> None:
    """OpenSMTPD takes 100 letters by a connection."""
    sink.at_most = 10
    deliver = connect(plain(sink))
    for number in range(25):
        deliver(to(number))
    assert (len(sink.letters), sink.sessions) == (25, 3)
    sink.at_most = 0
    with pytest.raises(Down, match=FROM_US):
        deliver(LETTER)
    assert sink.sessions == 4


def test_after_some_refusals_the_connection_is_made_anew(sink: Sink, connect: Connect) -> None:
    """Servers answer whoever made many errors slowly."""
    deliver = connect(plain(sink))
    for number in range(3 * smtp.ERRORS):
        sink.replies[to(number).to] = "550 5.1.1 unknown"
        with pytest.raises(Refused):
            deliver(to(number))
    assert sink.sessions == 3
    for number in range(100, 110):
        deliver(to(number))
    assert sink.sessions == 4


@pytest.mark.parametrize(
    "text",
    ["<sender.rejected@relay.example> user unknown", "spam@relay.example: no such user"],
)
def test_an_address_that_is_quoted_says_nothing(text: str) -> None:
    assert meaning(550, text) == (NO_SUCH_ADDRESS, "address")
