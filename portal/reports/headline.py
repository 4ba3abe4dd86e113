"""A headline report: what an organisation is told of a round on one page. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from portal.disclosure import figures
from portal.disclosure.cells import NATION
from portal.disclosure.figures import Figure
from portal.reports import extremes as all_extremes
from portal.reports import lines as all_lines
from portal.reports import ranks as all_ranks
from portal.reports import sentences, words
from portal.reports import stay as wish
from portal.reports.edition import Edition
from portal.reports.extremes import Extremes
from portal.reports.lines import Line
from portal.reports.ranks import Ranks
from portal.reports.sentences import Sentence, number
from portal.reports.stay import Stay


@dataclass(frozen=True, slots=True)
class Fact:
    """``said``: the figure, or the word that stands for it; ``about``: what it is of."""

    term: str
    said: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Headline:
    """All that the page shows. ``before``: the edition that it is compared with; ``margin``: how
    far a score could lie off, had the others who were invited answered too."""

    edition: Edition
    before: Edition | None
    facts: tuple[Fact, ...]
    cautions: tuple[str, ...]
    in_short: tuple[Sentence, ...]
    lines: tuple[Line, ...]
    margin: int
    extremes: Extremes
    ranks: Ranks | None
    stay: Stay | None
    notes: tuple[str, ...]

    @property
    def standards(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.score.standard)

    @property
    def areas(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if not line.score.standard)

    @property
    def compares_last(self) -> bool:
        """There was a year before, and something is asked in the same words."""
        return self.before is not None and not all(line.reworded for line in self.lines)

    @property
    def compares_region(self) -> bool:
        return any(line.region for line in self.lines)

    @property
    def compares_nation(self) -> bool:
        return any(line.nation for line in self.lines)


def headline(edition: Edition, before: Edition | None) -> Headline:
    """Make the report of an edition, compared with the one before, if there was one."""
    lines = all_lines.lines(edition, before)
    return Headline(
        edition=edition,
        before=before,
        facts=tuple(_facts(edition, before, lines)),
        cautions=tuple(words.cautions(edition, before)),
        in_short=tuple(sentences.in_short(edition, before, lines)),
        lines=lines,
        margin=words.had_others_answered(edition),
        extremes=all_extremes.extremes(edition),
        ranks=all_ranks.ranks(edition),
        stay=wish.stay(edition, lines),
        notes=tuple(_notes(edition, before, lines)),
    )


def _facts(edition: Edition, before: Edition | None, lines: Sequence[Line]) -> list[Fact]:
    shown = sorted((line for line in lines if line.own), key=lambda line: line.height)
    if not shown:
        return [_answered(edition)]
    return [
        _answered(edition),
        _extreme("Highest", [line for line in shown if line.height == shown[-1].height]),
        _extreme("Lowest", [line for line in shown if line.height == shown[0].height]),
        _changed(before, lines),
    ]


def _answered(edition: Edition) -> Fact:
    numbers = edition.numbers
    if numbers.rate is not None and numbers.shown.answers is not None:
        return Fact("Answered", words.rate(edition), numbers.fraction)
    said = numbers.shown.said
    if not said:
        return Fact("Answered", words.NOT_SHOWN, "fewer than ten people")
    return Fact("Answered", f"{said} people", "no rate: how many had a link is not known")


def _extreme(term: str, lines: Sequence[Line]) -> Fact:
    first, more = lines[0], len(lines) - 1
    title = f"{first.title} and {number(more)} more" if more else first.title
    return Fact(term, words.said(first.own), title)


def _changed(before: Edition | None, lines: Sequence[Line]) -> Fact:
    if before is None:
        return Fact("Change", words.FIRST_YEAR, "nothing to compare with yet")
    term = f"Changed since {before.label}"
    if not any(line.own and line.last for line in lines):
        return Fact(term, "No comparison")
    clear = sorted((line for line in lines if line.apart), key=lambda line: -abs(line.apart))
    if not clear:
        return Fact(term, words.NO_CHANGE)
    first, others = clear[0], len(clear) - 1
    more = f" and {number(others)} more" if others else ""
    return Fact(term, first.change, f"{first.title}{more}")


def _notes(edition: Edition, before: Edition | None, lines: Sequence[Line]) -> list[str]:
    notes = [
        " ".join([*_bases(edition, lines), words.ways(edition) or _by_letter(edition)]),
        "A score is the mean over people, from 0 (worst) to 100 (best), also where statements"
        " describe problems. Percentages are of those who gave an opinion: “not applicable” and"
        " “don't know” are left out.",
        _hidden(edition, lines),
        _compared(edition, before),
    ]
    return notes if edition.shown else notes[1:]


def _bases(edition: Edition, lines: Sequence[Line]) -> list[str]:
    """Say of how many people the scores are: of the most usual number, and those of another."""
    shown = {line.title: line.own for line in lines if line.own}
    if not shown:
        return []
    bases = Counter(words.base(cell) for cell in shown.values())
    usual = bases.most_common(1)[0][0]
    others = [
        f"{words.base(cell)} for {sentences.in_text(title)}"
        for title, cell in shown.items()
        if words.base(cell) != usual
    ]
    told = f"Scores are of {usual} people"
    if len(others) > 3:
        least = min(shown.values(), key=lambda cell: cell.answers)
        told += f", or fewer where a question was not for everybody: {words.base(least)} at least"
    elif others:
        told += f"; {words.listed(others)}"
    rough = [title for title, cell in shown.items() if cell.figure.step > 1]
    if rough and not edition.rough:
        fives = words.listed([sentences.in_text(title) for title in rough])
        return [f"{told}.", f"To the nearest 5, because of fewer than 20 people: {fives}."]
    return [f"{told}."]


def _by_letter(edition: Edition) -> str:
    letters = edition.numbers.letters
    told = "Everybody answered by a personal link."
    if not letters.lost:
        return told
    came_back = "1 letter" if letters.lost == 1 else f"{letters.lost:,} letters"
    return f"{told} {came_back} of the {letters.given:,} came back."


def _hidden(edition: Edition, lines: Sequence[Line]) -> str:
    told = "No figure is of fewer than ten people, or can be taken from another to find theirs."
    if not edition.shown:
        return told
    end = figures.margin(edition.invited)
    high, low = Figure(100 - end, "or more").said, Figure(end, "or less").said
    told += f" So the ends read “{high}” and “{low}”."
    if all(line.own for line in lines):
        return told
    return f"{told} {words.WHY_NOT_SHOWN}"


def _compared(edition: Edition, before: Edition | None) -> str:
    beside = (
        f"{edition.region} and {NATION} are the organisations of this round, from four on, none"
        " with over half of the answers."
    )
    if before is None:
        return f"{beside} This is the first year, so nothing is compared with an earlier one."
    answered = words.response(before)
    told = f" Response in {before.label}: {answered}." if answered else ""
    return f"“{words.NO_CHANGE}” means that the difference could be chance.{told} {beside}"
