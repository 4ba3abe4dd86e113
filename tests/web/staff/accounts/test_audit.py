"""The audit's page and file."""

from __future__ import annotations

import csv
import io
import re

from portal.services import audit
from tests.factories import ADA, House


def test_the_newest_fifty_deeds_come_first_and_older_ones_are_a_link_away(house: House) -> None:
    client = house.signed_in()
    for number in range(60):
        audit.note(ADA, f"did thing {number}", house.now)
    page = client.get("/staff/audit").text
    assert page.index("did thing 59") < page.index("did thing 10<")
    assert "did thing 9<" not in page
    older = re.search(r'href="(/staff/audit\?below=\d+)"', page)
    assert older
    second = client.get(older[1]).text
    assert "did thing 9<" in second
    assert "Newest" in second
    assert "2 March 2026 at 9:00am" in second


def test_words_narrow_it_down_and_stay_in_the_links(house: House) -> None:
    client = house.signed_in()
    for number in range(120):
        audit.note("worker", f"{'opened' if number % 2 else 'closed'} round r{number}", house.now)
    page = client.get("/staff/audit?q=opened").text
    assert "closed round" not in page
    assert "q=opened&amp;below=" in page
    assert 'href="/staff/audit.csv?q=opened"' in page
    assert "Nothing holds “summer”" in client.get("/staff/audit?q=summer").text


def test_an_address_that_was_made_up_is_answered(house: House) -> None:
    client = house.signed_in()
    assert "Nothing older" in client.get("/staff/audit?below=0").text
    for query in (
        "below=x",
        f"below={10**40}",
        f"below=-{10**40}",
        "below=-1",
        "q=" + "x" * 5000,
        "q=%00",
    ):
        assert client.get(f"/staff/audit?{query}").status_code == 200


def test_all_of_it_can_be_had_as_a_file_without_formulas(house: House) -> None:
    client = house.signed_in()
    audit.note("=cmd()", "did, “something”\nelse", house.now)
    answer = client.get("/staff/audit.csv")
    assert answer.mimetype == "text/csv"
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"), newline="")))
    assert rows[:2] == [
        ["when", "who", "what"],
        ["2026-03-02T09:00:00+00:00", "'=cmd()", "did, “something”\nelse"],
    ]
    assert len(rows) == 1 + len(list(audit.every()))


def test_signing_in_and_wrong_codes_can_be_read_there(house: House) -> None:
    from tests.factories import post
    from tests.staff_at_work import comes_in, sets_up

    house.person()
    sets_up(house, comes_in(house))
    post(comes_in(house), "/staff/authenticator", {"code": "000000"})
    page = house.signed_in().get("/staff/audit").text
    for deed in ("signed in by a link", "set up an authenticator", "gave a wrong code"):
        assert deed in page
