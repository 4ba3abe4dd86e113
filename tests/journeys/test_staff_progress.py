"""Pat watches her round, and reminds; Ada watches all organisations."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import expect

from portal.calendar.schedule import Schedule
from portal.services.answering.responding import Posted
from portal.services.rounds import register as rounds
from portal.store.letters import Outgoing
from portal.store.organisations import Organisation
from portal.store.people import Invitation
from portal.store.rounds import Round
from tests.factories import ADA, NOW, OLGA, PAT, House
from tests.journeys import audit
from tests.journeys.site import Site
from tests.journeys.visitor import ONCE, WITH_SCRIPTS, Visit, Visitor, sign_in
from tests.services import scenes
from tests.services.figures.test_returns_answered import RETURN

DAY = timedelta(days=1)
HERE = "/staff/rounds/spring/northshire"


def comes(visit: Visit, site: Site, path: str = "/staff/", email: str = PAT) -> Visitor:
    visitor = visit()
    sign_in(visitor, site, email)
    assert visitor.open(site.address + path) == 200
    return visitor


def opened(house: House) -> str:
    """Six days into a round, five of twelve have answered; an address that is dead, of another."""
    days = Schedule(NOW, NOW + 10 * DAY, (NOW + 3 * DAY, NOW + 8 * DAY))
    house.person(PAT)
    house.open_round(northshire=12, southborough=4, schedule=days)
    for link in house.links("northshire")[:5]:
        scenes.respond(house, link)
    dead = [letter.to for letter in house.letters if "northshire" in letter.to][-1]
    Invitation.update(undeliverable="no such user").where(Invitation.email == dead).execute()
    for _ in range(6):
        house.work(days=1)
    return dead


def test_pat_sees_how_it_goes_and_sends_a_reminder(visit: Visit, site: Site) -> None:
    opened(site.house)
    pat = comes(visit, site)
    pat.sees("Half of the time is over, and the response rate that is shown is below 50%.")
    assert audit.faults(pat.page) == []
    pat.follow("Spring check")
    pat.sees("5 or more of 12 invited by name")
    pat.page.get_by_text("The same as a table").click()
    pat.sees("8 March")
    assert audit.faults(pat.page) == []
    pat.page.locator("#figures").get_by_role("link", name="Send a reminder now").first.click()
    pat.sees_heading("Send a reminder now?")
    pat.sees("7 people at most")
    assert audit.faults(pat.page) == []
    site.house.letters.clear()
    pat.press("Send the reminder")
    pat.sees("The reminder is in hand.")
    pat.sees("You can send your own reminder from 10 March 2026")
    site.house.work()
    assert len(site.house.letters) == 6


@ONCE
def test_pat_sees_whom_letters_do_not_reach(visit: Visit, site: Site) -> None:
    dead = opened(site.house)
    pat = comes(visit, site, HERE)
    pat.follow("Correct the addresses")
    pat.sees(dead)


@WITH_SCRIPTS
def test_the_figures_follow_while_the_page_is_looked_at(visit: Visit, site: Site) -> None:
    opened(site.house)
    site.house.work(hours=14, minutes=45)
    pat = visit()
    sign_in(pat, site, PAT)
    pat.page.clock.install()
    pat.open(site.address + HERE)
    rate = pat.page.locator(".figures__item", has_text="response rate").locator("dd")
    expect(rate).to_have_text("42% or more")
    with pat.page.expect_response(lambda answer: answer.status == 204):
        pat.page.clock.fast_forward(61_000)
    for link in site.house.links("northshire")[5:10]:
        scenes.respond(site.house, link)
    site.house.work(minutes=15)
    with pat.page.expect_response(lambda answer: answer.status == 200):
        pat.page.clock.fast_forward(61_000)
    expect(rate).to_have_text("83% or more")
    assert audit.faults(pat.page) == []


@WITH_SCRIPTS
def test_a_hidden_page_does_not_ask(visit: Visit, site: Site) -> None:
    opened(site.house)
    pat = visit()
    sign_in(pat, site, PAT)
    pat.page.add_init_script(
        "Object.defineProperty(document, 'visibilityState', {get: () => window.seen || 'hidden'})"
    )
    pat.page.clock.install()
    pat.open(site.address + HERE)
    asked: list[str] = []
    pat.page.on("request", lambda request: asked.append(request.resource_type))
    pat.page.clock.fast_forward(300_000)
    assert "xhr" not in asked
    with pat.page.expect_response(lambda answer: answer.status == 204):
        pat.page.evaluate(
            "() => {window.seen = 'visible'; document.dispatchEvent(new Event('visibilitychange'))}"
        )


@WITH_SCRIPTS
def test_a_page_left_open_for_half_an_hour_is_signed_out(visit: Visit, site: Site) -> None:
    opened(site.house)
    pat = visit()
    sign_in(pat, site, PAT)
    pat.page.clock.install()
    pat.open(site.address + HERE)
    site.house.now += timedelta(minutes=31)
    with pat.page.expect_navigation():
        pat.page.clock.fast_forward(61_000)
    assert pat.path == "/staff/sign-in"


@ONCE
def test_a_new_psw_finds_out_what_will_happen(visit: Visit, site: Site) -> None:
    olga = comes(visit, site, email=OLGA)
    olga.sees("Next: your administrator plans a round")
    assert audit.faults(olga.page) == []
    site.house.round(schedule=Schedule(NOW + DAY, NOW + 8 * DAY))
    olga.open(site.address + "/staff/")
    olga.sees("Nobody is on your list yet.")
    olga.follow("Spring check")
    olga.sees("Tell your colleagues")
    assert audit.faults(olga.page) == []


@ONCE
def test_pat_sees_how_far_the_return_is(visit: Visit, site: Site) -> None:
    house = site.house
    house.open_round(northshire=1, source=RETURN)
    code = scenes.begin(house, house.links("northshire")[0])
    scenes.save_page(house, code, Posted("posts", {"q_posts": ["12"], "q_vacant": ["1"]}))
    house.work(minutes=3)
    pat = comes(visit, site, HERE)
    pat.sees("1 of 2 pages completed")
    assert audit.faults(pat.page) == []
    pat.follow("Send me the link again")
    assert pat.path == f"{HERE}/people"


def many(house: House, number: int) -> None:
    """Organisations without people, of which one has a name of one long word."""
    round_id = rounds.by_code("spring").id
    for i in range(number):
        name = "Llanfairpwllgwyngyllgogerychwyrndrobwll" if i == 5 else f"Council of Dale {i}"
        kind = ("unitary", "metropolitan district")[i % 2]
        Organisation.create(code=f"o{i}", name=name, type=kind, region="Yorkshire and The Humber")
    joining = " ".join(f"o{i}" for i in range(number))
    Round.update(joining=joining).where(Round.id == round_id).execute()
    house.work(days=1)


@ONCE
def test_ada_finds_who_lags_among_160(visit: Visit, site: Site) -> None:
    opened(site.house)
    many(site.house, 158)
    ada = comes(visit, site, "/staff/rounds/spring/overview", ADA)
    ada.sees("160 organisations")
    assert audit.faults(ada.page) == []
    ada.page.get_by_label("Type").select_option("shire county")
    ada.page.get_by_label("Order").select_option("submitted")
    ada.press("Show")
    ada.sees("1 of 160 organisations")
    ada.follow("Northshire County Council")
    ada.sees("5 or more of 12 invited by name")


@ONCE
def test_ada_writes_to_all_who_lack_something(visit: Visit, site: Site) -> None:
    opened(site.house)
    ada = comes(visit, site, "/staff/rounds/spring/overview", ADA)
    ada.follow("What is missing")
    ada.sees_heading("What is missing")
    assert audit.faults(ada.page) == []
    ada.page.get_by_label("Write to Northshire").uncheck()
    assert ada.press("Write to the ticked organisations") == 422
    assert audit.faults(ada.page) == []
    ada.page.get_by_label("Write to Northshire").check()
    ada.press("Write to the ticked organisations")
    ada.sees("1 letter goes out within minutes.")
    ada.open(f"{site.address}/staff/rounds/spring/letters")
    assert audit.faults(ada.page) == []


@ONCE
def test_ada_settles_letters_that_may_not_have_gone_out(visit: Visit, site: Site) -> None:
    house = site.house
    house.open_round(northshire=3)
    long_ago = house.now - timedelta(hours=1)
    Outgoing.update(state="sending", claimed=long_ago).execute()
    ada = comes(visit, site, "/staff/rounds/spring/overview", ADA)
    assert ada.press("Send the chosen again") == 422
    ada.sees("Choose at least one letter.")
    assert audit.faults(ada.page) == []
    ada.page.locator("#letter").check()
    ada.press("Leave the chosen")
    ada.sees("1 letter is taken for sent.")
    house.letters.clear()
    ada.page.locator("#letter").check()
    ada.press("Send the chosen again")
    house.work()
    assert len(house.letters) == 1
