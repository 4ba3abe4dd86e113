"""A sample of ``python -m bench.fuzz``; and that its judgement can be an adverse one."""

from __future__ import annotations

from random import Random

import pytest
from werkzeug.datastructures import Headers

from bench.fuzz import EACH, run
from bench.garbage import FORM
from bench.probing import Answer, Watch, complaints, send
from bench.spoiling import Attempt, spoil
from bench.stranger import arrive, fields_elsewhere, request_for
from tests.factories import House

SAMPLE = 400
PAGES = ["about", "support"]


@pytest.mark.parametrize("seed", [4, 5])
def test_no_nonsense_breaks_a_page_or_changes_what_is_stored(house: House, seed: int) -> None:
    house.open_round(SAMPLE // EACH)
    people = (arrive(house.app, link, "spring", PAGES) for link in house.links())
    found = run(house.app, house.database, people, SAMPLE, seed)
    assert found.offences == []
    assert found.statuses.total() == SAMPLE
    assert found.kept > 0  # else nothing came near a draft
    assert {200, 303, 400, 404, 405} <= set(found.statuses)


def test_the_same_seed_draws_the_same_requests(house: House) -> None:
    house.open_round()
    person = arrive(house.app, house.links()[0], "spring", PAGES)
    rules = list(house.app.url_map.iter_rules())

    def drawn(seed: int) -> list[Attempt]:
        draw = Random(seed)
        attempts = [request_for(draw, rule, person) for rule in rules]
        for attempt in attempts:
            spoil(draw, attempt, fields_elsewhere(person))
        return attempts

    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)


def test_a_request_that_is_not_spoilt_is_taken(house: House) -> None:
    house.open_round()
    person = arrive(house.app, house.links()[0], "spring", PAGES)
    assert all(person.pages.values())
    watch = Watch(house.database)
    pairs = [(b"csrf_token", person.token), (b"q_service", b"adults"), (b"go", b"next")]
    page = "/survey/spring/about"
    attempt = Attempt("POST", page, page, cookies=person.cookies, pairs=pairs, kind=FORM)
    assert send(house.app, attempt).status == 303
    assert watch.changed()
    assert not watch.changed()
    watch.close()


@pytest.mark.parametrize("host", ["a..b", "x" * 300])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_host_that_is_none_is_refused_with_a_page(house: House, host: str, method: str) -> None:
    answer = send(house.app, Attempt(method, "/resume", "/resume", headers={"Host": host}))
    assert answer.status == 400
    assert b"<h1" in answer.body


@pytest.mark.parametrize(
    ("method", "status", "body", "changed", "complaint"),
    [
        ("GET", 500, b"<h1>Sorry</h1>", False, "answered with 500"),
        ("GET", 200, b"<h1>Sorry</h1>Traceback (", False, "shows a traceback"),
        ("GET", 404, b"<p>Sorry</p>", False, "a page without a heading"),
        ("POST", 400, b"<h1>Sorry</h1>", True, "changed what is stored, answered with 400"),
        ("GET", 200, b"<h1>Hello</h1>", True, "changed what is stored, answered with 200"),
    ],
)
def test_what_must_not_be_is_complained_of(
    method: str, status: int, body: bytes, changed: bool, complaint: str
) -> None:
    answer = Answer(status, Headers({"Content-Type": "text/html; charset=utf-8"}), body)
    assert list(complaints(Attempt(method, "/", "/"), answer, changed)) == [complaint]


def test_far_too_many_fields_for_a_host_that_is_none_get_a_page_too(house: House) -> None:
    fields = "&".join("a=b" for _ in range(2000))
    answer = house.client().post(
        "/nothing",
        data=fields,
        content_type="application/x-www-form-urlencoded",
        headers={"Host": "not a host"},
    )
    assert (answer.status_code, "<h1" in answer.text) == (413, True)
