"""The steps of a national round from one sheet, as an administrator goes them in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from portal.services.organisations.register import REGIONS, TYPES
from tests.journeys.counted import Counted

STAFF, RETURNS = "Health check 2026", "Health check 2026, return"
"""The titles of both rounds."""
HEAD = (
    *("Council", "Type", "Region", "Email domain", "PSW", "PSW email"),
    *("Return holder", "Return email"),
)


def sheet(number: int) -> Iterator[tuple[str, ...]]:
    """Organisations, each third with two principal social workers, each fifth with somebody else
    who gets the link of the return."""
    yield HEAD
    for n in range(1, number + 1):
        domain = f"place{n}.example.org"
        place = (f"Place {n} Council", TYPES[n % len(TYPES)], REGIONS[n % len(REGIONS)], domain)
        holder = (f"Hari {n}", f"hari@{domain}") if n % 5 == 0 else ("", "")
        yield (*place, f"Psw {n}", f"psw@{domain}", *holder)
        if n % 3 == 0:
            yield (*place, f"Second {n}", f"second@{domain}", *holder)


def write(path: Path, number: int) -> Path:
    path.write_text("\n".join(",".join(row) for row in sheet(number)) + "\n", encoding="utf-8")
    return path


def make_round(ada: Counted, title: str, questionnaire: str) -> None:
    """From *Rounds* to the page of a draft with its days."""
    ada.click(ada.page.locator("a[href='/staff/rounds/new']").first)
    ada.page.get_by_label("Title", exact=True).fill(title)
    ada.page.get_by_label("Questionnaire").select_option(questionnaire)
    today = datetime.now(UTC)
    for field, days in (("opens", 1), ("closes", 30)):
        ada.page.locator(f"#{field}").fill(f"{today + timedelta(days=days):%Y-%m-%d}")
        ada.page.locator(f"#{field}-time").fill("12:00")
    ada.page.locator("#retain_until").fill(f"{today + timedelta(days=400):%Y-%m-%d}")
    ada.press("Save as a draft")
    ada.sees_heading(title)


def to_rounds(ada: Counted) -> None:
    ada.click(ada.page.locator(".staff-nav__link", has_text="Rounds"))


def send_sheet(ada: Counted, path: Path) -> None:
    """From where a sheet is sent to what it would do, in both rounds."""
    ada.page.locator("input[type=file]").set_input_files(path)
    for title in (STAFF, f"{RETURNS} (returns)"):
        ada.page.get_by_label(title, exact=True).check()
    ada.press("Check it first")


def confirm(ada: Counted, number: int) -> None:
    ada.press(f"Save {number} organisations")


def make_returns(ada: Counted) -> None:
    make_round(ada, RETURNS, "organisation/2026.1")


def make_staff(ada: Counted) -> None:
    to_rounds(ada)
    make_round(ada, STAFF, "practitioner/2026.2")


def people(number: int, everybody: int) -> Iterator[str]:
    """A row for each person, in so many organisations by turns."""
    yield "organisation,email,name"
    for n in range(everybody):
        place = n % number + 1
        yield f"Place {place} Council,remi{n}@place{place}.example.org,Remi {n}"


def plan_year(ada: Counted) -> None:
    """From *Rounds* to two drafts, and to where the first sheet is sent."""
    ada.press("Plan a year")
    ada.page.get_by_label("Name of the year's health check").fill(STAFF)
    today = datetime.now(UTC)
    for kind in ("practitioners", "return"):
        for field, days in (("opens", 1), ("closes", 30)):
            ada.page.locator(f"#{kind}_{field}").fill(f"{today + timedelta(days=days):%Y-%m-%d}")
    ada.page.locator("#assessment_wanted").uncheck()
    ada.press("Save as drafts")


def send_lists(ada: Counted, path: Path, everybody: int) -> None:
    """From where the lists are sent to the page of the round of staff, with everybody invited."""
    ada.page.locator("input[type=file]").set_input_files(path)
    ada.press("Check it first")
    ada.press(f"Invite {everybody:,} people")
    ada.sees_heading(STAFF)


def open_at_once(ada: Counted) -> None:
    """From a draft's page to the same, with the opening of both rounds in hand."""
    ada.press("Schedule it")
    ada.page.get_by_label("I have read the letters that will be sent").check()
    ada.page.get_by_label("Open it now, not on the planned day").check()
    if ada.page.get_by_label(RETURNS, exact=True).count():
        ada.page.get_by_label(RETURNS, exact=True).check()
    ada.press("Schedule it")
