"""Worlds that differ in nothing but who has answered, as a PSW of much patience sees them.

Pat has nine mailboxes of her own on the list, beside Alice, Bob and Carol, and answers by them; she
prints slips and fills in fourteen. Then she does all that she may do, and looks at every page
that she may see after each.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from portal.calendar.schedule import Schedule
from portal.services.letters import reminders
from portal.services.people import changes, links, listing, sheets
from portal.services.people.listing import Invited, Place
from portal.store.db import db
from portal.store.people import Invitation
from portal.store.rounds import Participation
from portal.vault import tokens
from tests.factories import NORTHSHIRE, PAT, House
from tests.services import scenes

FIGURES = ("/staff/", "/staff/rounds/spring/northshire")
PEOPLE = 12
ALICE, BOB, OWN = 1, 2, range(4, PEOPLE + 1)
"""Which of remi1, remi2, … they are; Carol is the third."""
OWN_MAILBOX = "pats.other@northshire.example.org"
Pages = dict[str, str]
"""What each address shows, but for what is drawn at random."""
Seen = list[tuple[str, Pages]]
"""The same after each step."""
_CSRF = re.compile(r'(name="csrf_token"[^>]*value=")[^"]+')
_DRAWING = re.compile(r'<svg[^>]*class="code".*?</svg>', re.DOTALL)


def journey(folder: Path, answered: int | None, own: int, *, brief: bool = False) -> Seen:
    """What Pat sees after each of her steps, in a world in which one of the three has answered, or
    (None) nobody; and she herself so often (``own``). ``brief``: of the figures only."""
    house = House(folder)
    try:
        return [(step, _pages(house, brief=brief)) for step in _steps(house, answered, own)]
    finally:
        db.close()


def differences(one: Seen, other: Seen) -> list[str]:
    """After which step which address shows something else."""
    return [
        f"{step}: {path}"
        for (step, pages), (_, others) in zip(one, other, strict=True)
        for path in sorted(pages.keys() | others.keys())
        if pages.get(path) != others.get(path)
    ]


def _steps(house: House, answered: int | None, own: int) -> Iterator[str]:
    house.person(PAT)
    house.open_round(PEOPLE, schedule=Schedule(house.now, house.now + timedelta(days=10)))
    by = {number: house.links(f"remi{number}@")[0] for number in range(1, PEOPLE + 1)}
    for slip in sheets.make("spring", "northshire", 20, PAT, house.now)[:14]:
        scenes.respond(house, f"/i/{tokens.link_text(slip)}")
    for number in OWN[:own]:
        scenes.respond(house, by[number])
    house.work(days=1)
    yield "before"
    if answered:
        scenes.respond(house, by[answered])
    for step in STEPS:
        step(house)
        yield step.__name__


def _within_the_day(house: House) -> None:
    house.work(hours=14)


def _midnight(house: House) -> None:
    house.work(hours=1)


def _withdraw(house: House) -> None:
    changes.withdraw(_place(), _entry(ALICE).id, house.person(PAT), house.now)
    house.work()


def _restore(house: House) -> None:
    changes.restore(_place(), _entry(ALICE).id, house.person(PAT), house.now)
    house.work()


def _correct(house: House) -> None:
    """Alice's address becomes one that Pat reads, and Pat answers by the link that comes there."""
    changes.correct(_place(), _entry(ALICE).id, OWN_MAILBOX, house.person(PAT), house.now)
    house.work()
    scenes.respond(house, house.links(OWN_MAILBOX)[-1])
    house.work(days=1)


def _reissue(house: House) -> None:
    changes.reissue(_place(), _entry(BOB).id, house.person(PAT), house.now)
    house.work()


def _remind(house: House) -> None:
    house.now += timedelta(days=2)
    reminders.nudge("spring", "northshire", PAT, house.now)
    house.work()


def _open_link(house: House) -> None:
    links.open_link("spring", "northshire", PAT, house.now)
    house.work()


def _slips(house: House) -> None:
    sheets.make("spring", "northshire", 3, PAT, house.now)
    house.work()


def _close(house: House) -> None:
    house.work(days=9)


STEPS: tuple[Callable[[House], None], ...] = (
    *(_within_the_day, _midnight, _withdraw, _restore, _correct, _reissue, _remind),
    *(_open_link, _slips, _close),
)


def _place() -> Place:
    return listing.place("spring", NORTHSHIRE["code"])


def _entry(number: int) -> Invited:
    people = {each.email: each for each in listing.page(_place()).people}
    return people[f"remi{number}@northshire.example.org"]


def _pages(house: House, *, brief: bool) -> Pages:
    """Every page about her organisation, by its address."""
    client, seen = house.signed_in(PAT), Pages()
    for path in FIGURES if brief else _addresses(house):
        answer = client.get(path)
        if answer.status_code < 400:
            seen[_bare(path)] = _bare(answer.get_data(as_text=True))
    return seen


def _addresses(house: House) -> Iterator[str]:
    """Made of the routes themselves, so that a page to come is looked at too."""
    values = {"round_code": "spring", "organisation": "northshire"}
    people = [row.id.hex() for row in Invitation.select() if not _of_pats(row.email)]
    for rule in house.app.url_map.iter_rules():
        known = rule.arguments <= {*values, "person"}
        theirs = rule.rule == "/staff/" or "organisation" in rule.arguments
        if "GET" in (rule.methods or ()) and theirs and known:
            for person in people if "person" in rule.arguments else [""]:
                path = rule.rule.replace("<person>", person)
                for name, value in values.items():
                    path = path.replace(f"<{name}>", value)
                yield path


def _of_pats(email: str) -> bool:
    return email in {f"remi{number}@northshire.example.org" for number in OWN}


def _bare(text: str) -> str:
    """Leave out what is drawn at random in each world."""
    for row in Invitation.select():
        text = text.replace(row.id.hex(), row.email)
    for row in Participation.select().where(Participation.open_token.is_null(False)):
        text = text.replace(tokens.link_text(row.open_token), "open link")
    return _DRAWING.sub("", _CSRF.sub(r"\1", text))
