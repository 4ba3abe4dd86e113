"""“You said, we did”, as whoever has its address reads it."""

from __future__ import annotations

import logging
import re

import pytest

from portal.services.actions import telling
from portal.store import db
from tests.factories import PAT, House
from tests.services.actions import people


def published(house: House) -> str:
    people.counted(house)
    people.written(house, finding="Lone visits <b>", progress="done")
    telling.publish(people.plan(), "Thank you.", PAT, house.now)
    return telling.standing(people.plan()).path


def test_it_is_read_without_an_account_and_leaves_nothing_in_the_browser(house: House) -> None:
    answer = house.client().get(published(house))
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert '<meta name="robots" content="noindex">' in answer.text


def test_it_says_what_was_said_and_done_and_keeps_the_promise_in_sight(house: House) -> None:
    text = house.client().get(published(house)).text
    for words in (
        "Northshire County Council, after Spring check",
        "Thank you.",
        "Lone visits &lt;b&gt;",
        people.TRAINING.action,
        "no figure is ever shown for fewer than ten people",
        "As published on 10 March 2026.",
    ):
        assert words in text
    assert people.TRAINING.owner not in text


def test_it_asks_the_database_once(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    path, asked, execute = published(house), list[str](), db.db.execute_sql
    house.client().get(path)

    def noting(sql: str, params: object = None) -> object:
        asked.append(sql)
        return execute(sql, params)

    monkeypatch.setattr(db.db, "execute_sql", noting)
    assert house.client().get(path).status_code == 200
    assert len(asked) == 1


def test_its_address_stands_in_no_log(house: House, caplog: pytest.LogCaptureFixture) -> None:
    path = published(house)
    with caplog.at_level(logging.INFO, "portal.requests"):
        house.client().get(path)
    assert "/you-said/<token>" in caplog.text
    assert path not in caplog.text


def test_taken_back_or_never_there_it_says_the_same(house: House) -> None:
    path = published(house)
    telling.take_back(people.plan(), PAT, house.now)
    gone, unknown = (house.client().get(each) for each in (path, "/you-said/nothing"))
    assert (gone.status_code, unknown.status_code) == (404, 404)
    assert gone.text == unknown.text
    assert "It may have been taken back" in gone.text


def test_next_years_first_page_leads_to_what_was_done(house: House) -> None:
    people.counted(house, series="yearly")
    people.written(house, progress="done")
    telling.publish(people.plan(), "", PAT, house.now)
    people.a_year_later(house)
    before = len(house.links())
    house.open_round(code="next", series="yearly")
    page = house.client().get(house.links()[before]).text
    address = re.search(r'href="(/you-said/[^"]+)">You said, we did', page)
    assert address
    assert "Two people go on every visit after dark" in house.client().get(address[1]).text
