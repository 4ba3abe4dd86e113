"""All organisations of a round side by side, for administrators."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as BaseResponse
from wtforms import StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import AnyOf

from portal.calendar.london import in_london
from portal.disclosure.answered import IN_WORDS, Numbers
from portal.services.figures.overview import (
    SORTS,
    Overview,
    Participant,
    chosen,
    side_by_side,
    totals,
)
from portal.services.figures.standing import TERMS, Name
from portal.services.letters import uncertain
from portal.web import access, files
from portal.web.desk import desk
from portal.web.forms import SeveralField
from portal.web.staff.rounds import ways

blueprint = Blueprint("overview", __name__, url_prefix="/rounds/<round_code>")
Answer = str | BaseResponse | tuple[str, int]
NUMBERS: tuple[Name, ...] = (
    "named", "slips", "sent", "undeliverable", "submitted", "rate", "forwarded",
)  # fmt: skip
ORDERS: dict[str, str] = {
    "lag": "Slowest first",
    "name": "Organisation",
    "type": "Type",
    "region": "Region",
    **{name: TERMS[name].capitalize() for name in NUMBERS},
}
"""The orders of the rows; numbers by the terms of their columns."""
KINDS = {"invitation": "Invitation", "reissue": "New link", "resend": "The same link again"}
HEADER = (
    "code", "name", "type", "region", *(TERMS[name] for name in NUMBERS[:-2]),
    TERMS["forwarded"], f"{TERMS['rate']}, per cent", f"{TERMS['rate']} of", "precision",
    "left out", "as at",
)  # fmt: skip
HIDDEN = "not shown"
"""It stands for how precise a number is that could tell who took part, and so is empty."""
AGAIN, LEAVE = "again", "leave"


class LettersForm(FlaskForm):  # type: ignore[misc]
    """The choice among uncertain letters."""

    letter = SeveralField("Uncertain letters", "Choose at least one letter.")
    go = StringField("What to do", validators=[AnyOf((AGAIN, LEAVE), "Choose one of the two.")])

    def offer(self, letters: Sequence[tuple[str, str]]) -> None:
        """Offer letters by their id in hexadecimal, with what is said of each."""
        self.letter.choices = [SelectChoice(id, text) for id, text in letters]

    @property
    def chosen(self) -> list[bytes]:
        """The ids that were chosen; what is none is left out."""
        return [letter for letter in map(_id, self.letter.data or []) if letter]


@blueprint.get("/overview", endpoint="overview")
@access.allow("administrator")
def page(**_: str) -> str:
    return _page(LettersForm())


@blueprint.get("/overview.csv")
@access.allow("administrator")
def table(round_code: str) -> Response:
    """Hand the table out in the order, and with the filter, of the page that leads here."""
    overview = side_by_side(access.this_round())
    as_at = in_london(overview.as_at) if overview.as_at else ""
    rows = _lines(chosen(overview.rows, **_asked()), as_at)
    return files.table(HEADER, rows, round_code, "overview")


@blueprint.post("/overview/letters")
@access.allow("administrator")
def letters(round_code: str) -> Answer:
    """Send uncertain letters again, or take them for sent."""
    form = LettersForm()
    if not form.validate_on_submit():
        return _page(form), 422
    again = form.go.data == AGAIN
    verb = uncertain.send_again if again else uncertain.leave
    number = verb(round_code, form.chosen, access.me().email, desk().clock())
    done = "in hand again" if again else "taken for sent"
    letters = "1 letter is" if number == 1 else f"{number} letters are"
    ways.tell(number, f"{letters} {done}.", "None of the chosen letters is uncertain now.")
    return redirect(url_for(".overview", round_code=round_code), code=303)


def _page(form: LettersForm) -> str:
    overview, asked = side_by_side(access.this_round()), _asked()
    unclear = uncertain.letters(overview.round.code, desk().clock())
    form.offer([(each.letter.hex(), _letter(each, overview.rows)) for each in unclear])
    rows = chosen(overview.rows, **asked)
    every = totals(rows)
    return render_template(
        "staff/figures/overview/overview.html",
        round=overview.round,
        overview=overview,
        rows=rows,
        totals=every,
        whole=every[-1],
        as_at=in_london(overview.as_at) if overview.as_at else "",
        asked=asked,
        orders={key: text for key, text in ORDERS.items() if key not in _without(overview)},
        columns=[name for name in NUMBERS if name not in _without(overview)],
        form=form,
        named=overview.round.named,
    )


def _without(overview: Overview) -> set[str]:
    """Name the columns that say nothing: a return has no rate and comes by no other way; slips and
    a link to forward are not made everywhere."""
    if overview.round.named:
        return {"slips", "rate", "forwarded"}
    stands = overview.whole.stands
    made = {"slips": stands.reach.slips, "forwarded": stands.link}
    return {name for name, some in made.items() if not some}


def _asked() -> dict[str, str]:
    """The order and the filter that the address names."""
    names = ("sort", "kind", "region", "words")
    given = {name: request.args.get(name, "")[:100].strip() for name in names}
    return {**given, "sort": given["sort"] if given["sort"] in SORTS else "lag"}


def _letter(each: uncertain.Uncertain, rows: Sequence[Participant]) -> str:
    name = next((row.name for row in rows if row.code == each.organisation), each.organisation)
    return f"{KINDS[each.kind]}, {name}"


def _lines(rows: Sequence[Participant], as_at: str) -> Iterator[tuple[str | int | None, ...]]:
    for row in rows:
        reach = row.reach
        yield (
            row.code, row.name, row.type, row.region, reach.named, reach.slips, reach.sent,
            reach.undeliverable, *_answered(row.numbers), as_at,
        )  # fmt: skip


def _answered(numbers: Numbers) -> Iterator[str | int | None]:
    """Give how many have submitted, and by the link to forward, the rate and what it is of, how
    precise all of them are, and what they are without. A number that is not shown is empty."""
    yield from (numbers.submitted, numbers.forwarded.answers, numbers.rate)
    yield numbers.fraction
    yield HIDDEN if numbers.submitted is None else numbers.shown.precision
    yield ", ".join(IN_WORDS[way] for way in numbers.left_out)


def _id(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
