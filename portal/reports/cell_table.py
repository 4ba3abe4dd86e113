"""Everything that is told, as one table with a figure in each row: for programs, and for files that
hold one table. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache

from portal.disclosure.cells import STANDARDS, Cell, Measure
from portal.reports import words
from portal.reports.assessed import Assessed
from portal.reports.edition import Edition
from portal.reports.lines import lines
from portal.reports.quotes import Quote
from portal.reports.table import Column, Table, Told, Value
from portal.reports.told import (
    NOTHING,
    answered,
    asked,
    band,
    base,
    change,
    options,
    part,
    rate,
    told,
)
from portal.survey import scoring
from portal.survey.questionnaire import Questionnaire

COLUMNS = (
    Column("round", "Round", "id"),
    Column("level", "Level", "label"),
    Column("name", "Code or name", "id"),
    Column("name_label", "Whose answers", "label"),
    Column("split", "Question that splits people", "id"),
    Column("group", "Group of people", "id"),
    Column("group_label", "Group of people, in words", "label"),
    Column("about", "Score or question", "id"),
    Column("about_label", "Score or question, in words", "label"),
    Column("measure", "Measure", "id"),
    Column("measure_label", "Measure, in words", "label"),
    Column("part", "Answers", "id"),
    Column("part_label", "Answers, in words", "label"),
    Column("figure", "Figure", "figure"),
    Column("to_the_nearest", "To the nearest", "number"),
    Column("answers", "People it is made of", "figure"),
    Column("band", "Band"),
)
MEASURES: Mapping[Measure, str] = {
    "score": "Score from 0 to 100",
    "agree": "Per cent who agree, of those with an opinion",
    "part": "Per cent who gave these answers, of those with an opinion",
    "chose": "Per cent who chose these answers",
    "size": "Per cent of the people who are in the group",
    "spread": "Standard deviation of the score among people",
    "linked": "Correlation with the wish to stay, times 100",
    "word": "How often people said it",
}
ANSWERED = {
    "answered": "People who answered",
    "by_letter": "People who answered by letter",
    "by_slip": "People who answered by slip",
    "by_link": "People who answered by the link to forward",
    "invited": "People invited by name",
    "rate": "Response rate, per cent",
}
ASSESSED = {
    "fully_met": "Elements that the organisation marked as fully met",
    "partly_met": "Elements that it marked as partly met",
    "not_met": "Elements that it marked as not met",
    "left_open": "Elements that it left open",
    "met": "How much the organisation sees met, from 0 to 100",
    "apart": "How much more the organisation sees met than its people's score",
}
LEFT_OUT = (
    "What is not here is not shown: fewer than ten people, or it would let a smaller group be"
    " worked out."
)
CHANGE, FACT = "Clear change of the score since the round before", "Per cent of the people"
COMMENT = "What somebody wrote, in the figure's words"


def of_organisation(
    editions: Sequence[Edition],
    assessed: Assessed | None = None,
    quotes: Sequence[Quote] = (),
) -> Table:
    """Return all that an organisation is told: of the first edition everything, with what people
    wrote, of the others their cells and who answered. The notes are the cautions."""
    now, before = editions[0], editions[1] if len(editions) > 1 else None
    rows = list[tuple[Value, ...]]()
    for edition in editions:
        rows += _answered(edition)
        names = {edition.code: edition.name}
        rows += _rows(edition.round_code, edition.cells.values(), edition.questionnaire, names)
    rows[len(ANSWERED) : len(ANSWERED)] = [
        *_changes(now, before),
        *_facts(now),
        *(_assessed(now, assessed) if assessed else ()),
        *_comments(now, quotes),
    ]
    notes = (*words.cautions(now, before), LEFT_OUT)
    return Table("cells", "All figures", COLUMNS, tuple(rows), notes)


def of_round(
    round_code: str,
    cells: Iterable[Cell],
    questionnaire: Questionnaire,
    names: Mapping[str, str],
) -> Table:
    """Return all cells of a round. ``names``: of organisations, by code."""
    rows = tuple(_rows(round_code, cells, questionnaire, names))
    return Table("cells", "All figures", COLUMNS, rows, (LEFT_OUT,))


def _rows(
    round_code: str,
    cells: Iterable[Cell],
    questionnaire: Questionnaire,
    names: Mapping[str, str],
) -> Iterator[tuple[Value, ...]]:
    titles = _titles(questionnaire)
    for cell in cells:
        scored = cell.measure == "score" and cell.about in titles
        yield (
            *(round_code, cell.level, cell.name, names.get(cell.name, cell.name)),
            *(cell.split, " ".join(cell.group), _options(questionnaire, cell.split, cell.group)),
            *(cell.about, _about(questionnaire, cell.about), cell.measure, MEASURES[cell.measure]),
            *(" ".join(cell.part), _chosen(questionnaire, cell)),
            *(told(cell), cell.figure.step, base(cell)),
            band(scoring.band(questionnaire, Fraction(cell.figure.value))) if scored else "",
        )


def _titles(questionnaire: Questionnaire) -> Mapping[str, str]:
    titles = {score.id: score.title for score in questionnaire.scores}
    return {**titles, STANDARDS: "Mean of the standards"}


@lru_cache(maxsize=4096)
def _about(questionnaire: Questionnaire, id: str) -> str:
    return _titles(questionnaire).get(id) or asked(questionnaire, questionnaire.items[id])


@lru_cache(maxsize=4096)
def _options(questionnaire: Questionnaire, item: str, chosen: tuple[str, ...]) -> str:
    return options(questionnaire, item, chosen)


def _chosen(questionnaire: Questionnaire, cell: Cell) -> str:
    if cell.measure == "word":
        return " ".join(cell.part)
    return _options(questionnaire, cell.about, cell.part)


def _answered(edition: Edition) -> Iterator[tuple[Value, ...]]:
    numbers = edition.numbers
    every = {
        "answered": answered(edition),
        "by_letter": part(numbers.letters),
        "by_slip": part(numbers.slips),
        "by_link": part(numbers.forwarded),
        "invited": Told(f"{numbers.letters.given:,}", numbers.letters.given),
        "rate": rate(edition),
    }
    for measure, figure in every.items():
        yield _own(edition, measure, ANSWERED[measure], figure)


def _changes(now: Edition, before: Edition | None) -> Iterator[tuple[Value, ...]]:
    for line in lines(now, before):
        yield _own(now, "change", CHANGE, change(line), line.score.id, line.score.title)


def _facts(now: Edition) -> Iterator[tuple[Value, ...]]:
    for each in now.facts:
        figure, about = Told(str(each.percent), each.percent), _about(now.questionnaire, each.item)
        said = _options(now.questionnaire, each.item, each.options)
        chosen = " ".join(each.options), said
        yield _own(now, "fact", FACT, figure, each.item, about, chosen)


def _assessed(now: Edition, assessed: Assessed) -> Iterator[tuple[Value, ...]]:
    for row in assessed.rows:
        marks = row.marks
        counts = (marks.fully, marks.partly, marks.not_met, marks.open)
        figures = (*(Told(str(count), count) for count in counts), row.met, row.apart)
        for (measure, label), figure in zip(ASSESSED.items(), figures, strict=True):
            yield _own(now, measure, label, figure, row.line.score.id, row.line.score.title)


def _comments(now: Edition, quotes: Sequence[Quote]) -> Iterator[tuple[Value, ...]]:
    for each in quotes:
        about = _about(now.questionnaire, each.item)
        yield _own(now, "comment", COMMENT, Told(each.text), each.item, about)


def _own(
    edition: Edition,
    measure: str,
    label: str,
    figure: Told,
    about: str = "",
    about_label: str = "",
    chosen: tuple[str, str] = ("", ""),
) -> tuple[Value, ...]:
    """Return a row of what is told of the organisation and is no cell."""
    return (
        *(edition.round_code, "organisation", edition.code, edition.name, "", "", ""),
        *(about, about_label, measure, label, *chosen, figure, None, NOTHING, ""),
    )
