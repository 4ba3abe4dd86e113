"""What Pat and Ada see in a world: their pages, their letters, and what is to be read elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from portal.cli import status
from portal.post.letters import STAFF
from portal.services.figures import overview
from portal.store.people import Invitation
from portal.store.records import Audit
from portal.store.rounds import Participation
from portal.vault import tokens
from tests.factories import ADA, PAT, House

FIGURES = ("/staff/", "/staff/rounds/spring/northshire")
BOTH = (*FIGURES, "/staff/rounds/spring/northshire/people")
"""What Ada looks at as well as Pat, besides what is hers alone."""
BOARD = ("/staff/rounds/spring/overview/missing", "/staff/rounds/spring/overview.csv")
"""What is hers alone, and has figures or says what follows from them."""
PEOPLE = 12
OWN = range(4, PEOPLE + 1)
"""Which of remi1, remi2, … are hers."""
OWN_MAILBOX = "pats.other@northshire.example.org"
Pages = dict[str, str]
"""What each address shows, but for what is drawn at random."""
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


def address(number: int) -> str:
    return f"remi{number}@northshire.example.org"


def pages(house: Watched, *, brief: bool) -> Pages:
    """Every page about her organisation, and about the round, by who looks and its address; and
    what comes to staff, or is to be read elsewhere."""
    theirs = {
        PAT: FIGURES if brief else [*FIGURES, *_addresses(house, of_part=True)],
        ADA: (*FIGURES, *BOARD) if brief else [*BOTH, *_addresses(house, of_part=False)],
    }
    seen = Pages()
    for who, paths in theirs.items():
        client = house.signed_in(who)
        for path in paths:
            answer = client.get(path)
            if answer.status_code < 400 and answer.mimetype.startswith("text/"):
                seen[f"{who} {bare(path)}"] = bare(answer.get_data(as_text=True))
    return seen | {"letters": _come(house)} | ({} if brief else _elsewhere(house))


def _elsewhere(house: Watched) -> Pages:
    """The audit, the log, what links in Pat's mailboxes lead to, what a command says."""
    of_round = overview.status("spring")
    audit = [(row.at, row.who, row.did) for row in Audit.select().order_by(Audit.at)]
    said = {"audit": audit, "log": house.log, "links": house.opened}
    return {name: repr(each) for name, each in said.items()} | {
        "status": f"{status.text(of_round)} {status.plain(of_round)}"
    }


def _come(house: House) -> str:
    """What comes to staff and to Pat's mailboxes."""
    come = [
        f"{letter.to} {letter.subject} {_LINK.sub('', letter.text)}"
        for letter in house.letters
        if letter.box == STAFF or _of_pats(letter.to)
    ]
    return repr(sorted(come))


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
    return email in {OWN_MAILBOX, *map(address, OWN)}


def bare(text: str) -> str:
    """Leave out what is drawn at random in each world."""
    for row in Invitation.select():
        text = text.replace(row.id.hex(), row.email)
    for row in Participation.select().where(Participation.open_token.is_null(False)):
        text = text.replace(tokens.link_text(row.open_token), "open link")
    return _DRAWING.sub("", _RANDOM.sub(r"\1", text))
