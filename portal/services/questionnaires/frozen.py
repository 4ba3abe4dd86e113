"""The questionnaires' texts that rounds have frozen."""

from __future__ import annotations

from functools import lru_cache

from portal.errors import NotFound
from portal.store.library import Frozen
from portal.store.rounds import Round
from portal.survey.file.parsing import parse
from portal.survey.questionnaire import Questionnaire


def keep(questionnaire: Questionnaire) -> None:
    """Keep the text for as long as rounds need it, whatever becomes of the file."""
    Frozen.insert(
        sha256=questionnaire.sha256, text=questionnaire.source
    ).on_conflict_ignore().execute()


def of_round(round_code: str) -> Questionnaire:
    """The questionnaire that a round has frozen. Raises ``NotFound``."""
    row = Round.get_or_none(Round.code == round_code)
    if row is None:
        raise NotFound(f"There is no round {round_code}.")
    return load(row.questionnaire_id)


@lru_cache(maxsize=64)
def load(sha256: str) -> Questionnaire:
    """The questionnaire of a round, parsed once for each process."""
    row = Frozen.get_or_none(Frozen.sha256 == sha256)
    if row is None:
        raise NotFound("The round's questionnaire is missing from the database.")
    return parse(row.text)
