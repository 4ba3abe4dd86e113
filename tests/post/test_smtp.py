"""Letters by SMTP, against a real server on loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from portal.errors import SettingsError
from portal.post import smtp
from portal.post.letters import Letter
from portal.post.outcomes import Down, TryLater, Unknown
from portal.post.servers import SmtpServer
from portal.services.letters import box
from tests.post import mailserver
from tests.post.mailserver import PASSWORD, USER, Sink

SENDER = "Social Work Health Check <check@health.example>"
LETTER = Letter(
    to="remi@northshire.example",
    name="Zoë Remi",
    subject="Your link",
    text="Dear Zoë,\n.\n..hidden\n",
    html="<p>Dear Zoë,",
    stop="https://check.example.org/stop/a",
    via="Northshire County Council",
    reply_to="pat@northshire.example",
    reference="ab" * 16,
    box="spring",
    at=datetime(2026, 3, 2, 9, tzinfo=UTC),
)


@pytest.fixture
def sink() -> Iterator[Sink]:
    with mailserver.running(Sink()) as running:
        yield running


Made = list[smtp.Smtp]
Connect = Callable[..., smtp.Smtp]


@pytest.fixture
def made() -> Iterator[Made]:
    """Connections, closed at the end."""
    connections: Made = []
    yield connections
    [connection.close() for connection in connections]


@pytest.fixture
def connect(made: Made) -> Connect:
    def connect(server: SmtpServer, bounces: str = "") -> smtp.Smtp:
        made.append(smtp.connect(server, SENDER, bounces))
        return made[-1]

    return connect


@pytest.fixture
def deliver(sink: Sink, connect: Connect) -> smtp.Smtp:
    """To the server without encryption or login."""
    return connect(plain(sink))


def plain(sink: Sink) -> SmtpServer:
    return SmtpServer("127.0.0.1", sink.port, "never")


def to(number: int) -> Letter:
    return replace(LETTER, to=f"remi{number}@northshire.example")


def test_a_letter_arrives_whole(sink: Sink, deliver: smtp.Smtp) -> None:
    deliver(LETTER)

    [received] = sink.letters
    body = received.get_body(("plain",))
    assert body
    assert body.get_content().replace("\r\n", "\n") == LETTER.text
    assert (
        str(received["From"])
        == "Northshire County Council via Social Work Health Check <check@health.example>"
    )
    assert received["Reply-To"] == "pat@northshire.example"
    assert received["Message-ID"] == f"<{'ab' * 16}@health.example>"
    assert received["Date"].datetime == LETTER.at
    assert received["List-Unsubscribe"] == f"<{LETTER.stop}>"
    assert sink.envelopes == [("check@health.example", LETTER.to)]


def test_failures_are_reported_to_an_address_of_their_own(sink: Sink, connect: Connect) -> None:
    connect(plain(sink), "bounces@health.example")(LETTER)
    assert sink.envelopes == [("bounces@health.example", LETTER.to)]


def test_many_letters_go_over_one_connection(sink: Sink, deliver: smtp.Smtp) -> None:
    for number in range(20):
        deliver(to(number))
    assert len(sink.letters) == 20
    assert sink.sessions == 1


def test_a_connection_that_the_server_has_ended_is_made_again(
    sink: Sink, deliver: smtp.Smtp
) -> None:
    deliver(to(1))
    sink.drop["MAIL"] = 1
    deliver(to(2))
    assert [received["To"].addresses[0].addr_spec for received in sink.letters] == [
        to(1).to,
        to(2).to,
    ]
    assert sink.sessions == 2


def test_a_connection_that_breaks_each_time_before_the_letter_is_taken_is_for_later(
    sink: Sink, deliver: smtp.Smtp
) -> None:
    sink.drop["MAIL"] = 9
    with pytest.raises(TryLater):
        deliver(LETTER)
    assert sink.letters == []


def test_a_connection_lost_after_the_letter_leaves_it_uncertain_and_is_not_tried_again(
    sink: Sink, deliver: smtp.Smtp
) -> None:
    deliver(to(1))
    sink.drop["DATA"] = 1
    with pytest.raises(Unknown):
        deliver(to(2))
    deliver(to(3))
    assert [envelope[1] for envelope in sink.envelopes] == [to(1).to, to(2).to, to(3).to]


def test_a_server_that_is_not_there_is_down(connect: Connect) -> None:
    with mailserver.running(Sink()) as gone:
        pass
    with pytest.raises(Down, match="cannot be reached"):
        connect(plain(gone))(LETTER)
    with pytest.raises(Down, match="cannot be reached"):
        connect(plain(gone)).reach()


def test_whether_a_letter_would_be_taken_is_found_out_without_one(
    sink: Sink, deliver: smtp.Smtp
) -> None:
    deliver.reach()
    sink.drop["MAIL"] = 1
    deliver.reach()
    deliver(LETTER)
    assert (len(sink.letters), sink.sessions) == (1, 2)
    sink.drop["MAIL"] = 2
    with pytest.raises(Down, match="ends each connection"):
        deliver.reach()
    sink.replies["MAIL"] = "550 5.7.1 not you"
    with pytest.raises(Down, match="takes no letters from check@"):
        deliver.reach()


AGES = 3600.0
BRIEF = 0.5
"""Seconds."""


@pytest.mark.parametrize(
    ("step", "becomes"),
    [
        ("greeting", Down),
        ("EHLO", Down),
        ("MAIL", TryLater),
        ("RCPT", TryLater),
        ("DATA", TryLater),
        ("content", Unknown),
    ],
)
def test_a_server_that_falls_silent_is_not_waited_for(
    sink: Sink,
    deliver: smtp.Smtp,
    step: str,
    becomes: type[Exception],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sink.delay[step] = AGES
    with monkeypatch.context() as brief:
        brief.setattr(smtp, "TIMEOUT", BRIEF)
        with pytest.raises(becomes):
            deliver(LETTER)
    assert len(sink.letters) == (becomes is Unknown)
    sink.delay.clear()
    deliver(to(2))


def test_a_server_that_is_silent_to_begin_with_is_down(
    sink: Sink, deliver: smtp.Smtp, monkeypatch: pytest.MonkeyPatch
) -> None:
    sink.delay["EHLO"] = AGES
    monkeypatch.setattr(smtp, "TIMEOUT", BRIEF)
    with pytest.raises(Down, match="cannot be reached"):
        deliver.reach()


def test_a_kept_connection_that_has_fallen_silent_is_made_again(
    sink: Sink, deliver: smtp.Smtp, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver(to(1))
    sink.delay["DATA"] = AGES
    monkeypatch.setattr(smtp, "TIMEOUT", BRIEF)
    with pytest.raises(TryLater):
        deliver(to(2))
    assert (len(sink.letters), sink.sessions) == (1, 2)


@pytest.mark.parametrize("mumbling", [False, True])
def test_a_letters_time_does_not_begin_anew(
    sink: Sink, deliver: smtp.Smtp, mumbling: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither with another connection, nor with each line of a reply that has no end."""
    deliver(to(1))
    sink.delay["MAIL"], sink.mumbling = AGES, mumbling
    monkeypatch.setattr(smtp, "WHOLE", BRIEF)
    with pytest.raises(TryLater):
        deliver(to(2))
    assert (len(sink.letters), sink.sessions) == (1, 1)


