"""Worlds that differ in nothing but who has answered, as a PSW of much patience sees them, and an
administrator who helps her.

Pat has nine mailboxes of her own on the list, beside Alice, Bob and Carol, and answers by them; she
prints slips and fills in fourteen. Then she does all that she may do, and after each looks at every
page that she may see, and at her mailboxes; so does Ada, and she reads the audit, the worker's log
and what ``flask round status`` says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from portal.calendar.schedule import Schedule
from portal.services.guiding import board
from portal.services.letters import bounces, reminders
from portal.services.people import changes, links, listing, sheets, waiting
from portal.services.people.listing import Invited, Place
from portal.services.rounds import register as rounds
from portal.store.db import db
from portal.store.letters import Outgoing
from portal.vault import tokens
from tests.attack import looking
from tests.attack.looking import OWN, OWN_MAILBOX, PEOPLE, Pages, Watched, address, bare
from tests.factories import ADA, NORTHSHIRE, PAT, House, type_in
from tests.services import scenes

ALICE, BOB, CAROL = 1, 2, 3
"""Which of remi1, remi2, … they are."""
ELSEWHERE = "carol@elsewhere.example.org"
Seen = list[tuple[str, Pages]]
"""The same after each step."""


def journey(folder: Path, answered: int | None, own: int, *, brief: bool = False) -> Seen:
    """What Pat sees after each of her steps, in a world in which one of the three has answered, or
    (None) nobody; and she herself so often (``own``). ``brief``: of the figures only."""
    house = Watched(folder)
    try:
        return [(step, looking.pages(house, brief=brief)) for step in _steps(house, answered, own)]
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


def _steps(house: Watched, answered: int | None, own: int) -> Iterator[str]:
    house.person(PAT)
    house.open_round(PEOPLE, schedule=Schedule(house.now, house.now + timedelta(days=10)))
    by = {number: house.links(f"remi{number}@")[0] for number in range(1, PEOPLE + 1)}
    for slip in sheets.make("spring", "northshire", 20, PAT, house.now, to_a_sheet=8)[:14]:
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


def _correct(house: Watched) -> None:
    """Alice's address becomes one that Pat reads, and Pat looks at what the link that comes there
    leads to, and answers by it."""
    changes.correct(_place(), _entry(ALICE).id, OWN_MAILBOX, house.person(PAT), house.now)
    house.work()
    link = house.links(OWN_MAILBOX)[-1]
    house.opened.append(bare(house.client().get(link).get_data(as_text=True)))
    scenes.respond(house, link)
    house.work(days=1)


def _correct_back(house: House) -> None:
    """Alice's link works again in one world; in the other she has answered by it."""
    there = _entry(OWN_MAILBOX).id
    changes.correct(_place(), there, address(ALICE), house.person(PAT), house.now)
    house.work()


def _wait(house: House) -> None:
    changes.correct(_place(), _entry(CAROL).id, ELSEWHERE, house.person(PAT), house.now)
    house.work(hours=8)


def _turn_away(house: House) -> None:
    """Pat hears of it by the letter of the next day."""
    waiting.turn_away(_place(), None, "not employed here", house.person(), house.now)
    house.work(days=1)


def _reissue(house: House) -> None:
    changes.reissue(_place(), _entry(BOB).id, house.person(PAT), house.now)
    house.work()


def _remind(house: House) -> None:
    house.now += timedelta(days=2)
    reminders.nudge("spring", "northshire", PAT, house.now)
    house.work()


def _fail(house: House) -> None:
    """Bob's last letter with a link comes back, and so does the reminder that he may have got."""
    theirs = Outgoing.invitation == bytes.fromhex(_entry(BOB).id)
    bounces.note_failed([row.id for row in Outgoing.select().where(theirs)], house.now)
    house.work()


def _try_again(house: House) -> None:
    bounces.take_back("spring", None, ADA, house.now)
    house.work()


def _add_late(house: House) -> None:
    type_in(_place(), "late@northshire.example.org", house.person(PAT), house.now)
    house.work()


def _open_link(house: House) -> None:
    links.open_link("spring", "northshire", PAT, house.now)
    house.work()


def _slips(house: House) -> None:
    sheets.make("spring", "northshire", 30, PAT, house.now)
    house.work()


def _write_to_all(house: House) -> None:
    """Ada has Pat written to about the rate, which so many slips have made low."""
    house.work(days=1)
    board.nudge(rounds.by_code("spring"), {"northshire"}, ADA, house.now)
    house.work()


def _void_unused(house: House) -> None:
    sheets.void("spring", "northshire", "4", PAT, house.now)
    house.work()


def _void_used(house: House) -> None:
    sheets.void("spring", "northshire", "1", PAT, house.now)
    house.work(days=1)


def _close(house: House) -> None:
    house.work(days=1)
    house.work(days=8)
    house.work(minutes=1)


STEPS: tuple[Callable[[Watched], None], ...] = (
    *(_within_the_day, _midnight, _withdraw, _restore, _correct, _correct_back, _wait),
    *(_turn_away, _reissue, _remind, _fail, _try_again, _add_late, _open_link, _slips),
    *(_write_to_all, _void_unused, _void_used, _close),
)


def _place() -> Place:
    return listing.place("spring", NORTHSHIRE["code"])


def _entry(whose: int | str) -> Invited:
    people = {each.email: each for each in listing.page(_place()).people}
    return people[whose if isinstance(whose, str) else address(whose)]
