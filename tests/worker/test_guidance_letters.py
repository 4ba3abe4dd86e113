"""What the letters that lead PSWs through a round say, of what is so when they go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any, get_args

import pytest

from portal.calendar.letter_days import Kind, letter_days
from portal.calendar.schedule import Schedule
from portal.post import smtp
from portal.post.letters import STAFF, Letter
from portal.post.outcomes import Down
from portal.post.servers import SmtpServer
from portal.services.letters.outbox import Sender
from portal.services.rounds import register as rounds
from portal.survey.audience import AUDIENCES
from tests.factories import NOW, OLGA, PAT, SMALL, House
from tests.post import mailserver
from tests.post.mailserver import Sink
from tests.services import scenes

SENDER = Sender("https://check.example.org", "help@example.org", "Check <check@health.example>")
DAY = timedelta(days=1)
ANONYMOUS = [audience for audience in AUDIENCES if audience != "organisation"]


def letter(house: House, kind: str, who: str = PAT) -> Letter:
    """The letter of this kind, once its morning has come."""
    psw = house.person(who)
    round_ = rounds.by_code("spring")
    table = letter_days(round_.scheduled, round_.opens, round_.closes)
    [at] = [each.at for each in table if each.kind == kind]
    house.work(seconds=(at - house.now).total_seconds() - 3600)
    house.work(hours=1)
    return [each for each in house.letters if (each.to, each.box) == (psw.email, STAFF)][-1]


@pytest.fixture(autouse=True)
def sender(house: House) -> None:
    house.tools = replace(house.tools, sender=SENDER)


def opened(house: House, **changes: Any) -> None:
    """A round of three weeks, of which half of Northshire, and eight of nine, have answered."""
    house.open_round(40, 9, schedule=Schedule(NOW, NOW + 21 * DAY), **changes)
    for link in [*house.links("northshire")[:23], *house.links("southborough")[:8]]:
        scenes.respond(house, link)


@pytest.fixture
def planned(house: House) -> House:
    house.round(schedule=Schedule(NOW + 30 * DAY, NOW + 51 * DAY))
    return house


def test_its_opening_vouches_for_the_letters_by_sender_and_subject(planned: House) -> None:
    told = letter(planned, "opens").text
    sender = "Northshire County Council via Check <check@health.example>"
    assert f"- sender: {sender}\n- subject: Spring check: your personal link" in told
    assert f"It comes from {sender} and is genuine: I know about it." in told
    assert "- the links start with https://check.example.org/ and" in told


def test_where_notify_sends_the_letters_it_says_so(planned: House) -> None:
    planned.tools = replace(planned.tools, sender=replace(SENDER, mail_from=""))
    told = letter(planned, "opens").text
    assert "- sender: as it is set in GOV.UK Notify" in told
    assert "It is genuine: I know about it." in told


def test_half_time_repeats_the_figure_of_the_page_and_no_other(house: House) -> None:
    opened(house)
    told = letter(house, "halfway").text
    page = house.signed_in(PAT).get("/staff/rounds/spring/northshire").text
    assert "50% or more" in page
    figure = "Response rate as at 13 March 2026 at 7:00am: 50% or more (20 or more of 40 invited by"
    assert figure in told
    assert "23" not in told.replace("23 March", "")


def test_of_nine_invited_half_time_and_the_closing_tell_no_figure(house: House) -> None:
    """Another organisation's are in no letter, either."""
    opened(house)
    for kind in ("halfway", "closes"):
        told = letter(house, kind, OLGA).text
        assert "ate as at" not in told
        assert "%" not in told


@pytest.mark.parametrize("audience", ANONYMOUS)
@pytest.mark.parametrize("kind", get_args(Kind))
def test_only_staff_are_spoken_of_as_staff(house: House, kind: str, audience: str) -> None:
    source = SMALL.replace("minutes: 3", f"minutes: 3\naudience: {audience}")
    source = source.replace("standard: 4, ", "" if audience == "people" else "standard: 4, ")
    house.round(source=source, schedule=Schedule(NOW + 30 * DAY, NOW + 51 * DAY))
    if kind in ("halfway", "closes"):
        house.invite(12)
        house.work(days=30)
    told = letter(house, kind).text
    assert "{{" not in told
    if audience != "staff":
        assert "manager" not in told
        assert "team meeting" not in told


def test_after_days_without_a_post_only_the_last_one_goes(planned: House) -> None:
    def down(*_: Letter) -> None:
        raise Down("the mail server cannot be reached")

    planned.person(PAT)
    deliver, planned.tools = planned.tools.deliver, replace(planned.tools, deliver=down)
    for _ in range(29):
        planned.work(days=1)
    assert planned.letters == []
    planned.tools = replace(planned.tools, deliver=deliver)
    planned.work(hours=1)
    assert [each.subject.partition(": ")[2] for each in planned.letters] == [
        "Spring check opens on 1 April 2026 at 10:00am"
    ]


@pytest.fixture
def by_smtp(house: House) -> Iterator[Sink]:
    """Letters of the house go to a real server."""
    with mailserver.running(Sink()) as sink:
        server = smtp.connect(SmtpServer("127.0.0.1", sink.port, "never"), "check@health.example")
        house.tools = replace(house.tools, deliver=server, reach=server.reach)
        yield sink
        server.close()


def test_they_arrive_through_a_real_server(house: House, by_smtp: Sink) -> None:
    house.person(PAT)
    house.person(OLGA)
    house.round(schedule=Schedule(NOW + 7 * DAY, NOW + 28 * DAY))
    for _ in range(28):
        house.work(days=1)
    house.work()
    subjects = [each["Subject"] for each in by_smtp.letters if PAT in each["To"]]
    assert [each.removeprefix("Social Work Health Check: ") for each in subjects] == [
        "Spring check is planned",
        "Spring check opens on 9 March 2026 at 9:00am",
        "Spring check: half of the time is over",
        "Spring check closes on 30 March 2026 at 10:00am",
        "the report of Northshire County Council can be read",
    ]
    for each in by_smtp.letters:
        assert each["Auto-Submitted"] == "auto-generated"
        assert not each["List-Unsubscribe"]
