"""The invented organisations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Invented:
    """An organisation. ``place``: its type and region; ``invited``: by letter, of whom so many
    answered last year and this year, and this year so many more by one of its ``slips``. ``psw``:
    who signs in there."""

    code: str
    name: str
    place: tuple[str, str]
    invited: int
    last: int
    this: int
    slips: int = 0
    by_slip: int = 0
    psw: str = ""

    @property
    def domain(self) -> str:
        return f"{self.code}.example.org"

    @property
    def row(self) -> dict[str, str]:
        """As a file of organisations has it."""
        type, region = self.place
        own = {"code": self.code, "name": self.name, "type": type, "region": region}
        return own | {"domains": self.domain}


_SHIRE = ("shire county", "East Midlands")
_UNITARY = ("unitary authority", "East Midlands")
_BOROUGH = ("London borough", "London")
_SOUTH = ("unitary authority", "South West")
_TRUST = ("NHS trust", "South West")
_NORTH = ("metropolitan district", "North West")
"""Types, and regions in which four organisations or more can be compared, or too few."""
ORGANISATIONS = (
    Invented("northshire", "Northshire County Council", _SHIRE, 312, 163, 180, psw="pat"),
    Invented("eastwold", "Eastwold Council", _UNITARY, 26, 15, 14, psw="ed"),
    Invented("hillcaster", "Hillcaster City Council", _UNITARY, 148, 71, 82),
    Invented("marlshire", "Marlshire County Council", _SHIRE, 244, 118, 131),
    Invented("wolden", "Wolden Council", _UNITARY, 86, 44, 41, 40, 17),
    Invented("tarnbeck", "Tarnbeck Council", _UNITARY, 19, 11, 8),
    Invented("southborough", "London Borough of Southborough", _BOROUGH, 88, 31, 34, psw="olga"),
    Invented("thornwick", "London Borough of Thornwick", _BOROUGH, 121, 49, 58),
    Invented("castlefold", "London Borough of Castlefold", _BOROUGH, 104, 52, 47),
    Invented("westmere", "London Borough of Westmere", _BOROUGH, 95, 40, 51),
    Invented("saltholm", "Saltholm Council", _SOUTH, 110, 40, 52),
    Invented("harrowby", "Harrowby Vale NHS Trust", _TRUST, 98, 37, 44),
    Invented("oldmoor", "Oldmoor Metropolitan Borough Council", _NORTH, 172, 79, 88),
)


def put_organisations(rows: Sequence[Mapping[str, str]], now: datetime) -> None:
    """Add those organisations of the demonstration that are not there yet."""
    from portal.services import audit
    from portal.services.organisations import register as organisations

    there = {each.code for each in organisations.listing()}
    missing = [row for row in rows if row["code"] not in there]
    if missing:
        organisations.put(enumerate(missing, 1), audit.OPERATOR, now)
