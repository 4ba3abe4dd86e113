"""The codebook: what each column of ``responses.csv`` means."""

from __future__ import annotations

from collections.abc import Iterator

from portal import prose
from portal.survey.questionnaire import FLAGS, FREE_TEXT, Item, Option, Questionnaire

HEADER = ("column", "question", "label", "type", "value", "value_label", "points", "favourable")


def rows(questionnaire: Questionnaire) -> Iterator[tuple[str, ...]]:
    """One row for each value that a column can hold; one for a column without fixed values."""
    yield ("organisation", "", "Organisation; empty where it is withheld", "code", "", "", "", "")
    for item in questionnaire.items.values():
        if item.question.type not in FREE_TEXT:
            yield from _of_item(item)
            yield from _of_flags(item)
    for score in questionnaire.scores:
        scored = " ".join(f"-{i}" if i in score.reversed else i for i in score.items)
        yield (f"score_{score.id}", "", score.title, "score", "", scored, "", "")


def _of_item(item: Item) -> Iterator[tuple[str, ...]]:
    question = item.question
    start = (item.id, question.id, prose.label(item.label), question.type)
    for option in question.options:
        yield (*start, *_of_option(option))
    if not question.options:
        yield (*start, "", question.unit, "", "")


def _of_flags(item: Item) -> Iterator[tuple[str, ...]]:
    for flag in FLAGS:
        if getattr(item.question, flag):
            label = flag.replace("_", " ")
            yield (
                f"{item.id}__{flag}",
                item.question.id,
                prose.label(item.label),
                "box",
                "yes",
                label,
                "",
                "",
            )


def _of_option(option: Option) -> tuple[str, ...]:
    points = "" if option.points is None else f"{option.points:f}"
    return option.id, prose.label(option.label), points, "yes" if option.favourable else ""
