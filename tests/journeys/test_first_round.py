"""The first round of a new installation, from an administrator's sign-in link to the count, in one
browser; the operator has started the portal and gone.

    pytest tests/journeys/test_first_round.py --log-cli-level=info

tells how many pages, clicks and seconds it took.
"""

from __future__ import annotations

import email
import logging
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.policy import default
from pathlib import Path
from typing import Any

import pyotp
import pytest
from playwright.sync_api import expect

from tests.factories import ADA, NORTHSHIRE
from tests.journeys.counted import Counted
from tests.journeys.installation import Installation, install
from tests.journeys.visitor import BROWSERS, watch
from tests.staff_at_work import key_on

PATIENCE = 60
"""Seconds for the worker to get round to something."""
MOST_PAGES, MOST_CLICKS = 25, 25
"""From the link to the count."""
SHORT = """---
id: short
version: "1"
title: A short check
kind: anonymous
minutes: 1
---

{{organisation}} asks how you are.

# Support {#support}

```question
id: heard
type: choice
label: Are you heard?
fact: false
options:
  agree: Yes
  disagree: No
```
"""
PEOPLE = [f"remi{n}@northshire.example.org" for n in range(1, 11)]


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Installation]:
    portal = install(tmp_path / "instance")
    portal.prepare(["db", "upgrade"], ["staff", "add", ADA, "--role", "administrator"])
    with portal.served(), portal.at_work():
        yield portal


@pytest.fixture(params=["desk", "phone without scripts"])
def ada(
    request: pytest.FixtureRequest, portal: Installation, new_context: Any
) -> Iterator[Counted]:
    context = new_context(**BROWSERS[request.param])
    context.set_default_timeout(20_000)
    visitor = Counted(context.new_page(), watch(context, portal.address))
    yield visitor
    assert visitor.troubles == []


def test_a_first_round_from_the_sign_in_link_to_the_count(
    portal: Installation, ada: Counted, tmp_path: Path
) -> None:
    began = time.monotonic()
    ada.open(portal.flask("staff", "sign-in-link", ADA).split()[-1])
    come_in(ada)
    import_organisations(ada, tmp_path)
    add_questionnaire(ada)
    make_round(ada)
    invite(ada)
    schedule(ada)
    answer(ada.another_tab(), letter_to(portal, PEOPLE[0]))
    close(ada)
    ada.sees("10")
    seconds = round(time.monotonic() - began)
    took = f"{len(ada.pages)} pages, {len(ada.clicks)} clicks, {seconds} seconds"
    logging.getLogger(__name__).info("The first round took %s.", took)
    assert len(ada.pages) <= MOST_PAGES, "\n".join([took, *ada.pages])
    assert len(ada.clicks) <= MOST_CLICKS, "\n".join([took, *ada.clicks])
    assert not list((portal.folder / "mail").rglob("*remi*"))


def come_in(ada: Counted) -> None:
    ada.press("Sign in")
    ada.page.get_by_label("Code", exact=True).fill(pyotp.TOTP(key_on(ada.page.content())).now())
    ada.press("Continue")
    ada.sees_heading("Your recovery codes")
    ada.click(ada.page.get_by_role("button", name="I have kept them"))
    ada.sees_heading("Rounds")


def import_organisations(ada: Counted, folder: Path) -> None:
    path = folder / "organisations.csv"
    path.write_text(",".join(NORTHSHIRE) + "\n" + ",".join(NORTHSHIRE.values()) + "\n")
    ada.follow("Import organisations")
    ada.page.locator("input[type=file]").set_input_files(path)
    ada.press("Check it first")
    ada.press("Save 1 organisation")


def top(ada: Counted, name: str) -> None:
    """What the top of every page offers."""
    ada.click(ada.page.locator(".staff-nav__link", has_text=name))


def add_questionnaire(ada: Counted) -> None:
    top(ada, "Questionnaires")
    ada.press("Add a questionnaire")
    ada.page.get_by_label("Or its text").fill(SHORT)
    ada.press("Check and add")
    ada.sees_heading("A short check 1")


def make_round(ada: Counted) -> None:
    ada.press("Make a round with it")
    expect(ada.page.get_by_label("Questionnaire")).to_have_value("short/1")
    ada.page.get_by_label("Title", exact=True).fill("Spring check")
    today = datetime.now(UTC)
    set_moment(ada, "opens", today + timedelta(days=1))
    set_moment(ada, "closes", today + timedelta(days=30))
    ada.page.locator("#retain_until").fill(f"{today + timedelta(days=400):%Y-%m-%d}")
    ada.press("Save as a draft")
    ada.sees_heading("Spring check")


def set_moment(ada: Counted, field: str, moment: datetime) -> None:
    ada.page.locator(f"#{field}").fill(f"{moment:%Y-%m-%d}")
    ada.page.locator(f"#{field}-time").fill("12:00")


def invite(ada: Counted) -> None:
    ada.press("Invite people")
    ada.press("Type people in")
    ada.page.locator("#people").fill("\n".join(PEOPLE))
    ada.press("Check them first")
    ada.press("Invite 10 people")
    ada.sees("10")


def schedule(ada: Counted) -> None:
    ada.follow("Spring check")
    ada.press("Schedule it")
    ada.page.get_by_label("I have read the letters that will be sent").check()
    ada.page.get_by_label("Open it now, not on the planned day").check()
    ada.press("Schedule it")
    await_worker(ada, "Close it early")


def letter_to(portal: Installation, address: str) -> str:
    """The link in somebody's letter, once the worker has written it."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        for path in (portal.folder / "mail").rglob("*.eml"):
            letter = email.message_from_bytes(path.read_bytes(), policy=default)
            if address in str(letter["To"]):
                body = letter.get_body(("plain",))
                assert body is not None
                return re.findall(r"http\S+/i/[\w-]{22}", body.get_content())[0]
        time.sleep(0.5)
    raise AssertionError((portal.folder / "worker.log").read_text())


def answer(ada: Counted, link: str) -> None:
    """As the practitioner who got the letter."""
    ada.begin(link)
    ada.choose("heard", "agree")
    ada.go_on()
    ada.press("Submit")
    ada.sees("Thank you")


def close(ada: Counted) -> None:
    ada.follow("Close it early")
    ada.page.get_by_label("To confirm").fill("close")
    ada.press("Close it now")
    await_worker(ada, "Certificate")


def await_worker(ada: Counted, text: str) -> None:
    """Until the page says so; it follows by itself, and without scripts is looked at again."""
    ada.waits = True
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and text not in ada.page.content():
        time.sleep(1)
        if not ada.page.evaluate("document.body.classList.contains('js-enabled')"):
            ada.page.reload()
    ada.sees(text)
    ada.waits = False
