"""The checklist of an organisation, and its ready texts."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from docx import Document
from flask.testing import FlaskClient

from portal import prose
from portal.calendar.schedule import Schedule
from portal.calendar.state import State
from portal.services.actions import telling
from portal.services.preparation import checklist, facts
from portal.services.staff.scope import Employer
from portal.settings import ROOT
from portal.store.rounds import Round
from portal.survey.audience import AUDIENCES
from portal.web.staff.preparation import ready
from tests.factories import ADA, NOW, OLGA, PAT, SMALL, House, post
from tests.services import scenes
from tests.services.actions import people

HERE = "/staff/rounds/spring/northshire"
DAY = timedelta(days=1)
TEXTS = sorted((ROOT / "templates" / "staff" / "preparation" / "texts").rglob("*.md"))


def see(client: FlaskClient, path: str) -> str:
    answer = client.get(f"{HERE}{path}")
    assert answer.status_code == 200, path
    page = BeautifulSoup(answer.text, "html.parser")
    return " ".join(page.select_one("main").text.split())  # type: ignore[union-attr]


def boxes(client: FlaskClient) -> set[str]:
    page = BeautifulSoup(client.get(f"{HERE}/checklist").text, "html.parser")
    return {str(box["value"]) for box in page.select("input[name=ticked][checked]")}


def asking(audience: str) -> str:
    if audience == "organisation":
        return SMALL.replace("kind: anonymous", "kind: return").replace(
            "breakdowns: [service]\n", ""
        )
    source = SMALL.replace("kind: anonymous", f"kind: anonymous\naudience: {audience}")
    return source.replace("standard: 4, ", "") if audience == "people" else source


def test_ticks_survive_and_next_year_begins_empty(house: House) -> None:
    house.round()
    pat = house.signed_in(PAT)
    answer = post(pat, f"{HERE}/checklist", {"before": "", "ticked": ["union", "list"]})
    assert answer.status_code == 303
    assert boxes(pat) == {"union", "list"}
    assert boxes(house.signed_in(ADA)) == {"union", "list"}
    post(pat, f"{HERE}/checklist", {"before": "list union", "ticked": ["union"]})
    assert boxes(pat) == {"union"}
    house.round("next")
    page = pat.get("/staff/rounds/next/northshire/checklist").text
    assert "checked" not in page.replace("unchecked", "")


def test_a_list_is_for_its_own_organisation(house: House) -> None:
    house.round()
    olga = house.signed_in(OLGA)
    for path in ("/checklist", "/texts/union", "/texts/union/download/docx"):
        assert olga.get(f"{HERE}{path}").status_code == 404
    assert post(olga, "/staff/rounds/spring/southborough/checklist").status_code == 303


def test_what_is_no_item_of_this_round_is_refused(house: House) -> None:
    house.round(source=asking("leavers"))
    pat = house.signed_in(PAT)
    for path in ("/texts/union", "/texts/anything", "/texts/list/download/pdf"):
        assert pat.get(f"{HERE}{path}").status_code == 404
    assert post(pat, f"{HERE}/checklist", {"ticked": ["union"]}).status_code == 404


def test_texts_fit_the_state(house: House) -> None:
    house.round(schedule=Schedule(NOW + DAY, NOW + 9 * DAY))
    house.invite(12)
    pat = house.signed_in(PAT)
    assert "On 3 March 2026 at 9:00am you will be sent a letter by email" in see(
        pat, "/texts/announcement"
    )
    seen_from = "It comes from Northshire County Council via Social Work Health Check <"
    assert seen_from in see(pat, "/texts/announcement")
    for item in ("meeting", "thanks", "results"):
        assert pat.get(f"{HERE}/texts/{item}").status_code == 404
    house.work(days=1)
    pat = house.signed_in(PAT)
    assert "You should have had a letter" in see(pat, "/texts/announcement")
    assert "is open until 11 March 2026 at 9:00am" in see(pat, "/texts/meeting")
    scenes.everybody_responds(house)
    house.work(days=9)
    pat = house.signed_in(PAT)
    assert "closed on 11 March 2026" in see(pat, "/texts/thanks")
    assert "The results of Spring check are here." in see(pat, "/texts/results")
    assert pat.get(f"{HERE}/texts/announcement").status_code == 404


def test_no_results_are_told_while_the_reports_wait(house: House) -> None:
    house.open_round(12, reports_wait=True)
    house.work(days=8)
    pat = house.signed_in(PAT)
    assert pat.get(f"{HERE}/texts/results").status_code == 404
    assert "results" in see(pat, "/texts/thanks")


def test_the_results_lead_to_what_is_published_and_to_nothing_else(house: House) -> None:
    people.counted(house)
    client = house.signed_in(PAT)
    people.written(house)
    assert "/you-said/" not in see(client, "/texts/results")
    telling.publish(people.plan(), "", PAT, house.now)
    assert re.search(r"/you-said/[\w-]{22}", see(client, "/texts/results"))
    telling.take_back(people.plan(), PAT, house.now)
    assert "/you-said/" not in see(client, "/texts/results")


def test_a_name_is_no_markdown_and_no_html(house: House) -> None:
    house.round(title="**Spring** <b>check</b> {{closes}}")
    pat = house.signed_in(PAT)
    page = pat.get(f"{HERE}/texts/time").text
    assert "**Spring** &lt;b&gt;check&lt;/b&gt; {{closes}}" in page
    plain = pat.get(f"{HERE}/texts/time/download/txt").text
    assert "**Spring** <b>check</b> {{closes}}: please set time aside" in plain


def test_a_text_is_a_word_document_and_plain_text_too(house: House) -> None:
    house.open_round(12)
    pat = house.signed_in(PAT)
    word = pat.get(f"{HERE}/texts/managers/download/docx")
    told = "\n".join(each.text for each in Document(io.BytesIO(word.data)).paragraphs)
    plain = pat.get(f"{HERE}/texts/managers/download/txt")
    assert plain.headers["Content-Disposition"].endswith("_northshire_managers_2026-03-02.txt")
    for line in ("Nobody at work can see what you answered.", "Dear colleagues,", "[Your name]"):
        assert line in told
        assert line in plain.text


def every(house: House) -> Iterator[tuple[str, str]]:
    """Every text of every audience in every state, of rounds that keep responses and not."""
    for audience in AUDIENCES:
        made = house.round(f"r-{audience}", asking(audience))
        for state in State:
            Round.update(state=state).where(Round.id == made.id).execute()
            for kept in (False, True):
                round_ = replace(made, state=state, responses_kept=kept)
                now = checklist.stage(round_, house.now.date())
                for item in checklist.of_round(round_):
                    if checklist.is_offered(item, now):
                        results = now == "results"
                        text = ready.text(round_, NORTH, item.key, results=results)
                        yield f"{audience} {state} {item.key} {kept}", text.plain


NORTH = Employer("northshire", "Northshire County Council", "")


def test_every_text_is_whole_in_every_state_and_promises_what_is_so(house: House) -> None:
    with house.app.test_request_context():
        texts = dict(every(house))
    assert len(texts) > 100
    for name, text in texts.items():
        assert "{" not in text and "%" not in text, name
        assert "  " not in text.replace("\n  ", "\n"), name
        assert "(not answered)" not in text and "…" not in text, name
        assert not re.search(r"/[iro]/", text), name
        assert "Spring check" in text or "return of Northshire" in text, name
        if "True" in name:
            assert "counted and destroyed" not in text, name
        if name.startswith("organisation"):
            assert "can see what you answered" not in text, name


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_text_names_only_what_there_is(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert {name.strip() for name in prose.pipes(source)} <= set(facts.NAMES)
    assert prose.faults(re.sub(r"\{[%{].*?[%}]\}", "x", source)) == []
