"""What people are, as it was tallied at the count: shares of ten or more, by organisation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from typing import Any

from portal.disclosure.facts import Share
from portal.services.rounds.register import RoundInfo
from portal.store.results import FactShare
from portal.survey.questionnaire import Questionnaire


def of_round(round_: RoundInfo) -> list[Share]:
    """List all shares by organisation, and in the questionnaire's order; no answer last."""
    return _read([round_], FactShare.round == round_.id)[round_.id]


def of_organisation(rounds: Sequence[RoundInfo], organisation: str) -> dict[bytes, list[Share]]:
    """Return the shares of an organisation by round, in the order of ``of_round``."""
    chosen = FactShare.round.in_([each.id for each in rounds])
    return _read(rounds, chosen & (FactShare.organisation == organisation))


def _read(rounds: Sequence[RoundInfo], where: Any) -> dict[bytes, list[Share]]:
    shares = defaultdict[bytes, list[Share]](list)
    for row in FactShare.select().where(where):
        options = tuple(row.options.split())
        shares[row.round_id].append(Share(row.organisation_id, row.item, options, row.percent))
    return {each.id: sorted(shares[each.id], key=partial(_place, each.text)) for each in rounds}


def _place(questionnaire: Questionnaire, share: Share) -> tuple[str, int, int]:
    options = [option.id for option in questionnaire.items[share.item].question.options]
    first = share.options[0]
    last = options.index(first) if first in options else len(options)
    return share.organisation or "", [*questionnaire.items].index(share.item), last
