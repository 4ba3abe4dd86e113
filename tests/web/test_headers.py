"""What every answer carries in its headers."""

from __future__ import annotations

import gzip
import re

import pytest

from portal import create_app
from portal.settings import load
from portal.web.headers import LEAST, STEP
from tests.factories import OURS, House, post

PAGES = ["/", "/resume", "/privacy", "/help", "/accessibility", "/nothing", "/healthz"]


@pytest.mark.parametrize("path", [*PAGES, "/static/app.css", "/static/nothing.css"])
def test_every_answer_is_protected(house: House, path: str) -> None:
    headers = house.client().get(path).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_kept_by_a_browser_or_on_the_way(house: House, path: str) -> None:
    headers = house.client().get(path).headers
    assert headers["Cache-Control"] == "no-store"
    assert "HX-Request" in headers["Vary"]


def test_a_persons_pages_are_not_kept_either(house: House) -> None:
    house.open_round()
    client = house.client()
    sent = post(client, house.links()[0])
    for answer in (sent, client.get("/survey/spring/about"), client.get(house.links()[0])):
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/", "/privacy", "/nothing"])
def test_a_page_holds_nothing_that_the_policy_forbids(house: House, path: str) -> None:
    html = house.client().get(path).get_data(as_text=True)
    html = html.replace('<a class="govuk-link" href="https://', "")  # asks for nothing by itself
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|<script>|https?://", html)


def test_a_page_is_compressed_for_those_who_can_read_it(house: House) -> None:
    client = house.client()
    plain = client.get("/privacy")
    small = client.get("/privacy", headers={"Accept-Encoding": "br, gzip"})
    assert gzip.decompress(small.data) == plain.data
    assert "Content-Encoding" not in plain.headers
    assert int(small.headers["Content-Length"]) == len(small.data) < len(plain.data)
    assert "Accept-Encoding" in small.headers["Vary"]


def test_over_https_browsers_are_told_to_stay_there(house: House) -> None:
    assert "Strict-Transport-Security" not in house.client().get("/").headers
    settings = {
        "PORTAL_INSTANCE": str(house.folder),
        "PORTAL_BASE_URL": "https://check.example.org",
        **OURS,
    }
    secure = create_app(load(settings)).test_client()
    assert secure.get("/").headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_pages_that_differ_in_their_answers_are_equally_long_on_the_wire(house: House) -> None:
    house.open_round(northshire=2)
    lengths = set()
    for link, chosen in zip(house.links(), ("disagree", "agree"), strict=True):
        client = house.client()
        post(client, link)
        post(client, "/survey/spring/about", {"go": "next"})
        post(client, "/survey/spring/support", {"q_safe": chosen, "go": "next"})
        answer = client.get("/survey/spring/support", headers={"Accept-Encoding": "gzip"})
        lengths.add(len(answer.data) + len(answer.headers["Padding"]))

    assert len(lengths) == 1


@pytest.mark.parametrize("length", [0, 1, 999, 1000, 1023, 1024, 9999, 10_000, 40_000])
def test_body_digits_of_its_length_and_padding_come_to_whole_steps(
    house: House, length: int
) -> None:
    house.app.add_url_rule("/long", "long", lambda: "a" * length)
    answer = house.client().get("/long")
    padding = answer.headers["Padding"]
    assert (len(answer.data) + len(str(length)) + len(padding)) % STEP == LEAST
    assert LEAST <= len(padding) < LEAST + STEP
    assert set(padding) == {"X"}
