"""A whole installation in a folder of its own, and the standing cast.

Ada is an administrator; Pat is the PSW of Northshire, Olga of Southborough; Remi answers. Time
stands still unless a test moves it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from portal import create_app
from portal.calendar.schedule import Schedule
from portal.post.letters import STAFF, Letter
from portal.services import health
from portal.services.letters.outbox import Sender
from portal.services.organisations import register as organisations
from portal.services.people import importing
from portal.services.people.invitations import PeopleInvited
from portal.services.people.listing import Place
from portal.services.rounds import planning
from portal.services.rounds import register as rounds
from portal.services.rounds.plans import Plan
from portal.services.rounds.register import RoundInfo
from portal.services.staff import accounts, sessions
from portal.services.staff.accounts import Person
from portal.settings import Settings, load
from portal.store import db
from portal.store.engine import sqlite
from portal.survey.file.parsing import parse
from portal.tabular.asking import INCLUDE
from portal.vault.keys import KeyFolder
from portal.worker import passes
from portal.worker.postman import Postman
from portal.worker.tools import Tools

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ADA = "ada@example.org"
OURS = {
    "MAIL_FROM": "check@northshire.example",
    "SUPPORT_CONTACT": "help@northshire.example",
    "CONTROLLER": "Northshire County Council, County Hall, Northshire",
    "PRIVACY_CONTACT": "data-protection@northshire.example",
    "LAWFUL_BASIS": "a task in the public interest (Article 6(1)(e) of the UK GDPR)",
}
"""What an installation that others reach must say of itself."""
PAT = "pat@northshire.example.org"
OLGA = "olga@southborough.example.org"
NORTHSHIRE = {
    "code": "northshire",
    "name": "Northshire County Council",
    "type": "shire county",
    "region": "East Midlands",
    "domains": "northshire.example.org",
}
SOUTHBOROUGH = {
    "code": "southborough",
    "name": "London Borough of Southborough",
    "type": "London borough",
    "region": "London",
    "domains": "",
}
SMALL = """---
id: small
version: "1"
title: Small check
kind: anonymous
minutes: 3
breakdowns: [service]
scales:
  agreement:
    disagree: {label: Disagree, points: 0}
    agree: {label: Agree, points: 100, favourable: true}
scores:
  support: {title: Support, standard: 4, items: [heard, safe]}
---

{{organisation}} asks how you are.

# About you {#about}

```question
id: service
type: choice
label: Which service do you work in?
options:
  children: Children
  adults: Adults
  other: {label: Another, specify: true}
```

# Support {#support}

```question
id: support_items
type: grid
scale: agreement
label: How far do you agree?
rows:
  heard: I am heard
  safe: I am safe
```

```question
id: why
type: comment
label: What gets in the way?
max: 1000
show_if: {heard: disagree}
```
"""

WITH_FACTS = SMALL.replace(
    "# Support {#support}",
    """\
```question
id: years
type: choice
label: How long have you been here?
fact: true
options: {few: Less than a year, some: One to nine years, many: Ten years or more}
```

```question
id: welcome
type: choice
label: Were you made welcome?
show_if: {years: few}
options: {no_one: {label: No, points: 0}, all_did: {label: Yes, points: 100}}
```

# Support {#support}""",
).replace("scores:\n", "scores:\n  start: {title: A good start, items: [welcome]}\n")
"""The small questionnaire with a fact, and something that is asked and scored because of it."""


