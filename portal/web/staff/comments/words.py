"""How a comment is laid out for whoever reads it."""

from __future__ import annotations

from portal.pointing import striking
from portal.pointing.pointers import pointers
from portal.pointing.striking import Word
from portal.services.comments.reading import InHand
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.survey import wording


def pointed(comment: InHand) -> tuple[Word, ...]:
    """Split a comment into words, with what points at them."""
    return striking.words(
        comment.text, pointers(comment.text, rounds.organisation_names().values())
    )


def question(round_: RoundInfo, item: str) -> str:
    """Return what was asked, without the name of the organisation."""
    asked = round_.text.items[item].question.label
    return wording.filled(asked, wording.stand_ins(round_.text))
