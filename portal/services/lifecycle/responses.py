"""What remains of opened ballots: responses that lead to nobody, comments apart, facts tallied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from portal.disclosure import facts
from portal.disclosure.blanking import Attributes, reduce
from portal.services.lifecycle.ballots import Opened
from portal.store.db import Table
from portal.store.results import Comment, FactShare, Response
from portal.survey import telling
from portal.survey.packing import pack
from portal.survey.questionnaire import Questionnaire

COMMENTS_FROM = 20
"""So many must have answered an invitation in an organisation for its comments to be kept."""
Row: TypeAlias = dict[str, Any]


def kept(
    round_id: bytes, threshold: int, questionnaire: Questionnaire, opened: Sequence[Opened]
) -> dict[type[Table], list[Row]]:
    """Return what is to be stored, by table.

    Nothing at all is kept of a round in which fewer than the threshold answered an invitation, and
    fewer than twice as many in all. A return is its organisation's own statement and is kept whole.
    """
    if questionnaire.named:
        return {Response: [_response(round_id, each, each.organisation) for each in opened]}
    records = [_attributes(questionnaire, each) for each in opened]
    invited = [each.invited for each in opened]
    attributes = reduce(records, invited, threshold)
    if attributes is None:
        return {}
    reduced = [
        _reduced(questionnaire, each, left) for each, left in zip(opened, attributes, strict=True)
    ]
    answered = [(left, each.choices) for each, left in zip(opened, attributes, strict=True)]
    fewest = max(COMMENTS_FROM, threshold)
    return {
        Response: [
            _response(round_id, each, left[0])
            for each, left in zip(reduced, attributes, strict=True)
        ],
        Comment: list(_comments(round_id, reduced, fewest)),
        FactShare: _tallied(round_id, facts.shares(questionnaire, answered, invited, threshold)),
    }


def _attributes(questionnaire: Questionnaire, ballot: Opened) -> Attributes:
    return (ballot.organisation, *(ballot.choices.get(item) for item in questionnaire.breakdowns))


def _reduced(questionnaire: Questionnaire, ballot: Opened, kept: Attributes) -> Opened:
    """Leave out facts, the breakdowns that were blanked, and all that tells them: what was asked
    because of them, texts included, and scores made of that."""
    values = zip(questionnaire.breakdowns, kept[1:], strict=True)
    blank = [item for item, value in values if value is None]
    told = telling.gone(questionnaire) | telling.asked_by(questionnaire, blank)
    gone = {*blank, *(key for item in told for key in questionnaire.items[item].keys)}
    silent = telling.silent(questionnaire, told)
    return replace(
        ballot,
        choices={key: answer for key, answer in ballot.choices.items() if key not in gone},
        texts=[(key, text) for key, text in ballot.texts if key not in gone],
        scores={key: value for key, value in ballot.scores.items() if key not in silent},
    )


def _response(round_id: bytes, ballot: Opened, organisation: str | None) -> Row:
    return {
        "round": round_id,
        "organisation": organisation,
        "answers": pack(ballot.choices).decode(),
        "scores": pack(ballot.scores).decode(),
    }


def _comments(round_id: bytes, opened: Sequence[Opened], fewest: int) -> Iterable[Row]:
    answered = Counter(ballot.organisation for ballot in opened if ballot.invited)
    for ballot in opened:
        if answered[ballot.organisation] >= fewest:
            for item, text in ballot.texts:
                yield {
                    "round": round_id,
                    "organisation": ballot.organisation,
                    "item": item,
                    "text": text,
                }


def _tallied(round_id: bytes, told: Iterable[facts.Share]) -> list[Row]:
    return [
        {
            "round": round_id,
            "organisation": share.organisation,
            "item": share.item,
            "options": " ".join(share.options),
            "percent": share.percent,
        }
        for share in told
    ]
