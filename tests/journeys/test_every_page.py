"""Every page, in every state that it can be in: accessible, no wider than the screen, and with
nothing on it too small for a thumb."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest

from portal.services.people import invitations, links
from portal.survey.file.parsing import parse
from portal.vault.tokens import link_text
from tests.factories import ADA
from tests.journeys import audit, paper
from tests.journeys.site import PRACTITIONER, Site
from tests.journeys.visitor import ONCE, Visit, Visitor

ADDRESSES = {
    "home": "/",
    "resume": "/resume",
    "privacy": "/privacy",
    "returns privacy": "/privacy/returns",
    "a test letter": "/test-letter",
    "accessibility": "/accessibility",
    "help": "/help",
    "no such page": "/nothing/here",
    "unknown link": f"/i/{'A' * 22}",
    "unknown personal link": "/r/K7QD-2M9X-T4HB-8WZC-5RNE",
    "no cookie": "/survey/spring/about",
    "no such round": "/survey/winter/about",
    "done without scores": "/survey/spring/done",
}


Way = Callable[[Visitor, Site], Iterator[str]]
"""Leads a visitor from one state of a page to the next, and names each."""


def strangers(remi: Visitor, site: Site) -> Iterator[str]:
    """What needs no letter."""
    for name, path in ADDRESSES.items():
        remi.open(site.address + path)
        yield name
    remi.open(f"{site.address}/resume")
    remi.page.get_by_label("Your code").fill("hello")
    remi.press("Carry on")
    yield "wrong code"


def no_more_letters(remi: Visitor, site: Site) -> Iterator[str]:
    text = site.house.letters[0].text
    remi.open(site.address + "/stop/" + text.split("/stop/")[1].split()[0])
    yield "stop"
    remi.press("Send me no more reminders")
    yield "stopped"


def come_back_later(remi: Visitor, site: Site) -> Iterator[str]:
    remi.begin(site.link())
    remi.press("Save and come back later")
    yield "later"
    remi.open(remi.page.locator("#resume-link").inner_text())
    yield "personal link"
    remi.open(f"{site.address}/survey/spring/later")
    remi.press("Forget my answers on this computer")
    yield "forgotten"


def mishaps(remi: Visitor, site: Site) -> Iterator[str]:
    remi.begin(site.link())
    about = remi.page.url
    remi.choose("service", "other")
    remi.write("service__other", "x" * 201)
    assert remi.go_on() == 422
    yield "with faults"
    remi.open(about)
    other = remi.another_tab()
    other.open(about)
    other.choose("service", "adults")
    other.go_on()
    remi.choose("service", "children")
    assert remi.go_on() == 409
    yield "conflict"
    remi.open(about)
    remi.page.context.clear_cookies(name="session")
    assert remi.go_on() == 400
    yield "expired"
    token = links.open_link("spring", "northshire", ADA, site.house.now)
    remi.open(f"{site.address}/o/{link_text(token)}")
    yield "welcome while answers are open"


def reissue(site: Site) -> None:
    invitations.reissue("spring", "remi1@northshire.example.org", ADA, site.house.now)
    site.house.work()


def too_late(remi: Visitor, site: Site) -> Iterator[str]:
    reissue(site)
    assert remi.open(site.link(0)) == 410
    yield "replaced link"
    remi.begin(site.link(1))
    site.house.work(days=8)
    assert remi.go_on() == 409
    yield "closed"
    site.house.work()
    assert remi.open(site.link(1)) == 404
    yield "over"


REVEALING = {
    "about": {"role": "social_worker"},
    "supervision": {"sup_regular": "disagree"},
    "last": {"stay_12_months": "unlikely"},
}


def from_the_letter_to_the_end(remi: Visitor, site: Site) -> Iterator[str]:
    """With every conditional question shown; under a link that is replaced before the end."""
    remi.open(site.link())
    yield "welcome"
    remi.begin(site.link())
    for page in parse(PRACTITIONER).pages:
        assert remi.path.endswith(f"/{page.id}")
        for item, option in REVEALING.get(page.id, {}).items():
            with remi.saving():
                remi.choose(item, option)
        yield page.id
        for statement in remi.page.locator("input[value=strongly_agree]").all()[-3:]:
            statement.check()
        remi.go_on()
    assert remi.path.endswith("/check")
    assert paper.faults(remi.page) == []
    yield "check"
    yield from submit_under_a_newer_link(remi, site)


def submit_under_a_newer_link(remi: Visitor, site: Site) -> Iterator[str]:
    reissue(site)
    assert remi.press("Submit") == 410
    yield "replaced link at the end"
    remi.page.get_by_label("Your newest link").fill("hello")
    assert remi.press("Carry on with my answers") == 422
    yield "newest link mistyped"
    remi.page.get_by_label("Your newest link").fill(site.link(1))
    remi.press("Carry on with my answers")
    remi.press("Submit")
    remi.sees("Your own scores")
    yield "done"
    remi.page.go_back()
    yield "sent"
    assert remi.open(site.link(1)) == 409
    yield "already submitted"


WAYS: Sequence[Way] = (
    strangers,
    no_more_letters,
    come_back_later,
    mishaps,
    too_late,
    from_the_letter_to_the_end,
)


@ONCE
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_every_page_on_the_way_is_sound(site: Site, visit: Visit, way: Way) -> None:
    site.house.open_round(source=PRACTITIONER)
    remi = visit()
    found = {
        state: [*audit.faults(remi.page), *audit.on_a_phone(remi.page)] for state in way(remi, site)
    }
    assert found
    assert {state: faults for state, faults in found.items() if faults} == {}
