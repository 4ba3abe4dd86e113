"""What staff do to get in, for tests of several floors."""

from __future__ import annotations

import re
from datetime import timedelta

import pyotp
from flask.testing import FlaskClient

from tests.factories import ADA, House, post


def link_in_letter(house: House, email: str) -> str:
    """The path of the sign-in link in the latest letter to somebody."""
    latest = [letter.text for letter in house.letters if letter.to == email][-1]
    found = re.search(r"/staff/enter/[\w-]{22}", latest)
    assert found, latest
    return found[0]


def asks(house: House, client: FlaskClient, email: str) -> str:
    """Ask for a link and wait for the letter; the link's path."""
    assert post(client, "/staff/sign-in", {"email": email}).status_code == 303
    house.work()
    return link_in_letter(house, email)


def comes_in(house: House, email: str = ADA) -> FlaskClient:
    """A browser that came in by a link: half way, for an administrator."""
    client = house.client()
    assert post(client, asks(house, client, email)).status_code == 303
    return client


def key_on(page: str) -> str:
    """The key that a page for setting up shows."""
    found = re.search(r'id="key">([^<]*)<', page)
    assert found, page
    return re.sub(r"\s", "", found[1])


def code_of(house: House, key: str, steps: int = 0) -> str:
    """What the app shows, so many half minutes from now."""
    return pyotp.TOTP(key).at(house.now + timedelta(seconds=30 * steps))


def sets_up(house: House, client: FlaskClient) -> str:
    """Set the authenticator up; its key."""
    page = "/staff/authenticator/set-up"
    key = key_on(client.get(page).text)
    assert post(client, page, {"code": code_of(house, key)}).status_code == 303
    return key


def codes_shown(client: FlaskClient) -> list[str]:
    """The recovery codes that were made a moment ago."""
    return re.findall(r"(?:\w{4}-){4}\w{4}", client.get("/staff/authenticator/recovery-codes").text)
