"""A person's own scores go from submission to the last page in an encrypted cookie, which lives
five minutes; outside the sealed ballot they are nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from portal.services.answering.responding import Submitted
from portal.services.questionnaires import frozen
from portal.survey import scoring
from portal.survey.audience import Words
from portal.survey.packing import pack, unpack
from portal.survey.questionnaire import Questionnaire, Score
from portal.survey.scoring import Range, Reach
from portal.vault import sealing

LIVES = 300
"""Seconds for which the cookie is good."""
PURPOSE = "own scores"


@dataclass(frozen=True, slots=True)
class OwnScore:
    """One score of a person: a whole number. ``range`` is what it can be, ``per_cent`` how far up
    it stands there; ``colour`` and ``word`` are of its band, empty where bands tell nothing."""

    title: str
    value: int
    range: Range
    per_cent: int
    colour: str
    word: str


@dataclass(frozen=True, slots=True)
class OwnScores:
    """``words``: how it speaks to the person. ``shown``: whether the questionnaire lets people see
    their scores; there are none else. ``range`` is that of all of them, None if they differ, and
    ``reaches`` its bands."""

    questionnaire: str
    words: Words
    shown: bool
    scores: tuple[OwnScore, ...]
    range: Range | None
    reaches: tuple[Reach, ...]


def note(submitted: Submitted, secret: bytes, now: datetime) -> str:
    """Make the cookie's value."""
    text = submitted.questionnaire
    given = submitted.scores.items() if text.show_scores else ()
    content = {"questionnaire": text.sha256, "scores": {key: str(value) for key, value in given}}
    expires = int(now.timestamp()) + LIVES
    return sealing.encrypt_note(secret, PURPOSE, pack(content), expires)


def read(text: str, secret: bytes, now: datetime) -> OwnScores | None:
    """Read the scores in the questionnaire's order; None from a note that is no longer good."""
    data = sealing.decrypt_note(secret, PURPOSE, text, int(now.timestamp()))
    if data is None:
        return None
    content = unpack(data)
    questionnaire = frozen.load(content["questionnaire"])
    given = {key: Fraction(value) for key, value in content["scores"].items()}
    own = [
        _own(questionnaire, each, given[each.id])
        for each in questionnaire.scores
        if each.id in given
    ]
    ranges = {each.range for each in own}
    one = ranges.pop() if len(ranges) == 1 else None
    words = questionnaire.words
    told = scoring.reaches(questionnaire.bands, one) if one and words.standards else ()
    return OwnScores(questionnaire.title, words, questionnaire.show_scores, tuple(own), one, told)


def _own(questionnaire: Questionnaire, score: Score, exact: Fraction) -> OwnScore:
    within, value = scoring.range_of(questionnaire, score), scoring.rounded(exact)
    told = bool(scoring.reaches(questionnaire.bands, within))
    banded = told and questionnaire.words.standards
    band = scoring.band(questionnaire, exact)
    return OwnScore(
        score.title,
        value,
        within,
        within.per_cent(value),
        band.colour if banded else "",
        band.word if banded else "",
    )
