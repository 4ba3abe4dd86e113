"""The returns of a counted round, with their organisations: they are statements, and bear names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.errors import NotFound
from portal.reports.returns.submitted import Return, Returns
from portal.services.organisations.register import TYPES
from portal.services.reports import results
from portal.services.rounds.register import RoundInfo
from portal.store.organisations import Organisation


@dataclass(frozen=True, slots=True)
class Text:
    """What an organisation wrote. ``code`` and ``name``: of the organisation."""

    code: str
    name: str
    text: str


def returns(round_: RoundInfo) -> Returns:
    """Return what was submitted. Raises ``NotFound`` for a round that people answer, of which
    nobody's answers are ever shown, and ``Conflict`` before the count."""
    check_named(round_)
    types = {row.code: row.type for row in Organisation.select()}
    every = [
        Return(reply.organisation, types[reply.organisation], reply.answers)
        for reply in results.counted(round_.code).replies
    ]
    return Returns(round_.text, every, _in_order({each.type for each in every}))


def check_named(round_: RoundInfo) -> None:
    """Raise ``NotFound`` for a round that people answer."""
    if not round_.named:
        raise NotFound(f"{round_.title} has no returns.")


def _in_order(types: set[str]) -> Sequence[str]:
    known = [type for type in TYPES if type in types]
    return known + sorted(types.difference(known))
