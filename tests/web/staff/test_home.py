"""An administrator's first page."""

from __future__ import annotations

from datetime import timedelta

from portal.calendar.schedule import Schedule
from portal.services.rounds import register as rounds
from portal.services.rounds import steps
from portal.store.organisations import Organisation
from portal.store.rounds import Round
from portal.worker import passes
from tests.factories import ADA, House, token_in

DAY = timedelta(days=1)
HOME = "/staff/"


def done(html: str) -> int:
    return html.count("(done)")


def test_the_first_round_is_made_step_by_step(house: House) -> None:
    ada = house.signed_in()
    Organisation.delete().execute()
    html = ada.get(HOME).text
    assert "Your first round" in html and "No organisations" in html
    assert (done(html), "Make a round</a>" in html) == (0, False)
    house.round(schedule=Schedule(house.now + DAY, house.now + 8 * DAY))
    Round.update(state="draft").execute()
    html = ada.get(HOME).text
    assert (done(html), "schedule it, and it opens automatically" in html) == (3, True)
    house.invite(2)
    html = ada.get(HOME).text
    assert (done(html), "2 people" in html) == (4, True)
    steps.schedule("spring", ADA, house.now)
    assert "It opens automatically on 3 March 2026 at 9:00am" in ada.get(HOME).text
    house.work(days=1)
    html = house.signed_in().get(HOME).text
    assert "Your first round" not in html and "Make a round</a>" in html


def test_the_way_to_a_first_round_is_shown_beside_the_demonstration(house: House) -> None:
    house.open_round(code=rounds.DEMONSTRATION, title="Demonstration")
    html = house.signed_in().get(HOME).text
    assert "Your first round" in html and "Demonstration</a>" in html
    way = html.partition('<ol class="way">')[2].partition("</ol>")[0]
    assert "/staff/rounds/new" in way and f"/rounds/{rounds.DEMONSTRATION}" not in way
    assert done(html) == 0


def test_rounds_are_grouped_by_how_far_they_are(house: House) -> None:
    for state in ("open", "scheduled", "draft", "counted", "closed", "archived"):
        house.round(f"r-{state}", title=f"Round {state}")
        Round.update(state=state).where(Round.code == f"r-{state}").execute()
    html = house.signed_in().get(HOME).text
    places = [html.index(f"Round {state}<") for state in
              ("open", "closed", "scheduled", "draft", "counted", "archived")]  # fmt: skip
    assert places == sorted(places)
    assert "Archived rounds (1)" in html
    assert "The answers are being counted." in html


def test_a_rounds_trouble_shows_on_the_first_page(house: House) -> None:
    house.round()
    Round.update(state="closed", problem="A ballot cannot be opened.").execute()
    html = house.signed_in().get(HOME).text
    assert "A ballot cannot be opened." in html and "The count has stopped" in html


def test_an_administrator_sees_that_the_worker_waits_for_its_clock_and_says_it_is_right(
    house: House,
) -> None:
    house.open_round()
    house.now += 35 * DAY
    passes.run(house.tools, house.now)
    ada = house.signed_in()
    html = ada.get(HOME).text
    assert "The portal’s clock says 6 April 2026 at 10:00am." in html
    assert "last worked on 2 March 2026 at 9:00am" in html
    answer = ada.post(f"{HOME}clock-is-right", data={"csrf_token": token_in(html)})
    assert answer.status_code == 303
    html = ada.get(HOME).text
    assert "The worker continues." in html and "clock says" not in html
    assert "closed round spring" in passes.run(house.tools, house.now)
    assert "took the clock to be right" in ada.get("/staff/audit").text
