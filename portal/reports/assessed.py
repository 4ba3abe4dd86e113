"""What an organisation says of itself is laid beside what its people say, standard by standard.
Pure.

Its marks are its own statement; of its people there is only what may be told anyway, and how far
the two are apart is worked out from that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.disclosure.cells import Cell
from portal.reports import bars, lines, words
from portal.reports.edition import Edition
from portal.reports.lines import Line
from portal.reports.sentences import Sentence
from portal.reports.table import Told
from portal.survey.elements import Marks

MOST_SENTENCES = 3
"""So many standards are named before the table."""
HOW = (
    "Met is a number from 0 to 100, of the elements that were marked: one that is fully met counts"
    " whole, one that is partly met half. Apart is how much higher or lower that is than"
    " the practitioners' score, as it is shown. The standard on which it is most comes first; of"
    " equals, the one with the lower number."
)
CARE = (
    "You judge what is in place, practitioners how it is to work with it: a difference of a few"
    " points says little."
)
OPEN = "Open: “don't know”, “does not apply to us”, or not answered."
MOSTLY_OPEN = "Mostly open"


@dataclass(frozen=True, slots=True)
class Assessment:
    """The self-assessment of one organisation. ``standards``: its marks, by number."""

    title: str
    closed: date
    standards: Mapping[int, Marks]


@dataclass(frozen=True, slots=True)
class Row:
    """One standard. ``apart``: by how much more the organisation sees met than its people, no
    number where one of the two is not there; ``at``: where both stand in a drawing half as wide as
    that of a bar."""

    line: Line
    marks: Marks
    apart: Told
    at: tuple[float, float] | None

    @property
    def met(self) -> Told:
        met = self.marks.met
        return Told(MOSTLY_OPEN) if met is None else Told(str(met), met)

    @property
    def sentence(self) -> Sentence:
        marks = self.marks
        left = f" and left {marks.open} open" if marks.open else ""
        band = f" ({self.line.band.colour})" if self.line.band else ""
        return Sentence(
            f"{self.line.title}:",
            f" you marked {marks.fully} of {marks.asked} elements fully met{left};"
            f" practitioners scored {words.said(self.line.own)}{band}",
        )


@dataclass(frozen=True, slots=True)
class Assessed:
    """``rows``: the furthest apart first; ``notes`` say how to read them."""

    assessment: Assessment
    rows: tuple[Row, ...]
    notes: tuple[str, ...]

    @property
    def furthest(self) -> tuple[Sentence, ...]:
        """The standards on which the two are furthest apart."""
        return tuple(row.sentence for row in self.rows if row.apart.value)[:MOST_SENTENCES]

    @property
    def source(self) -> str:
        """Where the marks come from."""
        closed = f"{self.assessment.closed.day} {self.assessment.closed:%B %Y}"
        return f"Marked in {self.assessment.title}, which closed on {closed}."

    @property
    def any_open(self) -> bool:
        return any(row.marks.open for row in self.rows)


def beside(edition: Edition, assessment: Assessment | None) -> Assessed | None:
    """Lay a self-assessment beside the scores of an edition; None where there is none, or no
    standard that both are about."""
    marks = assessment.standards if assessment else {}
    rows = [
        _row(line, own)
        for line in lines.lines(edition, None)
        if (own := marks.get(line.score.standard or 0))
    ]
    if not rows or assessment is None:
        return None
    rows.sort(key=lambda row: -1 if row.apart.value is None else abs(row.apart.value), reverse=True)
    return Assessed(assessment, tuple(rows), tuple(_notes(rows, marks)))


def _row(line: Line, marks: Marks) -> Row:
    met, own = marks.met, line.own
    if met is None or own is None:
        return Row(line, marks, Told("" if own else words.NOT_SHOWN), None)
    at = bars.length(met) / 2, bars.length(own.figure.value) / 2
    return Row(line, marks, _apart(met, own), at)


def _apart(met: int, own: Cell) -> Told:
    """Say by how much they differ; by at least so much where the score may lie beyond what is told,
    and by nothing where both may."""
    by, end = met - own.figure.value, own.figure.end
    beyond = by >= 0 if end == "or more" else by <= 0
    if by == 0 or (end and beyond):
        return Told(f"Both {own.figure.said}", 0)
    at_least = " or more" if end else ""
    return Told(f"{abs(by)}{at_least} {'higher' if by > 0 else 'lower'}", by)


def _notes(rows: Sequence[Row], marks: Mapping[int, Marks]) -> Iterator[str]:
    yield from (HOW, CARE)
    if any(row.marks.open for row in rows):
        yield OPEN
    both = {row.line.score.standard for row in rows}
    if alone := [str(number) for number in sorted(marks) if number not in both]:
        named = f"standard{'s' * (len(alone) > 1)} {words.listed(alone)}"
        yield f"Practitioners were not asked about {named}."
