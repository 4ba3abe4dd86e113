"""Gather what England, its regions and types are told of a counted round."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from portal.calendar.state import OVER
from portal.disclosure import answered
from portal.disclosure.answered import Numbers
from portal.errors import NotFound
from portal.reports.edition import Edition
from portal.reports.nation.country import Country, Member
from portal.services.figures import tallies
from portal.services.reports import editions, released
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.services.staff import scope


def country(round_: RoundInfo) -> Country:
    """Return all of a round that people answer. Raises as ``editions.check_counted`` does."""
    england, *earlier = editions.of_place(round_)
    ends, places = tallies.latest(round_), tallies.places(round_)
    members = tuple(
        Member(
            code=each.code,
            name=each.name,
            type=places[each.code][0],
            region=places[each.code][1],
            numbers=ends[each.code].numbers if each.code in ends else Numbers(),
        )
        for each in tallies.taking_part(round_)
    )
    every = answered.total([each.numbers for each in members])
    return Country((replace(england, numbers=every), *earlier), members, released.above(round_.id))


def region(round_: RoundInfo, name: str) -> tuple[Edition, ...]:
    """Return the editions of a region. Raises ``NotFound`` for one that is told nothing."""
    every = editions.of_place(round_, name) if name else ()
    if not every or not every[0].shown:
        raise NotFound(f"Nothing is told of a region {name} in {round_.title}.")
    return every


def beside(round_: RoundInfo, organisation: str = "") -> RoundInfo | None:
    """Return the counted round of the same series that asked the others: people, or organisations
    for their returns; the nearest. ``organisation``: only if this one took part and may read
    it."""
    every: Collection[RoundInfo] = (
        scope.rounds_of(organisation) if organisation else rounds.in_state(*OVER)
    )
    others = [
        each
        for each in every
        if each.series == round_.series != ""
        and each.state.over
        and each.named != round_.named
        and not (organisation and each.unpublished)
    ]
    return min(others, key=lambda each: abs(each.closes - round_.closes), default=None)
