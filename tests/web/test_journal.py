"""The log of requests says what was asked for, and nothing by which to tell who asked."""

from __future__ import annotations

import re

import pytest

from tests.factories import House, answer, post

LINE = r"(GET|POST|PUT) (/\S*|\(no such page\)) [1-5]\d\d \d+ms"
PAGES = {"about": {"q_service": "other", "q_service__other": "Distinctive team"}, "support": {}}


def test_a_line_holds_method_pattern_status_and_duration_alone(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    house.open_round()
    client = house.client()
    answer(client, house.links()[0], PAGES)
    for path in ("/nothing/Distinctive", "/r/K7QD-2M9X-T4HB-8WZC-5RNE?x=Distinctive"):
        client.get(path)
    post(client, "/resume", {"code": "Distinctive"})
    lines = [r.getMessage() for r in caplog.records if r.name == "portal.requests"]
    assert len(lines) > 10
    for line in lines:
        assert re.fullmatch(LINE, line), line
    assert "POST /i/<token> 303" in caplog.text
    assert "GET (no such page) 404" in caplog.text
    assert "Distinctive" not in caplog.text


def test_static_files_are_not_worth_a_line(house: House, caplog: pytest.LogCaptureFixture) -> None:
    house.client().get("/static/app.css")
    assert caplog.records == []


def test_a_failure_is_logged_by_kind_and_place_without_its_message(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(token: str) -> str:
        raise ValueError("Distinctive answer")

    house.app.add_url_rule("/fail/<token>", "fail", fail)
    house.client().get("/fail/Distinctive-token")
    (failure,) = [r for r in caplog.records if r.name == "portal.failures"]
    assert failure.getMessage().startswith(
        "GET /fail/<token> failed: ValueError at test_journal.py"
    )
    assert "Distinctive" not in caplog.text
