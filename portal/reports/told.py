"""What may be told of a figure, as tables hold it: said in words, with its number beside. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from portal.disclosure.answered import Part
from portal.disclosure.cells import Cell, Measure
from portal.reports import verdicts, words
from portal.reports.edition import Edition
from portal.reports.lines import Line
from portal.reports.table import Told
from portal.survey import wording
from portal.survey.questionnaire import Band, Item, Questionnaire

NOT_SHOWN = Told(words.NOT_SHOWN)
NOTHING = Told("")
OTHER_WORDS = Told("Asked in other words")
AMONG_THE_CLOSEST = "Among the three closest"


@dataclass(frozen=True)
class Pair:
    """An edition beside the one before it."""

    now: Edition
    before: Edition | None

    @cached_property
    def comparable(self) -> frozenset[str]:
        """The ids of what was asked in the same words before."""
        if self.before is None:
            return frozenset()
        return verdicts.comparable(self.before.questionnaire, self.now.questionnaire)

    @property
    def last(self) -> str:
        """What the round before is called at the top of a column."""
        return self.before.label if self.before else "Last year"

    def then(self, about: str, measure: Measure = "score") -> Told:
        """Return what was told in the round before."""
        if self.before is None:
            return Told(words.FIRST_YEAR)
        if about not in self.comparable:
            return OTHER_WORDS
        return told(self.before.own(about, measure))


def told(cell: Cell | None) -> Told:
    """Return a score, a percentage (of few people in tenths) or a correlation; “Not shown” where
    there is none."""
    if cell is None:
        return NOT_SHOWN
    figure = cell.figure
    if cell.measure == "linked":
        return Told(
            f"{figure.value / 100:.2f}" if figure.value else AMONG_THE_CLOSEST, figure.value or None
        )
    if cell.measure == "word":
        return Told(words.HOW_OFTEN[figure.value], figure.value)
    said = words.in_ten(figure) if figure.step >= 10 else figure.said
    return Told(said, figure.value, figure.end)


def base(cell: Cell | None) -> Told:
    """Return of how many people a figure is; nothing is said where there is no figure."""
    if cell is None:
        return NOTHING
    return Told(words.base(cell), cell.answers, "or more" if cell.or_more else "")


def part(answers: Part) -> Told:
    """Return how many have answered in one way; nothing is said of a way that nobody was given."""
    if not answers.ever and not answers.answers:
        return NOTHING
    if answers.answers is None:
        return NOT_SHOWN
    value = None if answers.beyond and not answers.answers else answers.answers
    return Told(answers.said, value, "or more" if value and answers.beyond else "")


def answered(edition: Edition) -> Told:
    """Return how many have answered, in all ways that are shown."""
    numbers = edition.numbers
    hidden = numbers.left_out and not numbers.shown.answers
    return NOT_SHOWN if hidden else part(numbers.shown)


def rate(edition: Edition) -> Told:
    """Return the response rate; nothing is said where there is none."""
    numbers = edition.numbers
    if numbers.rate is None or numbers.rated.answers is None:
        return NOTHING
    end = "or more" if numbers.rated.beyond else ""
    return Told(numbers.rate_said.replace("%", " per cent"), numbers.rate, end)


def band(band: Band | None) -> str:
    """Return a band's word; empty where a score is not shown."""
    return band.word.capitalize() if band else ""


def change(line: Line) -> Told:
    """Return by how much a score has changed; its number only if that is clear."""
    return Told(line.change, line.apart or None)


def asked(questionnaire: Questionnaire, item: Item, organisation: str = "") -> str:
    """Return a question or a statement in full, as an organisation's people read it."""
    pipes = wording.stand_ins(questionnaire)
    return wording.filled(
        item.label, pipes | ({"organisation": organisation} if organisation else {})
    )


def options(questionnaire: Questionnaire, item: str, chosen: Sequence[str]) -> str:
    """Return the labels of options; empty of none."""
    return words.group(questionnaire, item, chosen) if chosen else ""
