"""Next year's invitation says where it is told what was done about last year's."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.services.actions import telling
from portal.services.letters import texts
from portal.services.letters.outbox import Sender
from portal.services.letters.texts import Text
from portal.store.rounds import Round
from tests.factories import ADA, PAT, House
from tests.services.actions import people
from tests.services.figures.test_returns_answered import RETURN

SENTENCE = "What was done about what people said last year: http://127.0.0.1:8000/you-said/"
BODY = "Do answer.\n\n{{link}}\n\n{{promise}}\n\n{{stop}}"


def told(house: House) -> str:
    """A year ago Northshire has said what it does; the address."""
    people.counted(house)
    people.written(house)
    telling.publish(people.plan(), "", PAT, house.now)
    people.a_year_later(house)
    house.letters.clear()
    return telling.standing(people.plan()).path


def sentences(house: House, organisation: str) -> set[str]:
    """The lines of an organisation's letters in which it stands."""
    return {
        line
        for letter in house.letters
        if letter.to.endswith(f"@{organisation}.example.org") and letter.to.startswith("remi")
        for line in letter.text.splitlines()
        if "you-said" in line
    }


def test_it_stands_in_every_invitation_of_the_organisation_alike(house: House) -> None:
    path = told(house)
    house.open_round(northshire=3, southborough=2, code="next")
    assert len(house.letters) == 5
    assert sentences(house, "northshire") == {f"{SENTENCE}{path.rpartition('/')[2]}"}
    assert sentences(house, "southborough") == set()
    linked = [each for each in house.letters if f'href="http://127.0.0.1:8000{path}"' in each.html]
    assert len(linked) == 3


@pytest.mark.parametrize(("series", "number"), [("2027/28", 1), ("Pilot 2027", 0)])
def test_it_stands_there_where_the_series_counts_its_year_on(
    house: House, series: str, number: int
) -> None:
    told(house)
    Round.update(series="2026/27").execute()
    house.open_round(code="next", series=series)
    assert len(sentences(house, "northshire")) == number


def test_it_stands_above_the_link_in_a_rounds_own_words_too(house: House) -> None:
    told(house)
    house.round("next")
    texts.write("next", "invitation", Text("Come", BODY), ADA, house.now)
    house.invite(1, code="next")
    house.work()
    [letter] = [each for each in house.letters if each.to.startswith("remi")]
    places = [letter.text.index(each) for each in ("Do answer.", SENTENCE, "/i/")]
    assert places == sorted(places)


def test_reminders_and_new_links_do_not_repeat_it(house: House) -> None:
    told(house)
    house.open_round(northshire=1, code="next")
    shown = texts.of_organisation("next", "northshire", Sender("http://127.0.0.1:8000", "help"))
    assert {kind for kind, letter in shown.items() if "you-said" in letter.text} == {"invitation"}


def test_a_preview_is_of_the_first_organisation_and_says_what_its_letter_does(
    house: House,
) -> None:
    told(house)
    sender = Sender("http://127.0.0.1:8000", "help")
    house.round("next", organisations=("northshire",))
    assert SENTENCE in texts.preview("next", "invitation", Text("Come", BODY), sender).text
    assert SENTENCE not in texts.preview("next", "reminder", Text("Come", BODY), sender).text


def test_the_message_that_a_psw_sends_on_says_it_while_people_are_called_upon(
    house: House,
) -> None:
    path = told(house)
    house.open_round(northshire=1, southborough=1, code="next")
    here = "/staff/rounds/next/{}/texts/announcement"
    assert f"last year: http://127.0.0.1:8000{path}" in read(house, here.format("northshire"))
    assert "you-said" not in read(house, here.format("southborough"))
    house.work(days=8)
    assert "you-said" not in read(house, here.format("northshire"))


def read(house: House, path: str) -> str:
    return house.signed_in(ADA).get(path).text


def test_nothing_stands_there_where_nothing_was_told_last_year(house: House) -> None:
    told(house)
    telling.take_back(people.plan(), PAT, house.now)
    house.open_round(northshire=1, code="next")
    assert sentences(house, "northshire") == set()


@pytest.mark.parametrize(
    ("later", "changes"),
    [(400, {}), (0, {"series": "another"}), (0, {"source": RETURN})],
    ids=["two years later", "another series", "a return"],
)
def test_it_is_of_the_year_before_in_the_series_alone(
    house: House, later: int, changes: dict[str, str]
) -> None:
    told(house)
    house.now += timedelta(days=later)
    house.open_round(northshire=1, code="next", **changes)
    assert sentences(house, "northshire") == set()
