"""The page of a round in one organisation, and a reminder of its own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup

from portal.calendar.schedule import Schedule
from portal.services.answering import responding
from portal.services.answering.responding import Posted
from portal.services.lifecycle import closing
from portal.services.people import links as forwarding
from portal.services.rounds import planning
from portal.services.rounds import register as rounds
from portal.store.letters import Nudge
from portal.store.people import Invitation
from tests.factories import ADA, NOW, OLGA, PAT, House, post, token_in
from tests.services import scenes
from tests.services.figures.test_returns_answered import RETURN, finish, save
from tests.web.staff.figures.reading import figures, rate, text

HERE = "/staff/rounds/spring/northshire"
DAY = timedelta(days=1)
DAYS = Schedule(NOW, NOW + 10 * DAY, (NOW + 6 * DAY,))
WHO = f"{HERE}/people"
FOLLOWING = {"HX-Request": "true", "X-Follows": "figures"}


@pytest.fixture(autouse=True)
def noise(house: House) -> None:
    """A round in which everybody has answered, and its 7 of 7 is not ours."""
    house.person(PAT)
    house.open_round(northshire=7, code="noise")
    for link in house.links():
        scenes.respond(house, link, round_code="noise")
    house.letters.clear()


def opened(house: House, northshire: int = 20, **changes: Any) -> None:
    house.open_round(northshire, 13, schedule=DAYS, **changes)
    house.work(hours=1)


def see(house: House, who: str = PAT, path: str = HERE) -> Any:
    answer = house.signed_in(who).get(path)
    assert answer.status_code == 200
    return answer


def answered(house: House, number: int) -> None:
    for link in house.links("northshire")[:number]:
        scenes.respond(house, link)
    house.work(hours=15)


def test_the_figures_are_of_the_last_midnight_with_what_the_rate_is_of(house: House) -> None:
    opened(house)
    answered(house, 7)
    for link in house.links("northshire")[7:12]:
        scenes.respond(house, link)
    found = see(house)
    assert figures(found) == {
        "invited by name": "20",
        "letters sent": "20",
        "not reached by letters": "0",
        "submitted": "5 or more",
        "response rate": "25% or more",
    }
    assert rate(found) == "5 or more of 20 invited by name"
    assert "As at 3 March 2026 at 1:00am" in text(found)
    assert "can see on which day that one came" in text(found)


def test_an_administrator_sees_the_same_of_any_organisation(house: House) -> None:
    opened(house)
    assert figures(see(house, ADA)) == figures(see(house))
    assert figures(see(house, ADA, "/staff/rounds/spring/southborough"))["invited by name"] == "13"


def test_where_only_an_open_link_is_used_there_is_no_rate(house: House) -> None:
    opened(house, northshire=0)
    forwarding.open_link("spring", "northshire", ADA, house.now)
    found = see(house)
    assert "response rate" not in figures(found)
    assert "Nobody is invited yet" not in text(found)
    forwarding.withdraw("spring", "northshire", ADA, house.now)
    assert "The link to forward is withdrawn, and nobody is on your list." in text(see(house))


def test_people_who_answered_and_left_make_no_rate_beyond_all(house: House) -> None:
    opened(house, northshire=1)
    scenes.respond(house, house.links("northshire")[0])
    of_spring = Invitation.round == rounds.by_code("spring").id
    Invitation.update(withdrawn=1).where(
        of_spring & (Invitation.organisation == "northshire")
    ).execute()
    house.invite(0)
    house.work(days=1)
    assert "response rate" not in figures(see(house))


def test_an_address_that_does_not_work_is_the_first_thing_to_do(house: House) -> None:
    opened(house)
    email = Invitation.email == "remi3@northshire.example.org"
    Invitation.update(undeliverable="no such user").where(email).execute()
    house.work(hours=1)
    page = BeautifulSoup(see(house).text, "html.parser")
    links = {a.text.strip(): str(a["href"]) for a in page.select("main a")}
    assert links["Correct the addresses"].endswith("/people?show=undeliverable")
    assert links["not reached by letters"].endswith("/people?show=undeliverable")
    assert "Letters do not reach 1 person." in page.text


def test_addresses_that_wait_are_told(house: House) -> None:
    opened(house)
    email = Invitation.email == "remi3@northshire.example.org"
    Invitation.update(waiting=1).where(email).execute()
    assert "1 person is not invited yet: an administrator has to look" in text(see(house))


def test_the_curve_comes_with_the_same_as_a_table(house: House) -> None:
    opened(house)
    answered(house, 3)
    for link in house.links("northshire")[3:8]:
        scenes.respond(house, link)
    house.work(days=1)
    page = BeautifulSoup(see(house).text, "html.parser")
    assert len(page.select("svg.curve__drawing circle")) == 2
    rows = [[c.text.strip() for c in row.select("th, td")] for row in page.select(".days tbody tr")]
    assert rows == [["2 March", "fewer than 5"], ["3 March", "5 or more"]]
    assert not page.select("[style]")


def test_a_day_of_a_reminder_is_marked_in_the_table_too(house: House) -> None:
    opened(house)
    house.work(days=7)
    page = BeautifulSoup(see(house).text, "html.parser")
    assert "reminder" in page.select(".days tbody tr")[-1].text
    assert "dashed: reminders" in page.text


def test_what_is_sent_next_and_to_how_many_at_most(house: House) -> None:
    opened(house)
    answered(house, 5)
    found = text(see(house))
    assert "8 March 2026 at 9:00am: a reminder, to 15 people at most" in found
    assert "Closes in 9 days, on 12 March 2026 at 9:00am." in found
    assert "You can send your own reminder from 4 March 2026" in found


def test_fewer_than_ten_are_told_that_they_are_never_reported_by_themselves(house: House) -> None:
    opened(house, northshire=9)
    words = "is never reported by itself, even if more answer by slip or by a link to forward"
    assert words in text(see(house))
    assert words not in text(see(house, OLGA, "/staff/rounds/spring/southborough"))


def test_the_message_to_forward_holds_no_link(house: House) -> None:
    opened(house)
    message = BeautifulSoup(see(house).text, "html.parser").select_one("#message")
    assert message is not None
    assert not message.select("a")
    assert "/i/" not in message.text
    assert "12 March 2026 at 9:00am" in message.text


def test_before_the_opening_the_page_says_what_to_do(house: House) -> None:
    house.round(schedule=Schedule(NOW + DAY, NOW + 5 * DAY))
    assert "Nobody is on your list yet." in text(see(house))
    house.invite(12)
    found = text(see(house))
    assert "12 people are invited by name. The invitations go out on 3 March 2026" in found
    assert "So far" not in found


def test_on_a_rounds_first_day_its_people_and_letters_are_of_this_moment(house: House) -> None:
    house.now += timedelta(minutes=50)
    house.open_round(13, schedule=DAYS)
    found = see(house)
    assert figures(found) == {
        "invited by name": "13",
        "letters sent": "13",
        "not reached by letters": "0",
        "submitted": "fewer than 5",
        "response rate": "below 39%",
    }
    assert "As at 2 March 2026 at 9:00am" in text(found)
    assert "invited by name13" in text(see(house, path="/staff/"))


def test_an_organisation_that_has_just_joined_is_told_when_answers_are_counted(
    house: House,
) -> None:
    house.open_round(0, 13, schedule=DAYS, organisations=("southborough",))
    planning.adjust("spring", "Spring check", [], ["northshire"], ADA, house.now)
    house.work()
    house.invite(12)
    assert figures(see(house))["invited by name"] == "12"
    assert "Answers are counted for the first time at midnight." in text(see(house))
    assert "invited by name12" in text(see(house, path="/staff/"))


def test_a_counted_round_shows_its_end_and_asks_no_more(house: House) -> None:
    opened(house, northshire=12)
    answered(house, 12)
    house.work(days=11)
    found = see(house)
    assert figures(found)["submitted"] == "12"
    assert BeautifulSoup(found.text, "html.parser").select("#figures[hx-get]") == []
    assert "It is counted." in text(found)
    assert "Tell your colleagues" not in text(found)


def test_to_a_page_that_follows_only_what_is_new_is_sent(house: House) -> None:
    opened(house)
    client = house.signed_in(PAT)
    page = BeautifulSoup(client.get(HERE).text, "html.parser")
    address = page.select_one("#figures")["hx-get"]  # type: ignore[index]
    assert client.get(str(address), headers=FOLLOWING).status_code == 204
    answered(house, 6)
    client = house.signed_in(PAT)
    fragment = client.get(str(address), headers=FOLLOWING)
    assert fragment.status_code == 200
    assert "<html" not in fragment.text
    assert figures(fragment)["submitted"] == "5 or more"


def test_a_page_that_follows_keeps_nobody_signed_in(house: House) -> None:
    opened(house)
    client = house.signed_in(PAT)
    for _ in range(3):
        house.now += timedelta(minutes=10)
        assert client.get(HERE, headers=FOLLOWING).status_code == 200
    house.now += timedelta(minutes=1)
    led = client.get(HERE, headers=FOLLOWING)
    assert led.headers["HX-Redirect"].startswith("/staff/sign-in")


def test_a_reminder_goes_to_those_who_have_not_answered(house: House) -> None:
    opened(house, northshire=10)
    silent = [letter.to for letter in house.letters if "northshire" in letter.to][9]
    answered(house, 9)
    house.work(days=2)
    house.letters.clear()
    client = house.signed_in(PAT)
    assert "5 people at most" in text(client.get(f"{HERE}/remind"))
    answer = post(client, f"{HERE}/remind")
    assert (answer.status_code, answer.headers["Location"]) == (303, HERE)
    house.work()
    assert [letter.to for letter in house.letters] == [silent]
    assert "The reminder is in hand." in text(client.get(HERE))


def test_within_the_gap_a_reminder_is_refused_and_it_is_said_from_when_it_can_go(
    house: House,
) -> None:
    opened(house)
    client = house.signed_in(PAT)
    found = text(client.get(f"{HERE}/remind"))
    assert "A reminder can go out from 4 March 2026." in found
    assert "Send the reminder" not in found
    assert refused(client) == 409
    assert not Nudge.select().exists()


def refused(client: Any) -> int:
    token = token_in(client.get("/staff/account").text)
    status: int = client.post(f"{HERE}/remind", data={"csrf_token": token}).status_code
    return status


def test_before_and_after_a_round_nobody_can_be_reminded(house: House) -> None:
    house.round(schedule=Schedule(NOW + DAY, NOW + 5 * DAY))
    client = house.signed_in(PAT)
    assert "is not open" in text(client.get(f"{HERE}/remind"))
    assert refused(client) == 409


def test_a_reminder_that_could_only_go_after_the_closing_is_not_offered(house: House) -> None:
    house.open_round(northshire=3, schedule=Schedule(NOW, NOW + DAY))
    assert "your own reminder" not in text(see(house))
    assert "the round closes before another could go out" in text(see(house, path=f"{HERE}/remind"))


def test_a_return_is_never_as_at_a_moment_before_its_opening(house: House) -> None:
    house.work()
    house.now += timedelta(minutes=2)
    house.round(source=RETURN, schedule=Schedule(house.now, NOW + 10 * DAY))
    house.invite(1)
    assert "The link goes out when the round opens, on 2" in text(see(house, path=WHO))
    closing.opened(rounds.by_code("spring").id, b"", house.now)
    assert "The link goes out within minutes." in text(see(house, path=WHO))
    assert "As at 2 March 2026 at 9:02am, updated" in text(see(house))
    house.work()
    assert "As at 2 March 2026 at 9:02am, updated" in text(see(house))


def test_a_return_shows_its_pages_and_where_its_link_is(house: House) -> None:
    house.open_round(northshire=1, southborough=1, source=RETURN)
    assert "Not begun" in text(see(house))
    code = scenes.begin(house, house.links("northshire")[0])
    scenes.save_page(house, code, Posted("posts", {"q_posts": ["12"], "q_vacant": ["1"]}))
    keys = house.tools.keys
    responding.name_pages("spring", code, {"support": "Sam of HR"}, house.now, keys)
    house.work(minutes=3)
    found = text(see(house))
    for words in ("In progress", "1 of 2 pages completed", "Sam of HR", "Send me the link again"):
        assert words in found
    assert "Sam of HR" not in text(see(house, OLGA, "/staff/rounds/spring/southborough"))
    assert "response rate" not in found


def test_the_link_of_a_return_is_sent_again_only_where_somebody_has_it(house: House) -> None:
    house.open_round(northshire=0, source=RETURN)
    found = text(see(house))
    assert "Nobody has the link yet. Say who gets the link" in found
    assert "Send me the link again" not in found


def test_a_submitted_return_is_known_as_such_after_the_closing(house: House) -> None:
    house.open_round(northshire=1, source=RETURN)
    code = scenes.begin(house, house.links("northshire")[0])
    scenes.save_page(house, code, Posted("posts", {"q_posts": ["12"], "q_vacant": ["1"]}))
    scenes.save_page(house, code, Posted("support", {"q_how": ["By talking."]}))
    scenes.submit(house, code)
    house.work(minutes=3)
    assert "The return is in. Until" in text(see(house))
    house.work(days=8)
    assert "Submitted" in text(see(house))
    other = text(see(house, OLGA, "/staff/rounds/spring/southborough"))
    assert "Not submitted" in other


def test_a_return_that_was_changed_says_what_counts_until_it_is_submitted_again(
    house: House,
) -> None:
    house.open_round(northshire=1, source=RETURN, schedule=DAYS)
    code = scenes.begin(house, house.links("northshire")[0])
    finish(house, code)
    house.work(days=1)
    before = see(house)
    assert "Submitted on 2 March" in text(before)
    assert "changed since" not in text(before)
    save(house, code, "posts", {"q_posts": ["21"]})
    house.work(minutes=3)
    for path in (HERE, "/staff/"):
        found = text(see(house, path=path))
        assert "submitted on 2 March and has been changed since. The changes count only" in found
        assert "otherwise what was submitted counts." in found
    assert "Submitted on 2 March, changed since" in text(see(house))
    assert "Send a reminder now" not in text(see(house))
    house.work(days=10)
    assert "changed since" not in text(see(house))


@pytest.mark.parametrize("path", ["", "/remind"])
def test_anothers_organisation_does_not_exist(house: House, path: str) -> None:
    opened(house)
    client = house.signed_in(OLGA)
    for code in ("northshire", "nowhere"):
        assert client.get(f"/staff/rounds/spring/{code}{path}").status_code == 404