def test_a_letter_is_done_with_long_before_it_counts_as_uncertain() -> None:
    assert timedelta(seconds=2 * smtp.WHOLE) <= box.UNCERTAIN_AFTER
    assert smtp.TIMEOUT < smtp.WHOLE


def test_a_login_goes_over_an_encrypted_connection_only(tmp_path: Path, connect: Connect) -> None:
    paths = mailserver.certificate(tmp_path)
    with mailserver.running(Sink(), **mailserver.locked(paths)) as sink:
        server = SmtpServer("127.0.0.1", sink.port, "required", USER, PASSWORD, authority=paths[0])
        connect(server)(LETTER)
        assert (sink.encrypted, sink.logged_in) == (True, True)
        with pytest.raises(Down, match="user name and password"):
            connect(replace(server, password="wrong"))(LETTER)
        with pytest.raises(Down, match="certificate"):
            connect(replace(server, authority=None))(LETTER)
    assert len(sink.letters) == 1


def test_a_connection_can_be_encrypted_from_the_first_byte(
    tmp_path: Path, connect: Connect
) -> None:
    paths = mailserver.certificate(tmp_path)
    with mailserver.running(Sink(), ssl_context=mailserver.encryption(paths)) as sink:
        server = SmtpServer("127.0.0.1", sink.port, "always", authority=paths[0])
        connect(server)(LETTER)
        with pytest.raises(Down, match="certificate"):
            connect(replace(server, authority=None))(LETTER)
    assert len(sink.letters) == 1


def test_without_encryption_nothing_is_said_to_a_server_that_should_have_it(
    sink: Sink, connect: Connect
) -> None:
    server = SmtpServer("127.0.0.1", sink.port, "required", USER, PASSWORD)
    with pytest.raises(Down, match="no encryption"):
        connect(server)(LETTER)
    assert sink.letters == []


def test_a_password_comes_from_its_file_and_is_never_shown(tmp_path: Path) -> None:
    file = tmp_path / "password"
    server = SmtpServer("smtp.example.org", 587, "required", USER, PASSWORD, password_file=file)
    assert PASSWORD not in repr(server)
    with pytest.raises(SettingsError, match="SMTP_PASSWORD_FILE names cannot be read"):
        smtp.connect(server, SENDER)
    file.write_text("\n")
    with pytest.raises(SettingsError, match="must hold one line"):
        smtp.connect(server, SENDER)
    file.write_text("another\n")
    smtp.connect(server, SENDER)


def test_a_file_of_authorities_that_holds_none_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("nothing")
    server = SmtpServer("smtp.example.org", 587, "required", authority=tmp_path / "ca.pem")
    with pytest.raises(SettingsError, match="SMTP_CA_FILE"):
        smtp.connect(server, SENDER)
