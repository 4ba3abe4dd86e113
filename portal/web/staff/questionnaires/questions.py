"""Staff who take a round to their organisation look through what it asks, print it and send it
round beforehand."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response

from portal.services.questionnaires import frozen
from portal.services.rounds import register as rounds
from portal.survey import outline
from portal.web import access
from portal.web.staff.questionnaires import papers, preview

blueprint = Blueprint("questions", __name__, url_prefix="/rounds/<round_code>/questions")


@blueprint.get("")
@access.allow("administrator", "psw")
def overview(round_code: str) -> str:
    stage = _stage(round_code)
    return render_template(
        "staff/questionnaires/of_round.html",
        round=rounds.by_code(round_code),
        questionnaire=stage.questionnaire,
        routing=outline.routing(stage.questionnaire),
        address=stage.address,
    )


@blueprint.get("/pages/<page>")
@access.allow("administrator", "psw")
def page(round_code: str, page: str) -> str:
    return preview.show(_stage(round_code), page)


@blueprint.post("/pages/<page>")
@access.allow("administrator", "psw")
def go_on(round_code: str, page: str) -> preview.Answer:
    return preview.go_on(_stage(round_code), page)


@blueprint.get("/print")
@access.allow("administrator", "psw")
def sheet(round_code: str) -> Response:
    back = url_for(".overview", round_code=round_code)
    return papers.sheet(frozen.of_round(round_code), back)


@blueprint.get("/word")
@access.allow("administrator", "psw")
def word(round_code: str) -> Response:
    return papers.word(frozen.of_round(round_code))


def _stage(round_code: str) -> preview.Stage:
    def address(page: str, answers: str | None = None, warned: str | None = None) -> str:
        return url_for(".page", round_code=round_code, page=page, answers=answers, warned=warned)

    start = url_for(".overview", round_code=round_code)
    return preview.Stage(frozen.of_round(round_code), start, address)
