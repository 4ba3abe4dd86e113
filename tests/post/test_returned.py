"""Reports of letters that came back, in the forms in which mail servers write them."""

from __future__ import annotations

import base64
from dataclasses import dataclass

import pytest

from portal.post import returned
from portal.post.replies import (
    BLOCKED,
    EXPIRED,
    FULL,
    NO_SUCH_ADDRESS,
    OFF,
    REFUSED,
    RELAYING,
)

NUMBER = "ab" * 16
HEADERS = f"""From: Health check <check@health.example>
To: remi@northshire.example
Subject: Your link
Message-ID: <{NUMBER}@health.example>
"""
EXIM = f"""Return-path: <>
From: Mail Delivery System <Mailer-Daemon@mx.example.org>
To: check@health.example
Subject: Mail delivery failed: returning message to sender

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  remi@northshire.example
    {{said}}

------ This is a copy of the message, including all the headers. ------

{HEADERS}
Dear Remi, a delayed sender relays spam over quota.
"""
QMAIL = f"""Return-Path: <>
From: MAILER-DAEMON@mx.example.org
To: check@health.example
Subject: failure notice

Hi. This is the qmail-send program at mx.example.org.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<remi@northshire.example>:
{{said}}

--- Below this line is a copy of the message.

{HEADERS}
Dear Remi,
"""
EXCHANGE = f"""From: <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.org>
To: check@health.example
Subject: Undeliverable: Your link
MIME-Version: 1.0
Content-Type: text/plain; charset="us-ascii"

Delivery has failed to these recipients or groups:

remi@northshire.example
{{said}}

Diagnostic information for administrators:
Original message headers:

{HEADERS}
"""
UNKNOWN = f"""Return-Path: <>
From: Postmaster <postmaster@mx.example.org>
To: check@health.example
Subject: Undeliverable mail

We could not hand your letter over. {{said}}

> Message-ID: <{NUMBER}@health.example>
"""
MIME = """From: MAILER-DAEMON@mx.example.org
To: check@health.example
Subject: Undelivered mail
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

{told}

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

{status}

--b
{quoted}
--b--
"""
STATUS = """Final-Recipient: rfc822; remi@northshire.example
Action: {action}
Status: {status}
Diagnostic-Code: {diagnosis}"""
QUOTES = {
    "whole": f"Content-Type: message/rfc822\n\n{HEADERS}\nDear Remi,\n",
    "headers as text": f"Content-Type: text/rfc822-headers\n\n{HEADERS}",
    "headers as a message": f"Content-Type: message/rfc822-headers\n\n{HEADERS}",
    "text": f"Content-Type: text/plain\n\nYour letter:\n\n> {HEADERS}",
    "encoded text": "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n"
    + base64.encodebytes(HEADERS.encode()).decode(),
}


@dataclass(frozen=True, slots=True)
class Status:
    """What a report says of the one recipient."""

    action: str = "failed"
    status: str = "5.1.1"
    diagnosis: str = "smtp; 550 no"
    told: str = "Your letter could not be delivered."
    more: str = ""

    def report(self, quote: str = "whole") -> bytes:
        said = STATUS.format(action=self.action, status=self.status, diagnosis=self.diagnosis)
        status = said + self.more
        return MIME.format(told=self.told, status=status, quoted=QUOTES[quote]).encode()


def reason(content: bytes | str) -> str | None:
    """Why our letter did not arrive; None if that is not what was said."""
    report = returned.read(content if isinstance(content, bytes) else content.encode())
    if report is None:
        return None
    assert report.letters == (bytes.fromhex(NUMBER),)
    return report.reason


@pytest.mark.parametrize("quote", QUOTES)
def test_our_letter_is_found_wherever_it_is_quoted(quote: str) -> None:
    assert reason(Status().report(quote)) == NO_SUCH_ADDRESS


@pytest.mark.parametrize("form", [EXIM, QMAIL, EXCHANGE, UNKNOWN])
@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("Unrouteable address", NO_SUCH_ADDRESS),
        ("550 5.1.1 User unknown", NO_SUCH_ADDRESS),
        ("mailbox is full (quota exceeded)", FULL),
        ("550 relay not permitted", RELAYING),
        ("something went wrong", REFUSED),
    ],
)
def test_reports_in_plain_text_are_read(form: str, said: str, why: str) -> None:
    assert reason(form.format(said=said)) == why


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (Status(status="5.0.0", diagnosis="smtp; 550 5.1.1 unknown"), NO_SUCH_ADDRESS),
        (Status(status="5.0.0", diagnosis="smtp; 550 mailbox is full"), FULL),
        (Status(status="5.0.0", diagnosis="smtp; 550 no", told="Unrouteable address"),
         NO_SUCH_ADDRESS),
        (Status(status="5.0.0", diagnosis="smtp; 550 Account disabled"), OFF),
        (Status(status="5.7.1", diagnosis="smtp; 554 5.7.1 rejected"), BLOCKED),
        (Status(status="4.4.7", diagnosis="smtp; 452 4.2.2 mailbox full"), FULL),
        (Status(status="4.4.7", diagnosis="x"), EXPIRED),
        (Status(status="5.0.0", diagnosis="x"), REFUSED),
        (Status("delayed", "4.4.7", "smtp; message expired"), EXPIRED),
        (Status("delayed", "4.0.0", "smtp; message expired"), EXPIRED),
        (Status("delayed", "4.4.7", "smtp; 452 4.2.2 mailbox full"), FULL),
    ],
)  # fmt: skip
def test_the_reason_comes_from_what_says_most(status: Status, why: str) -> None:
    assert reason(status.report()) == why


@pytest.mark.parametrize(
    "content",
    [
        Status("delayed", "4.4.1", "smtp; timed out").report(),
        Status("delayed", "4.4.7", "smtp; 400 4.4.7 Message delayed").report(),
        Status("delayed", "4.4.7", "x", more="\nWill-Retry-Until: Mon, 9 Mar 2026").report(),
        Status("delivered", "2.0.0", "smtp; 250 ok").report(),
        Status("relayed", "2.0.0", "smtp; 250 ok").report(),
        f"Subject: Out of office\nIn-Reply-To: <{NUMBER}@x>\n\nI am away.",
        f"From: a@b.example\nSubject: Re: Undeliverable\n\nMessage-ID: <{NUMBER}@x>\nreally?",
        EXIM.format(said="x").replace(NUMBER, "ab" * 15),
        "Return-Path: <>\nFrom: postmaster@x.example\nSubject: Warning: not delivered yet\n\n"
        f"It will be tried again.\n\nMessage-ID: <{NUMBER}@x>\n",
    ],
)
def test_what_is_no_failure_or_none_of_ours_is_left(content: bytes | str) -> None:
    assert reason(content) is None
