"""One sheet starts a national round: organisations, principal social workers, rounds and returns.

``python -m bench.national_round`` goes the same steps with all of England's.
"""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from portal.services.organisations import register as organisations
from portal.services.rounds import planning
from portal.services.rounds import register as rounds
from portal.services.staff import accounts
from portal.store.people import Invitation
from tests.journeys import audit, national
from tests.journeys.counted import Counted
from tests.journeys.site import Site
from tests.journeys.visitor import ONCE, Visit, sign_in

NUMBER = 12
SHEET = "Import organisations from a sheet"
MOST_PAGES, MOST_CLICKS = 10, 9
"""From *Rounds* to both drafts, filled: a page and a click more than where no other organisation
is in them."""


@ONCE
def test_both_rounds_are_filled_from_one_sheet_which_is_sent_again(
    visit: Visit, site: Site, tmp_path: Path
) -> None:
    visitor = visit()
    sign_in(visitor, site)
    ada = Counted(visitor.page, visitor.troubles)
    ada.open(f"{site.address}/staff/")
    path = national.write(tmp_path / "england.csv", NUMBER)
    national.make_returns(ada)
    national.make_staff(ada)
    ada.follow(SHEET)
    national.send_sheet(ada, path)
    for name in ("Northshire County Council", "London Borough of Southborough"):
        ada.page.get_by_role("group", name=name).get_by_label("It takes no part").check()
    assert audit.faults(ada.page) == []
    ada.press("Continue")
    ada.sees("16 principal social workers get an account")
    ada.sees("12 returns’ links go out when it opens")
    assert audit.faults(ada.page) == []
    national.confirm(ada, NUMBER)
    ada.sees("12 organisations added. 16 accounts made")
    assert (len(ada.pages), len(ada.clicks)) <= (MOST_PAGES, MOST_CLICKS), ada.pages
    assert len(organisations.listing()) == NUMBER + 2
    assert len(accounts.every()) == 16 + 1
    for each in rounds.every():
        assert len(planning.taking_part(each.id)) == NUMBER
    assert Invitation.select().count() == NUMBER

    path.write_text(path.read_text().replace("Psw 7,psw@", "Una New,una@"))
    ada.follow(national.STAFF)
    ada.follow(SHEET)
    national.send_sheet(ada, path)
    expect(ada.page.get_by_role("heading", name="Questions about your list")).to_be_visible()
    assert audit.faults(ada.page) == []
    ada.page.get_by_label("It is handed over to Una New (una@place7.example.org)").check()
    ada.press("Continue")
    ada.sees("psw@place7.example.org is suspended, and handed over to una@place7.example.org")
    assert audit.faults(ada.page) == []
    ada.press("Save it")
    assert accounts.by_email("psw@place7.example.org").suspended
    assert Invitation.get(Invitation.organisation == "place-7").email == "una@place7.example.org"
