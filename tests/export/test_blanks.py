"""Why a column is blank is worked out of the response alone, and is true as far as it is told."""

from __future__ import annotations

from random import Random

import pytest

from portal.disclosure.release import Terms
from portal.export import columns
from portal.export.blanks import Blanks
from portal.reports.counted import Reply
from portal.services.lifecycle import responses
from portal.services.lifecycle.ballots import Opened
from portal.store.results import Response
from portal.survey import inventing, scoring
from portal.survey.file.parsing import parse
from portal.survey.packing import unpack
from portal.survey.questionnaire import Questionnaire
from portal.survey.route import walk
from portal.survey.transcript import is_text
from tests.journeys.site import PRACTITIONER
from tests.survey.factories import page, parsed, question

ROLE = question("id: role\ntype: choice\nlabel: Role\noptions: {a: A, b: B}")
NEXT = "type: number\nmin: 0\nlabel: N\nfact: false\nunknown: true"
BREAKDOWN = {"kind": "anonymous", "breakdowns": "[role]"}


def why(of: Questionnaire, answers: dict[str, object], organisation: str = "x") -> dict[str, str]:
    return dict(
        Blanks(of, columns.of_questionnaire(of)).of(Reply(organisation, answers, {})).items()
    )


def test_skipped_and_not_asked_are_told_apart_by_the_answers_that_decide() -> None:
    asked = parsed(
        page(ROLE, question("id: n\nshow_if: {role: a}\ntype: number\nmin: 0\nlabel: N"))
    )

    assert why(asked, {"role": "a"}) == {"n": "skipped"}
    assert why(asked, {"role": "b"}) == {"n": "not_asked"}
    assert why(asked, {}) == {"role": "skipped", "n": "not_asked"}


def test_what_is_asked_because_of_a_breakdown_that_is_blank_is_withheld() -> None:
    asked = parsed(page(ROLE, question(f"id: n\nshow_if: {{role: a}}\n{NEXT}")), **BREAKDOWN)

    assert why(asked, {"role": "b"}) == {"n": "not_asked", "n__unknown": "not_asked"}
    withheld = dict.fromkeys(("role", "n", "n__unknown"), "withheld")
    assert why(asked, {}) == withheld
    assert why(asked, {}, organisation="") == {"organisation": "withheld"} | withheld


def test_a_box_that_is_ticked_in_place_of_a_number_is_an_answer() -> None:
    asked = parsed(page(ROLE, question(f"id: n\n{NEXT}")), **BREAKDOWN)

    assert why(asked, {"role": "a", "n__unknown": "yes"}) == {}
    assert why(asked, {"role": "a"}) == {"n": "skipped"}  # a box left alone says no


def test_whether_there_was_a_text_which_is_kept_apart_is_not_told() -> None:
    words = question("id: words\ntype: comment\nlabel: W")
    because = question(f"id: n\nshow_if: {{words: {{answered: true}}}}\n{NEXT}")
    asked = parsed(page(ROLE, words, because), **BREAKDOWN)

    assert why(asked, {"role": "a"})["n"] == "withheld"


@pytest.mark.parametrize("seed", range(4))
def test_what_is_told_of_invented_people_is_true(seed: int) -> None:
    asked, draw = parse(PRACTITIONER), Random(seed)
    workplace = inventing.workplace(asked, draw, inventing.average(asked, draw))
    opened = [_ballot(asked, inventing.answers(asked, workplace, draw)) for _ in range(60)]
    terms = Terms({"x": ("shire county", "East")}, k=10, responses=True)
    rows = responses.kept(b"", terms, asked, opened)[Response]
    blanks, told = Blanks(asked, columns.of_questionnaire(asked)), set[str]()
    for row, ballot in zip(rows, opened, strict=True):
        reply = Reply(row["organisation"], unpack(row["answers"]), unpack(row["scores"]))
        shown = walk(asked, ballot.choices).shown
        for name, reason in blanks.of(reply).items():
            told.add(reason)
            if reason != "withheld" and name in asked.items:
                truth = "skipped" if name in shown else "not_asked"
                assert (name, reason, name in ballot.choices) == (name, truth, False)
            elif reason != "withheld":
                assert name.removeprefix("score_") not in ballot.scores
    assert told >= {"skipped", "not_asked", "withheld"}


def _ballot(asked: Questionnaire, answers: dict[str, object]) -> Opened:
    choices = {key: answer for key, answer in answers.items() if not is_text(asked, key)}
    scores = {key: str(value) for key, value in scoring.scores(asked, choices).items()}  # type: ignore[arg-type]
    return Opened("x", "letters", choices, [], scores)
