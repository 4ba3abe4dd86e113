"""The place of an organisation among others, in words: never without how far chance could move it.
Pure."""

from __future__ import annotations

from dataclasses import dataclass

from portal.disclosure.cells import NATION
from portal.reports import verdicts
from portal.reports.edition import Edition
from portal.reports.verdicts import Place


@dataclass(frozen=True, slots=True)
class Rank:
    """A place in England or in a region (``where``): “38th equal of 136”, and how sure that is."""

    where: str
    place: Place
    said: str
    between: str


@dataclass(frozen=True, slots=True)
class Ranks:
    """The places that are told, and in ``notes`` what they are made of, or why there are none."""

    ranks: tuple[Rank, ...]
    notes: tuple[str, ...]


def ranks(edition: Edition) -> Ranks | None:
    """Return the places in England and in the region; None of a questionnaire without standards."""
    if not any(score.standard for score in edition.questionnaire.scores):
        return None
    nation = verdicts.place(edition)
    if nation is None:
        return Ranks((), (_why_none(edition),))
    region = verdicts.place(edition, within_region=True)
    told = [_rank(NATION, nation, edition.invited)]
    notes = [
        f"By the mean of the standards that are shown ({nation.mean}). In {NATION}"
        f" {_organisations(nation.clearly_above)} clearly higher and {nation.clearly_below:,}"
        " clearly lower."
    ]
    if region:
        told.append(_rank(edition.region, region, edition.invited))
    else:
        notes.append(f"{edition.region}: no place, because fewer than ten organisations compare.")
    return Ranks(tuple(told), tuple(notes))


def ordinal(number: int) -> str:
    """Write a place: “1st”, “22nd”, “113th”."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{'th' if number % 100 in (11, 12, 13) else ending}"


def _rank(where: str, place: Place, answers: int) -> Rank:
    equal = " equal" * (place.equals > 1)
    between = f"With {answers:,} answers, anywhere between {ordinal(place.first)} and"
    between += f" {ordinal(place.last)}."
    if place.first == place.last:
        between = "No other place is likely."
    return Rank(where, place, f"{ordinal(place.at)}{equal} of {place.of:,}", between)


def _why_none(edition: Edition) -> str:
    if edition.invited < verdicts.FROM:
        return f"A place is told from {verdicts.FROM} answers."
    return (
        "You have no place: this needs ten organisations or more, each with at least"
        f" {verdicts.FROM} answers to the same standards."
    )


def _organisations(number: int) -> str:
    return "1 organisation is" if number == 1 else f"{number:,} organisations are"
