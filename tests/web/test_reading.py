"""Respondents' pages and letters are read by everybody: how old one has to be for each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from portal.post import wording
from portal.settings import ROOT
from portal.survey.audience import AUDIENCES, Audience
from portal.survey.file.parsing import parse
from portal.web import errors, limits
from tests.factories import ADA, House, answer, post
from tests.post.test_letters import FACTS
from tests.services import scenes
from tests.services.actions import people
from tests.services.nation import nations
from tests.web import reading, test_you_said, tours

SHIPPED = ROOT / "questionnaires"
NEWEST = (SHIPPED / "practitioner" / "2026.2.md").read_text(encoding="utf-8")
RETURNS = sorted(
    path for room in ("organisation", "self_assessment") for path in (SHIPPED / room).glob("*.md")
)
MOST, OF_THE_LAW = 12, 14
LEGAL = ("about.privacy_page", "about.returns_privacy", "about.accessibility")


def too_hard(pages: Mapping[str, str], most: float = MOST) -> dict[str, object]:
    """Which of these are for older readers, or have a sentence that is too long."""
    ages = {name: reading.age(html) for name, html in pages.items()}
    hard: dict[str, object] = {name: age for name, age in ages.items() if age > most}
    long = {name: reading.long_sentences(html) for name, html in pages.items()}
    return hard | {name: sentences for name, sentences in long.items() if sentences}


def met(house: House) -> dict[str, str]:
    """Every page on every way through the site, in each state that it was in."""
    tours.opened(house)
    shown = [each for each in tours.toured(house) if "<main" in each.page]
    return {f"{n}: {each.name}": each.page for n, each in enumerate(shown)}


def test_every_page_on_every_way_can_be_read_at_twelve_and_the_law_at_fourteen(
    house: House,
) -> None:
    pages = met(house)
    legal = {name: html for name, html in pages.items() if name.split()[2] in LEGAL}
    assert len(legal) == len(LEGAL)
    assert too_hard(legal, OF_THE_LAW) == {}
    assert len(pages) > 60
    assert too_hard({name: pages[name] for name in pages.keys() - legal.keys()}) == {}


def test_the_whole_way_through_the_survey_can_be_read_at_twelve(house: House) -> None:
    house.open_round(3, source=NEWEST)
    client, link = house.client(), house.links()[0]
    pages = {"welcome": client.get(link).text}
    asked = [page.id for page in parse(NEWEST).pages]
    ways = {
        "social_worker": [page for page in asked if page != "other_registration"],
        "other_professional": [page for page in asked if page != "registration"],
    }
    filled = {
        page: {"q_role": "social_worker"} if page == "about" else {}
        for page in ways["social_worker"]
    }
    pages["done"] = client.get(answer(client, link, filled).location).text
    for role, link in zip(ways, house.links()[1:], strict=True):
        again = house.client()
        start = post(again, link).location
        for page in (*ways[role], "later", "check"):
            pages[f"{role}: {page}"] = again.get(f"{start}{page}").text
            fields = {"q_role": role} if page == "about" else {}
            if page in asked:
                post(again, f"{start}{page}", {**fields, "go": "next"})
    assert too_hard(pages) == {}


@pytest.mark.parametrize("path", RETURNS, ids=lambda path: path.parent.name)
def test_a_whole_return_can_be_read_at_twelve(house: House, path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    house.open_round(1, source=source)
    client = house.client()
    start = post(client, house.links()[0]).location
    pages = {"tasks": client.get(start).text}
    pages |= {page.id: client.get(f"{start}{page.id}").text for page in parse(source).pages}
    assert too_hard(pages) == {}


def test_what_staff_are_told_of_what_they_said_can_be_read_at_twelve(house: House) -> None:
    path = test_you_said.published(house)
    assert people.TRAINING.action in (page := house.client().get(path).text)
    assert too_hard({"said": page, "gone": house.client().get(f"{path}x").text}) == {}


def test_public_results_can_be_read_at_twelve(house: House) -> None:
    nations.counted(house)
    post(house.signed_in(ADA), "/staff/rounds/spring/england/publish")
    page = house.client().get("/results/spring").text
    assert "From 0 (worst) to 100 (best)".lower() in page.lower()
    assert too_hard({"results": page}) == {}


def test_who_comes_too_late_reads_it_at_twelve(house: House) -> None:
    house.open_round(2)
    link = house.links()[0]
    scenes.begin(house, link)
    house.work(days=8)
    assert "has closed" in (page := house.client().get(link).text)
    assert too_hard({"late": page}) == {}


def test_what_went_wrong_can_be_read_at_twelve(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for gate in ("gate", "starting", "reading"):
        monkeypatch.setitem(house.app.extensions, gate, limits.Gate(0))
    with house.app.test_request_context("/"):
        words = {f"{status}": words for status, words in errors.HTTP.items()}
        pages = {name: errors.page(400, "Not now", each)[0] for name, each in words.items()}
        pages["form"] = errors.of_csrf(None)[0]  # type: ignore[arg-type]  # which is not read
        for refuse in (limits.refusal, limits.begun_too_often, limits.read_too_often):
            refused = refuse()
            assert refused and refused.status_code == 429
            pages[refuse.__name__] = refused.get_data(as_text=True)
    assert too_hard(pages) == {}


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_letter_can_be_read_at_twelve(audience: Audience) -> None:
    letters = {
        kind: wording.render(wording.defaults(kind, audience), FACTS, audience).html
        for kind in wording.KINDS
    }
    assert too_hard(letters) == {}


def test_long_words_in_long_sentences_ask_for_more_years() -> None:
    plain = "<main><p>You can stop and come back.</p></main>"
    law = (
        "<main><p>Notwithstanding considerable organisational difficulties, participants'"
        " individual contributions will be anonymised irreversibly and subsequently"
        " aggregated, wherever possible, for the purposes for which they were asked, and for no"
        " other.</p></main>"
    )
    assert reading.age(plain) < MOST < OF_THE_LAW < reading.age(law)
    assert (reading.long_sentences(plain), len(reading.long_sentences(law))) == ([], 1)
