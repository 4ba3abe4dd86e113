"""What an organisation's people are sent, for its principal social worker to read beforehand."""

from __future__ import annotations

from flask import Blueprint, render_template

from portal.services.letters import texts
from portal.web import access
from portal.web.desk import desk
from portal.web.staff.rounds.letters import TITLES, WHEN, sender

blueprint = Blueprint("their_letters", __name__, url_prefix="/rounds/<round_code>/<organisation>")


@blueprint.get("/letters")
@access.allow("administrator", "psw")
def every(round_code: str, organisation: str) -> str:
    letters = texts.of_organisation(round_code, organisation, sender())
    heads = {kind: texts.headers(letter, desk().sender) for kind, letter in letters.items()}
    return render_template(
        "staff/people/letters.html",
        round=access.this_round(),
        employer=access.this_employer(),
        letters=letters,
        heads=heads,
        first=next(iter(heads.values())),
        shown={kind: texts.shown(letter) for kind, letter in letters.items()},
        titles=TITLES,
        when=WHEN,
        site=desk().base_url,
    )
