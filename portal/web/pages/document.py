"""A whole questionnaire is one document: to read beforehand, to send round, to print on A4."""

from __future__ import annotations

from flask import render_template
from markupsafe import escape

from portal.survey import wording
from portal.survey.questionnaire import Page, Question, Questionnaire, Row


def html(questionnaire: Questionnaire, back: str = "") -> str:
    """Make a file that needs no other: every question with its options and its routing in words.
    ``back``: where a reader of the site came from, which is not printed."""

    def asked_if(thing: Page | Question | Row) -> str:
        return wording.condition(questionnaire, thing.show_if) if thing.show_if else ""

    made = render_template(
        "questions/document.html",
        questionnaire=questionnaire,
        back=back,
        asked_if=asked_if,
        asks_for=wording.asks_for,
        in_columns=wording.in_columns,
    )
    words = wording.stand_ins(questionnaire)
    return wording.fill(made, {pipe: str(escape(said)) for pipe, said in words.items()})
