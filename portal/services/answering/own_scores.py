"""A person's own scores go from submission to the last page in an encrypted cookie, which lives
five minutes; outside the sealed ballot they are nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from portal.services.answering.responding import Submitted
from portal.services.questionnaires import frozen
from portal.survey import scoring
from portal.survey.packing import pack, unpack
from portal.survey.questionnaire import Questionnaire
from portal.vault import sealing

LIVES = 300
"""Seconds for which the cookie is good."""
PURPOSE = "own scores"


@dataclass(frozen=True, slots=True)
class OwnScore:
    """One score of a person: a whole number, with the colour and the word of its band."""

    title: str
    value: int
    colour: str
    word: str


def note(submitted: Submitted, secret: bytes, now: datetime) -> str:
    """Make the cookie's value."""
    content = {
        "questionnaire": submitted.questionnaire.sha256,
        "scores": {key: str(value) for key, value in submitted.scores.items()},
    }
    expires = int(now.timestamp()) + LIVES
    return sealing.encrypt_note(secret, PURPOSE, pack(content), expires)


def read(text: str, secret: bytes, now: datetime) -> list[OwnScore] | None:
    """Read the scores in the questionnaire's order; None from a note that is no longer good."""
    data = sealing.decrypt_note(secret, PURPOSE, text, int(now.timestamp()))
    if data is None:
        return None
    content = unpack(data)
    questionnaire = frozen.load(content["questionnaire"])
    return _own(questionnaire, {key: Fraction(v) for key, v in content["scores"].items()})


def _own(questionnaire: Questionnaire, scores: dict[str, Fraction]) -> list[OwnScore]:
    own = []
    for score in questionnaire.scores:
        if score.id in scores:
            band = scoring.band(questionnaire, scores[score.id])
            value = scoring.rounded(scores[score.id])
            own.append(OwnScore(score.title, value, band.colour, band.word))
    return own
