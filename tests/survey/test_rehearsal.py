from __future__ import annotations

import json
import zlib
from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.errors import Refused
from portal.settings import ROOT
from portal.survey import rehearsal
from portal.survey.conditions import Answer
from portal.survey.file.parsing import parse
from portal.survey.questionnaire import Item, Questionnaire
from portal.survey.rehearsal import Rehearsal
from tests.factories import SMALL
from tests.journeys.site import PRACTITIONER

PRACTITIONERS = parse(PRACTITIONER)
RETURN = parse((ROOT / "questionnaires" / "organisation" / "2026.1.md").read_bytes())
GOOD = parse(SMALL)


def packed(content: object) -> str:
    """As we would pack it, whatever it is."""
    text = json.dumps(content).encode()
    return urlsafe_b64encode(zlib.compress(text)).decode().rstrip("=")


def possible(item: Item) -> st.SearchStrategy[Answer]:
    question = item.question
    ids = [option.id for option in question.options]
    if question.type == "choices":
        alone = [option.id for option in question.options if option.alone]
        return st.sampled_from([id for id in ids if id not in alone]).map(lambda id: [id])
    if ids:
        return st.sampled_from(ids)
    if question.type in ("number", "numbers"):
        return st.integers(int(question.least or 0), int(question.least or 0) + 9).map(str)
    if question.type == "words":
        return st.just(["calm"])
    return st.just("2026-03-02" if question.type == "date" else "x" * min(question.length, 900))


@st.composite
def ways(draw: st.DrawFn, questionnaire: Questionnaire) -> Rehearsal:
    """Somebody's answers to some of the questions, as far as they are asked."""
    items = [
        item
        for item in questionnaire.items.values()
        if item.question.type not in ("email", "phone", "date")
    ]
    chosen = draw(st.sets(st.sampled_from(items), max_size=40))
    answers = {item.id: draw(possible(item)) for item in items if item in chosen}
    found = Rehearsal(questionnaire, answers)
    return Rehearsal(questionnaire, found.route.answers)


@pytest.mark.parametrize("questionnaire", [PRACTITIONERS, RETURN, GOOD], ids=lambda q: q.id)
@given(data=st.data())
def test_a_way_goes_on_from_its_address(questionnaire: Questionnaire, data: st.DataObject) -> None:
    """The same pages and questions are shown; and the answers are the same where they fit."""
    way = data.draw(ways(questionnaire))
    text = way.packed()
    assert len(text) <= rehearsal.LONGEST
    again = rehearsal.resume(questionnaire, text)
    assert again.route.shown == way.route.shown
    assert again.words == way.words
    assert again.packed() == rehearsal.resume(questionnaire, again.packed()).packed()
    assert all(way.answers[key] == answer for key, answer in again.answers.items())


def test_a_few_answers_are_all_kept() -> None:
    way = Rehearsal(GOOD, {"service": "adults", "heard": "disagree", "why": "Too much at once"})
    assert rehearsal.resume(GOOD, way.packed()).answers == way.answers


def test_answers_that_do_not_fit_give_way_to_those_that_others_depend_on() -> None:
    long = "".join(chr(0x4E00 + i * 37 % 20000) for i in range(1000))
    way = Rehearsal(GOOD, {"service": "adults", "heard": "disagree", "why": long})
    assert rehearsal.resume(GOOD, way.packed()).answers == {"heard": "disagree"}


def test_what_nobody_is_asked_is_left_behind() -> None:
    way = Rehearsal(GOOD, {"heard": "agree", "why": "Too much at once"})
    assert rehearsal.resume(GOOD, way.packed()).answers == {"heard": "agree"}


def test_pipes_say_what_was_answered_or_that_nothing_was_and_else_what_will_be_there() -> None:
    piped = parse(
        SMALL.replace("# Support {#support}", "# Support {#support}\n\nIn {{answer:service}}.")
    )
    assert rehearsal.begin(piped).words["answer:service"] == ""
    assert Rehearsal(piped, {"service": "adults"}).words["answer:service"] == "Adults"
    assert Rehearsal(piped, {}).words["organisation"] == "[your organisation]"


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "====",
        "é",
        packed([]),
        packed(None),
        packed({"service": 1}),
        packed({"service": None}),
        packed({"service": ["adults", 2]}),
        packed({"service": "nowhere"}),
        packed({"service": ["adults", "children"]}),
        packed({"heard": "disagree", "why": "x" * 5000}),
        packed({"why": "never asked"}),
        packed({"service": "other", "service__other": "x" * 201}),
        packed({"why": "\ud800", "heard": "disagree"}),
        packed({"service": "adults"})[:-6],
        urlsafe_b64encode(zlib.compress(b"[" * 100_000)).decode(),
        urlsafe_b64encode(zlib.compress(b'{"why": "' + b"x" * 10_000_000)).decode(),
    ],
)
def test_an_address_that_no_page_of_ours_leads_to_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        rehearsal.resume(GOOD, text)


def test_a_day_that_is_none_is_refused() -> None:
    dated = parse(
        SMALL.replace("anonymous", "return").replace("breakdowns: [service]\n", "")
        + "\n```question\nid: since\ntype: date\nlabel: Since when?\n```\n"
    )
    for day in ("yesterday", "2026-02-30", "1-2-3-4", ["2026-03-02"]):
        with pytest.raises(Refused):
            rehearsal.resume(dated, packed({"since": day}))
    assert rehearsal.resume(dated, packed({"since": "2026-03-02"})).answers


@given(text=st.text(max_size=60))
def test_any_text_is_taken_or_refused(text: str) -> None:
    for given_text in (text, packed({"service": text, "why": text}), packed(text)):
        try:
            rehearsal.resume(GOOD, given_text)
        except Refused:
            continue
