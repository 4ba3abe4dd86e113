"""Questionnaires: the files that are shipped, and the texts that rounds have frozen."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from portal.errors import NotFound
from portal.store.rounds import Frozen, Round
from portal.survey.parsing import parse
from portal.survey.questionnaire import Questionnaire


def read(path: Path) -> Questionnaire:
    """Parse a file. Raises ``NotFound`` and ``QuestionnaireFaults``."""
    try:
        source = path.read_bytes()
    except OSError as error:
        raise NotFound(f"{path} cannot be read; name a questionnaire file.") from error
    return parse(source, expected=_expected(path))


def find(name: str, folder: Path) -> Questionnaire:
    """By ``ID/VERSION`` in the folder of questionnaires, or by the path of a file."""
    shipped = folder / f"{name}.md"
    return read(shipped if shipped.is_file() else Path(name))


def shipped(folder: Path) -> list[Path]:
    """The questionnaire files, ``<id>/<version>.md``, in order."""
    return sorted(folder.glob("*/*.md"))


def freeze(questionnaire: Questionnaire) -> None:
    """Keep the text for as long as rounds need it, whatever becomes of the file."""
    Frozen.insert(
        sha256=questionnaire.sha256, text=questionnaire.source
    ).on_conflict_ignore().execute()


def of_round(round_code: str) -> Questionnaire:
    """The questionnaire that a round has frozen. Raises ``NotFound``."""
    row = Round.get_or_none(Round.code == round_code)
    if row is None:
        raise NotFound(f"There is no round {round_code}.")
    return frozen(row.questionnaire_id)


@lru_cache(maxsize=64)
def frozen(sha256: str) -> Questionnaire:
    """The questionnaire of a round, parsed once for each process."""
    row = Frozen.get_or_none(Frozen.sha256 == sha256)
    if row is None:
        raise NotFound("The round's questionnaire is missing from the database.")
    return parse(row.text)


def _expected(path: Path) -> tuple[str, str] | None:
    inside = path.resolve().parent.parent.name == "questionnaires"
    return (path.resolve().parent.name, path.stem) if inside else None
