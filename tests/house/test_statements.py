"""What a page of the staff site asks the database: little, and no more where there are many
organisations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from portal.calendar.schedule import Schedule
from portal.services.organisations import register as organisations
from portal.services.people import listing
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.store.db import db
from portal.store.rounds import Round
from tests.factories import ADA, NORTHSHIRE, NOW, PAT, House
from tests.services.figures.test_returns_answered import RETURN

MOST = 15
"""Statements of a page."""
FEW, MANY = 3, 30
"""Organisations, all of which take part in every round."""
STATES = ("draft", "open", "counted", "returns")
"""The rounds' codes, too; *returns* is open."""
DAY = timedelta(days=1)


class Site:
    """A site with a round in each state, of so many organisations."""

    def __init__(self, house: House, number: int) -> None:
        self.house = house
        house.person(ADA)
        house.person(PAT)
        others = [{**NORTHSHIRE, "code": f"o{n}", "name": f"County {n}"} for n in range(2, number)]
        organisations.put(enumerate(others, 2), ADA, house.now)
        self._counted([each["code"] for each in others])
        house.round("draft", schedule=Schedule(house.now + DAY, house.now + 9 * DAY))
        Round.update(state="draft").where(Round.code == "draft").execute()
        for code in ("northshire", *(each["code"] for each in others)):
            house.invite(1, code, "draft")
        for code in ("open", "another"):
            house.open_round(12, 12, code=code, schedule=Schedule(house.now, house.now + 8 * DAY))
        house.open_round(1, 1, code="returns", source=RETURN)
        Round.update(series="2026").execute()
        house.work(hours=1)

    def _counted(self, others: list[str]) -> None:
        self.house.open_round(12, 12, code="counted")
        for code in others:
            self.house.invite(1, code, "counted")
        self.house.work(days=8)

    def statements(self) -> dict[str, list[str]]:
        """What each page asks, by who looks at it, its address and the round; looked at once
        before, since a process keeps questionnaires."""
        asked = dict[str, list[str]]()
        for who in (ADA, PAT):
            client = self.house.signed_in(who)
            for page, path in self._pages():
                if client.get(path).status_code == 200:
                    asked[f"{who} {page}"] = _asked(client, path)
        return asked

    def _pages(self) -> Iterator[tuple[str, str]]:
        """Every page of the staff site: its name here, and its address."""
        for rule in self.house.app.url_map.iter_rules():
            if rule.endpoint.startswith("staff.") and "GET" in (rule.methods or ()):
                for code in STATES if "round_code" in rule.arguments else STATES[:1]:
                    if path := self._address(rule, rounds.by_code(code)):
                        yield f"{rule.rule} {code}", path

    def _address(self, rule: Rule, round_: RoundInfo) -> str | None:
        """None where it names what is none of a round's own."""
        people = listing.page(listing.place(round_.code, "northshire")).people
        values = {
            "round_code": round_.code,
            "organisation": "northshire",
            "page": "about",
            "item": "announcement",
            "kind": "invitation",
            "form": "csv",
            "person": people[0].id if people else "00" * 16,
        }
        if rule.arguments - values.keys():
            return None
        built = self.house.app.url_map.bind("localhost").build(
            rule.endpoint, {name: values[name] for name in rule.arguments}
        )
        return str(built)


def _asked(client: FlaskClient, path: str) -> list[str]:
    asked, execute = list[str](), db.execute_sql

    def noting(sql: str, params: object = None) -> object:
        asked.append(sql)
        return execute(sql, params)

    with patch.object(db, "execute_sql", noting):
        assert client.get(path).status_code == 200, path
    return asked


def beside(number: int) -> dict[str, list[str]]:
    with TemporaryDirectory() as folder:
        try:
            return Site(House(Path(folder) / "instance", NOW), number).statements()
        finally:
            db.close()


@pytest.fixture(scope="module")
def few() -> dict[str, list[str]]:
    return beside(FEW)


@pytest.fixture(scope="module")
def many() -> dict[str, list[str]]:
    return beside(MANY)


def test_every_round_is_looked_at_in_every_state(few: dict[str, list[str]]) -> None:
    for code in STATES:
        assert f"{ADA} /staff/rounds/<round_code> {code}" in few
        assert f"{ADA} /staff/rounds/<round_code>/overview {code}" in few
    assert f"{PAT} /staff/rounds/<round_code>/<organisation>/people open" in few
    assert f"{PAT} /staff/rounds/<round_code>/<organisation> open" in few
    assert f"{PAT} /staff/ draft" in few
    files = "/staff/rounds/<round_code>/<organisation>/report/download/<form>"
    assert f"{PAT} {files} counted" in few


def test_a_page_asks_little(many: dict[str, list[str]]) -> None:
    heavy = {page: asked for page, asked in many.items() if len(asked) > MOST}
    said = [
        f"{page}: {len(asked)} statements\n  " + "\n  ".join(asked) for page, asked in heavy.items()
    ]
    assert not said, "\n".join(said)


def test_a_page_asks_as_much_beside_many_organisations_as_beside_few(
    few: dict[str, list[str]], many: dict[str, list[str]]
) -> None:
    before, after = ({page: len(sqls) for page, sqls in each.items()} for each in (few, many))
    assert after == before
