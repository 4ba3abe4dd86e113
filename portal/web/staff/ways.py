"""Ways from one room to another that depend on what there is."""

from __future__ import annotations

from flask import url_for

from portal.services import planning


def people(round_code: str) -> str:
    """To the people of a round's only organisation at once, else to the choice between several."""
    taking_part = planning.of(round_code).organisations
    if len(taking_part) == 1:
        return url_for("staff.people.people", round_code=round_code, organisation=taking_part[0])
    return url_for("staff.overview.overview", round_code=round_code)
