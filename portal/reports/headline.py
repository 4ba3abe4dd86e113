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
    def ask_about(self) -> str:
        """The lowest standard, or area where there is no standard, and the worst statement."""
        shown = [line for line in self.standards or self.lines if line.own]
        told = [sentences.in_text(min(shown, key=lambda line: line.height).title)] if shown else []
        told += [f"“{each.item.label}”" for each in self.extremes.to_improve[:1]]
        return words.listed(told)

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
        return [_answered(edition, before)]
    return [
        _answered(edition, before),
        _extreme("Highest", [line for line in shown if line.height == shown[-1].height]),
        _extreme("Lowest", [line for line in shown if line.height == shown[0].height]),
        _changed(before, lines),
    ]


def _answered(edition: Edition, before: Edition | None) -> Fact:
    numbers = edition.numbers
    if numbers.rate is not None and numbers.shown.answers is not None:
        last = words.rate(before) if before and before.numbers.rate is not None else ""
        return Fact(
            "Answered",
            words.rate(edition),
            f"{numbers.fraction}{f'; {last} in {before.label}' if before and last else ''}",
        )
    said = numbers.shown.said
    if not said:
        return Fact("Answered", words.NOT_SHOWN, "fewer than ten people")
    return Fact("Answered", f"{said} people", "no rate: how many had a link is not known")


def _extreme(term: str, lines: Sequence[Line]) -> Fact:
    titles = [line.title for line in lines]
    more = f"{titles[0]} and {number(len(titles) - 1)} more"
    return Fact(term, words.said(lines[0].own), more if len(titles) > 2 else "; ".join(titles))


def _changed(before: Edition | None, lines: Sequence[Line]) -> Fact:
    if before is None:
        return Fact("Change", words.FIRST_YEAR, "nothing to compare with yet")
    term = f"Changed since {before.label}"
    if not any(line.own and line.last for line in lines):
        return Fact(term, "No comparison")
    clear = sorted((line for line in lines if line.apart), key=lambda line: -abs(line.apart))
    if not clear:
        return Fact(term, words.NO_CHANGE)
    rises = sum(line.apart > 0 for line in clear)
    return Fact(term, clear[0].change, f"{clear[0].title}{_of_all(rises, len(clear) - rises)}")


def _of_all(rises: int, falls: int) -> str:
    """Say what other clear changes there are beside the largest."""
    if rises and falls:
        up, down = (
            f"{number(n)} clear {what}{'s' * (n > 1)}"
            for n, what in ((rises, "rise"), (falls, "fall"))
        )
        return f", the largest change of {up} and {down}"
    one, other, several = ("rise", "fall", rises) if rises else ("fall", "rise", falls)
    largest = f", the largest of {number(several)} clear {one}s" if several > 1 else ""
    return f"{largest}. No clear {other}"


def _notes(edition: Edition, before: Edition | None, lines: Sequence[Line]) -> list[str]:
    notes = [
        " ".join([*_bases(edition, lines), words.ways(edition) or _by_letter(edition)]),
        "A score is the mean over people, from 0 (worst) to 100 (best), also where statements"
        " describe problems. Percentages are of people who gave an opinion: “not applicable” and"
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
    told = "Figures of fewer than ten people are hidden, and cannot be worked out from the others."
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
        f"{edition.region} and {NATION} are the organisations that took part, not all employers:"
        " four at least, none with over half of the answers."
    )
    if before is None:
        return f"{beside} This is the first year, so nothing is compared with an earlier one."
    answered = words.response(before)
    told = f" Response in {before.label}: {answered}." if answered else ""
    return f"“{words.NO_CHANGE}” means that the difference could be chance.{told} {beside}"
