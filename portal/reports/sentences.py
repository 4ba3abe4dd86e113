"""What a headline report says in short: sentences that are made of its lines. Pure.

The bands; the largest clear change, or that there is none; the lowest standard, and whether it
differs clearly from the year before and from England; how many scores do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.disclosure.cells import NATION, Cell
from portal.reports import words
from portal.reports.edition import Edition
from portal.reports.lines import Line
from portal.survey.questionnaire import Band

NUMBERS = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
NAMED = 3
"""Of so many at most the names are given."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """``lead`` is what somebody sees who reads nothing else; ``rest`` goes on from there."""

    lead: str
    rest: str = "."

    def __str__(self) -> str:
        return self.lead + self.rest


@dataclass(frozen=True, slots=True)
class Kind:
    """What is spoken of: the standards, or the areas where no standard is shown. ``unseen``: those
    that are not shown, of the same kind; ``standards``: there are standards, all unseen."""

    noun: str
    shown: tuple[Line, ...]
    unseen: tuple[Line, ...]
    standards: bool = False

    @property
    def whole(self) -> str:
        """“eight standards”, “seven standards that are shown”."""
        return f"{number(len(self.shown))} {self.noun}s{self.limit}"

    @property
    def limit(self) -> str:
        return " that are shown" if self.unseen else ""


def in_short(edition: Edition, before: Edition | None, lines: Sequence[Line]) -> list[Sentence]:
    """Return the sentences; none where nothing is shown."""
    if not edition.shown:
        return []
    kind = _kind(lines)
    return [
        _bands(kind, edition.questionnaire.bands),
        _change(edition, before, lines),
        _lowest(kind, before),
        *_beside_england(lines),
    ]


def _beside_england(lines: Sequence[Line]) -> list[Sentence]:
    compared = [line for line in lines if line.own and line.nation]
    if len(compared) < 3:
        return []
    above = sum(line.from_nation > 0 for line in compared)
    below = sum(line.from_nation < 0 for line in compared)
    every = f"the {number(len(compared))} scores"
    if not above and not below:
        return [Sentence(f"None of {every} differs clearly from {NATION}'s")]
    first, other = ("below", "above") if below >= above else ("above", "below")
    most, least = max(above, below), min(above, below)
    lead = f"{starting(number(most))} of {every} {'is' if most == 1 else 'are'} clearly {first}"
    rest = number(least) if least else "none"
    return [Sentence(f"{lead} {NATION}'s", f", and {rest} {'is' if least < 2 else 'are'} {other}.")]


def number(many: int) -> str:
    """Write a number as it stands in a sentence."""
    return NUMBERS[many] if many < len(NUMBERS) else f"{many:,}"


def in_text(title: str) -> str:
    """Write a title as it stands inside a sentence: small, unless it has a name or initials."""
    first, *others = title.split(" ")
    named = any(word[:1].isupper() and word[1:].islower() for word in others)
    return title if named or not first[1:].islower() else title[:1].lower() + title[1:]


def starting(text: str) -> str:
    """Begin a sentence with it."""
    return text[:1].upper() + text[1:]


def _kind(lines: Sequence[Line]) -> Kind:
    standards = [line for line in lines if line.score.standard]
    if any(line.own for line in standards):
        return _of("standard", standards)
    areas = [line for line in lines if not line.score.standard]
    return _of("area", areas, bool(standards))


def _of(noun: str, lines: Sequence[Line], standards: bool = False) -> Kind:
    shown = tuple(line for line in lines if line.own)
    return Kind(noun, shown, tuple(line for line in lines if not line.own), standards)


def _bands(kind: Kind, bands: Sequence[Band]) -> Sentence:
    """Say how many are in each band, from the highest down."""
    groups = [(band, [line for line in kind.shown if line.band == band]) for band in bands[::-1]]
    full = [(band, group) for band, group in groups if group]
    if len(full) == 1:
        return Sentence(_all_alike(kind, _colour(full[0][0])), f".{_unseen(kind)}")
    (top, first), rest = groups[0], full[1:] if groups[0][1] else full
    none = "neither" if len(kind.shown) == 2 else "none"
    many = number(len(first)) if first else none
    lead = f"{many} of the {kind.whole} {_are(first)} {_colour(top)}"
    named = {bands[0].colour, top.colour}
    told = [
        f"{number(len(group))} {_are(group)} {_colour(band)}{_named(group, band.colour in named)}"
        for band, group in rest
    ]
    if not first:
        return Sentence(starting(lead), f": {words.listed(told)}.{_unseen(kind)}")
    joined = f"{' and ' if len(told) == 1 else ', '}{words.listed(told)}.{_unseen(kind)}"
    return Sentence(starting(lead), f"{_named(first, True)}{joined}")


def _all_alike(kind: Kind, colour: str) -> str:
    if len(kind.shown) > 1:
        start = "Both" if len(kind.shown) == 2 else f"All {number(len(kind.shown))}"
        return f"{start} {kind.noun}s{kind.limit} are {colour}"
    shown = " that is shown" if kind.unseen else ""
    return f"The only {kind.noun}{shown}, {in_text(kind.shown[0].title)}, is {colour}"


def _unseen(kind: Kind) -> str:
    """Say what is not shown, if anything."""
    told = ""
    if many := len(kind.unseen):
        named = f": {_titles(kind.unseen)}" if many <= NAMED else ""
        noun = kind.noun + "s" * (many > 1)
        told = f" {starting(number(many))} {noun} {_are(kind.unseen)} not shown{named}."
    return told + " No standard is shown." * kind.standards


def _change(edition: Edition, before: Edition | None, lines: Sequence[Line]) -> Sentence:
    if before is None:
        return Sentence("This is the first year", ", so there is no change to report.")
    if not any(line.own and line.last for line in lines):
        return Sentence(f"There is no comparison with {before.label}", _why_none(before, lines))
    clear = sorted((line for line in lines if line.apart), key=lambda line: -abs(line.apart))
    if not clear:
        some = " that can be compared" * any(line.reworded for line in lines)
        lead = f"No score{some} has changed clearly since {before.label}"
        least = words.least_change(edition, before)
        told = f" Only a change of about {least} or more can be told from chance."
        return Sentence(lead, "." if edition.careful and not edition.rough else f".{told}")
    largest = [line for line in clear if abs(line.apart) == abs(clear[0].apart)]
    if len(largest) == 1:
        return _moved(largest[0], len(clear), before)
    return _several(largest, before)


def _why_none(before: Edition, lines: Sequence[Line]) -> str:
    if not before.shown:
        return ": no score is shown for that year."
    if all(line.reworded for line in lines):
        return ": everything was asked in other words."
    return ": no score that is shown now was shown in the same words then."


def _moved(line: Line, clear: int, before: Edition) -> Sentence:
    lead = f"{starting(line.title)} {_went(line)} clearly since {before.label}"
    rank = (
        "the only clear change" if clear == 1 else f"the largest of {number(clear)} clear changes"
    )
    return Sentence(lead, f", {_from_to(line)}: {rank}.{_beside_nation(line)}")


def _several(largest: Sequence[Line], before: Edition) -> Sentence:
    told = [f"{in_text(line.title)} {_went(line)} {_from_to(line)}" for line in largest[:NAMED]]
    if len(largest) > NAMED:
        told.append(f"and {number(len(largest) - NAMED)} more by as much")
    lead = f"{starting(number(len(largest)))} scores changed most since {before.label}, and clearly"
    return Sentence(lead, f": {'; '.join(told)}.")


def _went(line: Line) -> str:
    return "rose" if line.apart > 0 else "fell"


def _from_to(line: Line) -> str:
    return f"from {words.said(line.last)} to {words.said(line.own)}"


def _beside_nation(line: Line) -> str:
    if line.nation is None:
        return ""
    where = f"{NATION}'s ({words.said(line.nation)})"
    if not line.from_nation:
        return f" The score is not clearly different from {where}."
    return f" The score is now clearly {'above' if line.from_nation > 0 else 'below'} {where}."


def _lowest(kind: Kind, before: Edition | None) -> Sentence:
    least = min(line.height for line in kind.shown)
    lowest = [line for line in kind.shown if line.height == least]
    said = words.said(lowest[0].own)
    year = before.label if before else ""
    if len(kind.shown) == 1:
        lead = f"{starting(lowest[0].title)} has a score of {said}"
        return Sentence(lead, f".{_apart(lowest[0], year)}")
    if len(lowest) == 1:
        line = lowest[0]
        lead = f"{starting(line.title)}, at {said}, is the lowest of the {kind.whole}"
        colour = f" and in the {_colour(line.band)} band" if line.band else ""
        return Sentence(lead, f"{colour}.{_apart(line, year)}")
    return _equal(kind, lowest, year)


def _equal(kind: Kind, lowest: Sequence[Line], year: str) -> Sentence:
    many, said = len(lowest), words.said(lowest[0].own)
    if many == len(kind.shown):
        start = "Both" if many == 2 else f"All {number(many)}"
        lead = f"{start} {kind.noun}s{kind.limit} have the same score, {said}"
        return Sentence(lead, f".{_how_many_apart(lowest, year)}")
    each = "both" if many == 2 else "all"
    lead = f"{starting(number(many))} {kind.noun}s are lowest, {each} at {said}"
    named = f": {_titles(lowest)}" if many <= NAMED else ""
    return Sentence(lead, f"{named}.{_how_many_apart(lowest, year)}")


def _apart(line: Line, year: str) -> str:
    """Say what the score was, and what it is in England, and whether either is clearly another."""
    last, nation = words.said(line.last), words.said(line.nation)
    if line.last and line.nation:
        verdict = _of_two(line, year)
        return f" It was {last} in {year} and is {nation} in {NATION}; {verdict}."
    if line.last:
        return f" It was {last} in {year}, which is {_differs(line.apart)}."
    return f" In {NATION} it is {nation}, which is {_differs(line.from_nation)}." * bool(
        line.nation
    )


def _of_two(line: Line, year: str) -> str:
    last, nation = _differs(line.apart), _differs(line.from_nation)
    if last == nation:
        return f"neither is {last.removeprefix('not ')}" if not line.apart else f"both are {last}"
    if line.apart and line.from_nation:
        return "both are clearly different"
    return f"only {year} is {last}" if line.apart else f"only {NATION} is {nation}"


def _differs(apart: int) -> str:
    """Say of a figure that a score is clearly above by so much how it differs from it."""
    if not apart:
        return "not clearly different"
    return "clearly lower" if apart > 0 else "clearly higher"


def _how_many_apart(lines: Sequence[Line], year: str) -> str:
    """Say the same of several that have one score."""
    beside: list[tuple[str, Sequence[Cell | None], int]] = [
        (year, [line.last for line in lines], sum(bool(line.apart) for line in lines)),
        (NATION, [line.nation for line in lines], sum(bool(line.from_nation) for line in lines)),
    ]
    told = [(name, many) for name, cells, many in beside if any(cells)]
    same = words.listed([name for name, many in told if not many], "or")
    none = "Neither" if len(lines) == 2 else "None"
    shares = dict[str, list[str]]()
    for name, many in told:
        if many:
            shares.setdefault(_share(many, len(lines)), []).append(name)
    differing = [
        f" {starting(share)} clearly different from {words.listed(names)}."
        for share, names in shares.items()
    ]
    return "".join(differing) + (f" {none} is clearly different from {same}." if same else "")


def _share(many: int, of: int) -> str:
    if many == of:
        return "both are" if of == 2 else "all are"
    return f"{number(many)} of them {'is' if many == 1 else 'are'}"


def _colour(band: Band) -> str:
    return band.colour.replace("_", " ")


def _are(lines: Sequence[Line]) -> str:
    return "are" if len(lines) > 1 else "is"


def _titles(lines: Sequence[Line]) -> str:
    return "; ".join(in_text(line.title) for line in lines)


def _named(lines: Sequence[Line], wanted: bool) -> str:
    titles = "; ".join(in_text(line.score.title) for line in lines)
    return f" ({titles})" if wanted and 0 < len(lines) <= NAMED else ""
