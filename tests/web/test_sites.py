"""One process for respondents and one for staff, or both in one: what each of them serves."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from portal import create_app
from portal.settings import ROOT, load
from portal.store.db import db
from tests.factories import OURS, House

SECURE = {**OURS, "PORTAL_BASE_URL": "https://check.northshire.example"}
OF_RESPONDENTS = ("/help", "/resume", "/privacy")
OF_STAFF = ("/staff/sign-in", "/staff/sign-in/sent")
LOADED = """
import sys
from portal import create_app
from portal.settings import load
client = create_app(load({"PORTAL_INSTANCE": sys.argv[1], "PORTAL_SITES": "respond"})).test_client()
for path in ("/", "/help", "/privacy", "/resume", "/staff/", "/i/" + "A" * 22, "/healthz"):
    client.get(path)
print(*sorted(sys.modules))
"""


def browser(house: House, sites: str) -> FlaskClient:
    return create_app(
        load({"PORTAL_INSTANCE": str(house.folder), "PORTAL_SITES": sites})
    ).test_client()


@pytest.mark.parametrize(
    ("sites", "served", "unknown"),
    [("respond", OF_RESPONDENTS, OF_STAFF), ("staff", OF_STAFF, OF_RESPONDENTS)],
)
def test_a_process_serves_its_own_site_and_knows_nothing_of_the_other(
    house: House, sites: str, served: tuple[str, ...], unknown: tuple[str, ...]
) -> None:
    client = browser(house, sites)
    assert {client.get(path).status_code for path in served} == {200}
    for path in (*unknown, "/staff/nothing", "/nothing"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "<h1" in answer.text
        assert client.post(path, data={}).status_code in (400, 404)


def test_both_in_one_process_serve_both(house: House) -> None:
    client = browser(house, "both")
    assert {client.get(path).status_code for path in (*OF_RESPONDENTS, *OF_STAFF)} == {200}


@pytest.mark.parametrize("sites", ["respond", "staff", "both"])
def test_health_and_styles_are_served_by_every_process(house: House, sites: str) -> None:
    house.work()
    client = browser(house, sites)
    assert client.get("/static/app.css").status_code == 200
    assert "database" in client.get("/healthz").get_json()


def test_the_name_alone_leads_staff_to_their_site(house: House) -> None:
    answer = browser(house, "staff").get("/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/staff/")


@pytest.mark.parametrize(
    ("sites", "name"), [("respond", "session"), ("staff", "staff-session"), ("both", "session")]
)
def test_two_processes_on_one_name_keep_their_cookies_apart(
    house: House, sites: str, name: str
) -> None:
    app = create_app(load({**SECURE, "PORTAL_INSTANCE": str(house.folder), "PORTAL_SITES": sites}))
    assert app.config["SESSION_COOKIE_NAME"] == f"__Host-{name}"


def test_a_process_for_respondents_loads_nothing_of_staff_reports_or_exports(
    tmp_path: Path,
) -> None:
    house = House(tmp_path / "instance")
    db.close()
    command = [sys.executable, "-c", LOADED, str(house.folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split())
    assert "portal.web.respond.links" in loaded
    apart = ("portal.web.staff", "portal.web.access", "portal.export", "portal.services.reports")
    assert not {name for name in loaded if name.startswith(apart)}
    assert not loaded & {
        "portal.vault.opening",
        "portal.worker.passes",
        "openpyxl",
        "pyotp",
        "smtplib",
    }


def test_a_process_for_respondents_takes_in_no_large_lists(house: House) -> None:
    large = {"list": "x" * (300 * 1024)}
    assert browser(house, "respond").post("/staff/sign-in", data=large).status_code == 413
