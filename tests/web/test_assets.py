"""Static files: how they are served, how heavy a first view is, and what may not be among them."""

from __future__ import annotations

import gzip
import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha384
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from portal.web import assets
from portal.web.pages import pages
from tests.web import sample

STATIC = sample.ROOT / "static"
SHEET = "vendor/govuk-frontend/govuk-frontend.min.css"
HTMX = "vendor/htmx/htmx.min.js"
LIGHTEST = {"Accept-Encoding": "gzip"}


@pytest.fixture(scope="module")
def app() -> Iterator[Flask]:
    made = sample.app()
    with made.test_request_context():
        yield made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def test_a_file_comes_as_it_is_or_compressed_as_the_browser_prefers(client: FlaskClient) -> None:
    plain = client.get("/static/app.css")
    small = client.get("/static/app.css", headers=LIGHTEST)
    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.data) == plain.data == (STATIC / "app.css").read_bytes()
    assert plain.headers["Vary"] == small.headers["Vary"] == "Accept-Encoding"


def test_a_browser_that_refuses_gzip_gets_none(client: FlaskClient) -> None:
    answer = client.get("/static/app.css", headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in answer.headers


def test_what_compression_would_not_shrink_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "tiny.txt").write_text("tiny")
    assert assets.load(tmp_path)["tiny.txt"].gzipped == b""


def test_an_address_with_its_version_is_kept_for_good(app: Flask, client: FlaskClient) -> None:
    answer = client.get(assets.address("app.css"))
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("query", ["", "?v=", "?v=an-older-one"])
def test_an_address_without_the_current_version_is_asked_for_each_time(
    client: FlaskClient, query: str
) -> None:
    assert client.get(f"/static/app.css{query}").headers["Cache-Control"] == "public, no-cache"


def test_a_browser_that_has_the_file_hears_only_that(client: FlaskClient) -> None:
    first = client.get("/static/app.js", headers=LIGHTEST)
    again = {**LIGHTEST, "If-None-Match": first.headers["ETag"]}
    second = client.get("/static/app.js", headers=again)
    assert (second.status_code, second.data) == (304, b"")


def test_the_compressed_file_has_a_tag_of_its_own(client: FlaskClient) -> None:
    tags = [client.get("/static/app.js", headers=h).headers["ETag"] for h in ({}, LIGHTEST)]
    assert tags[0] != tags[1]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("app.css", "text/css; charset=utf-8"),
        ("app.js", "text/javascript; charset=utf-8"),
        ("icon.svg", "image/svg+xml"),
    ],
)
def test_each_kind_of_file_says_what_it_is(client: FlaskClient, name: str, kind: str) -> None:
    assert client.get(f"/static/{name}").headers["Content-Type"] == kind


@pytest.mark.parametrize(
    "name", ["../pyproject.toml", "..%2fpyproject.toml", "vendor", "nowhere.js"]
)
def test_only_what_was_in_the_folder_at_the_start_is_served(client: FlaskClient, name: str) -> None:
    assert client.get(f"/static/{name}").status_code == 404


def test_a_kind_of_file_that_is_not_for_the_web_is_not_served(tmp_path: Path) -> None:
    (tmp_path / "notes.sqlite").write_text("private")
    assert assets.load(tmp_path) == {}


def test_integrity_is_of_the_bytes_that_are_served(app: Flask, client: FlaskClient) -> None:
    served = client.get(f"/static/{HTMX}").data
    assert assets.integrity(HTMX) == f"sha384-{b64encode(sha384(served).digest()).decode()}"


def test_a_template_that_names_a_missing_file_fails(app: Flask) -> None:
    with pytest.raises(KeyError):
        assets.address("nowhere.css")


def test_the_vendored_stylesheet_has_lost_the_typeface_and_the_crest() -> None:
    sheet = (STATIC / SHEET).read_text()
    assert not re.search(r"GDS Transport|@font-face|crest|sourceMappingURL", sheet)
    assert not re.search(r"url\((?!data:)", sheet)
    assert "font-family:arial,sans-serif" in sheet


@pytest.mark.parametrize("folder", sorted((STATIC / "vendor").iterdir()), ids=lambda f: f.name)
def test_whatever_is_vendored_says_its_version_and_licence(folder: Path) -> None:
    assert re.search(r"^\S+ \d+\.\d+\.\d+$", (folder / "VERSION.txt").read_text(), re.M)
    assert (folder / "LICENSE.txt").read_text().strip()


def test_a_first_view_weighs_no_more_than_60_kilobytes(app: Flask, client: FlaskClient) -> None:
    survey = sample.everything()
    html = pages.render(
        "respond/page.html", survey, survey.pages[0], sample.filling(survey), sample.SLOTS
    )
    named = BeautifulSoup(html, "html.parser").select("link[href], script[src]")
    addresses = {str(found.get("href") or found.get("src")) for found in named}
    assert all(urlsplit(address).path.startswith("/static/") for address in addresses)
    answers = [client.get(address, headers=LIGHTEST) for address in addresses]
    assert {answer.status_code for answer in answers} == {200}
    weight = len(gzip.compress(html.encode())) + sum(len(answer.data) for answer in answers)
    assert weight <= 60_000
