"""A PSW's first page."""

from __future__ import annotations

from datetime import date, timedelta

from bs4 import BeautifulSoup

from portal.calendar.schedule import Schedule
from portal.calendar.state import State
from portal.services.actions import telling
from portal.services.preparation import doing
from portal.services.rounds import register as rounds
from portal.store.rounds import Round
from tests.factories import NOW, OLGA, PAT, House
from tests.services import scenes
from tests.services.actions import people
from tests.services.figures.test_returns_answered import RETURN

DAY = timedelta(days=1)


def see(house: House, who: str = PAT) -> str:
    page = BeautifulSoup(house.signed_in(who).get("/staff/").text, "html.parser")
    return " ".join(page.select_one("main").text.split())  # type: ignore[union-attr]


def test_a_new_psw_is_told_what_will_happen_and_what_to_have_ready(house: House) -> None:
    found = see(house)
    assert "Next: your administrator plans a round" in found
    for words in ("How it goes, if this is your first", "What to have ready", "work addresses"):
        assert words in found


def test_a_scheduled_round_says_what_to_do_and_leads_to_the_questions(house: House) -> None:
    house.round(schedule=Schedule(NOW + DAY, NOW + 8 * DAY))
    client = house.signed_in(PAT)
    page = BeautifulSoup(client.get("/staff/").text, "html.parser")
    links = {a.text.strip(): str(a["href"]) for a in page.select("main a")}
    assert "Nobody is on your list yet." in page.text
    for text in ("Spring check", "Upload your staff list", "Spring check, to print or in Word"):
        assert client.get(links[text]).status_code == 200


def test_an_open_round_shows_its_figures_of_ones_own_organisation(house: House) -> None:
    house.person(OLGA)
    house.open_round(northshire=12, southborough=15)
    for link in house.links("northshire")[:8]:
        scenes.respond(house, link)
    house.work(days=1)
    assert "12 " in (found := see(house))
    assert "5 or more" in found
    assert "42% or more" in found
    assert "below 34%" in see(house, OLGA)
    assert "42%" not in see(house, OLGA)


def test_earlier_rounds_are_listed_with_their_end(house: House) -> None:
    house.open_round(northshire=12)
    scenes.everybody_responds(house)
    house.work(days=8)
    found = see(house)
    assert "No round is going on" in found
    assert (
        "Closed on 9 March 2026 at 9:00am. 12 invited by name; 12 submitted; response rate 100%,"
        " 12 of 12 invited by name." in found
    )
    assert "How it goes" not in found


def test_rounds_of_others_are_not_there(house: House) -> None:
    house.round("theirs", title="Theirs", organisations=("southborough",))
    assert "Theirs" not in see(house)
    assert "Theirs" in see(house, OLGA)


def now(house: House, who: str = PAT) -> str:
    """What the first page says is to be done now: one thing."""
    page = BeautifulSoup(house.signed_in(who).get("/staff/").text, "html.parser")
    [said] = page.select(".now__first")
    return " ".join(said.text.split())


def step(house: House) -> list[str]:
    """The current step of each round's year."""
    page = BeautifulSoup(house.signed_in(PAT).get("/staff/").text, "html.parser")
    for line in page.select("ol.year"):
        assert len(line.select("[aria-current=step]")) == 1
    return [each.select_one(".year__title").text for each in page.select("[aria-current=step]")]  # type: ignore[union-attr]


def tick(house: House, *items: str, code: str = "spring") -> None:
    doing.tick(rounds.by_code(code), "northshire", (), items)


def test_through_the_year_there_is_always_one_thing_to_do_or_what_comes_next(house: House) -> None:
    nothing = "There is nothing that you have to do now."
    assert now(house) == (
        f"{nothing} Next: your administrator plans a round, and it appears here with its dates as"
        " soon as it is scheduled."
    )
    days = Schedule(NOW + DAY, NOW + 8 * DAY, (NOW + 5 * DAY,))
    house.round(schedule=days)
    assert now(house).startswith("Nobody is on your list yet.")
    house.invite(25)
    assert now(house) == (
        "Form a small steering group. There are 5 more things to do on the checklist."
        " Go to the checklist"
    )
    tick(house, "steering", "list", "managers", "union", "time", "announcement")
    assert now(house).startswith(f"{nothing} 25 people are invited by name.")
    assert step(house) == ["Prepare (now)"]
    house.work(days=1)
    assert now(house) == "Remind people in team meetings. Go to the checklist"
    tick(house, "meeting")
    assert now(house) == (
        f"{nothing} Next: a reminder goes out automatically on 7 March 2026 at 9:00am."
    )
    house.work(days=5)
    assert "Half of the time is over" in now(house)
    for link in house.links()[:25]:
        scenes.respond(house, link)
    house.work(days=1)
    assert now(house) == (f"{nothing} Next: it closes on 10 March 2026 at 9:00am, and is counted.")
    assert step(house) == ["Open (now)"]


def test_after_the_count_comes_the_report_the_plan_and_what_is_told(house: House) -> None:
    people.counted(house)
    assert now(house) == "It is counted. Read the report"
    assert step(house) == ["Results (now)"]
    people.written(house, due=date(2026, 9, 1))
    assert now(house) == "Tell the people who work here what you do about it. Go to the plan"
    assert step(house) == ["Plan (now)"]
    telling.publish(people.plan(), "", PAT, house.now)
    assert now(house) == "Tell people the results. Go to the checklist"
    tick(house, "results")
    assert now(house).startswith("There is nothing that you have to do now. It is counted.")
    assert "Next: an action is due on 1 September 2026." in see(house)
    assert step(house) == ["You said, we did (now)"]
    house.now += 200 * DAY
    assert now(house) == "An action was due on 1 September 2026. Go to the plan"


def test_the_most_urgent_of_several_rounds_is_the_first_thing(house: House) -> None:
    house.round("later", title="Later", schedule=Schedule(NOW + DAY, NOW + 30 * DAY))
    house.open_round(12)
    tick(house, "meeting")
    assert now(house).startswith("Nobody is on your list yet.")
    found = see(house)
    assert found.index("What to do now Later") < found.index("What to do here")
    assert sorted(step(house)) == ["Open (now)", "Prepare (now)"]


def test_between_closing_and_count_one_waits(house: House) -> None:
    house.open_round(12)
    tick(house, "thanks")
    for state in (State.CLOSING, State.CLOSED, State.RELEASING):
        Round.update(state=state).execute()
        assert now(house).startswith("There is nothing that you have to do now.")
        assert "Then a letter tells you that your report is here." in now(house)
        assert step(house) == ["Closed (now)"]


def test_a_return_has_a_year_of_its_own(house: House) -> None:
    house.round(source=RETURN, schedule=Schedule(NOW + DAY, NOW + 8 * DAY))
    assert now(house).startswith("Say who is to get the link of the return")
    house.invite(1)
    assert now(house).startswith("Agree who fills in which page.")
    house.work(days=1)
    assert now(house).startswith("Nobody has begun the return yet.")
    house.work(days=8)
    house.work()
    assert now(house).endswith("Read the return")
    assert step(house) == ["Results (now)"]
    house.now += 60 * DAY
    assert step(house) == []
    assert "Read the return" in see(house)
