"""Every page, in every state that it can be in: accessible, no wider than the screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from portal.services.people import invitations, links
from portal.survey.file.parsing import parse
from portal.vault.tokens import link_text
from tests.factories import ADA
from tests.journeys import audit
from tests.journeys.site import PRACTITIONER, Site
from tests.journeys.visitor import Visit, Visitor

IN_ONE_BROWSER = pytest.mark.parametrize("visit", ["phone"], indirect=True)
ADDRESSES = {
    "home": "/",
    "resume": "/resume",
    "privacy": "/privacy",
    "accessibility": "/accessibility",
    "help": "/help",
    "no such page": "/nothing/here",
    "unknown link": f"/i/{'A' * 22}",
    "unknown personal link": "/r/K7QD-2M9X-T4HB-8WZC-5RNE",
    "no cookie": "/survey/spring/about",
    "no such round": "/survey/winter/about",
}


def welcome(remi: Visitor, site: Site) -> None:
    remi.open(site.link())


def welcome_while_answers_are_open(remi: Visitor, site: Site) -> None:
    remi.begin(site.link())
    token = links.open_link("spring", "northshire", ADA, site.house.now)
    remi.open(f"{site.address}/o/{link_text(token)}")


def stop(remi: Visitor, site: Site) -> None:
    text = site.house.letters[0].text
    remi.open(site.address + "/stop/" + text.split("/stop/")[1].split()[0])


def stopped(remi: Visitor, site: Site) -> None:
    stop(remi, site)
    remi.press("Send me no more reminders")


def wrong_code(remi: Visitor, site: Site) -> None:
    remi.open(f"{site.address}/resume")
    remi.page.get_by_label("Your code").fill("hello")
    remi.press("Carry on")


def with_faults(remi: Visitor, site: Site) -> None:
    remi.begin(site.link())
    remi.write("service__other", "Duty team")
    assert remi.go_on() == 422


def conflict(remi: Visitor, site: Site) -> None:
    remi.begin(site.link())
    other = remi.another_tab()
    other.open(remi.page.url)
    other.choose("service", "adults")
    other.go_on()
    remi.choose("service", "children")
    assert remi.go_on() == 409


def expired(remi: Visitor, site: Site) -> None:
    remi.begin(site.link())
    remi.page.context.clear_cookies(name="session")
    assert remi.go_on() == 400


def later(remi: Visitor, site: Site) -> None:
    remi.begin(site.link())
    remi.press("Save and come back later")


def forgotten(remi: Visitor, site: Site) -> None:
    later(remi, site)
    remi.press("Forget my answers on this computer")


def personal_link(remi: Visitor, site: Site) -> None:
    later(remi, site)
    remi.open(remi.page.locator("#resume-link").inner_text())


def check(remi: Visitor, site: Site) -> None:
    remi.begin(site.link())
    remi.choose("role", "social_worker")
    while not remi.path.endswith("/check"):
        for statement in remi.page.locator("input[value=strongly_agree]").all()[:3]:
            statement.check()
        remi.go_on()


def done(remi: Visitor, site: Site) -> None:
    check(remi, site)
    remi.press("Submit")
    remi.sees("Your own scores")


def done_without_scores(remi: Visitor, site: Site) -> None:
    remi.open(f"{site.address}/survey/spring/done")


def already_submitted(remi: Visitor, site: Site) -> None:
    done(remi, site)
    assert remi.open(site.link()) == 409


def replaced_link(remi: Visitor, site: Site) -> None:
    invitations.reissue("spring", "remi1@northshire.example.org", ADA, site.house.now)
    site.house.work()
    assert remi.open(site.link()) == 410


def replaced_link_at_the_end(remi: Visitor, site: Site) -> None:
    check(remi, site)
    invitations.reissue("spring", "remi1@northshire.example.org", ADA, site.house.now)
    site.house.work()
    assert remi.press("Submit") == 410


def newest_link_mistyped(remi: Visitor, site: Site) -> None:
    replaced_link_at_the_end(remi, site)
    remi.page.get_by_label("Your newest link").fill("hello")
    assert remi.press("Carry on with my answers") == 422


def closed(remi: Visitor, site: Site) -> None:
    remi.begin(site.link())
    site.house.work(days=8)
    assert remi.go_on() == 409


STATES: Mapping[str, Callable[[Visitor, Site], None]] = {
    state.__name__.replace("_", " "): state
    for state in (
        welcome,
        welcome_while_answers_are_open,
        stop,
        stopped,
        wrong_code,
        with_faults,
        conflict,
        expired,
        later,
        forgotten,
        personal_link,
        check,
        done,
        done_without_scores,
        already_submitted,
        replaced_link,
        replaced_link_at_the_end,
        newest_link_mistyped,
        closed,
    )
}


@IN_ONE_BROWSER
@pytest.mark.parametrize("name", ADDRESSES)
def test_a_page_that_is_always_there_is_sound(site: Site, visit: Visit, name: str) -> None:
    site.house.open_round()
    remi = visit()
    remi.open(site.address + ADDRESSES[name])
    assert audit.faults(remi.page) == []


@IN_ONE_BROWSER
@pytest.mark.parametrize("name", STATES)
def test_a_page_on_the_way_is_sound(site: Site, visit: Visit, name: str) -> None:
    site.house.open_round(source=PRACTITIONER)
    remi = visit()
    STATES[name](remi, site)
    assert audit.faults(remi.page) == []


REVEALING = {
    "about": {"role": "social_worker"},
    "supervision": {"sup_regular": "disagree"},
    "last": {"stay_12_months": "unlikely"},
}


@IN_ONE_BROWSER
def test_each_page_of_questions_is_sound(site: Site, visit: Visit) -> None:
    """With every conditional question shown."""
    site.house.open_round(source=PRACTITIONER)
    remi = visit()
    remi.begin(site.link())
    for page in parse(PRACTITIONER).pages:
        assert remi.path.endswith(f"/{page.id}")
        for item, option in REVEALING.get(page.id, {}).items():
            with remi.saving():
                remi.choose(item, option)
        assert audit.faults(remi.page) == [], page.id
        remi.go_on()
