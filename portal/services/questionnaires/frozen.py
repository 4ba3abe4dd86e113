"""Rounds freeze their questionnaires: the text is kept, whatever becomes of the file."""

from __future__ import annotations

from functools import lru_cache

from portal.errors import NotFound
from portal.store.library import Frozen
from portal.store.rounds import Round
from portal.survey.file.parsing import parse
from portal.survey.questionnaire import Questionnaire


def keep(questionnaire: Questionnaire) -> None:
    """Keep the text for as long as rounds need it."""
    Frozen.insert(
        sha256=questionnaire.sha256, text=questionnaire.source
    ).on_conflict_ignore().execute()


def of_round(round_code: str) -> Questionnaire:
    """Load the questionnaire that a round has frozen. Raises ``NotFound``."""
    row = Round.get_or_none(Round.code == round_code)
    if row is None:
        raise NotFound(f"There is no round {round_code}.")
    return load(row.questionnaire_id)


@lru_cache(maxsize=64)
def load(sha256: str) -> Questionnaire:
    """Load a questionnaire by the hash of its text, parsed once for each process. Raises
    ``NotFound``."""
    row = Frozen.get_or_none(Frozen.sha256 == sha256)
    if row is None:
        raise NotFound("The round's questionnaire is missing from the database.")
    return parse(row.text, kept=True)
