"""A counted round as three CSV files: responses, comments and codebook.

Texts are written as people typed them; the guide for administrators says to open ``comments.csv``
as text, since a spreadsheet takes a cell that begins with ``=`` for a formula.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from portal.export import codebook
from portal.survey.questionnaire import FLAGS, FREE_TEXT, Questionnaire

PLACES = Decimal("0.0001")
"""To which a person's score is written; it is exact in the database."""


def write(
    folder: Path,
    questionnaire: Questionnaire,
    responses: Iterable[tuple[str, Mapping[str, object], Mapping[str, str]]],
    comments: Iterable[tuple[str, str, str]],
) -> list[Path]:
    """Write the files into the folder and return their paths. ``responses``: organisation,
    answers, scores; ``comments``: organisation, item, text."""
    folder.mkdir(parents=True, exist_ok=True)
    items = columns(questionnaire)
    scores = [score.id for score in questionnaire.scores]
    header = ("organisation", *items, *(f"score_{score}" for score in scores))
    table = (
        (organisation, *(_cell(answers.get(i)) for i in items), *(_score(given, s) for s in scores))
        for organisation, answers, given in responses
    )
    return [
        _file(folder / "responses.csv", header, table),
        _file(folder / "comments.csv", ("organisation", "item", "text"), comments),
        _file(folder / "codebook.csv", codebook.HEADER, codebook.rows(questionnaire)),
    ]


def columns(questionnaire: Questionnaire) -> list[str]:
    """The keys of answers that responses can hold, in the questionnaire's order."""
    keys = []
    for item in questionnaire.items.values():
        if item.question.type not in FREE_TEXT:
            flags = [flag for flag in FLAGS if getattr(item.question, flag)]
            keys += [item.id, *(f"{item.id}__{flag}" for flag in flags)]
    return keys


def _cell(answer: object) -> str:
    if isinstance(answer, list):
        return " ".join(answer)
    return "" if answer is None else str(answer)


def _score(scores: Mapping[str, str], score: str) -> str:
    if score not in scores:
        return ""
    value = Fraction(scores[score])
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return f"{exact.quantize(PLACES).normalize():f}"


def _file(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
    return path