@cache
def migrated_by(upgrade: Callable[[], object]) -> bytes:
    """The file of an empty database, migrated once in each process of the tests; and once more
    where a test has changed how that is done."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "portal.sqlite"
        db.init(path)
        upgrade()
        db.db.close()
        return path.read_bytes()


parsed = cache(parse)


@dataclass
class House:
    """One installation. ``letters`` are those delivered, in order; ``now`` is its clock."""

    folder: Path
    now: datetime = NOW
    letters: list[Letter] = field(default_factory=list)
    settings: Settings = field(init=False)
    tools: Tools = field(init=False)

    def __post_init__(self) -> None:
        self.settings = load({"PORTAL_INSTANCE": str(self.folder)})
        if not self.database.exists():
            migrated = migrated_by(db.upgrade)
            self._connect()
            self.database.write_bytes(migrated)
        self._connect()
        keys = KeyFolder(self.settings.keys)
        keys.web_secret(self.settings.secret_key_file)
        self.tools = Tools(
            keys=keys,
            deliver=self.letters.append,
            sender=Sender(self.settings.base_url, self.settings.support_contact),
            postman=Postman(seconds=600),
        )

    @cached_property
    def app(self) -> Flask:
        """The web application, made for those who ask for it: most tests do without."""
        app = create_app(self.settings)
        app.extensions["desk"] = replace(app.extensions["desk"], clock=lambda: self.now)
        self._connect()
        return app

    def _connect(self) -> None:
        """As the portal does, but without waiting for the disk: no test outlives a power cut."""
        db.init(self.settings.database)
        db.db.init(str(self.database), pragmas={**sqlite.PRAGMAS, "synchronous": "off"})

    @property
    def database(self) -> Path:
        return self.folder / "portal.sqlite"

    def client(self) -> FlaskClient:
        """A browser of its own, without JavaScript."""
        return self.app.test_client()

    def person(self, email: str = ADA) -> Person:
        """Ada, Pat or Olga with an account, made on first asking; both organisations are there."""
        self._organisations()
        organisation = {PAT: "northshire", OLGA: "southborough"}.get(email)
        known = {each.email: each for each in accounts.every()}
        if email in known:
            return known[email]
        role = "psw" if organisation else "administrator"
        return accounts.add(email, role, organisation, ADA, self.now)

    def _organisations(self) -> None:
        """Both are there, made on first asking."""
        known = {each.code for each in organisations.listing()}
        missing = [row for row in (NORTHSHIRE, SOUTHBOROUGH) if row["code"] not in known]
        if missing:
            organisations.put(enumerate(missing, 2), ADA, self.now)

    def signed_in(self, email: str = ADA) -> FlaskClient:
        """The browser of Ada, Pat or Olga, signed in all the way."""
        client = self.client()
        client.set_cookie("staff", sessions.begin(self.person(email), self.now, proven=True))
        return client

    def work(self, **later: float) -> list[str]:
        """One pass of the worker, so much later (as ``timedelta`` takes it), by a right clock."""
        self.now += timedelta(**later)
        health.believe(self.now)
        return passes.run(self.tools, self.now)

    def hold_letters(self, *, hold: bool = True) -> None:
        """Have no letter of a round go out in a pass, or let them go again."""
        postman = self.tools.postman
        postman.may_go_on = (  # type: ignore[method-assign]
            (lambda now: False) if hold else partial(Postman.may_go_on, postman)
        )

    def round(self, code: str = "spring", source: str = SMALL, **changes: Any) -> RoundInfo:
        """A scheduled round of both organisations that opens now and closes in a week."""
        self._organisations()
        plan = Plan(
            code=code,
            title="Spring check",
            questionnaire=parsed(source),
            schedule=Schedule(self.now, self.now + timedelta(days=7)),
            retain_until=date(2029, 3, 1),
            responses_kept=True,
        )
        return planning.create(replace(plan, **changes), ADA, self.now)

    def invite(self, number: int, organisation: str = "northshire", code: str = "spring") -> None:
        """Invite remi1, remi2, … of an organisation."""
        rows = [
            {"organisation": organisation, "email": f"remi{i}@{organisation}.example.org"}
            for i in range(1, number + 1)
        ]
        importing.put(code, list(enumerate(rows, 2)), ADA, self.now)

    def open_round(self, northshire: int = 1, southborough: int = 0, **changes: Any) -> RoundInfo:
        """An open round, its invitations delivered."""
        found = self.round(**changes)
        self.invite(northshire, "northshire", found.code)
        self.invite(southborough, "southborough", found.code)
        self.work()
        return rounds.by_code(found.code)

    def links(self, organisation: str = "") -> list[str]:
        """The paths (``/i/…``) of delivered letters, oldest first."""
        letters = [letter for letter in self.letters if organisation in letter.to]
        return [link_in(letter) for letter in letters if letter.box != STAFF]


def type_in(where: Place, text: str, who: Person, now: datetime) -> PeopleInvited:
    """Type people in and confirm what is shown of them."""
    given = {importing.SHARED: INCLUDE}
    return importing.confirm(where, importing.keep_typed(where, text, who, now), who, now, given)


def link_in(letter: Letter) -> str:
    found = re.search(r"/i/[\w-]{22}", letter.text)
    assert found, letter.text
    return found[0]


def token_in(html: str) -> str:
    """The CSRF token of the first form on a page."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', html)
    assert found, html[:2000]
    return found[1]


def post(
    client: FlaskClient, path: str, fields: Mapping[str, str | Sequence[str]] | None = None
) -> Any:
    """GET the page at ``path``, then post its form back there with these fields."""
    token = token_in(client.get(path).get_data(as_text=True))
    return client.post(path, data={"csrf_token": token, **(fields or {})})


def answer(
    client: FlaskClient, link: str, pages: Mapping[str, Mapping[str, str | Sequence[str]]]
) -> Any:
    """Begin at a link, fill the pages in (by page id), submit; the answer to the submission."""
    round_path = post(client, link).headers["Location"].rsplit("/", 1)[0]
    for page, fields in pages.items():
        response = post(client, f"{round_path}/{page}", {**fields, "go": "next"})
        assert response.status_code == 303, response.get_data(as_text=True)
    token = token_in(client.get(f"{round_path}/check").get_data(as_text=True))
    return client.post(f"{round_path}/submit", data={"csrf_token": token, "go": "submit"})
