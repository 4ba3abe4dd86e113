"""What is missing in each organisation of a round, and one button that writes to all of those."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from portal.calendar.london import day_in_words
from portal.services.figures.standing import Name
from portal.services.guiding import board
from portal.services.guiding.board import Board, Missing, Standpoint
from portal.services.rounds.register import RoundInfo
from portal.web import access
from portal.web.desk import desk
from portal.web.forms import SeveralField
from portal.web.staff.rounds import ways

blueprint = Blueprint("board", __name__, url_prefix="/rounds/<round_code>/overview/missing")
Answer = str | Response | tuple[str, int]
WORDS: dict[Missing, str] = {
    "account": "No account",
    "sign-in": "Never signed in",
    "list": "Nobody invited",
    "letters": "No letter has arrived",
    "answers": "Response rate, as shown, below 50%",
    "return": "Return not begun",
    "report": "Report not opened",
}
HEADER = ("PSW accounts", "PSW last signed in", "return", "report first opened", "missing")
"""What a file says of this beside the numbers."""


class NudgeForm(FlaskForm):  # type: ignore[misc]
    """The choice among organisations that a letter would help."""

    organisation = SeveralField("Organisations", "Tick at least one organisation.")


@blueprint.get("")
@access.allow("administrator")
def page(**_: str) -> str:
    form, now_missing = NudgeForm(), board.of_round(access.this_round(), desk().clock())
    form.organisation.data = [row.code for row in now_missing.to_nudge]
    return _page(form, now_missing)


@blueprint.post("")
@access.allow("administrator")
def nudge(round_code: str) -> Answer:
    """Write to those that are ticked."""
    form, round_ = NudgeForm(), access.this_round()
    if not form.validate_on_submit():
        return _page(form, board.of_round(round_, desk().clock())), 422
    chosen = form.organisation.data or ()
    number = board.nudge(round_, chosen, access.me().email, desk().clock())
    letters = "1 letter goes" if number == 1 else f"{number} letters go"
    nothing = "Nothing is missing there, or the letter is switched off or went out today already."
    ways.tell(number, f"{letters} out within minutes.", nothing)
    asked: dict[str, Any] = {name: text for name, text in _asked().items() if text}
    return redirect(url_for(".page", round_code=round_code, **asked), code=303)


def beside(row: Standpoint, board_: Board) -> tuple[str | int, ...]:
    """Return what a file says of an organisation, in the order of the header."""
    last = row.psws.last.isoformat() if row.psws.last else ""
    far = "; ".join(_far(row, board_))
    read = row.read.isoformat() if row.read else ""
    return row.psws.number, last, far, read, "; ".join(_said(row.missing, board_))


def _page(form: NudgeForm, board_: Board) -> str:
    asked = _asked()
    rows = board.chosen(board_.rows, asked["missing"], *(asked[name] for name in _FILTERS))
    words = {each: _word(each, board_) for each in WORDS if board_.number(each)}
    return render_template(
        "staff/figures/overview/missing.html",
        round=board_.overview.round,
        board=board_,
        rows=rows,
        columns=_columns(board_.overview.round),
        returns=board_.overview.round.named or bool(board_.returns),
        far=[_far(row, board_) for row in rows],
        said=[_said(row.missing, board_) for row in rows],
        words=words,
        asked=asked,
        form=form,
        ticks=any(row.nudged for row in rows),
        day=day_in_words,
    )


def _columns(round_: RoundInfo) -> list[Name]:
    """Choose the numbers that help to see what is missing."""
    list_: list[Name] = ["named"] if round_.state.living else []
    letters: list[Name] = ["sent"] if round_.state.takes_answers else []
    rate: list[Name] = [] if round_.state.planned or round_.named else ["rate"]
    return [*list_, *letters, *rate]


_FILTERS = ("kind", "region", "words")


def _asked() -> dict[str, str]:
    """The filter that the address names."""
    return {name: request.args.get(name, "")[:100].strip() for name in ("missing", *_FILTERS)}


def _far(row: Standpoint, board_: Board) -> list[str]:
    """Say how far each return is, by its title where there are several."""
    if board_.overview.round.named:
        return [row.participant.returned]
    states = zip(board_.returns, row.returns, strict=True)
    said = [(round_.title, state.said) for round_, state in states if state is not None]
    return [f"{title}: {text}" if len(board_.returns) > 1 else text for title, text in said]


def _said(missing: Collection[Missing], board_: Board) -> list[str]:
    return [_word(each, board_) for each in missing]


def _word(missing: Missing, board_: Board) -> str:
    named = board_.overview.round.named
    return "Nobody has the link" if missing == "list" and named else WORDS[missing]
