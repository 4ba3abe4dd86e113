"""What people wrote, as far as it is published: below the score that it speaks of. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from portal.reports.edition import Edition
from portal.reports.table import Column, Table, Value
from portal.reports.told import asked
from portal.survey.questionnaire import Item, Questionnaire

AS_READ = (
    "Two administrators have read each comment before it was published. They removed words that "
    "would show who wrote it or are about somebody, or left the comment out. Comments are in no "
    "order."
)

IN_GENERAL = "In general"
"""What comments are about that speak of no score."""


@dataclass(frozen=True, slots=True)
class Quote:
    """It is one published comment, an answer to ``item``."""

    item: str
    text: str


@dataclass(frozen=True, slots=True)
class Written:
    """What people wrote to one question."""

    question: str
    texts: tuple[str, ...]


def by_score(edition: Edition, quotes: Iterable[Quote]) -> Mapping[str, tuple[Written, ...]]:
    """Return what was written by the score that it speaks of; under an empty id what speaks of
    none. Questions stand in the order of the questionnaire, comments in theirs."""
    texts = defaultdict[str, list[str]](list)
    for quote in quotes:
        texts[quote.item].append(quote.text)
    parts = defaultdict[str, list[Written]](list)
    for item, score in _places(edition.questionnaire):
        if item.id in texts:
            question = asked(edition.questionnaire, item, edition.name)
            parts[score].append(Written(question, tuple(texts[item.id])))
    return {score: tuple(several) for score, several in parts.items()}


def table(edition: Edition, quotes: Sequence[Quote]) -> Table:
    """Return every comment in a row of its own."""
    columns = (
        Column("score", "Standard or area", "id"),
        Column("score_label", "Standard or area"),
        Column("question", "Question", "id"),
        Column("question_label", "Question"),
        Column("comment", "Comment", "quote"),
    )
    titles = {score.id: score.title for score in edition.questionnaire.scores}
    rows = list[tuple[Value, ...]]()
    for item, score in _places(edition.questionnaire):
        about = (
            score,
            titles.get(score, IN_GENERAL),
            item.id,
            asked(edition.questionnaire, item, edition.name),
        )
        rows += [(*about, quote.text) for quote in quotes if quote.item == item.id]
    return Table("comments", "What people wrote", columns, tuple(rows), (AS_READ,))


def _places(questionnaire: Questionnaire) -> list[tuple[Item, str]]:
    """Give each comment box the score that it speaks of; those that speak of none come last."""
    order = [score.id for score in questionnaire.scores]
    boxes = [i for i in questionnaire.items.values() if i.question.type == "comment"]
    places = [(box, box.question.score or "") for box in boxes]
    return sorted(places, key=lambda each: order.index(each[1]) if each[1] else len(order))
