"""What ``flask round status`` says of answers."""

from __future__ import annotations

import json

from portal.services.people import sheets
from portal.vault import tokens
from tests.cli.test_mail import said
from tests.factories import ADA, House
from tests.services import scenes


def test_the_status_of_a_round_leaves_out_what_is_fewer_than_ten(house: House) -> None:
    house.open_round(northshire=12, southborough=3)
    for link in [*house.links("northshire")[:5], *house.links("southborough")]:
        scenes.respond(house, link)
    slips = sheets.make("spring", "southborough", 7, ADA, house.now)
    slips += sheets.make("spring", "northshire", 20, ADA, house.now)[:9]
    for token in slips:
        scenes.respond(house, f"/i/{tokens.link_text(token)}")
    house.work(days=1)
    text = said(house, "round", "status", "spring")
    assert (
        "Northshire County Council: 12 invited by name; 20 slips made; 12 letters sent; 5 or more"
        " submitted; response rate 42% or more (5 or more of 12 invited by name); not shown:"
        " by slip" in text
    )
    assert (
        "Southborough: 3 invited by name; 7 slips made; 3 letters sent; not shown: by letter,"
        " by slip; never reported by itself, with fewer than 10 invited by name" in text
    )
    assert text.count("never reported") == 1
    found = json.loads(said(house, "round", "status", "spring", "--json"))
    assert (found["invited_by_name"], found["slips_made"], found["submitted"]) == (15, 27, 5)
    few = [each["code"] for each in found["organisations"] if each["never_reported"]]
    assert few == ["southborough"]
    shown = {
        each["code"]: (each["submitted"], each["not_shown"]) for each in found["organisations"]
    }
    assert shown == {"northshire": (5, ["slips"]), "southborough": (None, ["letters", "slips"])}
