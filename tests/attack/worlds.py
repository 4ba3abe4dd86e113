"""Worlds that differ in nothing but who has answered, as a PSW of much patience sees them, and an
administrator who helps her.

Pat has nine mailboxes of her own on the list, beside Alice, Bob and Carol, and answers by them; she
prints slips and fills in fourteen. Then she does all that she may do, and after each looks at every
page that she may see, and at her mailboxes; so does Ada, and she reads the audit, the worker's log
and what ``flask round status`` says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from portal.calendar.schedule import Schedule
from portal.cli import status
from portal.post.letters import STAFF
from portal.services.figures import overview
from portal.services.letters import bounces, reminders
from portal.services.people import changes, links, listing, sheets, waiting
from portal.services.people.listing import Invited, Place
from portal.store.db import db
from portal.store.letters import Outgoing
from portal.store.people import Invitation
from portal.store.records import Audit
from portal.store.rounds import Participation
from portal.vault import tokens
from tests.factories import ADA, NORTHSHIRE, PAT, House, type_in
from tests.services import scenes

FIGURES = ("/staff/", "/staff/rounds/spring/northshire")
BOTH = (*FIGURES, "/staff/rounds/spring/northshire/people")
"""What Ada looks at as well as Pat, besides what is hers alone."""
PEOPLE = 12
ALICE, BOB, CAROL, OWN = 1, 2, 3, range(4, PEOPLE + 1)
"""Which of remi1, remi2, … they are."""
OWN_MAILBOX = "pats.other@northshire.example.org"
ELSEWHERE = "carol@elsewhere.example.org"
Pages = dict[str, str]
"""What each address shows, but for what is drawn at random."""
Seen = list[tuple[str, Pages]]
"""The same after each step."""
_LINK = re.compile(r"/(i|stop)/[\w-]{22}")
_RANDOM = re.compile(r'(name="(?:csrf_token|key)"[^>]*value=")[^"]+')
"""What a page draws by chance each time that it is made."""
_DRAWING = re.compile(r'<svg[^>]*class="code".*?</svg>', re.DOTALL)


@dataclass
class Watched(House):
    """A house in which somebody keeps the worker's log, and what links lead to in Pat's mailboxes
    (``opened``)."""

    log: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)

    def work(self, **later: float) -> list[str]:
        self.log += (done := super().work(**later))
        return done


def journey(folder: Path, answered: int | None, own: int, *, brief: bool = False) -> Seen:
    """What Pat sees after each of her steps, in a world in which one of the three has answered, or
    (None) nobody; and she herself so often (``own``). ``brief``: of the figures only."""
    house = Watched(folder)
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
    house.opened.append(_bare(house.client().get(link).get_data(as_text=True)))
    scenes.respond(house, link)
    house.work(days=1)


def _correct_back(house: House) -> None:
    """Alice's link works again in one world; in the other she has answered by it."""
    there = _entry(OWN_MAILBOX).id
    changes.correct(_place(), there, _address(ALICE), house.person(PAT), house.now)
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
    sheets.make("spring", "northshire", 3, PAT, house.now)
    house.work()


def _void_unused(house: House) -> None:
    sheets.void("spring", "northshire", "4", PAT, house.now)
    house.work()


def _void_used(house: House) -> None:
    sheets.void("spring", "northshire", "1", PAT, house.now)
    house.work(days=1)


def _close(house: House) -> None:
    house.work(days=9)
    house.work(minutes=1)


STEPS: tuple[Callable[[Watched], None], ...] = (
    *(_within_the_day, _midnight, _withdraw, _restore, _correct, _correct_back, _wait),
    *(_turn_away, _reissue, _remind, _fail, _try_again, _add_late, _open_link, _slips),
    *(_void_unused, _void_used, _close),
)


def _place() -> Place:
    return listing.place("spring", NORTHSHIRE["code"])


def _address(number: int) -> str:
    return f"remi{number}@northshire.example.org"


def _entry(whose: int | str) -> Invited:
    people = {each.email: each for each in listing.page(_place()).people}
    return people[whose if isinstance(whose, str) else _address(whose)]


def _pages(house: Watched, *, brief: bool) -> Pages:
    """Every page about her organisation, and about the round, by who looks and its address; and
    what is to be read elsewhere."""
    theirs = {
        PAT: FIGURES if brief else [*FIGURES, *_addresses(house, of_part=True)],
        ADA: FIGURES if brief else [*BOTH, *_addresses(house, of_part=False)],
    }
    seen = Pages()
    for who, paths in theirs.items():
        client = house.signed_in(who)
        for path in paths:
            answer = client.get(path)
            if answer.status_code < 400 and answer.mimetype.startswith("text/"):
                seen[f"{who} {_bare(path)}"] = _bare(answer.get_data(as_text=True))
    return seen | ({} if brief else _elsewhere(house))


def _elsewhere(house: Watched) -> Pages:
    """The audit, the log, what comes to staff and to Pat's mailboxes, what a command says."""
    of_round = overview.status("spring")
    audit = [(row.at, row.who, row.did) for row in Audit.select().order_by(Audit.at)]
    come = [
        f"{letter.to} {letter.subject} {_LINK.sub('', letter.text)}"
        for letter in house.letters
        if letter.box == STAFF or _of_pats(letter.to)
    ]
    said = {"audit": audit, "log": house.log, "letters": sorted(come), "links": house.opened}
    return {name: repr(each) for name, each in said.items()} | {
        "status": f"{status.text(of_round)} {status.plain(of_round)}"
    }


def _addresses(house: House, *, of_part: bool) -> Iterator[str]:
    """Those of an organisation in the round, or of the round: made of the routes themselves, so
    that a page to come is looked at too."""
    people = [row.id.hex() for row in Invitation.select() if not _of_pats(row.email)]
    values = {
        "round_code": ["spring"],
        "organisation": ["northshire"],
        "person": people,
        "sheet": ["1", "2", "4"],
    }
    for rule in house.app.url_map.iter_rules():
        of_round = rule.rule.startswith("/staff/rounds/<round_code>")
        page = "GET" in (rule.methods or ()) and not rule.rule.endswith("/word")
        alike = ("organisation" in rule.arguments) is of_part
        if of_round and page and alike and rule.arguments <= values.keys():
            yield from _filled(rule.rule, values)


def _filled(rule: str, values: Mapping[str, list[str]]) -> list[str]:
    """A rule with each of the values of its arguments."""
    rules = [rule]
    for name, several in values.items():
        if f"<{name}>" in rule:
            rules = [each.replace(f"<{name}>", value) for each in rules for value in several]
    return rules


def _of_pats(email: str) -> bool:
    return email in {OWN_MAILBOX, *map(_address, OWN)}


def _bare(text: str) -> str:
    """Leave out what is drawn at random in each world."""
    for row in Invitation.select():
        text = text.replace(row.id.hex(), row.email)
    for row in Participation.select().where(Participation.open_token.is_null(False)):
        text = text.replace(tokens.link_text(row.open_token), "open link")
    return _DRAWING.sub("", _RANDOM.sub(r"\1", text))
