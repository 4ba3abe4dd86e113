"""A ballot: a person's final answers, sealed with the round's public key."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from portal.store.answers import RoundNow
from portal.survey.conditions import Answers
from portal.survey.packing import pack
from portal.survey.questionnaire import Questionnaire
from portal.vault import sealing


def sealed(
    of_round: RoundNow,
    questionnaire: Questionnaire,
    final: Answers,
    scores: Mapping[str, Fraction],
    organisation: str,
    origin: str,
) -> bytes:
    """Seal what the count opens. ``origin``: of the ticket that is spent for it."""
    ballot = {
        "answers": final,
        "scores": {score: str(value) for score, value in scores.items()},
        "organisation": organisation,
        "origin": origin,
        "questionnaire": questionnaire.sha256,
    }
    return sealing.seal_ballot(of_round.public_key, of_round.id, pack(ballot), of_round.size)
