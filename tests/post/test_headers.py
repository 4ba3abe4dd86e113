"""Headers as they go over the line."""

from __future__ import annotations

import re
from dataclasses import replace
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import compat32, default
from email.utils import parseaddr

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from portal.post.headers import POLICY
from portal.post.letters import Letter, message

SENDER = "Social Work Health Check <check@health.example>"
STOP = "https://check.northshire-and-southborough.example.org/stop/" + "abcdefghijklmnopqrstuv" * 3
LETTER = Letter(
    to="remi@northshire.example.org",
    name="Remi Okafor",
    subject="Spring check: your personal link",
    text="",
    html="",
    stop=STOP,
    via="Northshire County Council",
    reply_to="pat@northshire.example.org",
    reference="ab" * 16,
)
LONG = "The health check of Northshire – it’s your turn, about how safe, well led and supported"
NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=150).map(
    lambda text: " ".join(text.split())
)


def lines(letter: Letter) -> list[bytes]:
    head = message(letter, SENDER).as_bytes(policy=POLICY).partition(b"\r\n\r\n")[0]
    return head.split(b"\r\n")


def arrived(letter: Letter) -> EmailMessage:
    received = message_from_bytes(message(letter, SENDER).as_bytes(policy=POLICY), policy=default)
    assert isinstance(received, EmailMessage)
    return received


def displayed(letter: Letter, header: str) -> str:
    """The name as RFC 2047 (6.2) has it read; the newer parser leaves spaces between words."""
    raw = message(letter, SENDER).as_bytes(policy=POLICY)
    words = parseaddr(message_from_bytes(raw, policy=compat32)[header].replace("\r\n", ""))[0]
    return str(make_header(decode_header(words)))


@settings(deadline=None)
@given(name=NAMES, via=NAMES, subject=NAMES)
@example(name="Zoë — “O’Neil”", via="Children’s Services – Northshire", subject=LONG)
@example(name="=?utf-8?q?x?=", via="a" * 150, subject="1 =? 2")
@example(name='O"Neil, \\ Remi (PSW)', via="Adults, Health & Care", subject="a" * 150)
@example(name="é" * 150, via="𝒳" * 150, subject="word " * 29 + "word")
def test_every_header_with_a_name_or_title_is_folded_and_read_back_the_same(
    name: str, via: str, subject: str
) -> None:
    letter = replace(LETTER, name=name, via=via, subject=subject)
    for line in lines(letter):
        assert len(line) <= 78 or line.startswith((b"List-Unsubscribe: ", b"Reply-To: "))
        assert all(len(word) <= 75 for word in re.findall(rb"=\?utf-8\?.*?\?=", line))
    received = arrived(letter)
    assert str(received["Subject"]).strip() == subject
    assert [each.addr_spec for each in received["To"].addresses] == [LETTER.to]
    shown = "Social Work Health Check"
    assert displayed(letter, "To") == name
    assert displayed(letter, "From") == (f"{via} via {shown}" if via else shown)


def test_what_a_mail_program_calls_to_end_the_letters_is_whole() -> None:
    letter = replace(LETTER, subject=LONG, via="Children’s Services – Northshire")
    assert f"List-Unsubscribe: <{STOP}>".encode() in lines(letter)
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in lines(letter)


@pytest.mark.parametrize("subject", ["Your link\r\nBcc: eve@example.org", "a\nb"])
def test_a_value_of_several_lines_is_refused(subject: str) -> None:
    with pytest.raises(ValueError, match="linefeed"):
        message(replace(LETTER, subject=subject), SENDER)
