"""What pages weigh on the wire, for the practitioners' questionnaire."""

from __future__ import annotations

import gzip
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from portal.survey.file.parsing import parse
from tests.factories import House, post
from tests.web.sample import ROOT

PRACTITIONER = (ROOT / "questionnaires" / "practitioner" / "2026.1.md").read_text()
GZIP = {"Accept-Encoding": "gzip"}
FIRST_VIEW = 60_000
LATER_PAGE = 8_000
"""Bytes, compressed as they are sent."""


def fetched(client: FlaskClient, path: str) -> tuple[str, int]:
    """The page, and how many bytes came."""
    answer = client.get(path, headers=GZIP)
    assert (answer.status_code, answer.headers["Content-Encoding"]) == (200, "gzip")
    return gzip.decompress(answer.data).decode(), len(answer.data)


def assets(html: str) -> set[str]:
    """Every address that a browser fetches with the page by itself."""
    soup = BeautifulSoup(html, "html.parser")
    found = [str(tag["src"]) for tag in soup.select("[src]")]
    return {*found, *(str(link["href"]) for link in soup.select("link[href]"))}


def begun(house: House) -> tuple[FlaskClient, str]:
    """A client that has answered the first page so that all pages follow; the welcome page."""
    house.open_round(source=PRACTITIONER)
    client = house.client()
    welcome, _ = fetched(client, house.links()[0])
    post(client, house.links()[0])
    return client, welcome


def test_a_first_view_weighs_at_most_60_kilobytes(house: House) -> None:
    house.open_round(source=PRACTITIONER)
    client = house.client()
    html, weight = fetched(client, house.links()[0])
    for address in assets(html):
        weight += len(client.get(address, headers=GZIP).data)
    assert 20_000 < weight <= FIRST_VIEW


def test_every_later_page_weighs_at_most_8_kilobytes(house: House) -> None:
    client, _ = begun(house)
    weights = {}
    for page in parse(PRACTITIONER).pages:
        path = f"/survey/spring/{page.id}"
        weights[page.id] = fetched(client, path)[1]
        fields = {"q_role": "social_worker"} if page.id == "about" else {}
        while post(client, path, {**fields, "go": "next"}).location.startswith(f"{path}#"):
            weights[page.id] = fetched(client, path)[1]
    weights |= {name: fetched(client, f"/survey/spring/{name}")[1] for name in ("later", "check")}
    assert {name: weight for name, weight in weights.items() if weight > LATER_PAGE} == {}
    assert len(weights) == 13


def test_later_pages_fetch_nothing_that_the_first_has_not(house: House) -> None:
    client, welcome = begun(house)
    for name in ("about", "later"):
        html, _ = fetched(client, f"/survey/spring/{name}")
        assert assets(html) <= assets(welcome)


def test_no_page_fetches_anything_from_another_host(house: House) -> None:
    client, welcome = begun(house)
    about, _ = fetched(client, "/survey/spring/about")
    for html in (welcome, about):
        assert all(address.startswith("/static/") for address in assets(html))
        assert not urlsplit(next(iter(assets(html)))).netloc


def test_what_is_fetched_is_kept_for_good(house: House) -> None:
    client, welcome = begun(house)
    for address in assets(welcome):
        assert "immutable" in client.get(address).headers["Cache-Control"]
